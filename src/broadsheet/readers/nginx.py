"""What nginx is told of an export: hosts, headers and types, as the server itself would say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from broadsheet.readers.headers import HSTS_S, IMMUTABLE, REVALIDATE, security
from broadsheet.readers.papers import Paper

_UNFIT = frozenset('"\\${};\n\r')
"""What would end or bend a line of nginx's; none of our addresses has any of it."""

TYPES = {
    "html": "text/html",
    "css": "text/css",
    "mjs": "text/javascript",
    "svg": "image/svg+xml",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "xml": "application/xml",
    "txt": "text/plain",
}
_WITH_CHARSET = tuple(one for one in TYPES.values() if one not in {"text/html", "image/svg+xml"})
"""nginx adds it to HTML by itself, and a drawing carries its own."""


def for_http(folder: Path, papers: Sequence[Paper]) -> bytes:
    """For the block `http`: which paper a host means, and what has moved or is gone."""
    hosts = [(host, paper.key) for paper in papers for host in sorted(paper.hosts) if ":" not in host]
    default = papers[0].key if papers else ""
    is_https = [
        (paper.key, f"max-age={HSTS_S}")
        for paper in papers
        if any(name == "strict-transport-security" for name, _ in paper.security)
    ]
    blocks = [
        # An Arabic path is long, and one that is longer than a bucket keeps nginx from starting.
        "map_hash_bucket_size 1024;\nmap_hash_max_size 65536;\n",
        _block("$host $broadsheet_paper", [("default", default), *dict(hosts).items()]),
        _block("$broadsheet_paper $broadsheet_hsts", [("default", ""), *is_https]),
        _block("$uri:$arg_v $broadsheet_keep", [("default", REVALIDATE), (r"~\.(css|mjs):[0-9a-f]+$", IMMUTABLE)]),
        f'map $broadsheet_paper$uri $broadsheet_moved {{\n  default "";\n  include "{folder}/moved.map";\n}}\n',
        f'map $broadsheet_paper$uri $broadsheet_gone {{\n  default "";\n  include "{folder}/gone.map";\n}}\n',
    ]
    return "\n".join(blocks).encode()


def for_pages() -> bytes:
    """For the blocks `location` that send pages: files as they lie there, and what is said beside them."""
    types = "".join(f"  {content_type} {suffix};\n" for suffix, content_type in TYPES.items())
    lines = [
        "brotli_static on;\ngzip_static on;\ngzip_vary on;\nif_modified_since off;\n",
        f"types {{\n{types}}}\ncharset utf-8;\ncharset_types {' '.join(_WITH_CHARSET)};\n",
        "add_header cache-control $broadsheet_keep;\n",
        "add_header strict-transport-security $broadsheet_hsts;\n",
        *(f'add_header {name} "{value}";\n' for name, value in security(is_https=False)),
    ]
    return "".join(lines).encode()


def table(rows: Iterable[tuple[str, str]]) -> bytes:
    """Lines of a map; those that nginx could misread are left out."""
    return "".join(
        f'"{key}" "{value}";\n'
        for key, value in rows
        if not _UNFIT.intersection(key) and not _UNFIT.intersection(value)
    ).encode()


def _block(of: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f'  {key if key == "default" else _quoted(key)} "{value}";\n' for key, value in rows)
    return f"map {of} {{\n{lines}}}\n"


def _quoted(key: str) -> str:
    return f'"{key}"'

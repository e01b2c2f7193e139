"""Files that the door sends: pictures named by their content, and the desk's own style and scripts."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from broadsheet.readers.headers import IMMUTABLE, REVALIDATE, SECURITY_OF_FILES
from broadsheet.readers.negotiate import coding, has_already
from broadsheet.readers.rsgi import HeaderLines, Reply, Scope

MEDIA_TYPES: Final = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
_NAMED_BY_CONTENT = re.compile(r"[0-9a-f]{16,64}(?:-[0-9]{1,5})?\.([a-z]{3,4})")

STATIC_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "map": "application/json",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "ico": "image/x-icon",
}
COMPRESSED_TYPES: Final = frozenset({"css", "js", "mjs", "map", "json", "svg", "txt", "html", "ttf"})
"""Types of which `collect` keeps a `.br` and a `.gz` beside the file."""

_STATIC_NAME = re.compile(r"(?:[\w.@+-]+/){0,12}[\w.@+-]+\.([a-z0-9]{2,5})", re.ASCII)
_HASHED = re.compile(r"\.[0-9a-f]{12}\.")
_SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}


def measured(path: str) -> tuple[int, int] | None:
    """The size of a regular file and when it was made; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a Path of each request would cost more than the answer
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def send_file(scope: Scope, reply: Reply, path: str, lines: HeaderLines, *, size_bytes: int, tag: str) -> None:
    """Send a file, or say that the reader has it already."""
    about = [("etag", tag), *lines, *SECURITY_OF_FILES]
    if has_already(scope.headers.get("if-none-match"), tag):
        reply.response_empty(304, about)
        return
    about.append(("content-length", str(size_bytes)))
    if scope.method == "HEAD":
        reply.response_empty(200, about)
    else:
        reply.response_file(200, about, path)


class Media:
    """Pictures as readers get them. Only names by content are looked for: no folder, and no way out of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def send(self, name: str, scope: Scope, reply: Reply) -> bool:
        """Send the file of this name; False where there is none."""
        named = _NAMED_BY_CONTENT.fullmatch(name)
        content_type = MEDIA_TYPES.get(named[1]) if named else None
        path = f"{self._folder}/{name}"
        if content_type is None or (found := measured(path)) is None:
            return False
        lines = [("content-type", content_type), ("cache-control", IMMUTABLE)]
        send_file(scope, reply, path, lines, size_bytes=found[0], tag=f'"{name}"')
        return True


class StaticFiles:
    """What `collect` has laid out, compressed where the request allows it."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def send(self, name: str, scope: Scope, reply: Reply) -> bool:
        """Send the file of this name; False where there is none."""
        named = _STATIC_NAME.fullmatch(name)
        content_type = STATIC_TYPES.get(named[1]) if named else None
        path = f"{self._folder}/{name}"
        if named is None or content_type is None or ".." in name or (found := measured(path)) is None:
            return False
        lines = [
            ("content-type", content_type),
            ("cache-control", IMMUTABLE if _HASHED.search(name) else REVALIDATE),
        ]
        chosen = "identity"
        if named[1] in COMPRESSED_TYPES:
            lines.append(("vary", "Accept-Encoding"))
            wanted = coding(scope.headers.get("accept-encoding")) or "identity"
            other = f"{path}{_SUFFIXES.get(wanted, '')}"
            if wanted != "identity" and (smaller := measured(other)) is not None:
                path, found, chosen = other, smaller, wanted
                lines.append(("content-encoding", wanted))
        size_bytes, made_ns = found
        send_file(scope, reply, path, lines, size_bytes=size_bytes, tag=f'"{size_bytes:x}-{made_ns:x}-{chosen}"')
        return True

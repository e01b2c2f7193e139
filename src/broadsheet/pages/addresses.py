"""Addresses in pairs: `place` makes the path of an address, `read` finds the address of a path; nobody else does it."""

from __future__ import annotations

from functools import lru_cache
from typing import NewType
from urllib.parse import quote, unquote_to_bytes

import msgspec

from broadsheet.news.story import EditionKey, PaperKey, PersonKey, SectionKey, Slug, TopicKey
from broadsheet.press.key import SEPARATOR, Address, joined

Path = NewType("Path", str)
PATH_BYTES = 2_000
RESERVED = frozenset({"demo", "desk", "health", "media"})
"""First parts of paths that are not an edition's: the server answers them before it looks for a page."""
PATHS_KEPT_COUNT = 8_192


class Place(msgspec.Struct, frozen=True):
    """Where a page stands: the paper (whose host the server knows) and the path, in Unicode NFC, not encoded."""

    paper: PaperKey
    path: Path


def front(edition: EditionKey) -> Address:
    return Address(joined("front", edition))


def article(edition: EditionKey, slug: Slug) -> Address:
    return Address(joined("article", edition, slug))


def section(edition: EditionKey, section: SectionKey) -> Address:
    return Address(joined("section", edition, section))


def topic(edition: EditionKey, topic: TopicKey) -> Address:
    return Address(joined("topic", edition, topic))


def author(edition: EditionKey, person: PersonKey) -> Address:
    return Address(joined("author", edition, person))


def day(edition: EditionKey, day: str) -> Address:
    return Address(joined("day", edition, day))


def month(edition: EditionKey, month: str) -> Address:
    return Address(joined("month", edition, month))


def archive(edition: EditionKey) -> Address:
    return Address(joined("archive", edition))


def corrections(edition: EditionKey) -> Address:
    return Address(joined("corrections", edition))


def about(edition: EditionKey) -> Address:
    return Address(joined("about", edition))


def terms(edition: EditionKey) -> Address:
    return Address(joined("terms", edition))


def missing(edition: EditionKey) -> Address:
    """The page that the server sends, with status 404, for any path of the edition that has no page."""
    return Address(joined("missing", edition))


def stylesheet(edition: EditionKey) -> Address:
    return Address(joined("stylesheet", edition))


def script(edition: EditionKey) -> Address:
    return Address(joined("script", edition))


def mark(edition: EditionKey) -> Address:
    """The paper's mark as an SVG drawing: the favicon."""
    return Address(joined("mark", edition))


FEED_FORMATS = ("rss", "atom", "json")
FEED_LISTS = ("front", "section", "topic", "author")


def feed(form: str, of: Address) -> Address:
    """The feed of a list in one of the three formats; `of` is the list's own page."""
    assert form in FEED_FORMATS and of.kind in FEED_LISTS, f"no feed {form!r} of {of!r}"
    return Address(joined(form, *of.split(SEPARATOR)))


def feeds(of: Address) -> tuple[Address, ...]:
    return tuple(feed(form, of) for form in FEED_FORMATS)


def feed_of(address: Address) -> Address:
    """The list that a feed is of."""
    return Address(SEPARATOR.join(address.fields))


def sitemap_day(edition: EditionKey, day: str) -> Address:
    return Address(joined("sitemap-day", edition, day))


def sitemap(paper: PaperKey) -> Address:
    return Address(joined("sitemap", paper))


def news_sitemap(paper: PaperKey) -> Address:
    return Address(joined("news-sitemap", paper))


def robots(paper: PaperKey) -> Address:
    return Address(joined("robots", paper))


_STANDING = {
    "front": "",
    "archive": "archive",
    "corrections": "corrections",
    "about": "about",
    "terms": "terms",
    "missing": "404",
    "stylesheet": "site.css",
    "script": "site.mjs",
    "mark": "mark.svg",
}
_NAMED = {
    "article": ("story/", ""),
    "section": ("section/", ""),
    "topic": ("topic/", ""),
    "author": ("author/", ""),
    "day": ("day/", ""),
    "month": ("month/", ""),
    "sitemap-day": ("sitemap/", ".xml"),
}
_OF_PAPER = {"sitemap": "/sitemap.xml", "news-sitemap": "/news-sitemap.xml", "robots": "/robots.txt"}
_STANDING_PATHS = {path: kind for kind, path in _STANDING.items()}
_OF_PAPER_PATHS = {path: kind for kind, path in _OF_PAPER.items()}


def place(address: Address) -> Place:
    """Make the path of an address."""
    kind, fields = address.kind, address.fields
    if kind in _OF_PAPER:
        return Place(PaperKey(fields[0]), Path(_OF_PAPER[kind]))
    if kind in FEED_FORMATS:
        of = place(feed_of(address))
        return Place(of.paper, Path(f"{of.path.rstrip('/')}/feed.{kind}"))
    paper, _, prefix = fields[0].partition(".")
    if kind in _STANDING:
        return Place(PaperKey(paper), Path(f"/{prefix}/{_STANDING[kind]}"))
    before, after = _NAMED[kind]
    return Place(PaperKey(paper), Path(f"/{prefix}/{before}{fields[1]}{after}"))


def read(paper: PaperKey, path: str) -> Address | None:
    """Find the address of a path; None where no address of ours could have it. The inverse of `place`."""
    if SEPARATOR in path or len(path.encode()) > PATH_BYTES:
        return None
    if path in _OF_PAPER_PATHS:
        return Address(joined(_OF_PAPER_PATHS[path], paper))
    edition, rest = _edition_and_rest(paper, path)
    if edition is None:
        return None
    for form in FEED_FORMATS:
        before, found, after = rest.rpartition(f"feed.{form}")
        if found and not after and (not before or before.endswith("/")):
            of = read(paper, f"{path[: -len(found)]}" if not before else path[: -len(found) - 1])
            return feed(form, of) if of is not None and of.kind in FEED_LISTS else None
    if rest in _STANDING_PATHS:
        return Address(joined(_STANDING_PATHS[rest], edition))
    for kind, (before, after) in _NAMED.items():
        name = rest[len(before) : len(rest) - len(after)]
        if name and "/" not in name and rest == f"{before}{name}{after}":
            return Address(joined(kind, edition, name))
    return None


def _edition_and_rest(paper: PaperKey, path: str) -> tuple[EditionKey | None, str]:
    prefix, slash, rest = path.removeprefix("/").partition("/")
    if not path.startswith("/") or not slash or not prefix or "." in prefix:
        return None, ""
    return EditionKey(f"{paper}.{prefix}"), rest


def edition_of(address: Address) -> EditionKey | None:
    """The edition that an address belongs to; None for the pages of a whole paper."""
    if address.kind in _OF_PAPER:
        return None
    return EditionKey(address.fields[1] if address.kind in FEED_FORMATS else address.fields[0])


def percent_encoded(path: str) -> str:
    """A path as it stands in a link, a header or a feed."""
    return quote(path, safe="/~!$&'()*+,;=:@-._")


def decoded(raw_path: bytes) -> str | None:
    """A path as it arrived, percent-decoded; None where it is not UTF-8."""
    try:
        return unquote_to_bytes(raw_path).decode("utf-8")
    except UnicodeDecodeError:
        return None


@lru_cache(maxsize=PATHS_KEPT_COUNT)
def path(address: Address) -> str:
    """The path of an address, ready for an attribute or a header. Kept: each stands on dozens of pages."""
    return percent_encoded(place(address).path)


def url(origin: str, address: Address) -> str:
    return origin + path(address)


def absolute(origin: str, path: str) -> str:
    """The whole address of a path that somebody else made: a picture's, or another edition's front."""
    return origin + path if path.startswith("/") else path

"""Atom 1.0 (RFC 4287), with Media RSS's pictures and, where a story has a date and no time, Dublin Core's date.

Of such a story `updated`, which is mandatory, may be the beginning of its day: the one hour here that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from broadsheet.formats.feed import Author, Feed, Item
from broadsheet.formats.instants import has_time, rfc_3339, w3c
from broadsheet.formats.rss import media_content
from broadsheet.formats.xml_text import DECLARATION, escaped

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
EMPTY_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
"""The `updated` of an empty feed: the element is mandatory, and there is nothing to date it by."""


def write(feed: Feed) -> bytes:
    return "".join((DECLARATION, *_feed(feed), "</feed>\n")).encode()


def _feed(feed: Feed) -> Iterator[str]:
    yield (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:media="http://search.yahoo.com/mrss/" xml:lang="{escaped(feed.language)}">\n'
    )
    yield f"<id>{escaped(feed.id)}</id>\n"
    yield f'<title type="text">{escaped(feed.title)}</title>\n'
    yield f'<subtitle type="text">{escaped(feed.description)}</subtitle>\n'
    yield f"<updated>{rfc_3339(feed.updated_at or EMPTY_SINCE)}</updated>\n"
    yield f'<link rel="self" type="application/atom+xml" href="{escaped(feed.url)}"/>\n'
    yield _alternate(feed.page_url, f' hreflang="{escaped(feed.language)}"')
    yield _author(feed.author)
    if feed.icon_url:
        yield f"<icon>{escaped(feed.icon_url)}</icon>\n"
    if feed.rights:
        yield f'<rights type="text">{escaped(feed.rights)}</rights>\n'
    for item in feed.items:
        yield from _entry(item)


def _entry(item: Item) -> Iterator[str]:
    yield f"<entry>\n<id>{escaped(item.id)}</id>\n"
    yield f'<title type="text">{escaped(item.title)}</title>\n'
    yield _alternate(item.url)
    if has_time(item.precision):
        yield f"<published>{rfc_3339(item.published_at)}</published>\n"
    else:
        yield f"<dc:date>{w3c(item.published_at, item.precision)}</dc:date>\n"
    yield f"<updated>{rfc_3339(item.updated_at)}</updated>\n"
    yield from map(_author, item.authors)
    for category in item.categories:
        yield f'<category term="{escaped(category.key)}" label="{escaped(category.name)}"/>\n'
    if item.summary:
        yield f'<summary type="text">{escaped(item.summary)}</summary>\n'
    if item.picture is not None:
        yield media_content(item.picture)
    yield "</entry>\n"


def _alternate(url: str, more: str = "") -> str:
    return f'<link rel="alternate" type="text/html"{more} href="{escaped(url)}"/>\n'


def _author(author: Author) -> str:
    uri = f"<uri>{escaped(author.url)}</uri>" if author.url else ""
    return f"<author><name>{escaped(author.name)}</name>{uri}</author>\n"

"""RSS 2.0, with Atom's `self` link, Dublin Core's names and Media RSS's pictures.

The specification: https://www.rssboard.org/rss-specification; where it leaves a choice, the same board's profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from broadsheet.formats.feed import Feed, Illustration, Item
from broadsheet.formats.instants import has_time, rfc_822, rfc_3339, w3c
from broadsheet.formats.xml_text import DECLARATION, escaped

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
_ROOT = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/">\n'
)


def write(feed: Feed) -> bytes:
    return "".join((DECLARATION, _ROOT, "<channel>\n", *_channel(feed), "</channel>\n</rss>\n")).encode()


def _channel(feed: Feed) -> Iterator[str]:
    yield f"<title>{_plain(feed.title)}</title>\n"
    yield f"<link>{escaped(feed.page_url)}</link>\n"
    yield f"<description>{_plain(feed.description)}</description>\n"
    yield f"<language>{escaped(feed.language)}</language>\n"
    if feed.rights:
        yield f"<copyright>{_plain(feed.rights)}</copyright>\n"
    if feed.updated_at is not None:
        yield f"<lastBuildDate>{rfc_822(feed.updated_at)}</lastBuildDate>\n"
    yield f'<atom:link rel="self" type="application/rss+xml" href="{escaped(feed.url)}"/>\n'
    for item in feed.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    yield f"<item>\n<title>{_plain(item.title)}</title>\n"
    yield f"<link>{escaped(item.url)}</link>\n"
    if item.summary:
        yield f"<description>{_markup(item.summary)}</description>\n"
    for author in item.authors:
        yield f"<dc:creator>{escaped(author.name)}</dc:creator>\n"
    for category in item.categories:
        yield f"<category>{_plain(category.name)}</category>\n"
    yield f'<guid isPermaLink="false">{escaped(item.id)}</guid>\n'
    if has_time(item.precision):
        yield f"<pubDate>{rfc_822(item.published_at)}</pubDate>\n"
    else:
        # RSS knows no date without a time, and none is invented.
        yield f"<dc:date>{w3c(item.published_at, item.precision)}</dc:date>\n"
    if item.has_update_time:
        yield f"<atom:updated>{rfc_3339(item.updated_at)}</atom:updated>\n"
    if item.picture is not None:
        yield media_content(item.picture)
    yield "</item>\n"


def media_content(picture: Illustration) -> str:
    """A picture as Media RSS has it, which Atom borrows; an `enclosure` would have to state a length in bytes."""
    says = ""
    if picture.description:
        says += f'<media:description type="plain">{escaped(picture.description)}</media:description>\n'
    if picture.credit:
        says += f"<media:credit>{escaped(picture.credit)}</media:credit>\n"
    return (
        f'<media:content url="{escaped(picture.url)}" medium="image" type="{escaped(picture.content_type)}"'
        f' width="{picture.width_px}" height="{picture.height_px}">\n{says}</media:content>\n'
    )


def _plain(text: str) -> str:
    """A channel's text or a title. Readers do not agree whether it is markup; most read these references right."""
    return escaped(text).replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;")


def _markup(text: str) -> str:
    """An item's description, which is HTML by the specification: so the text is escaped twice."""
    return escaped(escape(text, quote=False))

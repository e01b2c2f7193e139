"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1).

Where a story has a date and no time, its item has no `date_published`: the format knows instants only.
"""

from __future__ import annotations

import msgspec

from broadsheet.formats.feed import Author, Feed, Item
from broadsheet.formats.instants import has_time, rfc_3339
from broadsheet.formats.xml_text import printable

CONTENT_TYPE = "application/feed+json; charset=utf-8"


class _Author(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    url: str = ""


class _Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    url: str
    title: str
    content_text: str
    summary: str = ""
    image: str = ""
    date_published: str = ""
    date_modified: str = ""
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()


class _Feed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str = ""
    favicon: str = ""
    authors: tuple[_Author, ...]
    language: str
    items: tuple[_Item, ...]


_encoder = msgspec.json.Encoder()


def write(feed: Feed) -> bytes:
    document = _Feed(
        version="https://jsonfeed.org/version/1.1",
        title=printable(feed.title),
        home_page_url=printable(feed.page_url),
        feed_url=printable(feed.url),
        description=printable(feed.description),
        favicon=printable(feed.icon_url),
        authors=(_author(feed.author),),
        language=printable(feed.language),
        items=tuple(_item(item) for item in feed.items),
    )
    return msgspec.json.format(_encoder.encode(document), indent=1) + b"\n"


def _item(item: Item) -> _Item:
    title, summary = printable(item.title), printable(item.summary)
    return _Item(
        id=printable(item.id),
        url=printable(item.url),
        title=title,
        # The text is mandatory, and a story may have no standfirst.
        content_text=summary or title,
        summary=summary,
        image=printable(item.picture.url) if item.picture is not None else "",
        date_published=rfc_3339(item.published_at) if has_time(item.precision) else "",
        date_modified=rfc_3339(item.updated_at) if item.has_update_time else "",
        authors=tuple(_author(author) for author in item.authors),
        tags=tuple(printable(category.name) for category in item.categories),
    )


def _author(author: Author) -> _Author:
    return _Author(name=printable(author.name), url=printable(author.url))

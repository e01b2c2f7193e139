"""What a feed says, whatever its format: the values that `rss`, `atom` and `json_feed` write."""

from __future__ import annotations

from datetime import datetime

import msgspec

from broadsheet.formats.instants import has_time
from broadsheet.news.story import Language, Precision


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who wrote; `url` is their page, if they have one."""

    name: str
    url: str = ""


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A section or topic: its key, which stays, and its name in the feed's language."""

    key: str
    name: str


class Illustration(msgspec.Struct, frozen=True, kw_only=True):
    """One rendition of an item's picture, with the picture's words."""

    url: str
    content_type: str
    width_px: int
    height_px: int
    description: str = ""
    credit: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One story in a feed.

    `id` never changes, whatever becomes of headline and address. `published_at` is known to `precision`; it comes in
    the paper's zone, for where only the day is known, the day is read off there.
    """

    id: str
    url: str
    title: str
    summary: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    picture: Illustration | None = None
    published_at: datetime
    precision: Precision = "minute"
    updated_at: datetime

    @property
    def has_update_time(self) -> bool:
        """Whether `updated_at` says an hour that somebody knows: a story untouched since its day has none."""
        return has_time(self.precision) or self.updated_at != self.published_at


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A list of stories as others subscribe to it. `url` is the feed's own, `page_url` that of the list it is of."""

    id: str
    url: str
    page_url: str
    title: str
    description: str
    language: Language
    author: Author
    rights: str = ""
    icon_url: str = ""
    items: tuple[Item, ...] = ()

    @property
    def updated_at(self) -> datetime | None:
        """The newest editorial change among the items, never a clock; None for an empty feed."""
        return max((item.updated_at for item in self.items), default=None)

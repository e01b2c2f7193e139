"""The frame of every HTML page: head, masthead, sections and footer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

import msgspec
from markupsafe import Markup

from broadsheet.news.bidi import Direction, direction
from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, Language, Picture, Precision, Rendition
from broadsheet.pages import addresses, keys, links
from broadsheet.pages.mark import drawing
from broadsheet.pages.setting import render
from broadsheet.pages.stylesheet import stylesheet_hash
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import HTML, Page

FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
SHARED_PICTURE_PX = 1200
"""The widest rendition that other sites are told of."""


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """The same page in another language. `href` is for a link, `url` for those who ask from elsewhere."""

    edition: EditionKey
    language: Language
    direction: Direction
    label: str
    href: str
    url: str


class FeedLink(msgspec.Struct, frozen=True, kw_only=True):
    form: str
    content_type: str
    href: str


class Shown(Protocol):
    """What a page shows of a story's time."""

    @property
    def first_published_at(self) -> datetime: ...
    @property
    def precision(self) -> Precision: ...
    @property
    def updated_at(self) -> datetime: ...


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """The latest update among what a page shows, as exactly as it is known."""

    at: datetime | None = None
    precision: Precision = "second"


def latest(shown: Iterable[Shown]) -> Stamp:
    """The masthead's stamp of a page that shows these. A story that only its day is known of gives no time of day."""
    newest = max(shown, key=lambda one: one.updated_at, default=None)
    if newest is None:
        return Stamp()
    is_vague = newest.updated_at == newest.first_published_at and newest.precision not in {"second", "minute"}
    return Stamp(at=newest.updated_at, precision=newest.precision if is_vague else "second")


def page(
    copy: Copy,
    edition: EditionKey,
    template: str,
    *,
    address: Address,
    title: str,
    description: str = "",
    section: str = "",
    shown_at: datetime | None = None,
    precision: Precision = "second",
    alternates: Sequence[tuple[Language, Address]] = (),
    feeds: Sequence[Address] = (),
    picture: Picture | None = None,
    structured: object = None,
    kind: str = "website",
    status: int = 200,
    is_indexed: bool = True,
    **values: Any,
) -> Page | None:
    """Set a page in its edition's frame; None where there is no such edition.

    `shown_at` is the latest update among what the page shows, known to `precision` (see `latest`): the masthead's
    stamp. Without it there is no stamp. `feeds` are the page's own, else the edition's.
    """
    here = copy.ask(keys.edition(edition))
    if here is None:
        return None
    words = wording(here)
    others = elsewhere(copy, here, alternates)
    body = render(
        template,
        address=address,
        edition=here,
        words=words,
        title=title,
        page_title=title if title == here.name else words.text("title", title=title, paper=here.name),
        description=description,
        section=section,
        stamp=words.stamp(shown_at, precision) if shown_at is not None else None,
        elsewhere=others,
        tools=_tools(here, others),
        canonical=addresses.url(here.origin, address) if is_indexed and status == 200 else "",
        feeds=feed_links(feeds or addresses.feeds(addresses.front(edition))),
        stylesheet=f"{addresses.path(addresses.stylesheet(edition))}?v={stylesheet_hash(here)}",
        mark=drawing(here.mark_svg),
        sections=_sections(here, section, address.kind == "section"),
        footer=_footer(here),
        shared_picture=_shared(picture),
        picture=picture,
        structured=_data_block(structured),
        kind=kind,
        is_indexed=is_indexed,
        **values,
    )
    return Page(body=body.encode(), content_type=HTML, status=status, updated_at=shown_at)


def href(copy: Copy, here: Edition, address: Address) -> str:
    """A link to a page of ours, perhaps another edition's on another host; empty where there is no such edition."""
    edition = addresses.edition_of(address)
    if edition is None or edition == here.key:
        return addresses.path(address)
    there = copy.ask(keys.edition(edition))
    if there is None:
        return ""
    return addresses.path(address) if there.origin == here.origin else addresses.url(there.origin, address)


def elsewhere(copy: Copy, here: Edition, alternates: Sequence[tuple[Language, Address]]) -> tuple[Elsewhere, ...]:
    """The other language versions of a page, each with what its own readers call to it."""
    found = []
    for language, address in alternates:
        edition = addresses.edition_of(address)
        there = copy.ask(keys.edition(edition)) if edition is not None and edition != here.key else None
        if there is None:
            continue
        found.append(
            Elsewhere(
                edition=there.key,
                language=language,
                direction=direction(language),
                label=wording(there).read_in_this_language or there.name,
                href=addresses.path(address) if there.origin == here.origin else addresses.url(there.origin, address),
                url=addresses.url(there.origin, address),
            )
        )
    return tuple(found)


def feed_links(feeds: Sequence[Address]) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(form=feed.kind, content_type=FEED_TYPES[feed.kind], href=addresses.path(feed)) for feed in feeds
    )


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    language: Language
    direction: Direction
    label: str
    href: str


def _tools(here: Edition, others: Sequence[Elsewhere]) -> tuple[Tool, ...]:
    """The other editions by the names of their languages: the same page there, or else its front."""
    same = {one.edition: one.href for one in others}
    return tuple(
        Tool(
            language=one.language,
            direction=direction(one.language),
            label=one.language_name,
            href=same.get(one.edition, one.url),
        )
        for one in here.siblings
        if links.is_web(one.url)
    )


# What follows is the same on many pages of a run. It depends on the edition alone, so it is kept with it.


@lru_cache(maxsize=512)
def _sections(here: Edition, current: str, is_here: bool) -> Markup:  # noqa: FBT001 -- a key of the cache
    return render("sections.html", edition=here, words=wording(here), current=current, is_here=is_here)


@lru_cache(maxsize=64)
def _footer(here: Edition) -> Markup:
    return render(
        "footer.html",
        edition=here,
        words=wording(here),
        feeds=feed_links(addresses.feeds(addresses.front(here.key))),
        contact=links.contact(here.contact),
    )


def _shared(picture: Picture | None) -> Rendition | None:
    if picture is None:
        return None
    ready = picture.of_type("image/jpeg") or picture.renditions
    fitting = [one for one in ready if one.width_px <= SHARED_PICTURE_PX] or list(ready)
    return max(fitting, key=lambda one: one.width_px, default=None)


_encoder = msgspec.json.Encoder()
_NOT_IN_A_BLOCK = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _data_block(structured: object) -> Markup | None:
    """JSON for a data block: no value in it can end the block or begin markup."""
    if structured is None:
        return None
    block = _encoder.encode(structured).decode()
    for character, escaped in _NOT_IN_A_BLOCK.items():
        block = block.replace(character, escaped)
    return Markup(block)  # noqa: S704 -- nothing in it ends the block

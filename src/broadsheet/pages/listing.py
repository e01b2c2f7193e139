"""What the pages that list stories have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

import msgspec

from broadsheet.news.front import lead_of
from broadsheet.news.paper import Edition, Topic
from broadsheet.news.story import EditionKey, Language, Slug
from broadsheet.pages import addresses, furniture, keys, trail
from broadsheet.pages.teaser import teaser
from broadsheet.pages.wording import Wording, wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

NEAR_COUNT = 6
OPENING_COUNT = 6
"""Among so many of the newest the story that opens a list is looked for: one with a picture, but not an old one."""
ROW_COUNTS = (2, 3)
HEADINGS_KEPT_COUNT = 4096


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A day with its stories; a month or a year where no more is known of when they were published."""

    heading: str
    cards: tuple[keys.Card, ...]


class NearTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of the stories in a list, and how many of them it has."""

    topic: Topic
    count: int


def cards(copy: Copy, edition: EditionKey, slugs: Iterable[Slug]) -> Iterator[keys.Card]:
    """The cards of stories, asked one by one as they are wanted."""
    for slug in slugs:
        card = copy.ask(keys.card(edition, slug))
        if card is not None:
            yield card


def opening(listed: Sequence[keys.Card]) -> tuple[keys.Card | None, tuple[keys.Card, ...]]:
    """Choose the story that a list opens with; the others stay as they are."""
    first = lead_of(listed[:OPENING_COUNT])
    return first, tuple(one for one in listed if one is not first)


def pictured(listed: Sequence[keys.Card]) -> tuple[keys.Card, ...]:
    """Choose a row of stories with pictures from the newest of a list; none where there is but one."""
    fewest, most = ROW_COUNTS
    found = [one for one in listed[:OPENING_COUNT] if one.picture is not None][:most]
    return tuple(found) if len(found) >= fewest else ()


def by_period(words: Wording, listed: Iterable[keys.Card]) -> tuple[Period, ...]:
    """Put stories under the days on which they were published, in the edition's zone."""
    return tuple(
        Period(heading=_heading(words, on), cards=tuple(of)) for on, of in groupby(listed, partial(_period, words))
    )


def _period(words: Wording, card: keys.Card) -> str:
    return words.machine(card.first_published_at, card.precision if card.precision in {"month", "year"} else "day")


@lru_cache(maxsize=HEADINGS_KEPT_COUNT)
def _heading(words: Wording, on: str) -> str:
    """A day, a month or a year in words; kept, for every list of a run has the same days."""
    if len(on) == len("2017"):
        return words.digits(on)
    return words.month(on) if len(on) == len("2017-09") else words.day(on)


def near_topics(copy: Copy, listed: Iterable[keys.Card], but: str = "") -> tuple[NearTopic, ...]:
    """The topics that most of these stories are about: the more first, then in the order of the list."""
    counts = Counter(topic for one in listed for topic in one.topics if topic != but)
    found = ((copy.ask(keys.topic(topic)), count) for topic, count in counts.most_common(NEAR_COUNT))
    return tuple(NearTopic(topic=topic, count=count) for topic, count in found if topic is not None)


def alternates(edition: Edition, there: Callable[[EditionKey], Address | None]) -> tuple[tuple[Language, Address], ...]:
    """The same page in the paper's other editions, where `there` finds it."""
    return tuple((one.language, page) for one in edition.siblings if (page := there(one.edition)) is not None)


def page(
    copy: Copy,
    edition: Edition,
    template: str,
    *,
    address: Address,
    title: str,
    slugs: Sequence[Slug],
    about: object = None,
    topic: str = "",
    has_row: bool = False,
    **values: Any,
) -> Page | None:
    """Set the page of a list: what opens it, the other stories by day, the topics near, and the way to older ones."""
    words = wording(edition)
    listed = list(cards(copy, edition.key, slugs))
    first, others = opening(listed)
    row = pictured(others) if has_row else ()
    stamp = furniture.latest(listed)
    return furniture.page(
        copy,
        edition.key,
        template,
        address=address,
        title=title,
        shown_at=stamp.at,
        precision=stamp.precision,
        feeds=addresses.feeds(address),
        feeds_title=words.text("title", title=title, paper=edition.name),
        picture=first.picture if first is not None else None,
        structured=trail.collection(edition, address, title, about=about),
        first=teaser(copy, edition, first) if first is not None else None,
        row=[teaser(copy, edition, one) for one in row],
        periods=by_period(words, [one for one in others if all(one is not card for card in row)]),
        near=near_topics(copy, listed, but=topic),
        is_full=len(slugs) == keys.LIST_COUNT,
        **values,
    )

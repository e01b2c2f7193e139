"""The arrangement of a front: which story stands where, decided from the stories alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Generic, Protocol, TypeVar

import msgspec

from broadsheet.news.story import Genre, Picture, Rank, SectionKey, Slug

ALSO_COUNT = 3
SECOND_COUNT = 4
LATEST_COUNT = 8
OPINION_COUNT = 4
SECTION_COUNT = 3
SECTIONS_COUNT = 8
SECTION_LOOK_COUNT = 6
"""How many stories of a section that stand nowhere yet are looked at, for a picture to open with and for opinion."""


class Teaser(Protocol):
    """What the arrangement must know of a story."""

    @property
    def slug(self) -> Slug: ...
    @property
    def section(self) -> SectionKey: ...
    @property
    def genre(self) -> Genre: ...
    @property
    def rank(self) -> Rank: ...
    @property
    def standfirst(self) -> str: ...
    @property
    def picture(self) -> Picture | None: ...


Card = TypeVar("Card", bound=Teaser)


class SectionRow(msgspec.Struct, Generic[Card], frozen=True, kw_only=True):
    """A section's column on the front; the first story has a picture where the section has one to show."""

    section: SectionKey
    cards: tuple[Card, ...]


class Front(msgspec.Struct, Generic[Card], frozen=True, kw_only=True):
    """Where each story stands.

    `also` are stories that belong to the lead, as lines under it. `opinion_section` is the section that holds nothing
    but opinion, if there is one.
    """

    lead: Card | None = None
    also: tuple[Card, ...] = ()
    second: tuple[Card, ...] = ()
    latest: tuple[Card, ...] = ()
    opinion: tuple[Card, ...] = ()
    opinion_section: SectionKey | None = None
    sections: tuple[SectionRow[Card], ...] = ()

    def signed(self) -> tuple[Card, ...]:
        """The stories under which names stand; elsewhere a headline is enough."""
        return (*(() if self.lead is None else (self.lead,)), *self.second, *self.opinion)

    def shown(self) -> tuple[Card, ...]:
        """Every story of the front."""
        return (*self.signed(), *self.also, *self.latest, *(card for row in self.sections for card in row.cards))


def arrange(
    cards: Sequence[Card],
    by_section: Mapping[SectionKey, Iterable[Card]],
    near: Callable[[Card], Iterable[Card]] = lambda _lead: (),
) -> Front[Card]:
    """Give each story one place; a place that nothing fits stays empty.

    Both lists come newest first, `by_section` in the edition's own order of sections; `near` names the stories that
    belong to the lead, the best first. Iterables are read no further than needed, so that a page may ask for its
    stories one by one. Opinion stands in its own row unless an editor gave it a rank; a section of nothing but opinion
    is that row.
    """
    lead = lead_of(cards)
    seen = set() if lead is None else {lead.slug}
    second = _second([card for card in cards if card.slug not in seen])
    seen.update(card.slug for card in second)
    also = () if lead is None else _also(near(lead), seen)
    seen.update(card.slug for card in also)
    latest = tuple(card for card in cards if card.slug not in seen and card.genre != "opinion")[:LATEST_COUNT]
    seen.update(card.slug for card in latest)
    looked = {section: _unseen(of, seen) for section, of in by_section.items()}
    opinion = _opinion([card for card in cards if card.slug not in seen], looked.values())
    seen.update(card.slug for card in opinion)
    mixed = {card.section for of in (cards, *looked.values()) for card in of if card.genre != "opinion"}
    of_opinion = [section for section, of in looked.items() if of and section not in mixed]
    rows = [
        row
        for section, of in looked.items()
        if section not in of_opinion and (row := _row(section, [card for card in of if card.slug not in seen]))
    ]
    return Front(
        lead=lead,
        also=also,
        second=second,
        latest=latest,
        opinion=opinion,
        opinion_section=of_opinion[0] if of_opinion else None,
        sections=tuple(rows[:SECTIONS_COUNT]),
    )


def lead_of(cards: Sequence[Card]) -> Card | None:
    """Choose what a list opens with.

    The newest that an editor ranked as the lead; else the newest with a picture, else the newest. Opinion leads only by
    rank, or where there is nothing else.
    """
    ranked = next((card for card in cards if card.rank == "lead"), None)
    if ranked is not None or not cards:
        return ranked
    pool = [card for card in cards if card.genre != "opinion"] or cards
    return next((card for card in pool if card.picture is not None), pool[0])


def _second(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Fill the second column; it opens with a picture where the rank allows."""
    top = [card for card in cards if card.rank == "top"]
    rest = [card for card in cards if card.rank != "top" and card.standfirst and card.genre != "opinion"]
    chosen = (top + rest)[:SECOND_COUNT]
    equals = chosen[: len(top)] or chosen
    opening = next((card for card in equals if card.picture is not None), None)
    return tuple(chosen if opening is None else [opening, *(card for card in chosen if card is not opening)])


def _also(cards: Iterable[Card], seen: set[Slug]) -> tuple[Card, ...]:
    return tuple(islice((card for card in cards if card.slug not in seen and card.genre != "opinion"), ALSO_COUNT))


def _unseen(cards: Iterable[Card], seen: set[Slug]) -> list[Card]:
    return list(islice((card for card in cards if card.slug not in seen), SECTION_LOOK_COUNT))


def _opinion(cards: Iterable[Card], looked: Iterable[Iterable[Card]]) -> tuple[Card, ...]:
    """Take opinion among the latest first, then, section by section, what has fallen out of them."""
    found = {card.slug: card for of in (cards, *looked) for card in of if card.genre == "opinion"}
    return tuple(islice(found.values(), OPINION_COUNT))


def _row(section: SectionKey, cards: Sequence[Card]) -> SectionRow[Card] | None:
    if not cards:
        return None
    first = next((card for card in cards if card.picture is not None), cards[0])
    others = [card for card in cards if card is not first]
    return SectionRow(section=section, cards=(first, *others[: SECTION_COUNT - 1]))

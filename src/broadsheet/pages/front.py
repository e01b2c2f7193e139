"""The front: what an edition opens with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from broadsheet.news.front import Front, arrange
from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, SectionKey
from broadsheet.pages import addresses, furniture, keys, listing, trail
from broadsheet.pages.teaser import teaser
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

CORRECTIONS_COUNT = 3


def front(copy: Copy, address: Address) -> Page | None:
    """Set an edition's front; it stands from the first day, while there are no stories yet."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    arranged = _arranged(copy, edition)
    shown = arranged.shown()
    corrections = copy.ask(keys.corrections(edition.key))[:CORRECTIONS_COUNT]
    stamp = _stamp(shown, corrections)
    return furniture.page(
        copy,
        edition.key,
        "front.html",
        address=address,
        title=edition.name,
        description=edition.tagline,
        shown_at=stamp.at,
        precision=stamp.precision,
        alternates=listing.alternates(edition, addresses.front),
        feeds=addresses.feeds(address),
        picture=arranged.lead.picture if arranged.lead is not None else None,
        structured=trail.website(edition),
        front=arranged,
        names={card.slug: teaser(copy, edition, card).names for card in arranged.signed()},
        corrections=corrections,
        columns=columns_of(len(arranged.sections)),
    )


def _stamp(shown: Sequence[keys.Card], corrections: Sequence[keys.Corrected]) -> furniture.Stamp:
    stamp = furniture.latest(shown)
    newest = max((one.note.at for one in corrections), default=None)
    if newest is None or (stamp.at is not None and stamp.at >= newest):
        return stamp
    return furniture.Stamp(at=newest)


def columns_of(sections: int) -> int:
    """How many sections stand side by side, so that none is left alone in its row."""
    if sections <= 2:
        return 2
    return 3 if sections in {3, 5, 6} else 4


def _arranged(copy: Copy, edition: Edition) -> Front[keys.Card]:
    """Arrange the stories, of which no more is asked than the arrangement looks at."""

    def near(lead: keys.Card) -> Iterator[keys.Card]:
        related = copy.ask(keys.related(edition.key, lead.slug))
        return listing.cards(copy, edition.key, (one.slug for one in related))

    by_section: dict[SectionKey, Iterable[keys.Card]] = {}
    for section in edition.sections:
        slugs = copy.ask(keys.latest_in_section(edition.key, section.key))
        by_section[section.key] = listing.cards(copy, edition.key, slugs)
    latest = copy.ask(keys.latest(edition.key))
    return arrange(list(listing.cards(copy, edition.key, latest)), by_section, near)

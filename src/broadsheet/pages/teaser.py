"""A story's card with the names that stand under it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, Language, PersonKey, Slug
from broadsheet.pages import keys
from broadsheet.press.copy import Copy


class Teaser(msgspec.Struct, frozen=True, kw_only=True):
    card: keys.Card
    names: tuple[str, ...]


def names(copy: Copy, language: Language, people: Iterable[PersonKey]) -> tuple[str, ...]:
    """The names of people whom the paper knows, as they are written in a language."""
    found = (copy.ask(keys.person(key)) for key in people)
    return tuple(one.name(language) for one in found if one is not None)


def teaser(copy: Copy, edition: Edition, slug: Slug) -> Teaser | None:
    """A story's card and names; None where the story is no longer there."""
    card = copy.ask(keys.card(EditionKey(edition.key), slug))
    if card is None:
        return None
    return Teaser(card=card, names=(*names(copy, edition.language, card.people), *card.byline))

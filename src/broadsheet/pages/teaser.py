"""A story's card with the names that stand under it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from broadsheet.news.paper import Edition
from broadsheet.news.story import Language, PersonKey
from broadsheet.pages import keys
from broadsheet.press.copy import Copy


class Teaser(msgspec.Struct, frozen=True, kw_only=True):
    card: keys.Card
    names: tuple[str, ...]


def names(copy: Copy, language: Language, people: Iterable[PersonKey]) -> tuple[str, ...]:
    """The names of people whom the paper knows, as they are written in a language."""
    found = (copy.ask(keys.person(key)) for key in people)
    return tuple(one.name(language) for one in found if one is not None)


def teaser(copy: Copy, edition: Edition, card: keys.Card) -> Teaser:
    """A card that has been asked already, with the names that stand under it."""
    return Teaser(card=card, names=(*names(copy, edition.language, card.people), *card.byline))

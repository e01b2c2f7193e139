"""Direction of languages and of texts."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from broadsheet.news.story import Language

Direction = Literal["ltr", "rtl"]
_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})


def direction(language: Language) -> Direction:
    """Derive the direction from a BCP 47 tag; a script subtag (`ku-Arab`) wins over the language."""
    primary, *rest = language.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if primary in _RTL_LANGUAGES else "ltr"


def direction_of(text: str) -> Direction:
    """Tell the direction of a text by its first strong character, as `dir="auto"` does."""
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in {"R", "AL"}:
            return "rtl"
        if strong == "L":
            return "ltr"
    return "ltr"


# What opens or closes an embedding, an override or an isolate. Marks and joiners are not among them: they open nothing.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATED = {"ltr": "\u2066{}\u2069", "rtl": "\u2067{}\u2069"}


def standing_alone(text: str, direction: Direction) -> str:
    """Ready a plain text for a line that others set, such as a title in a feed reader, so that it keeps its direction.

    Others go by the first letter. Where that one is against the text's direction, the text is isolated. Stray
    controls are left out, for they would reach beyond the text.
    """
    bare = _CONTROLS.sub("", text)
    return bare if not bare or direction_of(bare) == direction else _ISOLATED[direction].format(bare)

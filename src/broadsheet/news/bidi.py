"""Direction of languages and of texts."""

from __future__ import annotations

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

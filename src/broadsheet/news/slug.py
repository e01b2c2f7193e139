"""Slugs: the part of an address that a person may choose."""

from __future__ import annotations

import re
import unicodedata

from broadsheet.news.story import Slug

SLUG_CHARS = 120
_TATWEEL = "\u0640"
_NOT_WORDS = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`]")


def slug(text: str) -> Slug:
    """Make a slug of any text: NFC, lower case, no marks, no tatweel, hyphens between words; empty if none is left."""
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
        if not unicodedata.combining(character) and character != _TATWEEL
    )
    words = _NOT_WORDS.sub("-", unicodedata.normalize("NFC", bare).lower()).strip("-")
    return Slug(words[:SLUG_CHARS].rstrip("-"))


def is_slug(text: str) -> bool:
    """Tell whether a text is a slug already: making one of it changes nothing."""
    return bool(text) and slug(text) == text

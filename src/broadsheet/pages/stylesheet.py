"""The one style sheet: layers as browsers read them, joined, with the edition's colours."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files

from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey
from broadsheet.pages import keys
from broadsheet.pages.mark import colour
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

CSS = "text/css; charset=utf-8"
LAYERS = ("reset", "base", "furniture", "story", "page", "print")
ACCENT, ACCENT_DARK = "#7a1846", "#e09ab8"
HASH_BYTES = 6
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Before a brace or a semicolon, and after these, a colon or a comma, a space says nothing. No string of ours has one.
_SPACE = re.compile(r"\s*(?P<kept>[{};])\s*|(?P<also>[:,])\s+")


@cache
def _layers() -> str:
    """The layers as written, but for comments and the spaces that are for those who read them here."""
    sheets = (files("broadsheet.pages").joinpath("css", f"{layer}.css").read_text("utf-8") for layer in LAYERS)
    return _SPACE.sub(lambda found: found["kept"] or found["also"], _COMMENT.sub("", "".join(sheets)))


@lru_cache(maxsize=64)
def _sheet(accent: str, accent_dark: str) -> str:
    """The order of layers first, then the two colours, which stand outside all layers and so win."""
    return (
        f"@layer {', '.join(LAYERS)};\n"
        f":root {{ --accent: {colour(accent, ACCENT)}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {colour(accent_dark, ACCENT_DARK)}; }} }}\n"
        "@media print { :root { --accent: #000; } }\n"
        f"{_layers()}"
    )


@lru_cache(maxsize=64)
def _hash(accent: str, accent_dark: str) -> str:
    return blake2b(_sheet(accent, accent_dark).encode(), digest_size=HASH_BYTES).hexdigest()


def stylesheet_hash(edition: Edition) -> str:
    """Names the sheet by its content: a page links to the sheet that it was made for."""
    return _hash(edition.accent, edition.accent_dark)


def stylesheet(copy: Copy, address: Address) -> Page | None:
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    return Page(body=_sheet(edition.accent, edition.accent_dark).encode(), content_type=CSS)


def script(_copy: Copy, _address: Address) -> Page | None:
    """There is no script: nothing on a page needs one so far, and no page links to one."""
    return None

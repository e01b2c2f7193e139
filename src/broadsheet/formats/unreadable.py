"""What every format answers to bytes that it cannot read."""

from __future__ import annotations

import msgspec

from broadsheet.formats import limits


class Unreadable(msgspec.Struct, frozen=True):
    """Where it failed, what stood there, and what would have been accepted; each is for a person to read.

    `path` is the file's name, where one is known, and the place in it: a line, a byte, an element.
    """

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}; expected {self.expected}"


def excerpt(text: str, *, chars: int = limits.EXCERPT_CHARS) -> str:
    """Quote the beginning of a stranger's text on one line, without its control characters."""
    head = text[: chars * 2]
    plain = " ".join("".join(one if one.isprintable() else " " for one in head).split())
    return f"“{plain}”" if len(plain) <= chars and len(text) <= chars * 2 else f"“{plain[: chars - 1].rstrip()}…”"

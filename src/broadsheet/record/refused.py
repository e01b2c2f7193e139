"""What the record refuses, in words that say what was found, where, and what would have been accepted."""

from __future__ import annotations


class Refused(Exception):
    """An act that the record does not carry out; nothing has been changed."""

    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(f"{path}: found {found}; {expected}")
        self.path = path
        self.found = found
        self.expected = expected


class AddressTaken(Refused):
    """Another story has, or had, this address: addresses answer for ever and are not given twice."""


class NotYet(Refused):
    """The story says that it was first published later than now."""


class Unknown(Refused):
    """The story names an edition, or an act names a story, that the record does not have."""

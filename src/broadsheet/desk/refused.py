"""What the desk refuses, in words that say what was found, where, and what would have been accepted."""

from __future__ import annotations

from broadsheet.record.refused import Refused

__all__ = ["DateWanted", "Embargoed", "NotReady", "Refused"]


class Embargoed(Refused):
    """The story may not be public yet."""


class DateWanted(Refused):
    """A rescued story says nothing of its day; an editor gives date and precision, never the machine."""


class NotReady(Refused):
    """Something that readers need is not there."""

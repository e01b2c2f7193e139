"""Who does what is being done, and when: Wagtail's signals say neither, so the desk keeps it beside the call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

THE_DESK = "desk"
"""Who acts where no person does: a schedule, a picture whose rights end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of an editor. `updated_at` is the editorial instant of a story that was published elsewhere before."""

    by: str
    at: datetime
    reason: str = ""
    updated_at: datetime | None = None
    is_fix: bool = False


def kept(at: datetime) -> datetime:
    """An instant as the desk's forms show it, in whole seconds; what is finer would be a change at the next edit."""
    return at.replace(microsecond=0)


_now: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(act: Act) -> Iterator[None]:
    """Whatever is published or withdrawn inside is done by this act."""
    token = _now.set(act)
    try:
        yield
    finally:
        _now.reset(token)


def act() -> Act:
    """The act that is going on; where nobody said, the desk's own, at this moment."""
    return _now.get() or Act(by=THE_DESK, at=timezone.now())

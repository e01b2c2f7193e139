"""Instants and dates as feeds and sitemaps spell them."""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.news.story import Precision

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE_CHARS: dict[Precision, int] = {"day": len("2017-09-17"), "month": len("2017-09"), "year": len("2017")}


def has_time(precision: Precision) -> bool:
    return precision not in _DATE_CHARS


def rfc_822(at: datetime) -> str:
    """`Sun, 17 Sep 2017 18:49:00 GMT`: RFC 822 with four digits for the year, as RSS has it, and always English."""
    at = at.astimezone(UTC)
    date = f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04}"
    return f"{date} {at.hour:02}:{at.minute:02}:{at.second:02} GMT"


def rfc_3339(at: datetime) -> str:
    """`2017-09-17T18:49:00Z`."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def w3c(at: datetime, precision: Precision) -> str:
    """As much of an instant as is known: the whole of it, or `2017-09-17`, `2017-09`, `2017` (W3C note "datetime").

    The date is read off in the zone that `at` comes in.
    """
    return at.date().isoformat()[: _DATE_CHARS[precision]] if precision in _DATE_CHARS else rfc_3339(at)

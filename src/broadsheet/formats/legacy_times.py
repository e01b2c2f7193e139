"""Times on an old page: the stamp in the masthead, and the dated list of other stories."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time

import msgspec

from broadsheet.formats import limits
from broadsheet.formats.legacy_grounds import Field, Ground, field
from broadsheet.formats.legacy_lines import Galley, Line, plain_digits, ranges, words
from broadsheet.formats.legacy_words import ZONES, after_stamp, month, weekday

_DATED_CHARS = 100
_LABEL_WORDS = 4
_TOKEN = re.compile(r"[^\s,،/\\()|_]+")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d{1,2}")


class OtherStory(msgspec.Struct, frozen=True, kw_only=True):
    """A headline of the list of other stories. `at` is None where the printed date is missing or impossible."""

    headline: str
    at: datetime | None
    weekday: str
    weekday_agrees: bool
    lines: tuple[int, ...]


class _Printed(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a line with a time: what is not time, zone, year or day are words."""

    times: tuple[tuple[str, str, str], ...]
    zones: tuple[str, ...]
    years: tuple[int, ...]
    days: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def is_dated(self) -> bool:
        found = len(self.times), len(self.zones), len(self.years), len(self.days)
        return found == (1, 1, 1, 1) and 1 <= len(self.names) <= 5

    @property
    def weekday(self) -> str:
        """The weekday as printed: a name that is known for one, else the name before all others."""
        known = (name for name in self.names if any(weekday(word) for word in words(name)))
        return next(known, self.names[0])

    @property
    def on(self) -> date | None:
        named = tuple(word for name in self.names if name != self.weekday for word in words(name))
        number = month(named)
        try:
            return date(self.years[0], number, self.days[0]) if number else None
        except ValueError:
            return None

    @property
    def at(self) -> datetime | None:
        on, clock = self.on, self.clock
        return datetime.combine(on, clock, tzinfo=UTC) if on and clock else None

    @property
    def clock(self) -> time | None:
        hour, minute, second = self.times[0]
        try:
            return time(int(hour), int(minute), int(second or 0))
        except ValueError:
            return None


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    field: Field
    on: date | None


def dated_lines(galley: Galley) -> tuple[Line, ...]:
    """Take the lines that are zone, time, year, weekday, day and month, in whatever order, and nothing else."""
    dated = tuple(line for line in galley.free() if len(line.text) <= _DATED_CHARS and _is_dated(line))
    galley.take(*dated)
    return dated


def others(galley: Galley, dated: tuple[Line, ...]) -> tuple[OtherStory, ...]:
    """Join each date with the headline below it, and take the headlines; a line between two pairs is an undated one."""
    dates = {line.number for line in dated}
    found: list[OtherStory] = []
    for position, line in enumerate(galley.lines):
        if line.number in dates or not galley.is_free(line) or len(line.text) > limits.HEADLINE_CHARS:
            continue
        before = galley.lines[position - 1] if position else None
        if before is not None and before.number in dates:
            found.append(_other(line, date_line=before))
        elif (
            found and before is not None and before.number == found[-1].lines[-1] and _next_is(galley, position, dates)
        ):
            found.append(_undated(line))
        else:
            continue
        galley.take(line)
    return tuple(found)


def stamp(galley: Galley) -> Stamp | None:
    """Take the lines that say when page or paper were last updated; the commonest reading wins.

    Such a line has a time and no date. None is made up for it: `on` is only ever a date that the line itself prints.
    """
    printings = Counter(line.text for line in galley.lines)
    candidates = [line for line in galley.free() if len(line.text) <= _DATED_CHARS and _is_stamp(line, printings)]
    if not candidates:
        return None
    readings = Counter(_stamp_value(line) for line in candidates)
    value, count = readings.most_common(1)[0]
    agreeing = tuple(line for line in candidates if _stamp_value(line) == value)
    printed = _printed(plain_digits(agreeing[0].text))
    is_labelled = after_stamp(agreeing[0].words) is not None
    grounds = [Ground(0.6 if is_labelled else 0.3, f"a time{' after the words of a stamp' if is_labelled else ''}")]
    grounds += [Ground(0.5, "printed with its zone")] if printed.zones else [Ground(-0.2, "printed without a zone")]
    if count > 1:
        grounds.append(
            Ground(1 - 0.5 ** (count - 1), f"the same on {count} lines ({ranges(one.number for one in agreeing)})")
        )
    if len(readings) > 1:
        differing = [line.number for line in candidates if _stamp_value(line) != value]
        grounds.append(Ground(-0.3, f"another time on line {ranges(differing)}"))
    on = _stamp_on(agreeing[0])
    grounds.append(
        Ground(0, "no date is printed with it, and none is invented" if on is None else "its date is printed with it")
    )
    return Stamp(field=field(value, lines=galley.take(*agreeing), grounds=grounds), on=on)


def _is_dated(line: Line) -> bool:
    return _printed(plain_digits(line.text)).is_dated and after_stamp(line.words) is None


def _printed(text: str) -> _Printed:
    tokens = _TOKEN.findall(text.replace("\u200f", " ").replace("\u200e", " "))
    times: list[tuple[str, str, str]] = []
    zones: list[str] = []
    years: list[int] = []
    days: list[int] = []
    names: list[str] = []
    for token in tokens:
        clock = _TIME.fullmatch(token)
        if clock:
            times.append((clock[1], clock[2], clock[3] or ""))
        elif token.casefold() in ZONES:
            zones.append(token)
        elif _YEAR.fullmatch(token):
            years.append(int(token))
        elif _DAY.fullmatch(token):
            days.append(int(token))
        elif words(token):
            names.append(token)
    return _Printed(times=tuple(times), zones=tuple(zones), years=tuple(years), days=tuple(days), names=tuple(names))


def _other(line: Line, *, date_line: Line) -> OtherStory:
    printed = _printed(plain_digits(date_line.text))
    at = printed.at
    numbers = {weekday(word) for word in words(printed.weekday)}
    return OtherStory(
        headline=line.text,
        at=at,
        weekday=printed.weekday,
        weekday_agrees=at is not None and at.isoweekday() in numbers,
        lines=(date_line.number, line.number),
    )


def _undated(line: Line) -> OtherStory:
    return OtherStory(headline=line.text, at=None, weekday="", weekday_agrees=False, lines=(line.number,))


def _next_is(galley: Galley, position: int, numbers: set[int]) -> bool:
    return position + 1 < len(galley.lines) and galley.lines[position + 1].number in numbers


def _is_stamp(line: Line, printings: Counter[str]) -> bool:
    """A stamp's words and a time; or, in words we do not know, a short label with zone and time printed twice."""
    printed = _printed(plain_digits(line.text))
    if len(printed.times) != 1 or printed.clock is None:
        return False
    rest = after_stamp(line.words)
    if rest is not None:
        return sum(not word.isdecimal() and word not in ZONES for word in rest) <= _LABEL_WORDS
    is_short = (
        len(printed.zones) == 1 and 1 <= len(printed.names) <= _LABEL_WORDS and not printed.years and not printed.days
    )
    return is_short and printings[line.text] > 1


def _stamp_value(line: Line) -> str:
    """The time as printed, its zone behind it, however the template had it."""
    printed = _printed(plain_digits(line.text))
    clock = ":".join(part for part in printed.times[0] if part)
    return " ".join((clock, *printed.zones[:1]))


def _stamp_on(line: Line) -> date | None:
    printed = _printed(plain_digits(line.text))
    label = len(line.words) - len(after_stamp(line.words) or ())
    names = tuple(name for name in printed.names if name not in printed.names[:label])
    if len(printed.years) != 1 or len(printed.days) != 1 or not names:
        return None
    return msgspec.structs.replace(printed, names=names).on

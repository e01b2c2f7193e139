"""Words, numbers and times of one edition.

What is said stands in `words/<language>.toml`, one file a language; a language without a file speaks English. An
instant is shown in the edition's zone and always with weekday, day, year and the zone's name (law L8).
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any, Literal
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from broadsheet.news.bidi import direction
from broadsheet.news.paper import Edition
from broadsheet.news.story import Language, Precision

Width = Literal["long", "short"]
Part = tuple[str, str]
FALLBACK = "en"
STAMPS_KEPT_COUNT = 4096

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN_DIGITS: dict[int, str] = {}
# A stray control would end the isolation that a value gets here. Marks (RLM, LRM) and joiners stay: they open nothing.
_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_OPPOSITE = {"ltr": ("R", "AL"), "rtl": ("L",)}
_BDI, _BDI_END = Markup("<bdi>"), Markup("</bdi>")
_FSI, _PDI = "\u2068", "\u2069"


def _one_other(count: int) -> str:
    return "one" if count == 1 else "other"


def _arabic(count: int) -> str:
    if count in {0, 1, 2}:
        return ("zero", "one", "two")[count]
    rest = count % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


def _other(_count: int) -> str:
    return "other"


_PLURALS: dict[str, Callable[[int], str]] = {"one-other": _one_other, "arabic": _arabic, "other": _other}


class Words:
    """One language's file, its phrases cut at their places once and for all."""

    def __init__(self, language: str, told: Mapping[str, Any]) -> None:
        self.language = language
        self.category = _PLURALS[told["plurals"]]
        self.comma: str = told["comma"]
        self.last: str = told["last"]
        self.read_in_this_language: str = told["read_in_this_language"]
        self.stamps: dict[str, str] = told["stamps"]
        self.weekdays: dict[Width, list[str]] = told["weekdays"]
        self.months: dict[str, dict[Width, list[str]]] = told["months"]
        self.zones: dict[str, str] = told["zones"]
        self.phrases: dict[str, dict[str, tuple[Part, ...]]] = {
            key: _forms(phrase) for key, phrase in told["phrases"].items()
        }

        self.plain = {
            key: escape("".join(literal for literal, _ in forms["other"]))
            for key, forms in self.phrases.items()
            if len(forms) == 1 and not any(name for _, name in forms["other"])
        }

    def parts(self, phrase: str, values: Mapping[str, object]) -> tuple[Part, ...]:
        forms = self.phrases.get(phrase)
        assert forms is not None, f"words/{self.language}.toml has no phrase {phrase!r}"
        if len(forms) == 1 and "other" in forms:
            return forms["other"]
        count = values["count"]
        assert isinstance(count, int), f"{phrase!r} chooses its form by a whole number, not by {count!r}"
        return forms.get(self.category(count)) or forms["other"]


def _forms(phrase: str | dict[str, str]) -> dict[str, tuple[Part, ...]]:
    forms = {"other": phrase} if isinstance(phrase, str) else phrase
    return {
        category: tuple((literal, name or "") for literal, name, _, _ in Formatter().parse(text))
        for category, text in forms.items()
    }


@cache
def words_of(language: str) -> Words:
    """Read a language's file: the tag's own, its primary language's, or the English one."""
    for name in (language, language.partition("-")[0], FALLBACK):
        found = files("broadsheet.pages").joinpath("words", f"{name}.toml")
        if found.is_file():
            return Words(name, tomllib.loads(found.read_text("utf-8")))
    raise AssertionError(f"words/{FALLBACK}.toml is missing")


class Wording:
    """How one edition says things. `say` gives markup, `text` the same for attributes, titles and feeds."""

    def __init__(self, edition: Edition) -> None:
        self.language: Language = edition.language
        self.direction = direction(edition.language)
        self.zone = ZoneInfo(edition.zone)
        self._words = words_of(edition.language)
        self._zone_name = self._words.zones.get(edition.zone_name, edition.zone_name)
        self._is_offset_named = edition.zone_name in {"GMT", "UTC"}
        self._digits = _ARABIC_DIGITS if edition.numerals == "arab" else _LATIN_DIGITS
        self._months = self._words.months.get(edition.months) or self._words.months["usual"]

    def say(self, phrase: str, **values: object) -> Markup:
        """Say a phrase as markup, every value escaped and isolated.

        A value that is markup already (a stamp, a link, a list of names) brings its own isolation.
        """
        plain = self._words.plain.get(phrase)
        if plain is not None:
            return plain
        said: list[str] = []
        for literal, name in self._words.parts(phrase, values):
            said.append(literal)
            if name:
                said.append(self.isolated(values[name]))
        return Markup("").join(said)

    def text(self, phrase: str, **values: object) -> str:
        """Say a phrase as plain text; a value is isolated only where it holds a letter of the other direction."""
        said = []
        for literal, name in self._words.parts(phrase, values):
            said.append(literal)
            if name:
                said.append(self._isolated_text(values[name]))
        return "".join(said)

    def isolated(self, value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        return _BDI + escape(self._plain(value)) + _BDI_END

    def _isolated_text(self, value: object) -> str:
        plain = self._plain(value)
        opposite = _OPPOSITE[self.direction]
        if any(unicodedata.bidirectional(character) in opposite for character in plain):
            return f"{_FSI}{plain}{_PDI}"
        return plain

    def _plain(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) else str(value).translate(_CONTROLS)

    def has(self, phrase: str) -> bool:
        return phrase in self._words.phrases

    def account(self, kind: str, name: str) -> str:
        """What an account is called: the language's word for a well-known place, else the name that it came with."""
        return self.text(f"account_{kind}") if self.has(f"account_{kind}") else name or kind

    def number(self, n: int) -> str:
        return str(n).translate(self._digits)

    def digits(self, text: str) -> str:
        """A text of digits, such as a year, in the edition's numerals."""
        return text.translate(self._digits)

    def listed(self, values: Iterable[object]) -> Markup:
        """Several values in one line, each isolated: "A, B and C"."""
        joined: Markup = self._joined([self.isolated(value) for value in values], escape)
        return joined

    def listed_text(self, values: Iterable[object]) -> str:
        joined: str = self._joined([self._isolated_text(value) for value in values], str)
        return joined

    def _joined(self, values: list[Any], within: Any) -> Any:
        *before, last = values or [""]
        if not before:
            return last
        return within(self._words.comma).join(before) + within(self._words.last) + last

    @property
    def read_in_this_language(self) -> str:
        """The invitation to other editions' readers, in this one's language; nothing where it has no words."""
        is_own = self.language.partition("-")[0] == self._words.language.partition("-")[0]
        return self._words.read_in_this_language if is_own else ""

    # Times.

    def stamp(self, at: datetime, precision: Precision = "minute") -> Markup:
        """An instant as readers get it: `<time>` with the machine's form in UTC and ours in the edition's zone."""
        return _time(self, at, precision, "long")

    def short_stamp(self, at: datetime, precision: Precision = "minute") -> Markup:
        return _time(self, at, precision, "short")

    def stamp_text(self, at: datetime, precision: Precision = "minute", width: Width = "long") -> str:
        return self._at(self._local(at), precision, width)

    def machine(self, at: datetime, precision: Precision = "second") -> str:
        """The machine's form of an instant, as exact as it is known: `2017-09-17T18:49:16Z`, or only `2017-09-17`."""
        return self._machine(at, self._local(at), precision)

    def day(self, day: str) -> str:
        """A day given as `2017-09-17`, in words."""
        return self._of("day", date.fromisoformat(day), "long")

    def month(self, month: str) -> str:
        """A month given as `2017-09`, in words."""
        return self._of("month", date.fromisoformat(f"{month}-01"), "long")

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def _machine(self, at: datetime, local: datetime, precision: Precision) -> str:
        if precision in {"second", "minute"}:
            return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return local.date().isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]

    def timed(self, at: datetime, precision: Precision, width: Width) -> Markup:
        local = self._local(at)
        machine, shown = self._machine(at, local, precision), self._at(local, precision, width)
        return Markup('<time datetime="{}"><bdi>{}</bdi></time>').format(machine, shown)

    def _at(self, local: datetime, precision: Precision, width: Width) -> str:
        if precision not in {"second", "minute"}:
            return self._of(precision, local.date(), width)
        time = local.time().isoformat("seconds" if precision == "second" else "minutes")
        return self._of(precision, local.date(), width, time=self.digits(time), zone=self._zone_at(local))

    def _of(self, precision: Precision, on: date, width: Width, **more: str) -> str:
        return self._words.stamps[precision].format(
            weekday=self._words.weekdays[width][on.weekday()],
            day=self.number(on.day),
            month=self._months[width][on.month - 1],
            year=self.number(on.year),
            **more,
        )

    def _zone_at(self, local: datetime) -> str:
        """The zone's name; where an edition calls a zone GMT that is not, or not in summer, its distance from GMT."""
        offset = local.utcoffset() or timedelta()
        if not self._is_offset_named or not offset:
            return self._zone_name
        minutes = int(offset.total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        away = f"{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
        return f"{self._zone_name}{self.digits(away)}"


@lru_cache(maxsize=STAMPS_KEPT_COUNT)
def _time(words: Wording, at: datetime, precision: Precision, width: Width) -> Markup:
    """A stamp, kept: in a rebuild each story's stamp stands on a dozen pages."""
    return words.timed(at, precision, width)


@lru_cache(maxsize=64)
def wording(edition: Edition) -> Wording:
    """The wording of an edition, kept: it depends on nothing else."""
    return Wording(edition)

"""The lines of an old page: from bytes to numbered text, and the words by which lines are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from broadsheet.formats import limits
from broadsheet.formats.unreadable import Unreadable, excerpt

_WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
# Marks without a shape: zero width, byte order, direction. A line of these alone is blank.
_SHAPELESS = "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))
# Old sites spell the same Arabic word with and without these differences.
_ARABIC_FOLDED = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ٱ": "ا"})
_LINE_END = re.compile(r"\r\n|\n|\r")
_TAG = re.compile(
    r"</?(?:html|head|body|div|span|p|a|br|td|tr|table|ul|li|img|script|meta|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_BEGINNINGS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_PLAIN_TEXT = "plain text in UTF-8, or in UTF-16 with a byte order mark"
FLATTENED = "the flattened text of one page of the old portal, one block of the page a line"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is not blank: its number in the file from 1, its text without outer space, its words folded."""

    number: int
    text: str
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """Letters and digits alone, so that `All Blacks' legend` equals `all-blacks-legend`."""
        return "".join(self.words)


class Galley:
    """A page's lines while they are being told apart: whoever takes a line has it, and nobody takes it twice."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)
        self._taken: set[int] = set()

    def take(self, *lines: Line) -> tuple[int, ...]:
        numbers = tuple(line.number for line in lines)
        assert self._taken.isdisjoint(numbers), f"taken twice: {numbers}"
        self._taken.update(numbers)
        return numbers

    def is_free(self, line: Line) -> bool:
        return line.number not in self._taken

    def free(self, *, after: int = 0, before: int | None = None) -> tuple[Line, ...]:
        """Lines that nobody has taken yet, between two line numbers (both excluded)."""
        return tuple(
            line
            for line in self.lines
            if after < line.number and (before is None or line.number < before) and line.number not in self._taken
        )


def bare(text: str) -> str:
    """The text without white space and shapeless marks at its ends."""
    return text.strip(_WHITE + _SHAPELESS)


def words(text: str) -> tuple[str, ...]:
    """Fold a text to words that compare equal across case, accents, punctuation, digits and Arabic spelling."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_ARABIC_FOLDED)
    kept = (
        str(unicodedata.decimal(one)) if one.isdecimal() else one if one.isalnum() else " "
        for one in decomposed
        if not unicodedata.combining(one)
    )
    return tuple("".join(kept).split())


def plain_digits(text: str) -> str:
    """The text with Arabic-Indic and other decimal digits as 0 to 9."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def ranges(numbers: Iterable[int]) -> str:
    """Say line numbers as a person would: `17–19, 39`."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def place(name: str, where: str) -> str:
    """The path of a report: the file's name, where one is known, and the place in it."""
    return f"{name}: {where}" if name else where


def lines_of(raw: bytes, *, name: str) -> tuple[Line, ...] | Unreadable:
    """Number the lines that are not blank; bytes that are no text, or text that is markup, are refused."""
    if len(raw) > limits.PAGE_BYTES:
        return Unreadable(
            place(name, "whole file"), f"{len(raw):,} bytes", f"at most {limits.PAGE_BYTES:,} bytes: one page"
        )
    text = _decoded(raw, name=name)
    if isinstance(text, Unreadable):
        return text
    rows = _LINE_END.split(text)
    if len(rows) > limits.PAGE_LINES:
        return Unreadable(
            place(name, "whole file"), f"{len(rows):,} lines", f"at most {limits.PAGE_LINES:,} lines: one page"
        )
    lines = tuple(_line(number, bare(row)) for number, row in enumerate(rows, start=1) if bare(row))
    if not lines:
        found = "an empty file" if not raw else f"{len(rows):,} blank lines"
        return Unreadable(place(name, "whole file"), found, FLATTENED)
    return _markup(lines, name=name) or lines


def _line(number: int, text: str) -> Line:
    return Line(number=number, text=text, words=words(text) if len(text) <= limits.PATTERN_CHARS else ())


def _decoded(raw: bytes, *, name: str) -> str | Unreadable:
    for beginning, kind in _BEGINNINGS.items():
        if raw.startswith(beginning):
            return Unreadable(place(name, "byte 0"), kind, _PLAIN_TEXT)
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        # Old Arabic pages may be in Windows-1256; guessing would give letters that nobody wrote.
        wanted = encoding.removesuffix("-sig").upper()
        found = f"bytes that are not {wanted} ({raw[error.start : error.start + 4].hex(' ')})"
        return Unreadable(place(name, f"byte {error.start}"), found, _PLAIN_TEXT)
    controls = sum(text.count(chr(code)) for code in range(0x20) if code not in {0x09, 0x0A, 0x0B, 0x0C, 0x0D})
    if "\0" in text or controls * 100 > len(text):
        return Unreadable(place(name, "whole file"), f"binary content ({controls:,} control characters)", _PLAIN_TEXT)
    return text


def _markup(lines: tuple[Line, ...], *, name: str) -> Unreadable | None:
    """HTML, XML and JSON are pages too, but not flattened ones; say so, instead of counting signs in them."""
    first = lines[0]
    where = place(name, f"line {first.number}")
    if first.text.startswith(("<?xml", "<!", "<html", "<HTML", "<rss", "<feed")):
        return Unreadable(where, f"markup: {excerpt(first.text)}", FLATTENED)
    if first.text.startswith(('{"', "[{", "{")) and lines[-1].text.endswith(("}", "]")):
        return Unreadable(where, f"JSON: {excerpt(first.text)}", FLATTENED)
    tagged = tuple(line for line in lines if _TAG.search(line.text[: limits.PATTERN_CHARS]))
    if len(tagged) > max(2, len(lines) // 10):
        return Unreadable(
            where, f"HTML: tags on {len(tagged)} of {len(lines)} lines, first {excerpt(tagged[0].text)}", FLATTENED
        )
    return None

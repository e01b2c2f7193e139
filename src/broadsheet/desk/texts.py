"""Texts as they may stand in an entry: no control characters, no overrides of direction, clean inline markup."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

import nh3

from broadsheet.desk.refused import NotReady

_UNSEEN = dict.fromkeys(range(32)) | dict.fromkeys(range(127, 160))
_UNSEEN |= dict.fromkeys((*range(0x202A, 0x202F), 0xFEFF, 0xFFFE, 0xFFFF, *range(0xFFF9, 0xFFFC)))
_UNSEEN |= dict.fromkeys(range(0xD800, 0xE000))
_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_ISOLATES = "\u2066\u2067\u2068"
_POP_ISOLATE = "\u2069"
_RUNS = re.compile(r"[ ]{2,}")
_BREAKS = re.compile(r"\s*<br\s*/?>\s*")
_PARAGRAPH = re.compile(r'<p(?: data-block-key="([^"]*)")?>(.*?)</p>', re.DOTALL)
_BARE_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_OUTSIDE = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_MARKUP = re.compile(r"</?(a|b|i|em|strong|bdi|br)(\s[^<>]*)?>|&(#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_SAME = (("<b>", "<strong>"), ("</b>", "</strong>"), ("<i>", "<em>"), ("</i>", "</em>"))


def line(text: str) -> str:
    """One line: control characters and overrides of direction are gone, and runs of blanks are one blank."""
    composed = unicodedata.normalize("NFC", text.translate(_SPACES).translate(_UNSEEN))
    if composed.count(_POP_ISOLATE) != sum(map(composed.count, _ISOLATES)):
        composed = composed.translate(dict.fromkeys(map(ord, _ISOLATES + _POP_ISOLATE)))
    return _RUNS.sub(" ", composed).strip()


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something."""
    return tuple(found for one in text.splitlines() if (found := line(one)))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text, with empty lines between them."""
    return tuple(found for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if (found := line(one)))


def bounded(text: str, limit_chars: int, path: str) -> str:
    """The text as a clean line; refused where it is longer than readers are given."""
    clean = line(text)
    if len(clean) > limit_chars:
        raise NotReady(path, f"{len(clean):,} characters", f"at most {limit_chars:,} would do")
    return clean


def inline(markup: str) -> str:
    """Inline HTML with nothing but `a` to the outside, `em`, `strong` and `bdi`."""
    clean = nh3.clean(
        _BREAKS.sub(" ", markup),
        tags={"a", "b", "bdi", "em", "i", "strong"},
        attributes={"a": {"href"}},
        attribute_filter=_outside_alone,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    for found, wanted in _SAME:
        clean = clean.replace(found, wanted)
    return line(_BARE_LINK.sub(r"\1", clean))


def inline_of(text: str) -> str:
    """Inline HTML of what somebody filed: markup where it shows any, else plain text, in which `<` is only a sign."""
    return inline(text if _MARKUP.search(text) else html.escape(text, quote=False))


def rich_paragraphs(source: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of what the desk's editor wrote, each with the key that it keeps while it is edited."""
    clean = nh3.clean(
        _BREAKS.sub(" ", source),
        tags={"a", "b", "bdi", "em", "i", "p", "strong"},
        attributes={"a": {"href"}, "p": {"data-block-key"}},
        attribute_filter=_outside_alone,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    at = 0
    for found in _PARAGRAPH.finditer(clean):
        yield from _stray(clean[at : found.start()])
        if text_of(found[2]):
            yield found[1] or "", inline(found[2])
        at = found.end()
    yield from _stray(clean[at:])


def _stray(markup: str) -> Iterator[tuple[str, str]]:
    if text_of(markup):
        yield "", inline(markup)


def text_of(markup: str) -> str:
    """What a reader reads of inline markup."""
    return line(html.unescape(_TAGS.sub("", markup)))


def is_outside(url: str) -> bool:
    return bool(_OUTSIDE.fullmatch(url))


def _outside_alone(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a" and attribute == "href":
        return value if is_outside(value) else None
    return value

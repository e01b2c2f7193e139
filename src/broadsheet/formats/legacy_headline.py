"""The headline of an old page, told from its own repeats."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from broadsheet.formats import limits
from broadsheet.formats.legacy_furniture import Furniture, is_form_label
from broadsheet.formats.legacy_grounds import Field, Ground, field
from broadsheet.formats.legacy_lines import Galley, Line, bare, ranges, words
from broadsheet.formats.legacy_words import Words, without

# Where a headline stands: the page's first line, alone, behind the paper's name, or twice and more on one line.
_Shape = Literal["title", "alone", "picture", "chain"]
_SEPARATOR = re.compile(r"\s[-–—ـ|:]\s")
_NEARLY = 0.85
_NEAR_LINES = 12


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """`line` is where the value stands; `picture` is the line of the picture's alternative text, where there is one."""

    field: Field
    line: int
    picture: int | None
    furniture: tuple[Furniture, ...]


class _Sighting(msgspec.Struct, frozen=True, kw_only=True):
    line: Line
    shape: _Shape
    key: str


def headline(
    galley: Galley, *, name: Words, before: int | None, apart: AbstractSet[int] = frozenset()
) -> Headline | None:
    """Take the headline and its repeats; None where no line with capitals, or in its place, is left of it.

    The title, alternative texts and the form repeat a headline in lower case without punctuation. That form is evidence
    and never the value: nobody can know what the capitals were. `before` is the first line below the story; lines
    `apart` are other stories' headlines.
    """
    lines = [line for line in galley.free() if line.number not in apart and not is_form_label(line)]
    sightings = [one for line in lines if (one := _sighting(line, name, is_first=line is galley.lines[0])) is not None]
    group = _group(sightings)
    value = _value(group, name=name, before=before)
    if value is None:
        group = _nearly(sightings, group)
        value = _value(group, name=name, before=before)
    if value is None:
        return None
    chosen, text = value
    repeats = [one for one in group if one is not chosen]
    grounds = _grounds(chosen, text, repeats)
    taken = field(text, lines=galley.take(chosen.line), grounds=grounds)
    pictures = [one.line for one in repeats if one.shape == "picture"]
    others = [one.line for one in repeats if one.shape != "picture"]
    furniture = [
        Furniture(kind="headline_repeat", lines=galley.take(*others), evidence="the headline's words again"),
        Furniture(
            kind="picture_text", lines=galley.take(*pictures), evidence="the paper's name twice, then the headline"
        ),
    ]
    below = [line.number for line in pictures if line.number > chosen.line.number]
    return Headline(
        field=taken,
        line=chosen.line.number,
        picture=below[0] if below and (before is None or below[0] < before) else None,
        furniture=tuple(one for one in furniture if one.lines),
    )


def _sighting(line: Line, name: Words, *, is_first: bool) -> _Sighting | None:
    inner = line.words
    shape: _Shape = "title" if is_first else "alone"
    if name and inner[: 2 * len(name)] == name * 2:
        inner, shape = inner[2 * len(name) :], "picture"
    period = _period(inner)
    if period < len(inner) and shape != "picture":
        shape = "chain"
    inner = inner[:period]
    if name and len(inner) > len(name) and inner[-len(name) :] == name:
        inner = inner[: -len(name)]  # as titles end; where the headline itself ends so, all its printings do
    key = "".join(inner)
    return _Sighting(line=line, shape=shape, key=key) if key and len(key) <= limits.HEADLINE_CHARS else None


def _period(inner: Words) -> int:
    """The length of the shortest beginning that, repeated, is the whole."""
    size = len(inner)
    return next((at for at in range(1, size // 2 + 1) if size % at == 0 and inner[:at] * (size // at) == inner), size)


def _group(sightings: list[_Sighting]) -> list[_Sighting]:
    """The sightings of one text, at least two, of which one is more than a line that happens to stand twice."""
    groups: dict[str, list[_Sighting]] = {}
    for one in sightings:
        groups.setdefault(one.key, []).append(one)
    weights = {"title": 3, "picture": 2, "chain": 2, "alone": 1}
    able = [group for group in groups.values() if len(group) > 1 and any(one.shape != "alone" for one in group)]
    return max(able, key=lambda group: sum(weights[one.shape] for one in group), default=[])


def _nearly(sightings: list[_Sighting], group: list[_Sighting]) -> list[_Sighting]:
    """Repeats, or a title alone, that were cut short or spelt otherwise, and what is most like them near the top."""
    title = next(iter(group or [one for one in sightings if one.shape == "title"]), None)
    if title is None:
        return []
    near = [one for one in sightings[: _NEAR_LINES + 1] if one.shape == "alone" and one.key != title.key]
    likeness = {one.key: _likeness(title.key, one.key) for one in near}
    best = max(likeness, key=likeness.__getitem__, default="")
    return [one for one in sightings if one.key in {title.key, best}] if likeness.get(best, 0) >= _NEARLY else []


def _likeness(title: str, key: str) -> float:
    shorter = min(len(title), len(key))
    if shorter >= 20 and (title.startswith(key[:shorter]) and key.startswith(title[:shorter])):
        return max(_NEARLY, shorter / max(len(title), len(key)))
    return SequenceMatcher(None, title, key, autojunk=False).ratio()


def _value(group: list[_Sighting], *, name: Words, before: int | None) -> tuple[_Sighting, str] | None:
    """The best printing of a headline: alone, as a title, or behind the paper's name.

    In a script with capitals it must have one. In a script without, a title is no better than the lower-case form.
    """
    for shape in ("alone", "title", "picture"):
        for one in group:
            text = _text(one, name)
            is_above = before is None or one.line.number < before
            is_whole = text != text.casefold() or (text == text.upper() and shape != "title")
            if one.shape == shape and is_above and is_whole:
                return one, text
    return None


def _text(sighting: _Sighting, name: Words) -> str:
    """The headline as printed on its line, without the paper's name twice before it or once behind it."""
    text = sighting.line.text
    if sighting.shape == "picture":
        return without(text, name * 2)
    ends = [match.start() for match in _SEPARATOR.finditer(text)]
    if name and ends and words(text[ends[-1] :]) == name:
        return bare(text[: ends[-1]])
    return text


def _grounds(chosen: _Sighting, text: str, repeats: list[_Sighting]) -> list[Ground]:
    told = {
        "alone": Ground(0.5, "it stands alone, as a headline does"),
        "title": Ground(0.3, "it is the page's first line"),
        "picture": Ground(0.2, "it is left only behind the paper's name, in a picture's alternative text"),
        "chain": Ground(0.1, "it stands twice on a line"),
    }
    grounds = [told[chosen.shape]]
    if text != text.casefold():
        grounds.append(Ground(0.3, "it has its capitals"))
    sayings: tuple[tuple[_Shape, float, str], ...] = (
        ("title", 0.5, "the first line of the page is the same without capitals or marks"),
        ("picture", 0.5, "it follows the paper's name on line {}"),
        ("chain", 0.4, "on line {} it stands twice or oftener"),
        ("alone", 0.3, "it stands again on line {}"),
    )
    for shape, weight, saying in sayings:
        numbers = [one.line.number for one in repeats if one.shape == shape]
        if numbers:
            grounds.append(Ground(1 - (1 - weight) ** len(numbers), saying.format(ranges(numbers))))
    if any(one.key != chosen.key for one in repeats):
        grounds.append(Ground(-0.2, "some of its repeats differ by a few letters"))
    return grounds

"""The furniture of an old page: the comment form, the headline's repeats, and lines that are one word over and over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from broadsheet.formats.legacy_lines import Galley, Line, bare
from broadsheet.formats.legacy_publication import Told
from broadsheet.formats.legacy_words import Words, after_terms, is_label, is_legend, without

FurnitureKind = Literal["headline_repeat", "picture_text", "form", "form_again"]

_LABEL_CHARS = 60
_LABEL_WORDS = 8
_TERMS_WORDS = 10
_RUN_LINES = 5
_HANDLE_CHARS = 4
_MARK = re.compile(r"^\s*[*＊]|[*＊]\s*:?\s*$")


class Furniture(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that are the page's and not the story's, and how that was seen."""

    kind: FurnitureKind
    lines: tuple[int, ...]
    evidence: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The comment form: its furniture, its mandatory fields, the publishing terms within it, how often it is whole."""

    furniture: tuple[Furniture, ...]
    fields: tuple[str, ...]
    terms: Told | None
    count: int


def is_form_label(line: Line) -> bool:
    """A few words with a mandatory mark in any language, or a label of the template that we know."""
    if not line.words or len(line.words) > _LABEL_WORDS or len(line.text) > _LABEL_CHARS:
        return False
    return _MARK.search(line.text) is not None or is_label(line.words)


def doubled_runs(lines: tuple[Line, ...]) -> list[tuple[int, int, int]]:
    """Runs of identical lines that stand twice without overlap, as (first position, second position, length)."""
    last_seen: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    covered: dict[int, int] = {}  # by distance, the position up to which a run has been followed
    for second, line in enumerate(lines):
        first = last_seen.get(line.text)
        last_seen[line.text] = second
        if first is None or covered.get(second - first, -1) >= first:
            continue
        distance = second - first
        length = 1
        while (
            length < distance
            and second + length < len(lines)
            and lines[first + length].text == lines[second + length].text
        ):
            length += 1
        covered[distance] = first + length - 1
        found.append((first, second, length))
    return found


def form(galley: Galley) -> Form:
    """Take the comment form, printed once or twice, by its labels, by its doubling, and by what stands within it."""
    doubled = _doubled_members(galley)
    members = sorted(
        {line.number for line in galley.free() if is_form_label(line) or _is_terms(line)} | doubled,
    )
    members = sorted({*members, *_between(galley, set(members))})
    by_number = {line.number: line for line in galley.free()}
    passes = _passes([by_number[number] for number in members])
    terms_lines = [line for one in passes for line in one if _is_terms(line)] or _longest(passes)
    terms = _terms(galley, terms_lines)
    apart = {line.number for line in terms_lines}
    kept = [[line for line in one if line.number not in apart] for one in passes]
    return Form(
        furniture=_told_forms(galley, [one for one in kept if one], doubled),
        fields=_mandatory(line for one in kept for line in one),
        terms=terms,
        count=sum(len(one) >= 3 for one in passes),
    )


def handles(galley: Galley, *, title: Words) -> tuple[int, ...]:
    """Take lines of one long word over and over, standing more than once; what they were for is unexplained."""
    in_forms = _doubled_members(galley)
    single = [
        line
        for line in galley.free()
        if len(set(line.words)) == 1 and line.number not in in_forms and not is_form_label(line)
    ]
    counts = Counter(line.words[0] for line in single)
    mine = [
        line
        for line in single
        if len(line.words[0]) >= _HANDLE_CHARS and counts[line.words[0]] > 1 and title != line.words[:1]
    ]
    return galley.take(*mine)


def _is_terms(line: Line) -> bool:
    return after_terms(line.words) is not None


def _doubled_members(galley: Galley) -> set[int]:
    """Lines of runs that stand twice and are a form: from first to last label, or short lines without any label."""
    found: set[int] = set()
    for first, second, length in doubled_runs(galley.lines):
        for start in (first, second):
            run = galley.lines[start : start + length]
            labels = [at for at, line in enumerate(run) if is_form_label(line)]
            inner = (
                run[labels[0] : labels[-1] + 1] if len(labels) > 1 else run if _is_unlabelled_form(galley, run) else ()
            )
            found.update(line.number for line in inner if galley.is_free(line))
    return found


def _is_unlabelled_form(galley: Galley, run: tuple[Line, ...]) -> bool:
    """Five lines and more, nearly all short. A doubled list of dates is none: half of its lines are taken."""
    free = [line for line in run if galley.is_free(line)]
    is_short = sum(len(line.words) > _LABEL_WORDS or not line.words for line in free) * 4 <= len(free)
    return len(free) >= _RUN_LINES and is_short and len(free) * 4 >= len(run) * 3


def _between(galley: Galley, members: set[int]) -> set[int]:
    """A line that stands alone between two lines of a form belongs to it."""
    trios = zip(galley.lines, galley.lines[1:], galley.lines[2:], strict=False)
    return {
        middle.number
        for above, middle, below in trios
        if above.number in members
        and below.number in members
        and middle.number not in members
        and galley.is_free(middle)
    }


def _passes(members: list[Line]) -> list[list[Line]]:
    """Part the lines where one comes again: each part is one printing of the form."""
    passes: list[list[Line]] = []
    seen: set[str] = set()
    for line in members:
        if not passes or line.text in seen:
            passes.append([])
            seen = set()
        passes[-1].append(line)
        seen.add(line.text)
    return passes


def _longest(passes: list[list[Line]]) -> list[Line]:
    """The publishing terms by their length alone, for a paper that calls them by another name."""
    lines = [line for one in passes for line in one if len(line.words) >= _TERMS_WORDS]
    longest = max(lines, key=lambda line: len(line.words), default=None)
    return [line for line in lines if longest is not None and line.text == longest.text]


def _terms(galley: Galley, lines: list[Line]) -> Told | None:
    if not lines:
        return None
    first = lines[0]
    rest = after_terms(first.words)
    text = first.text if rest is None else without(first.text, first.words[: len(first.words) - len(rest)])
    return Told(value=text, lines=galley.take(*lines))


def _told_forms(galley: Galley, passes: list[list[Line]], doubled: set[int]) -> tuple[Furniture, ...]:
    same: dict[tuple[str, ...], list[str]] = {}
    for one in passes:
        same.setdefault(_texts(one), []).append(f"{one[0].number}–{one[-1].number}")
    told = []
    for at, one in enumerate(passes):
        printings = same[_texts(one)]
        if len(printings) > 1:
            where = " and at ".join(printings[:2])
            evidence = f"the same {len(one)} lines in the same order, {len(printings)} times: at {where}"
        elif any(line.number in doubled for line in one):
            evidence = "labels of a comment form, some of them in a run of lines that stands twice"
        else:
            evidence = "labels of a comment form"
        told.append(Furniture(kind="form_again" if at else "form", lines=galley.take(*one), evidence=evidence))
    return tuple(told)


def _texts(lines: list[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def _mandatory(lines: Iterable[Line]) -> tuple[str, ...]:
    marked = (line for line in lines if _MARK.search(line.text) and not is_legend(line.words))
    return tuple(dict.fromkeys(bare(_MARK.sub("", line.text)) for line in marked))

"""The story of an old page below its headline: caption, dateline, body, agency."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.formats import limits
from broadsheet.formats.legacy_grounds import Field, Ground, field
from broadsheet.formats.legacy_headline import Headline
from broadsheet.formats.legacy_lines import Galley, Line, bare, ranges, words
from broadsheet.formats.legacy_publication import Told
from broadsheet.formats.legacy_words import Words, after_source, without

_DATELINE_LINES = 8
_PLACE_WORDS = 6
_PAPER_WORDS = 6
_AGENCY_CHARS = 80
_SENTENCE_END = re.compile(r"[.!?…؟۔][\"'”’»)\]]*$")
_DASH = re.compile(r"\s+[-–—ـ]+\s*|\s*[–—]\s*|\s*-\s+")
_COLON = re.compile(r"[:：]|\s[-–—ـ]\s")


def fields_below(
    galley: Galley, headline: Headline, *, name: Told | None, named: Words, tail: int | None
) -> dict[str, Field]:
    """Take what follows the headline down to `tail`, the first line of the furniture below the story."""
    fields: dict[str, Field] = {}
    top = headline.picture or headline.line
    source = _source_line(galley, after=top, before=tail)
    end = source.number if source is not None else tail
    dateline = _dateline(galley, after=top, before=end, named=named)
    caption = _caption_line(galley, headline, dateline=dateline, before=end)
    if caption is not None:
        fields["caption"] = _caption(galley, caption, headline, dateline=dateline)
    if dateline is not None:
        fields |= _place_and_paper(galley, dateline, name=name, named=named)
    start = max(line.number for line in (dateline, caption) if line) if dateline or caption else top
    body = _body(galley, after=start, before=end, dateline=dateline, source=source)
    if body is not None:
        fields["body"] = body
    if source is not None:
        fields["agency"] = _agency(galley, source)
    return fields


def is_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text) is not None


def _source_line(galley: Galley, *, after: int, before: int | None) -> Line | None:
    """The last line like `Source: AFP` above the furniture; a paragraph that begins so has more to say."""
    return next(filter(_is_source, reversed(galley.free(after=after, before=before))), None)


def _is_source(line: Line) -> bool:
    is_short = len(line.text) <= _AGENCY_CHARS
    return is_short and bool(after_source(line.words)) and _COLON.search(line.text) is not None


def _dateline(galley: Galley, *, after: int, before: int | None, named: Words) -> Line | None:
    """A line like `Oslo - PAPER` near the top: one with the paper's own name before any other."""
    near = [line for line in galley.free(after=after, before=before)[:_DATELINE_LINES] if _parted(line) is not None]
    own = [line for line in near if named and line.words[-len(named) :] == named]
    return next(iter(own or [line for line in near if all(map(_is_name, _parted(line) or ()))]), None)


def _parted(line: Line) -> tuple[str, str] | None:
    """Place and paper, parted at the last dash; None where it reads as anything but a dateline."""
    dashes = list(_DASH.finditer(line.text)) if len(line.text) <= limits.PATTERN_CHARS else []
    if not dashes or is_sentence(line.text):
        return None
    place, paper = bare(line.text[: dashes[-1].start()]), bare(line.text[dashes[-1].end() :])
    sizes = len(words(place)), len(words(paper))
    return (place, paper) if 1 <= sizes[0] <= _PLACE_WORDS and 1 <= sizes[1] <= _PAPER_WORDS else None


def _is_name(text: str) -> bool:
    """A name begins with a capital, or in a script that has none."""
    first = next((one for one in text if one.isalpha()), "")
    return bool(first) and not first.islower()


def _place_and_paper(galley: Galley, line: Line, *, name: Told | None, named: Words) -> dict[str, Field]:
    parted = _parted(line)
    assert parted is not None
    place, paper = parted
    is_own = bool(named) and words(paper) == named
    grounds = [Ground(0.5, f"line {line.number} is a name, a dash and a name, between headline and body")]
    if is_own and name is not None:
        told = f"the second is the paper's name as on {len(name.lines)} other lines ({ranges(name.lines)})"
        grounds.append(Ground(1 - 0.6 ** len(name.lines) if name.lines else 0.4, told))
    else:
        grounds.append(Ground(-0.3, "the second is not the name that the page gives the paper, and may be an agency's"))
    lines = galley.take(line)
    return {
        "place": field(place, lines=lines, grounds=grounds),
        "paper": field(paper, lines=lines, grounds=grounds),
    }


def _caption_line(galley: Galley, headline: Headline, *, dateline: Line | None, before: int | None) -> Line | None:
    """The line directly above the dateline; without a dateline, a short line below the picture that is no sentence."""
    top = headline.picture or headline.line
    if dateline is not None:
        between = galley.free(after=top, before=dateline.number)
        return between[-1] if between and len(between[-1].text) <= limits.HEADLINE_CHARS else None
    below = galley.free(after=top, before=before)
    if headline.picture is None or len(below) < 2 or len(below[0].text) > limits.HEADLINE_CHARS:
        return None
    return below[0] if not is_sentence(below[0].text) and is_sentence(below[1].text) else None


def _caption(galley: Galley, line: Line, headline: Headline, *, dateline: Line | None) -> Field:
    grounds = []
    if headline.picture is not None:
        grounds.append(Ground(0.5, f"it stands below the picture's alternative text (line {headline.picture})"))
    if dateline is not None and dateline.number == line.number + 1:
        grounds.append(Ground(0.5, "the dateline follows it without a blank line"))
    elif dateline is not None:
        grounds.append(Ground(0.3, "the dateline follows it"))
    if not is_sentence(line.text):
        grounds.append(Ground(0.3, "it ends without a full stop"))
    return field(
        line.text, lines=galley.take(line), grounds=grounds or [Ground(0.2, "it stands where a caption would")]
    )


def _body(
    galley: Galley, *, after: int, before: int | None, dateline: Line | None, source: Line | None
) -> Field | None:
    """All that nobody has taken between the story's head and its foot; each line is a paragraph of the template.

    A dateline or source that is printed twice is no paragraph.
    """
    below = galley.free(after=after, before=before)
    again = dateline.text if dateline is not None else None
    paragraphs = tuple(line for line in below if line.text != again and not _is_source(line))
    if not any(len(line.words) > 4 or not line.words for line in paragraphs):
        return None
    top = Ground(0.5, "it begins below the dateline") if dateline else Ground(0.2, "it begins below the headline")
    grounds = [top, _foot(source, before), _sentences(paragraphs)]
    inner = [
        line.number
        for line in galley.lines
        if paragraphs[0].number < line.number < paragraphs[-1].number and not galley.is_free(line)
    ]
    if inner:
        grounds.append(Ground(-0.3, f"other things stand among its paragraphs ({ranges(inner)})"))
    return field(tuple(line.text for line in paragraphs), lines=galley.take(*paragraphs), grounds=grounds)


def _foot(source: Line | None, before: int | None) -> Ground:
    if source is not None:
        return Ground(0.5, f"it ends above the source (line {source.number})")
    if before is not None:
        return Ground(0.4, f"it ends above the page's furniture (line {before})")
    return Ground(-0.3, "nothing marks its end")


def _sentences(paragraphs: Sequence[Line]) -> Ground:
    ending = sum(is_sentence(line.text) for line in paragraphs)
    share = ending / len(paragraphs)
    return Ground(
        round(0.8 * share * min(1, len(paragraphs) / 3), 3),
        f"{ending} of {len(paragraphs)} paragraphs end as sentences do",
    )


def _agency(galley: Galley, line: Line) -> Field:
    rest = after_source(line.words) or ()
    value = without(line.text, line.words[: len(line.words) - len(rest)])
    grounds = [Ground(0.6, f"line {line.number} says so"), Ground(0.5, "it stands directly below the body")]
    if len(rest) <= 3:
        grounds.append(Ground(0.5, "it is as short as an agency's name"))
    return field(value, lines=galley.take(line), grounds=grounds)

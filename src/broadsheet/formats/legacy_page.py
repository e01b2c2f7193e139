"""One page of an old news portal, flattened to text by a scraper, and what it says of a story and of its paper.

The template is learnt from the page itself: the paper's name from alternative texts that repeat it, the headline from
its lower-case repeats, the form from its marks and its doubling, the list of other stories from its dates. Only the few
words that the template prints in every paper are known beforehand (`legacy_words`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from broadsheet.formats.legacy_furniture import Form, Furniture, form, handles, is_form_label
from broadsheet.formats.legacy_grounds import Field, Ground, field
from broadsheet.formats.legacy_headline import Headline, headline
from broadsheet.formats.legacy_lines import FLATTENED, Galley, Line, lines_of, place, ranges
from broadsheet.formats.legacy_publication import (
    Account,
    Address,
    Footer,
    Publication,
    Told,
    accounts,
    address,
    footer,
    is_arabic,
    is_arabic_language,
    name_of,
)
from broadsheet.formats.legacy_story import fields_below
from broadsheet.formats.legacy_times import OtherStory, Stamp, dated_lines, others, stamp
from broadsheet.formats.legacy_words import Words, language
from broadsheet.formats.unreadable import Unreadable, excerpt
from broadsheet.news.bidi import Direction, direction
from broadsheet.news.story import Language

_FIELDS = ("headline", "caption", "place", "paper", "agency", "body", "stamp")
_SIGNS_NEEDED = 3
_FORM_LABELS = 3
_NEAR_LINES = 6
_EXPECTED = (
    f"{FLATTENED}: with a headline and its lower-case repeats, a body, and at least {_SIGNS_NEEDED} of: a stamp like "
    "“Last Updated : GMT 00:00:00”, the paper's name in alternative texts (“Name, name”), a comment form with marked "
    "labels (“Name *”), other headlines dated like “GMT 00:00 2017 Thursday ,02 March”, accounts, a line of rights or "
    "developer's credit"
)


class LegacyPage(msgspec.Struct, frozen=True, kw_only=True):
    """What one old page says. `fields` has what was found of headline, caption, place, paper, agency, body and stamp.

    Every line of the file that is not blank is named by exactly one of the fields (place and paper may share one), the
    other stories, the publication, the furniture, or `unexplained`. `stamp_date_on` is None unless the stamp itself
    prints a date: a time without a date is no instant, and the dates of other stories say nothing of this one.
    """

    name: str
    language: Language
    direction: Direction
    fields: dict[str, Field]
    stamp_date_on: date | None
    others: tuple[OtherStory, ...]
    publication: Publication
    furniture: tuple[Furniture, ...]
    unexplained: tuple[int, ...]


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a story, found before the story is."""

    dated: tuple[Line, ...]
    stamp: Stamp | None
    accounts: tuple[Account, ...]
    name: Told | None
    named: Words
    footer: Footer


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """All that stands on the page besides what follows the headline."""

    around: _Around
    head: Headline | None
    form: Form
    others: tuple[OtherStory, ...]


def read(raw: bytes, *, name: str = "") -> LegacyPage | Unreadable:
    """Read one flattened page. Any bytes give a page with at least headline and body, or a report of why not.

    `name` is the file's, for reports alone.
    """
    lines = lines_of(raw, name=name)
    if isinstance(lines, Unreadable):
        return lines
    galley = Galley(lines)
    found = _found(galley)
    head = found.head
    if head is None or len(_signs(found)) < _SIGNS_NEEDED:
        missing = "" if head else "no repeated headline of which one printing has its capitals"
        return _no_page(lines, found, missing, name=name)
    around = found.around
    tail = _tail(galley, around, after=head.line)
    fields = fields_below(galley, head, name=around.name, named=around.named, tail=tail)
    if "body" not in fields:
        missing = f"no paragraph between headline (line {head.line}) and {f'line {tail}' if tail else 'the end'}"
        return _no_page(lines, found, missing, name=name)
    return _page(galley, found, {"headline": head.field} | fields, name=name)


def claims(page: LegacyPage) -> dict[int, tuple[str, ...]]:
    """By line number, what rests on it: a field's name, `others`, a part of the publication, or a kind of furniture."""
    told = page.publication
    claimed: list[tuple[str, tuple[int, ...]]] = [(one, kept.lines) for one, kept in page.fields.items()]
    claimed += [("others", other.lines) for other in page.others]
    claimed += [("accounts", account.lines) for account in told.accounts]
    claimed += [(one.kind, one.lines) for one in page.furniture]
    parts = {"name": told.name, "terms": told.terms, "rights": told.rights, "developer": told.developer}
    claimed += [(what, part.lines) for what, part in parts.items() if part is not None]
    claimed += [("address", told.address.lines)] if told.address is not None else []
    by_line: dict[int, dict[str, None]] = {}
    for what, lines in claimed:
        for number in lines:
            by_line.setdefault(number, {})[what] = None
    return {number: tuple(by_line[number]) for number in sorted(by_line)}


def _found(galley: Galley) -> _Found:
    """Tell apart the page's parts, the surest first: each takes its lines, and later ones choose from what is left."""
    dated = dated_lines(galley)
    shown = stamp(galley)
    found, votes = accounts(galley)
    told, named = name_of(galley, votes)
    around = _Around(dated=dated, stamp=shown, accounts=found, name=told, named=named, footer=footer(galley))
    handles(galley, title=galley.lines[0].words)
    above = _tail(galley, around, after=0)
    head = headline(galley, name=named, before=above, apart=_listed(galley, around))
    return _Found(around=around, head=head, form=form(galley), others=others(galley, dated))


def _listed(galley: Galley, around: _Around) -> set[int]:
    """Lines below a date: other stories' headlines, whatever else they look like."""
    dates = {line.number for line in around.dated}
    pairs = zip(galley.lines, galley.lines[1:], strict=False)
    return {below.number for above, below in pairs if above.number in dates}


def _tail(galley: Galley, around: _Around, *, after: int) -> int | None:
    """The first line of the furniture below the story: a form, or a list of dates, or else any line that closes a page.

    A form is three labels close together, a list two dates: one that strayed among the paragraphs does not end them.
    """
    dates = {line.number for line in around.dated}
    labels = {line.number for line in galley.lines if is_form_label(line)}
    starts = (
        line.number
        for at, line in enumerate(galley.lines)
        if line.number > after and (_begins(galley, at, labels, _FORM_LABELS) or _begins(galley, at, dates, 2))
    )
    closing = (number for number in (*around.footer.lines, *dates, *labels) if number > after)
    return next(starts, min(closing, default=None))


def _begins(galley: Galley, at: int, numbers: set[int], needed: int) -> bool:
    near = galley.lines[at : at + _NEAR_LINES]
    return near[0].number in numbers and sum(line.number in numbers for line in near) >= needed


def _signs(found: _Found) -> list[str]:
    """The marks of the template that the page bears, each with its first line."""
    around, head = found.around, found.head
    marks: dict[str, Iterable[int]] = {
        "a stamp": around.stamp.field.lines if around.stamp else (),
        "the paper's name": around.name.lines if around.name else (),
        "a repeated headline": (line for one in head.furniture for line in one.lines) if head else (),
        "a comment form": (line for one in found.form.furniture for line in one.lines) if found.form.count else (),
        "dated other headlines": (line for other in found.others if other.at is not None for line in other.lines),
        "accounts": (line for account in around.accounts for line in account.lines),
        "rights or developer's credit": around.footer.lines,
    }
    told = {what: set(lines) for what, lines in marks.items()}
    return [f"{what} (from line {min(lines)})" for what, lines in told.items() if lines]


def _no_page(lines: tuple[Line, ...], found: _Found, missing: str, *, name: str) -> Unreadable:
    beginning = f"{len(lines):,} lines of text that begin {excerpt(lines[0].text)}"
    signs = ", ".join(_signs(found)) or "none of the signs"
    return Unreadable(
        path=place(name, f"line {lines[0].number}"),
        found=f"{beginning}, with {signs}{'; but ' if missing else ''}{missing}",
        expected=_EXPECTED,
    )


def _page(galley: Galley, found: _Found, fields: dict[str, Field], *, name: str) -> LegacyPage:
    around = found.around
    name_told = around.name
    if "paper" not in fields and name_told is not None:
        # No dateline: the paper is known from its alternative texts alone, and those lines are the field's.
        fields = fields | {"paper": _paper_by_name(name_told)}
        name_told = msgspec.structs.replace(name_told, lines=())
    if around.stamp is not None:
        fields = fields | {"stamp": around.stamp.field}
    spoken = _language(galley, fields)
    furniture = (*(found.head.furniture if found.head else ()), *found.form.furniture)
    page = LegacyPage(
        name=name,
        language=spoken,
        direction=direction(spoken),
        fields={one: fields[one] for one in _FIELDS if one in fields},
        stamp_date_on=around.stamp.on if around.stamp else None,
        others=found.others,
        publication=Publication(
            name=name_told,
            accounts=around.accounts,
            terms=found.form.terms,
            rights=around.footer.rights,
            developer=around.footer.developer,
            year=around.footer.year,
            form_fields=found.form.fields,
            form_count=found.form.count,
        ),
        furniture=tuple(sorted(furniture, key=lambda one: one.lines)),
        unexplained=(),
    )
    # The address closes the page: it stands below rights and credit, or where they are missing, below everything else.
    foot = max(around.footer.lines or tuple(claims(page)))
    page = _with_address(page, address(galley, after=max(foot, *fields["body"].lines), language=spoken))
    explained = claims(page).keys()
    unexplained = tuple(line.number for line in galley.lines if line.number not in explained)
    return msgspec.structs.replace(page, unexplained=unexplained)


def _with_address(page: LegacyPage, found: Address | None) -> LegacyPage:
    return msgspec.structs.replace(page, publication=msgspec.structs.replace(page.publication, address=found))


def _paper_by_name(told: Told) -> Field:
    said = Ground(0.5, f"the page's alternative texts say it on {len(told.lines)} lines ({ranges(told.lines)})")
    return field(told.value, lines=told.lines, grounds=[said, Ground(-0.3, "no dateline confirms it")])


def _language(galley: Galley, fields: dict[str, Field]) -> Language:
    """The language of the story: Arabic by its letters, else the template's by its words; never a guess between two."""
    if is_arabic(f"{fields['headline'].value} {' '.join(fields['body'].value)}"):
        return Language("ar")
    spoken = language([line.words for line in galley.lines])
    return spoken if spoken is not None and not is_arabic_language(spoken) else Language("und")

"""Rescue: a page of an old site becomes a story for review, with evidence for each of its fields; or a refusal."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.actions.create import CreateAction

from broadsheet.archive import limits, review, sources
from broadsheet.archive.models import Evidence, Part, Sighting, Source, Stub, Told
from broadsheet.desk import found
from broadsheet.desk.filed_body import raw_body
from broadsheet.desk.models import Edition, EditionSection, Picture, Section, Story
from broadsheet.desk.models.story import Precision
from broadsheet.desk.refused import Refused
from broadsheet.desk.slip import BlockSlip, PictureSlip
from broadsheet.formats import legacy_page
from broadsheet.formats.legacy_lines import lines_of, words
from broadsheet.formats.legacy_page import LegacyPage
from broadsheet.formats.legacy_times import OtherStory
from broadsheet.formats.unreadable import Unreadable
from broadsheet.news.slug import SLUG_CHARS, slug
from broadsheet.news.story import EditionKey, Slug, StoryId
from broadsheet.record import published

Status = Literal["review", "refused"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the story as its source says it."""

    value: str | tuple[str, ...]
    lines: tuple[int, ...]
    confidence: float
    evidence: str


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Another story's headline that the page lists."""

    headline: str
    at: datetime | None
    lines: tuple[int, ...]


class Rescued(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file. `desk` is the path of its review; a refusal has its reason and nothing else.

    `is_again` says that these bytes were rescued before: the story is the one of then, and the reason says when.
    """

    file: str
    status: Status
    kind: str | None = None
    story: StoryId | None = None
    desk: str | None = None
    source: int | None = None
    fields: dict[str, Kept] = {}
    others: tuple[Listed, ...] = ()
    reason: str = ""
    is_again: bool = False


def rescue(page: Path | bytes, *, name: str = "", edition: str = "", by: str, at: datetime) -> Rescued:
    """Make a story for review of one page of an old site, in one transaction; a refusal leaves nothing behind.

    The story is a draft that cannot be published before an editor gives its date. The same bytes again give the same
    story. `edition` names the edition by key or first part of its paths; else it is the first in the page's language.
    """
    name = name or (str(page) if isinstance(page, Path) else gettext("a file without a name"))
    try:
        raw = sources.bytes_of(page, name=name)
        read = legacy_page.read(raw, name=name)
        if isinstance(read, Unreadable):
            return Rescued(file=name, status="refused", reason=str(read))
        return _rescued(raw, read, name=name, edition=edition, by=by, at=at)
    except Refused as refused:
        return Rescued(file=name, status="refused", reason=str(refused))


def as_json(rescued: Rescued) -> dict[str, Any]:
    """The answer of `broadsheet archive rescue --json` for one file; its keys are promises."""
    return {
        "file": rescued.file,
        "kind": rescued.kind,
        "status": rescued.status,
        "story": rescued.story,
        "desk": rescued.desk,
        "fields": {
            name: {
                "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                "lines": list(one.lines),
                "confidence": one.confidence,
            }
            for name, one in rescued.fields.items()
        },
        "others": [
            {"headline": one.headline, "at": one.at.isoformat() if one.at else None, "lines": list(one.lines)}
            for one in rescued.others
        ],
        "reason": rescued.reason,
    }


def _rescued(raw: bytes, page: LegacyPage, *, name: str, edition: str, by: str, at: datetime) -> Rescued:
    try:
        with transaction.atomic():
            return _taken(raw, page, name=name, edition=edition, by=by, at=at)
    except IntegrityError:
        # Somebody rescued the same bytes, or took the slug, in this very moment: now it is there to be seen.
        with transaction.atomic():
            return _taken(raw, page, name=name, edition=edition, by=by, at=at)


def _taken(raw: bytes, page: LegacyPage, *, name: str, edition: str, by: str, at: datetime) -> Rescued:
    source = sources.known(raw)
    wanted = found.edition_of(edition, "") if edition else None
    if source is not None and wanted is not None and wanted.pk != source.edition_id:
        told = f"{wanted.key!r}, though the same bytes are in {source.edition.key} since {_day(source.arrived_at)}"
        raise Refused("edition", told, "the other edition would do, or none")
    if source is not None and source.story is not None:
        reason = f"the same bytes were rescued on {_day(source.arrived_at)} as {source.name}: this is their story"
        return _answer(source, page, name=name, reason=reason, is_again=True)
    at_home = source.edition if source is not None else wanted or _edition_in(page.language)
    _refuse_another_language(page, at_home)
    twin = sources.of_same_text(page, at_home)
    if source is None:
        source = sources.keep(raw, page, name=name, edition=at_home, by=by, at=at)
        _keep_evidence(source, page)
        _keep_stubs(source, page.others)
    source.story = twin.story if twin is not None else _draft(source, page, by=by)
    source.save(update_fields=["story"])
    reason = (
        f"headline and body are those of {twin.name}, rescued on {_day(twin.arrived_at)}: one story" if twin else ""
    )
    return _answer(source, page, name=name, reason=reason, is_again=False)


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _edition_in(language: str) -> Edition:
    """The edition in a page's language of the paper that was there first."""
    editions = list(Edition.objects.select_related("paper").order_by("paper", "pk"))
    fitting: Edition | None = next((one for one in editions if _primary(one.language) == _primary(language)), None)
    if fitting is not None:
        return fitting
    known = ", ".join(f"{one.key} ({one.language})" for one in editions) or "none; make one at the desk first"
    told = "a language that its words do not tell" if language == "und" else f"{language!r}, which no edition is in"
    raise Refused("language", told, f"name an edition; there are: {known}")


def _refuse_another_language(page: LegacyPage, edition: Edition) -> None:
    if page.language != "und" and _primary(page.language) != _primary(edition.language):
        told = f"{edition.key!r}, which is in {edition.language!r}; the page is in {page.language!r}"
        raise Refused("edition", told, "an edition in the page's language would do, or none")


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


# The draft.


def _draft(source: Source, page: LegacyPage, *, by: str) -> Story:
    """The story as its page says it, without a date: none is invented, and publishing waits for an editor's."""
    edition = source.edition
    texts = {name: str(one.value) for name, one in page.fields.items() if isinstance(one.value, str)}
    story = Story(
        edition=edition,
        slug=_free_slug(texts["headline"], source),
        headline=texts["headline"],
        body=_body(page, edition),
        picture_caption=texts.get("caption", ""),
        dateline_place=texts.get("place", ""),
        dateline_source=_paper_apart(texts, edition),
        agency=texts.get("agency", ""),
        section=_first_section(edition),
        precision=Precision.DAY,
        needs_date=True,
        editors_note=_note(source, texts.get("stamp", "")),
    )
    account = get_user_model().objects.filter(username=by).first()
    try:
        CreateAction(story, user=account, clean=True).execute(skip_permission_checks=True)
    except ValidationError as error:
        path, reasons = next(iter(error.message_dict.items()))
        raise Refused(f"{source.name}: {path}", repr(getattr(story, path, ""))[:120], " ".join(reasons)) from error
    return story


def _body(page: LegacyPage, edition: Edition) -> list[dict[str, Any]]:
    """Each paragraph as a block. What looks like markup in it is text: the page was flattened."""
    paragraphs = page.fields["body"].value
    slips = [
        BlockSlip(type="paragraph", path=f"body[{number}]", text=html.escape(text, quote=False))
        for number, text in enumerate(paragraphs)
    ]
    return raw_body(slips, [], edition, _no_picture)


def _no_picture(picture: PictureSlip, path: str) -> Picture:
    raise Refused(path, repr(picture.file), "a flattened page has no pictures")


def _free_slug(headline: str, source: Source) -> str:
    """A slug of the headline that no story of the edition has, and none ever had before readers."""
    stem = slug(headline) or f"rescued-{source.sha256[:8]}"
    for number in range(1, limits.STORIES_OF_A_SLUG + 1):
        ending = f"-{number}" if number > 1 else ""
        free = Slug(stem[: SLUG_CHARS - len(ending)].rstrip("-") + ending)
        is_given = published.has_address(EditionKey(source.edition.key), free)
        if not is_given and not Story.objects.filter(edition=source.edition_id, slug=free).exists():
            return free
    raise Refused(source.name, f"{limits.STORIES_OF_A_SLUG} stories with the slug {stem!r}", "other headlines would do")


def _paper_apart(texts: dict[str, str], edition: Edition) -> str:
    """The paper of the dateline, where it is not the edition itself."""
    paper = texts.get("paper", "") if "place" in texts else ""
    return "" if words(paper) == words(edition.name) else paper


def _first_section(edition: Edition) -> Section:
    """Where the story waits: a flattened page names no section, and the review says so."""
    place = EditionSection.objects.filter(edition=edition.pk).select_related("section").order_by("sort_order").first()
    if place is None:
        raise Refused("section", f"{edition.key} without sections", "give the edition a section at the desk first")
    section: Section = place.section
    return section


def _note(source: Source, stamp: str) -> str:
    with override(source.edition.language):
        lines = [
            gettext("Rescued from %(file)s (SHA-256 %(digest)s).")
            % {"file": source.name, "digest": source.sha256[:16]},
            gettext("The page tells a time without a date (%(stamp)s).") % {"stamp": stamp}
            if stamp
            else gettext("The page tells no time."),
            gettext("It names no section: this one is only where the story waits."),
        ]
    return " ".join(lines)


# What is kept beside the draft.


def _keep_evidence(source: Source, page: LegacyPage) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            source=source,
            field=name,
            value=list(one.value) if isinstance(one.value, tuple) else one.value,
            lines=list(one.lines),
            confidence=one.confidence,
            told=one.evidence,
        )
        for name, one in page.fields.items()
    )
    Told.objects.bulk_create(_told(source, page))


def _told(source: Source, page: LegacyPage) -> Iterator[Told]:
    told = page.publication
    if told.name is not None:
        yield Told(source=source, part=Part.NAME, value=told.name.value, lines=list(told.name.lines))
    if told.address is not None:
        one = told.address
        yield Told(source=source, part=Part.ADDRESS, value=one.value, detail=one.language, lines=list(one.lines))
    if told.rights is not None:
        year = str(told.year or "")
        yield Told(source=source, part=Part.RIGHTS, value=told.rights.value, detail=year, lines=list(told.rights.lines))
    if told.developer is not None:
        # An edition prints its credit as it stands, so the whole line is wanted and not the name alone.
        value = _printed(source, told.developer.lines[0])
        yield Told(source=source, part=Part.DEVELOPER, value=value, lines=list(told.developer.lines))
    if told.terms is not None:
        yield Told(source=source, part=Part.TERMS, value=told.terms.value, lines=list(told.terms.lines))
    for account in told.accounts:
        yield Told(
            source=source,
            part=Part.ACCOUNT,
            value=account.network,
            detail=str(account.count),
            lines=list(account.lines),
        )
    if told.form_fields:
        lines = sorted(number for one in page.furniture if one.kind in {"form", "form_again"} for number in one.lines)
        labels = " · ".join(told.form_fields)
        yield Told(source=source, part=Part.FORM, value=labels, detail=str(told.form_count), lines=lines)


def _printed(source: Source, number: int) -> str:
    lines = lines_of(bytes(source.raw), name=source.name)
    assert not isinstance(lines, Unreadable), "a page that has been read has its lines"
    return next(line.text for line in lines if line.number == number)


def _keep_stubs(source: Source, others: tuple[OtherStory, ...]) -> None:
    """The other headlines, each once in its edition however many pages list it; those whose story is here find it."""
    stubs = []
    for other in others:
        stub, _ = Stub.objects.get_or_create(
            edition=source.edition,
            headline=other.headline,
            at=other.at,
            defaults={"key": review.key_of(other.headline)},
        )
        sighting, is_new = Sighting.objects.get_or_create(
            stub=stub,
            source=source,
            defaults={
                "lines": list(other.lines),
                "weekday": other.weekday[:100],
                "weekday_agrees": other.weekday_agrees,
            },
        )
        if not is_new:
            sighting.lines = [*sighting.lines, *other.lines]
            sighting.save(update_fields=["lines"])
        if stub.story_id is None:
            stubs.append(stub)
    review.match_stubs(stubs)


def _answer(source: Source, page: LegacyPage, *, name: str, reason: str, is_again: bool) -> Rescued:
    assert source.story is not None, "a source that is answered for has its story"
    return Rescued(
        file=name,
        status="review",
        kind=source.kind,
        story=StoryId(str(source.story.uuid)),
        desk=reverse("rescue:review", args=[source.pk]),
        source=source.pk,
        fields={
            field: Kept(value=one.value, lines=one.lines, confidence=one.confidence, evidence=one.evidence)
            for field, one in page.fields.items()
        },
        others=tuple(Listed(headline=one.headline, at=one.at, lines=one.lines) for one in page.others),
        reason=reason,
        is_again=is_again,
    )

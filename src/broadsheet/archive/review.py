"""Review: an editor gives a rescued story its date, and headlines of old pages find their stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.edit import EditAction

from broadsheet.archive import limits
from broadsheet.archive.models import Stub
from broadsheet.desk import found
from broadsheet.desk.models import Edition, Story
from broadsheet.desk.models.story import Precision as KnownPrecision
from broadsheet.desk.refused import NotReady, Refused
from broadsheet.formats.legacy_lines import words
from broadsheet.news.story import Precision

FIRST_YEAR: Final = 1600
"""Before the first newspapers nothing was first published in one."""
TEXTS: Final = (
    "headline",
    "slug",
    "kicker",
    "standfirst",
    "picture_caption",
    "dateline_place",
    "dateline_source",
    "agency",
)
"""What an editor may change of a story while confirming it, besides its section; the body is edited as any other."""


def confirm(
    story: Story,
    *,
    first_published_at: datetime,
    precision: Precision,
    by: str,
    at: datetime,
    changes: Mapping[str, str] | None = None,
) -> Story:
    """Give a rescued story the date that an editor knows, no more exactly than it is known; it may be published then.

    The draft is written, not what readers have. Headlines of old pages that fit find the story. In a transaction of
    its own.
    """
    with transaction.atomic():
        row = Story.objects.select_related("edition__paper", "locked_by").get(pk=story.pk)
        if row.locked and (row.locked_by is None or row.locked_by.get_username() != by):
            raise NotReady("story", f"“{row}”, which {row.locked_by} has locked", "unlock it at the desk first")
        draft: Story = row.get_latest_revision_as_object()
        draft.dated_at = _dated_at(first_published_at, precision, row.edition, now=at)
        draft.precision = precision
        for field, text in (changes or {}).items():
            _change(draft, field, text, row.edition)
        _save(draft, by=by)
        match_story(draft)
    return draft


def instant(on: date, clock: str, precision: Precision, edition: Edition) -> datetime:
    """The instant of a date, and of a time of day where one is known, in the edition's own zone."""
    hour, minute, second = (int(part) for part in f"{clock or '0:0'}:0".split(":")[:3])
    local = datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=ZoneInfo(edition.zone))
    return floor(local, precision, edition)


def floor(at: datetime, precision: Precision, edition: Edition) -> datetime:
    """The beginning of the second, minute, day, month or year that an instant lies in, in the edition's own zone."""
    return _floor(at, precision, ZoneInfo(edition.zone)).astimezone(UTC)


def local(at: datetime, edition: Edition) -> datetime:
    return at.astimezone(ZoneInfo(edition.zone))


def _floor(at: datetime, precision: Precision, zone: tzinfo) -> datetime:
    local = at.astimezone(zone).replace(microsecond=0)
    if precision == "second":
        return local
    if precision == "minute":
        return local.replace(second=0)
    month, day = {"day": (local.month, local.day), "month": (local.month, 1), "year": (1, 1)}[precision]
    return datetime(local.year, month, day, tzinfo=zone)


def _dated_at(at: datetime, precision: Precision, edition: Edition, *, now: datetime) -> datetime:
    if precision not in KnownPrecision.values:
        raise Refused("precision", repr(precision), f"one of these would do: {', '.join(KnownPrecision.values)}")
    if at > now:
        raise Refused("first_published_at", at.isoformat(), f"a moment not after {now.isoformat()} would do")
    if at.year < FIRST_YEAR:
        raise Refused("first_published_at", at.isoformat(), f"a year from {FIRST_YEAR} on would do")
    return floor(at, precision, edition)


def _change(draft: Story, field: str, text: str, edition: Edition) -> None:
    if field == "section":
        draft.section = found.section_of(text, edition)
    elif field in TEXTS:
        setattr(draft, field, text)
    else:
        raise Refused(field, "a field that is not changed here", f"one of these would do: section, {', '.join(TEXTS)}")


def _save(draft: Story, *, by: str) -> None:
    account = get_user_model().objects.filter(username=by).first()
    try:
        EditAction(draft, user=account, clean=True).execute(skip_permission_checks=True)
    except ValidationError as error:
        path, reasons = next(iter(error.message_dict.items()))
        raise Refused(path, repr(getattr(draft, path, "")), " ".join(reasons)) from error


# Headlines and their stories.


def key_of(headline: str) -> str:
    """A headline folded: letters and digits alone, so that spelling of marks, case and vowels does not part equals."""
    return "".join(words(headline))[: limits.KEY_CHARS]


def match_story(story: Story) -> int:
    """Link the headlines that are this story's, by words and instant; their count. Must be called in a transaction."""
    if story.dated_at is None:
        return 0
    named = Stub.objects.filter(edition=story.edition_id, key=key_of(story.headline), story__isnull=True)
    fitting = [stub.pk for stub in named[: limits.STUBS_IN_A_MATCHING] if _fits(stub, story)]
    return Stub.objects.filter(pk__in=fitting).update(story=story.pk)


def match_stubs(stubs: Iterable[Stub]) -> int:
    """Link headlines to the desk's stories that are theirs; how many were linked. Must be called in a transaction."""
    count = 0
    for stub in stubs:
        story = _story_of(stub)
        if story is not None:
            stub.story = story
            stub.save(update_fields=["story"])
            count += 1
    return count


def match_all() -> int:
    """Look for the stories of headlines that have none yet, the oldest first, as many as one matching looks at."""
    with transaction.atomic():
        waiting = Stub.objects.filter(story__isnull=True, at__isnull=False).select_related("edition").order_by("pk")
        return match_stubs(waiting[: limits.STUBS_IN_A_MATCHING])


def dates_told(story: Story) -> list[Stub]:
    """What other old pages tell of the story's date: dated headlines of its own words that no other story has."""
    if not story.headline:
        return []
    named = Stub.objects.filter(edition=story.edition_id, key=key_of(story.headline), at__isnull=False)
    return [one for one in named.order_by("at", "pk")[: limits.TOLD_DATES_COUNT] if one.story_id in {None, story.pk}]


def _story_of(stub: Stub) -> Story | None:
    """The story of these words that was first published then; none where two answer to them."""
    if stub.at is None:
        return None
    year = _floor(stub.at, "year", UTC)
    vague = Story.objects.filter(
        edition=stub.edition_id, precision__in=["month", "year"], headline=stub.headline, dated_at__lte=stub.at
    ).filter(dated_at__gte=year - timedelta(days=1))
    near = Story.objects.filter(
        edition=stub.edition_id,
        dated_at__gte=stub.at - timedelta(days=2),
        dated_at__lt=stub.at + timedelta(days=2),
    ).select_related("edition")
    candidates = {one.pk: one for some in (near, vague) for one in some[: limits.STORIES_OF_A_DAY]}
    fitting = [one for one in candidates.values() if key_of(one.headline) == stub.key and _fits(stub, one)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(stub: Stub, story: Story) -> bool:
    """Whether headline and story were first published at one time, as exactly as the story's is known.

    A list says GMT, an editor a day of the edition's own zone: a day fits in either.
    """
    if stub.at is None or story.dated_at is None:
        return False
    own = ZoneInfo(story.edition.zone)
    precision: Precision = story.precision  # type: ignore[assignment]  # a field with choices
    if precision in {"second", "minute"}:
        return _floor(story.dated_at, "minute", UTC) == _floor(stub.at, "minute", UTC)
    return _floor(story.dated_at, precision, own).date() in {
        _floor(stub.at, precision, one).date() for one in (own, UTC)
    }

"""Law L2: the record equals what the desk says is public. Every story is looked at, and what differs is repaired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

import msgspec
from django.db import transaction

from broadsheet.desk.acting import THE_DESK, Act
from broadsheet.desk.models import Story
from broadsheet.desk.publish import identity, same_for_readers, value_for_readers
from broadsheet.desk.refused import Refused
from broadsheet.news import story as news
from broadsheet.record import published, release

STORIES_AT_ONCE = 200
REASON = "reconciled with the desk"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One story about which desk and record do not agree. `what` is in words; `fields` are those that differ."""

    story: news.StoryId
    slug: str
    what: str
    fields: tuple[str, ...] = ()


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """How many stories each side has as public, and where they differ."""

    desk_count: int
    record_count: int
    differences: tuple[Difference, ...]


def reconcile(*, at: datetime, is_to_repair: bool = False) -> Reconciled:
    """Compare desk and record; with `is_to_repair` the record is brought to what the desk says, story by story.

    Then the differences told are those that were found. One that cannot be repaired stays and says why.
    """
    found = [*_differing_at_desk(at, is_to_repair=is_to_repair), *_only_in_record(at, is_to_repair=is_to_repair)]
    return Reconciled(
        desk_count=Story.objects.filter(live=True).count(),
        record_count=published.live_count(),
        differences=tuple(found),
    )


def differences(at: datetime) -> list[Difference]:
    """What differs, without touching it."""
    return list(reconcile(at=at).differences)


def repair(at: datetime) -> list[Difference]:
    """Bring the record to what the desk says; gives what was found to differ."""
    return list(reconcile(at=at, is_to_repair=True).differences)


def _differing_at_desk(at: datetime, *, is_to_repair: bool) -> Iterator[Difference]:
    now = Act(by=THE_DESK, at=at, reason=REASON, is_fix=True)
    for story, former in _live_at_desk():
        try:
            value = value_for_readers(story, former, now)
        except Refused as refused:
            yield Difference(story=identity(story), slug=story.slug, what=f"cannot be published as it is: {refused}")
            continue
        if former is not None and same_for_readers(value, former):
            continue
        if is_to_repair:
            with transaction.atomic():
                release.story(value, by=now.by, at=at, reason=REASON)
        yield _difference(value, former)


def _difference(value: news.Story, former: news.Story | None) -> Difference:
    if former is None:
        return Difference(story=value.id, slug=value.slug, what="is live at the desk and not in the record")
    stamps = {"updated_at", "revised_at"}
    fields = [name for name in value.__struct_fields__ if getattr(value, name) != getattr(former, name)]
    return Difference(
        story=value.id,
        slug=value.slug,
        what="differs between desk and record",
        fields=tuple(name for name in fields if name not in stamps),
    )


def _live_at_desk() -> Iterator[tuple[Story, news.Story | None]]:
    """All live stories with what freezing asks of them and what the record has, some at a time."""
    last = 0
    live = (
        Story.objects.filter(live=True)
        .order_by("pk")
        .select_related("edition__paper", "section", "picture")
        .prefetch_related("byline__person", "topics__topic", "notes")
    )
    while some := list(live.filter(pk__gt=last)[:STORIES_AT_ONCE]):
        public = published.live_among(map(identity, some))
        yield from ((story, public.get(identity(story))) for story in some)
        last = some[-1].pk


def _only_in_record(at: datetime, *, is_to_repair: bool) -> list[Difference]:
    """Stories that are public though the desk says otherwise; the record is read to its end before it is changed."""
    found = [
        Difference(story=story.id, slug=story.slug, what="is in the record and not live at the desk")
        for some in _chunks(published.all_live())
        for story in _not_live(some)
    ]
    for difference in found if is_to_repair else ():
        with transaction.atomic():
            release.withdraw(difference.story, by=THE_DESK, at=at)
    return found


def _not_live(stories: list[news.Story]) -> list[news.Story]:
    ids = [story.id for story in stories]
    live = {str(one) for one in Story.objects.filter(uuid__in=ids, live=True).values_list("uuid", flat=True)}
    return [story for story in stories if story.id not in live]


def _chunks(stories: Iterator[news.Story]) -> Iterator[list[news.Story]]:
    while some := list(islice(stories, STORIES_AT_ONCE)):
        yield some

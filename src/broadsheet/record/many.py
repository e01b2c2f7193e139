"""The first release of many stories at once: the filling of an archive.

What `release` does for one, in few statements. It leaves no tickets: whoever calls it presses every page afterwards. A
test holds it to `release`, row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from broadsheet.news.entry import Entry
from broadsheet.news.story import Story
from broadsheet.pages import addresses, keys, kinds
from broadsheet.press.key import Address
from broadsheet.record import locks, values
from broadsheet.record.models import AddressRow, EntryRow, LiveAuthor, LiveStory, LiveTopic
from broadsheet.record.refused import NotYet

ROWS_AT_ONCE = 500


def release_first(stories: Sequence[Story], *, zone: str, by: str, at: datetime) -> None:
    """Release stories that have never been public, of editions in one time zone, without corrections.

    Must be called in a transaction, after the editions have been released. A slug or an identity that is taken is
    refused by the database, and then nothing of the transaction stays.
    """
    assert transaction.get_connection().in_atomic_block, "a release must be called inside a transaction"
    locks.releasing()
    late = next((one for one in stories if one.first_published_at > at), None)
    if late is not None:
        raise NotYet(
            "first_published_at", late.first_published_at.isoformat(), f"an instant not after {at.isoformat()}"
        )
    entries = [Entry(number=1, kind="first", by=by, at=at, story=one) for one in stories]
    rows = EntryRow.objects.bulk_create(map(_entry_row, entries), batch_size=ROWS_AT_ONCE)
    pairs = list(zip(stories, rows, strict=True))
    LiveStory.objects.bulk_create((_live(story, row, zone) for story, row in pairs), batch_size=ROWS_AT_ONCE)
    LiveTopic.objects.bulk_create((row for story in stories for row in _topics(story)), batch_size=ROWS_AT_ONCE)
    LiveAuthor.objects.bulk_create((row for story in stories for row in _authors(story)), batch_size=ROWS_AT_ONCE)
    AddressRow.objects.bulk_create((_own_address(story) for story in stories), batch_size=ROWS_AT_ONCE)
    _remember(address for story in stories for address in _called(story, zone))


def _entry_row(entry: Entry) -> EntryRow:
    story = entry.story
    assert story is not None, "a first entry has its story"
    return EntryRow(
        story=story.id,
        number=entry.number,
        edition=story.edition,
        kind=entry.kind,
        by=entry.by,
        at=entry.at,
        value=values.encoded(entry),
        digest=entry.digest,
    )


def _live(story: Story, row: EntryRow, zone: str) -> LiveStory:
    return LiveStory(
        story=story.id,
        entry_id=row.pk,
        family=story.family,
        edition=story.edition,
        language=story.language,
        section=story.section,
        slug=story.slug,
        published_us=values.microseconds(story.first_published_at),
        on_day=keys.day_of(story, zone),
        card=values.encoded(keys.card_of(story)),
    )


def _topics(story: Story) -> Iterable[LiveTopic]:
    us = values.microseconds(story.first_published_at)
    for one in dict.fromkeys(story.topics):
        first = one in story.first_topics
        yield LiveTopic(story=story.id, edition=story.edition, topic=one, is_first=first, published_us=us)


def _authors(story: Story) -> Iterable[LiveAuthor]:
    us = values.microseconds(story.first_published_at)
    for person in dict.fromkeys(name.person for name in story.byline if name.person):
        yield LiveAuthor(story=story.id, edition=story.edition, person=person, published_us=us)


def _own_address(story: Story) -> AddressRow:
    address = addresses.article(story.edition, story.slug)
    place = addresses.place(address)
    return AddressRow(address=address, paper=place.paper, path=place.path, story=story.id)


def _called(story: Story, zone: str) -> Iterable[Address]:
    for key in keys.projections(story, zone):
        if key.kind != "story":
            yield from kinds.called_by(key)


def _remember(called: Iterable[Address]) -> None:
    fresh = ((address, addresses.place(address)) for address in dict.fromkeys(called))
    rows = (AddressRow(address=address, paper=place.paper, path=place.path) for address, place in fresh)
    AddressRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)

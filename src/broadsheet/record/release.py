"""Releases: the acts that change what is public. Each writes the record and leaves a ticket for the press.

Every function here must be called inside a transaction; the pressing starts on its commit. Nothing else writes the
record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from broadsheet.news.entry import Entry, EntryKind, kind_of
from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.story import EditionKey, Gone, Moved, Slug, Story, StoryId
from broadsheet.pages import addresses, keys, kinds
from broadsheet.press.key import Address, Key
from broadsheet.record import copy_source, locks, pressroom, published, tickets, values
from broadsheet.record.models import (
    AddressRow,
    AddressState,
    Clock,
    EntryRow,
    LiveAuthor,
    LiveCorrection,
    LiveStory,
    LiveTopic,
    Standing,
)
from broadsheet.record.refused import AddressTaken, NotYet, Unknown


def story(value: Story, *, by: str, at: datetime, reason: str = "", kind: EntryKind | None = None) -> Entry:
    """Release a story: its first publication or a later state of it. The same value again changes nothing."""
    _in_transaction()
    zone = _zone(value)
    if value.first_published_at > at:
        raise NotYet(
            "first_published_at",
            value.first_published_at.isoformat(),
            f"an instant not after {at.isoformat()}; a story for later takes an embargo",
        )
    last = published.last_entry(value.id)
    former = last.story if last else None
    if last is not None and former == value:
        return last
    _take_address(value, former)
    entry = _append(last, story=value, kind=kind or kind_of(former, value), by=by, at=at, reason=reason)
    _set_live(value, entry, zone)
    touched = _but_steady_days(keys.touched(former, value, zone, copy_source.after), former, value, zone)
    _leave(touched if former and former.slug == value.slug else [*touched, *_redirects_to(value.id)], at)
    return entry


def withdraw(story: StoryId, *, by: str, at: datetime, reason: str = "") -> Entry:
    """Take a story out: its address answers "gone", with the reason, and every list forgets it."""
    _in_transaction()
    last = published.last_entry(story)
    former = last.story if last else None
    if last is None or former is None:
        raise Unknown("story", repr(str(story)), "the identity of a story that is public now")
    gone = Gone(
        first_published_at=former.first_published_at, precision=former.precision, withdrawn_at=at, reason=reason
    )
    entry = _append(last, gone=gone, kind="withdrawal", by=by, at=at, reason=reason)
    address = addresses.article(former.edition, former.slug)
    AddressRow.objects.filter(address=address).update(state=AddressState.GONE, value=values.encoded(gone))
    _forget_live(story)
    LiveStory.objects.filter(story=story).delete()
    zone = _zone(former)
    touched = _but_steady_days(keys.touched(former, None, zone, copy_source.after), former, None, zone)
    _leave([*touched, *_redirects_to(story)], at)
    return entry


def edition(value: Edition, *, at: datetime) -> None:
    """Release what stands on every page of an edition. Readers' pages that show it are pressed again: a wide run."""
    _in_transaction()
    prefix = value.key.partition(".")[2]
    if prefix in addresses.RESERVED:
        taken = ", ".join(sorted(addresses.RESERVED))
        raise AddressTaken("edition", repr(prefix), f"a prefix that the server does not use itself ({taken})")
    former = Standing.objects.filter(key=keys.edition(value.key)).values_list("value", flat=True).first()
    sections = {one.key for one in value.sections}
    if former is not None:
        was = values.edition.decode(former)
        if was.zone != value.zone and LiveStory.objects.filter(edition=value.key).exists():
            raise Unknown("zone", value.zone, f"{was.zone}: the days of published stories are counted in it")
        sections.update(one.key for one in was.sections)
    touched: list[Key[Any]] = [keys.latest_in_section(value.key, section) for section in sorted(sections)]
    _set_standing(keys.edition(value.key), value, [*touched, keys.editions(value.paper)], at)


def topic(value: Topic, *, at: datetime) -> None:
    """Release a topic's names and text."""
    _in_transaction()
    _set_standing(keys.topic(value.key), value, [], at)


def person(value: Person, *, at: datetime) -> None:
    """Release the names and text of somebody who writes for the paper."""
    _in_transaction()
    _set_standing(keys.person(value.key), value, [], at)


def tick(at: datetime) -> bool:
    """Let time pass in the record; True where that touches a page. Must be called in a transaction."""
    _in_transaction()
    touched = _move_as_of(at)
    if touched:
        tickets.leave(touched, at=at)
        pressroom.run_on_commit()
    return bool(touched)


def _in_transaction() -> None:
    assert transaction.get_connection().in_atomic_block, "a release must be called inside a transaction"
    locks.releasing()


def _zone(value: Story) -> str:
    row = Standing.objects.filter(key=keys.edition(value.edition)).values_list("value", flat=True).first()
    if row is None:
        raise Unknown("edition", repr(str(value.edition)), "the key of an edition that has been released")
    return values.edition.decode(row).zone


def _append(last: Entry | None, *, at: datetime, **of_entry: Any) -> Entry:
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=max(at, last.at) if last else at,
        previous_digest=last.digest if last else "",
        **of_entry,
    )
    about = entry.story
    story = about.id if about else None
    EntryRow.objects.create(
        story=story or _story_of(last),
        number=entry.number,
        edition=about.edition if about else _edition_of(last),
        kind=entry.kind,
        by=entry.by,
        reason=entry.reason,
        at=entry.at,
        value=values.encoded(entry),
        digest=entry.digest,
        previous_digest=entry.previous_digest,
    )
    return entry


def _story_of(last: Entry | None) -> str:
    assert last is not None and last.story is not None, "a withdrawal follows an entry that had a story"
    return last.story.id


def _edition_of(last: Entry | None) -> str:
    assert last is not None and last.story is not None, "a withdrawal follows an entry that had a story"
    return last.story.edition


def _take_address(value: Story, former: Story | None) -> None:
    """Give the story its address for ever; the one it leaves redirects to it, as do all it left before."""
    address = addresses.article(value.edition, value.slug)
    place = addresses.place(address)
    row, _ = AddressRow.objects.get_or_create(
        paper=place.paper, path=place.path, defaults={"address": address, "story": value.id}
    )
    if row.story != value.id:
        raise AddressTaken("slug", repr(str(value.slug)), f"a slug that no other story of {value.edition} has or had")
    left = AddressRow.objects.filter(story=value.id).exclude(pk=row.pk)
    if former is not None and former.edition != value.edition:
        raise AddressTaken(
            "edition", repr(str(value.edition)), f"{former.edition}, where the story was first published"
        )
    left.update(state=AddressState.MOVED, value=values.encoded(Moved(slug=value.slug)))
    AddressRow.objects.filter(pk=row.pk).update(state=AddressState.LIVE, value=None)


def _but_steady_days(touched: list[Key[Any]], former: Story | None, new: Story | None, zone: str) -> list[Key[Any]]:
    """Leave out the lists of all days and months where every day concerned has another story: they are what they were.

    They are the only answers that grow with the archive, and nearly every publish would ask for them in vain.
    """
    for one in (former, new):
        if one is not None:
            others = LiveStory.objects.filter(edition=one.edition, on_day=keys.day_of(one, zone)).exclude(story=one.id)
            if not others.exists():
                return touched
    return [key for key in touched if key.kind not in {"days", "months"}]


def _redirects_to(story: str) -> list[Key[Any]]:
    """The story keys of the addresses that a story has left."""
    found: list[Key[Any]] = []
    for address in AddressRow.objects.filter(story=story, state=AddressState.MOVED).values_list("address", flat=True):
        edition, slug = Address(address).fields
        found.append(keys.story(EditionKey(edition), Slug(slug)))
    return found


def _set_live(value: Story, entry: Entry, zone: str) -> None:
    row = EntryRow.objects.only("pk").get(story=value.id, number=entry.number)
    us = values.microseconds(value.first_published_at)
    LiveStory.objects.update_or_create(
        story=value.id,
        defaults={
            "entry_id": row.pk,
            "family": value.family,
            "edition": value.edition,
            "language": value.language,
            "section": value.section,
            "slug": value.slug,
            "published_us": us,
            "on_day": keys.day_of(value, zone),
            "card": values.encoded(keys.card_of(value)),
        },
    )
    _forget_live(value.id)
    topics = list(dict.fromkeys(value.topics))
    LiveTopic.objects.bulk_create(
        LiveTopic(story=value.id, edition=value.edition, topic=one, is_first=one in value.first_topics, published_us=us)
        for one in topics
    )
    people = dict.fromkeys(name.person for name in value.byline if name.person)
    LiveAuthor.objects.bulk_create(
        LiveAuthor(story=value.id, edition=value.edition, person=one, published_us=us) for one in people
    )
    LiveCorrection.objects.bulk_create(
        LiveCorrection(
            story=value.id,
            edition=value.edition,
            at_us=values.microseconds(note.at),
            value=values.encoded(keys.Corrected(slug=value.slug, headline=value.headline, note=note)),
        )
        for note in value.notes
        if note.kind == "correction"
    )
    _remember_addresses(keys.projections(value, zone))


def _forget_live(story: str) -> None:
    for rows in (LiveTopic, LiveAuthor, LiveCorrection):
        rows.objects.filter(story=story).delete()


def _remember_addresses(bearing: Iterable[Key[Any]]) -> None:
    """Every page that this story calls into being has been public from now on."""
    called = [address for key in bearing if key.kind != "story" for address in kinds.called_by(key)]
    known = set(AddressRow.objects.filter(address__in=called).values_list("address", flat=True))
    fresh = [(address, addresses.place(address)) for address in dict.fromkeys(called) if address not in known]
    AddressRow.objects.bulk_create(
        (AddressRow(address=address, paper=place.paper, path=place.path) for address, place in fresh),
        ignore_conflicts=True,
    )


def _set_standing(key: Key[Any], value: msgspec.Struct, also: list[Key[Any]], at: datetime) -> None:
    encoded = values.encoded(value)
    former = Standing.objects.filter(key=key).values_list("value", flat=True).first()
    if former is not None and bytes(former) == encoded:
        return
    Standing.objects.update_or_create(key=key, defaults={"value": encoded, "at": at})
    _leave([key, *also], at)


def _leave(touched: Iterable[Key[Any]], at: datetime) -> None:
    tickets.leave([*touched, *_move_as_of(at)], at=at)
    pressroom.run_on_commit()


def _move_as_of(at: datetime) -> list[Key[Any]]:
    """Move the record's instant forward, and name the news sitemaps out of which a story falls by that."""
    clock = Clock.objects.first()
    if clock is None:
        Clock.objects.create(as_of=at)
        return []
    if at <= clock.as_of:
        return []
    window = timedelta(hours=keys.NEWS_WINDOW_HOURS)
    since, until = values.microseconds(clock.as_of - window), values.microseconds(at - window)
    Clock.objects.filter(pk=clock.pk).update(as_of=at)
    fallen = LiveStory.objects.filter(published_us__gt=since, published_us__lte=until).values_list("edition", flat=True)
    return [keys.news_window(paper) for paper in sorted({keys.paper_of(EditionKey(one)) for one in fallen.distinct()})]

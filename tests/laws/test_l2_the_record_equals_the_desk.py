"""L2: the record equals what the desk says is public; and L5, for the desk's part: no draft is ever in it.

Editors write, publish, change their minds, withdraw, delete, file and let time pass, in any order; after each act every
live story is compared with the record, and the bait that each draft carries is looked for in it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk import filing, pictures, publish, reconcile, schedule
from broadsheet.desk.models import EditionSection, Person, Picture, Section, Story, Topic
from broadsheet.desk.refused import Refused
from broadsheet.record.models import EntryRow, LiveStory
from tests.desk.house import NOW, House, open_house, picture_file, slip

pytestmark = pytest.mark.django_db
SLUGS = ("one", "two", "three")
BAIT = "BAIT"


class Desk:
    """Three stories, one picture, and everything that an editor may do to them."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.now: datetime = NOW
        self.picture = pictures.add(picture_file(), name="boat.png")

    def story(self, number: int) -> Story | None:
        return Story.objects.filter(edition=self.house.english.pk, slug=SLUGS[number]).first()

    def file(self, number: int) -> None:
        self._file(number, publish=True, headline=f"Filed at {self.now:%H:%M}")

    def file_a_draft(self, number: int) -> None:
        self._file(number, publish=False, headline=BAIT)

    def file_under_embargo(self, number: int) -> None:
        until = (self.now + timedelta(days=4000)).isoformat()
        self._file(number, publish=False, headline=BAIT, embargo_until=until)

    def _file(self, number: int, *, publish: bool, **changes: object) -> None:
        changed = slip(slug=SLUGS[number], published_at=None, **changes)
        filing.file(changed, by="editors", at=self.now, publish=publish, base_dir=None)

    def draft(self, number: int) -> None:
        """Go on with a story in a draft that nobody publishes."""
        story = self.story(number)
        if story is not None:
            draft = story.get_latest_revision_as_object()
            draft.headline = BAIT
            draft.save_revision(clean=False)

    def publish(self, number: int) -> None:
        story = self.story(number)
        if story is None:
            return
        draft = story.get_latest_revision_as_object()
        draft.headline = draft.headline.replace(BAIT, "Published")
        draft.picture, draft.picture_alt = self.picture, "A boat"
        draft.save_revision(clean=False)
        publish.publish(Story.objects.get(pk=story.pk), by="editors", at=self.now)

    def withdraw(self, number: int) -> None:
        story = self.story(number)
        if story is not None:
            publish.withdraw(story, by="editors", at=self.now, reason="Wrong.")

    def delete(self, number: int) -> None:
        story = self.story(number)
        if story is not None:
            story.delete()

    def expire(self, number: int) -> None:
        story = self.story(number)
        if story is not None:
            Story.objects.filter(pk=story.pk).update(expire_at=self.now)
            schedule.due(self.now)

    def end_rights(self, _number: int) -> None:
        Picture.objects.filter(pk=self.picture.pk).update(rights_until=self.now)
        schedule.due(self.now)

    def change_the_picture(self, number: int) -> None:
        self.picture.refresh_from_db()
        self.picture.credits = {"en": f"Drawing {number}"}
        self.picture.save()

    def rename(self, number: int) -> None:
        """Names stand beside stories and not in them; whoever forgets that finds differences here."""
        for model in (Topic, Person, Section):
            row = model.objects.order_by("pk")[0]
            row.names = row.names | {"en": f"Name {number}"}
            row.save()
        EditionSection.objects.filter(edition=self.house.english.pk).first().save()

    def wait(self, number: int) -> None:
        self.now += timedelta(hours=number + 1)
        schedule.due(self.now)


ACTS: tuple[Callable[[Desk, int], None], ...] = (
    Desk.file,
    Desk.file_a_draft,
    Desk.file_under_embargo,
    Desk.draft,
    Desk.publish,
    Desk.withdraw,
    Desk.delete,
    Desk.expire,
    Desk.end_rights,
    Desk.change_the_picture,
    Desk.rename,
    Desk.wait,
)


def equal(desk: Desk) -> None:
    assert reconcile.differences(desk.now) == []
    at_desk = {str(one) for one in Story.objects.filter(live=True).values_list("uuid", flat=True)}
    assert set(LiveStory.objects.values_list("story", flat=True)) == at_desk
    assert not any(BAIT.encode() in bytes(value) for value in EntryRow.objects.values_list("value", flat=True))


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, len(SLUGS) - 1)), max_size=10))
def test_l2_the_record_equals_the_desk_after_every_act(acts: list[tuple[Callable[[Desk, int], None], int]]) -> None:
    with transaction.atomic():
        desk = Desk(open_house())
        # One story is public from the beginning: what may go wrong goes wrong with public ones.
        desk.file(0)
        desk.publish(0)
        for act, number in acts:
            try:
                with transaction.atomic():
                    act(desk, number)
            except Refused:
                pass  # a refusal is an answer; what it leaves is looked at like anything else
            equal(desk)
        transaction.set_rollback(True)

"""Many stories released at once are what they would be if each had been released."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from broadsheet.news.story import PersonKey, Story, StoryId
from broadsheet.project import synthetic
from broadsheet.record import many, pressroom, proof, release
from broadsheet.record.refused import NotYet
from tests.press.newsroom import EDITIONS, edition
from tests.record.newsroom import emptied

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 40
AT = synthetic.BEGINS_AT + timedelta(days=4_000)
OF_A_RELEASE = ["entryrow", "livestory", "livetopic", "liveauthor", "livecorrection", "addressrow", "clock"]


def stories() -> list[Story]:
    english, arabic = EDITIONS[0], EDITIONS[1]
    material = synthetic.Material(
        seed=7,
        stories=COUNT,
        editions={"en": english, "ar": arabic},
        sections=tuple(one.key for one in edition(english).sections),
        topics=tuple(synthetic.topic_names(8, 7)),
        people=tuple(synthetic.people_names(4, 7)),
        pictures=(),
    )
    return [synthetic.story(number, material) for number in range(COUNT)]


def opened() -> None:
    emptied()
    with transaction.atomic():
        for key in EDITIONS[:2]:
            release.edition(edition(key), at=AT)


def rows() -> dict[str, list[Any]]:
    """Everything that a release writes, without the numbers that the database gives."""
    found = {}
    with connection.cursor() as cursor:
        for table in OF_A_RELEASE:
            cursor.execute(f"SELECT * FROM record_{table}")
            names = [column[0] for column in cursor.description]
            given = {"id", "entry_id"} & set(names)
            found[table] = sorted(
                tuple(
                    repr(bytes(cell) if isinstance(cell, memoryview) else cell)
                    for name, cell in zip(names, row, strict=True)
                    if name not in given
                )
                for row in cursor.fetchall()
            )
    return found


def test_they_are_what_one_release_each_would_make_of_them() -> None:
    opened()
    with transaction.atomic():
        for one in stories():
            release.story(one, by="fill", at=AT)
    wanted = rows()
    opened()
    with transaction.atomic():
        many.release_first(stories(), zone="UTC", by="fill", at=AT)
    assert rows() == wanted
    assert len(wanted["livestory"]) == COUNT


def test_a_taken_identity_leaves_nothing_of_any() -> None:
    opened()
    before = rows()
    twice = [*stories(), stories()[0]]
    with pytest.raises(IntegrityError), transaction.atomic():
        many.release_first(twice, zone="UTC", by="fill", at=AT)
    assert rows() == before


def test_a_story_of_later_is_refused() -> None:
    opened()
    with pytest.raises(NotYet), transaction.atomic():
        many.release_first(stories(), zone="UTC", by="fill", at=synthetic.BEGINS_AT + timedelta(days=10))


def test_a_story_is_the_same_for_the_same_seed_and_no_two_are_alike() -> None:
    assert stories() == stories()
    assert len({one.slug for one in stories()}) == len({one.id for one in stories()}) == COUNT
    by_family: dict[str, list[StoryId]] = {}
    for one in stories():
        by_family.setdefault(one.family, []).append(one.id)
    assert sorted(map(len, by_family.values())) == [1] * (COUNT * 3 // 5) + [2] * (COUNT // 5)
    assert {name.person for one in stories() for name in one.byline} <= {PersonKey(f"writer-{n}") for n in range(4)}


def test_every_page_can_be_pressed_afterwards() -> None:
    opened()
    with transaction.atomic():
        many.release_first(stories(), zone="UTC", by="fill", at=AT)
    assert proof.press_everything().pages > COUNT
    assert proof.verify().differences == ()
    assert pressroom.run().failed == ()

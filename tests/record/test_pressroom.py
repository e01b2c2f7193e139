"""The pressroom when things go wrong or grow large: failing pages, wide runs, a full disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction

from broadsheet.news.paper import Edition
from broadsheet.news.story import Paragraph, Slug, Story
from broadsheet.pages import addresses, kinds
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page
from broadsheet.press.run import Kinds
from broadsheet.record import pressroom, proof, published, release
from broadsheet.record.models import PressedPage, Ticket
from broadsheet.record.stores.database import DatabaseStore
from tests.press.newsroom import EDITIONS, MORNING, TOPICS, edition
from tests.press.stories import story

pytestmark = pytest.mark.django_db(transaction=True)
NOW = MORNING + timedelta(days=2)
FRONT = addresses.front(EDITIONS[0])


@dataclass
class Desk:
    """Somebody who releases and sees the press's reports."""

    def release(self, value: Story) -> list[pressroom.Report]:
        with pressroom.collecting() as reports, transaction.atomic():
            release.story(value, by="editor", at=NOW)
        return reports

    def name(self, one: Edition) -> list[pressroom.Report]:
        with pressroom.collecting() as reports, transaction.atomic():
            release.edition(one, at=NOW)
        return reports


@pytest.fixture
def desk() -> Desk:
    with transaction.atomic():
        for key in EDITIONS:
            release.edition(edition(key), at=NOW)
    return Desk()


def _body(address: Address) -> bytes:
    page = DatabaseStore().kept([address])[address].page
    assert page is not None
    return page.body


@pytest.fixture
def broken_front(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def front(copy: Copy, address: Address) -> Page | None:
        raise LookupError("the template names what is not there")

    broken = Kinds(press={**kinds.PRESS, "front": front}, called_by=kinds.called_by)
    with monkeypatch.context() as patch:
        patch.setattr(pressroom, "KINDS", broken)
        yield


def test_a_failing_page_keeps_the_old_one_and_leaves_a_ticket_that_says_why(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    desk.release(story(1))
    before = _body(FRONT)
    request.getfixturevalue("broken_front")
    (report,) = desk.release(story(2))
    assert [failure.address for failure in report.failed] == [FRONT]
    assert addresses.article(EDITIONS[0], Slug("story-2")) in report.pressed
    assert _body(FRONT) == before
    (ticket,) = Ticket.objects.all()
    assert ticket.error == "LookupError: the template names what is not there"
    assert ticket.addresses == FRONT


def test_a_mended_page_is_pressed_by_the_next_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def front(copy: Copy, address: Address) -> Page | None:
        raise LookupError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(pressroom, "KINDS", Kinds(press={**kinds.PRESS, "front": front}, called_by=kinds.called_by))
        desk.release(story(1))
        for _ in range(10):
            pressroom.run()
        (ticket,) = Ticket.objects.all()
        assert ticket.tries_count == 5, "a page that always fails is left alone after a few tries"
        assert pressroom.run() == pressroom.Report()
    assert proof.verify().count("stale") + proof.verify().count("missing") == 1
    assert FRONT in pressroom.run(is_patient=True).pressed
    assert proof.verify().differences == ()
    assert not Ticket.objects.exists()


def test_a_wide_run_presses_the_few_pages_in_the_click_and_the_rest_afterwards(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 31):
        desk.release(story(number))
    monkeypatch.setattr(pressroom, "PAGES_IN_A_CLICK", 12)
    renamed = msgspec.structs.replace(edition(EDITIONS[0]), name="Another name")
    (report,) = desk.name(renamed)
    assert len(report.pressed) == 12
    assert report.left_count > 0
    assert b"Another name" in _body(FRONT)
    status = proof.status()
    assert status.wide_left is not None
    assert status.wide_left > 20
    (publish,) = desk.release(story(99))
    assert addresses.article(EDITIONS[0], Slug("story-99")) in publish.pressed, "a publish does not wait for a wide run"
    pressroom.run_all()
    assert proof.status().wide_left is None
    assert proof.verify().differences == ()
    assert all(b"Another name" in _body(one) for one in [addresses.article(EDITIONS[0], Slug("story-1"))])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own bound stands for the disk's")
@pytest.mark.parametrize("spare_pages", [0, 1, 2, 4, 8, 16, 24, 32])
def test_a_full_disk_leaves_no_half_state_and_the_next_run_heals(desk: Desk, spare_pages: int) -> None:
    first = story(1)
    desk.release(first)
    large = msgspec.structs.replace(
        first,
        body=tuple(Paragraph(id=str(number), markup=f"{number} " * 4000) for number in range(6)),
        headline="Much longer",
    )
    with _full_disk(spare_pages):
        try:
            with transaction.atomic():
                release.story(large, by="editor", at=NOW)
        except DatabaseError:
            assert published.live(first.id) == first
    if published.live(first.id) == first:
        assert proof.verify().differences == ()
        desk.release(large)
    else:
        pressroom.run()
    assert published.live(first.id) == large
    assert not Ticket.objects.exists()
    assert proof.verify().differences == ()


class _full_disk:  # noqa: N801  # read as a phrase in a with statement
    """Let the database grow by so many of its pages and no more."""

    def __init__(self, spare_pages: int) -> None:
        self.spare_pages = spare_pages

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            (count,) = cursor.fetchone()
            cursor.execute("PRAGMA freelist_count")
            cursor.execute(f"PRAGMA max_page_count = {count + self.spare_pages}")

    def __exit__(self, *error: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def test_nothing_is_pressed_twice_for_a_value_that_is_there_already(desk: Desk) -> None:
    (first,) = desk.release(story(1))
    assert first.pressed
    assert desk.release(story(1)) == []
    assert published.entries(story(1).id)[0].kind == "first"
    assert len(published.entries(story(1).id)) == 1


def test_entries_are_chained_by_their_digests(desk: Desk) -> None:
    desk.release(story(1))
    desk.release(story(1, headline="Another"))
    with transaction.atomic():
        release.withdraw(story(1).id, by="editor", at=NOW, reason="The agency withdrew it.")
    desk.release(story(1, headline="A third"))
    entries = published.entries(story(1).id)
    assert [one.kind for one in entries] == ["first", "fix", "withdrawal", "first"]
    assert [one.previous_digest for one in entries] == ["", *(one.digest for one in entries[:-1])]


def test_a_preview_is_the_exact_page_that_publishing_presses(desk: Desk) -> None:
    desk.release(story(1, topics=TOPICS))
    draft = story(2, topics=TOPICS, headline="A draft that nobody has seen")
    preview = pressroom.preview(draft)
    assert b"A draft that nobody has seen" in preview.body
    assert published.live(draft.id) is None
    desk.release(draft)
    assert (
        DatabaseStore()
        .kept([addresses.article(EDITIONS[0], draft.slug)])[addresses.article(EDITIONS[0], draft.slug)]
        .page
        == preview
    )


def test_a_damaged_page_is_told(desk: Desk) -> None:
    desk.release(story(1))
    PressedPage.objects.filter(address=FRONT).update(body=b"not compressed at all")
    assert [(one.address, one.what) for one in proof.verify().differences] == [(FRONT, "stale")]


def test_a_run_that_fails_as_a_whole_leaves_the_story_published_and_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[Address]:
        raise LookupError("the record answers nothing")

    with monkeypatch.context() as patch:
        patch.setattr(pressroom, "due", broken)
        (report,) = desk.release(story(1))
    assert [failure.error for failure in report.failed] == ["LookupError: the record answers nothing"]
    assert published.live(story(1).id) == story(1)
    (ticket,) = Ticket.objects.all()
    assert ticket.error == "LookupError: the record answers nothing"
    pressroom.run()
    assert not Ticket.objects.exists()
    assert proof.verify().differences == ()

"""A process that is killed after its n-th write, for every n, leaves no half state: the next run heals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction

from broadsheet.news.paper import Topic
from broadsheet.news.story import BylineName, Note, Slug, Story
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.rebuild import differences
from broadsheet.record import pressroom, published, release
from broadsheet.record.models import Ticket
from broadsheet.record.stores.database import DatabaseStore
from tests.press import four_kinds
from tests.press.newsroom import EDITIONS, MORNING, PEOPLE, SECTIONS, TOPICS, edition
from tests.press.stories import story
from tests.record.newsroom import emptied

_WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(BaseException):
    """What stands for the end of the process: nothing in the product catches it."""


@contextmanager
def killed_after(writes_count: int) -> Iterator[None]:
    """Let so many writes through, then end everything that the connection does, as a killed process would."""
    done = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal done
        if sql.lstrip().upper().startswith(_WRITES):
            if done == writes_count:
                raise Killed
            done += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def _newsroom(now: Any) -> PlainRecord:
    plain = PlainRecord([edition(key) for key in EDITIONS], as_of=now)
    with transaction.atomic():
        for key in EDITIONS:
            release.edition(edition(key), at=now)
    return plain


def _moves(first: Story) -> list[Story]:
    """Everything that can happen to a story at once, so that one move writes as much as any."""
    return [
        msgspec.structs.replace(
            first,
            slug=Slug("moved"),
            headline="Another headline",
            section=SECTIONS[1],
            topics=(TOPICS[2],),
            byline=(BylineName(person=PEOPLE[1]),),
            first_published_at=first.first_published_at - timedelta(days=2),
            revised_at=MORNING + timedelta(minutes=9),
            notes=(Note(kind="correction", text="The name was wrong.", at=MORNING + timedelta(minutes=9)),),
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_after_any_write_is_healed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressroom, "KINDS", four_kinds.KINDS)
    for writes_count in range(200):
        emptied()
        now = MORNING + timedelta(minutes=10)
        plain = _newsroom(now)
        first, neighbour = story(1, topics=TOPICS[:2]), story(2, topics=TOPICS[1:], section=SECTIONS[1])
        with transaction.atomic():
            for one in (first, neighbour):
                plain.put(one)
                release.story(one, by="editor", at=now)
            release.topic(Topic(key=TOPICS[0], kind="place", names={"en": "River"}), at=now)
        plain.topics[TOPICS[0]] = Topic(key=TOPICS[0], kind="place", names={"en": "River"})
        (moved,) = _moves(first)
        got_through = True
        try:
            with killed_after(writes_count), transaction.atomic():
                release.story(moved, by="editor", at=now)
        except Killed:
            got_through = False
        if connection.in_atomic_block:  # pragma: no cover - the transaction must have ended with the process
            raise AssertionError("the transaction is still open")
        is_published = published.live(first.id) == moved
        assert is_published or published.live(first.id) == first
        assert is_published or not Ticket.objects.exists(), "a ticket without its entry"
        if is_published:
            plain.put(moved)
        pressroom.run()
        wanted = four_kinds.of_these_kinds(plain.addresses())
        assert list(differences(wanted, lambda plain=plain: plain, DatabaseStore(), four_kinds.KINDS)) == []
        assert not Ticket.objects.exists()
        if got_through:
            assert writes_count > 10, "the move wrote too little to show anything"
            return
    raise AssertionError("the move still had writes to do after 200")

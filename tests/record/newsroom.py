"""The newsroom of random moves, on the real record, store and pressroom; the plain record beside it is the oracle."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from broadsheet.news.paper import Topic
from broadsheet.news.story import Story
from broadsheet.press.copy import Answers
from broadsheet.press.rebuild import differences
from broadsheet.record import pressroom, release
from broadsheet.record.copy_source import DatabaseCopy
from broadsheet.record.models import PressKey, Ticket
from broadsheet.record.stores.database import DatabaseStore
from tests.press.newsroom import EDITIONS, Newsroom, edition


def emptied() -> None:
    """Empty the record between two examples, which share one test's database."""
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
    ):  # constraints are checked at its end: the order does not matter
        for table in connection.introspection.table_names(cursor):
            if table.startswith("record_"):
                cursor.execute(f"DELETE FROM {table}")  # names from the database itself


class DatabaseNewsroom(Newsroom):
    """Releases go into the database; the plain record is told the same, and must agree in every answer and page."""

    def open_record(self) -> None:
        emptied()
        self.store = DatabaseStore()
        with self.acting():
            for key in EDITIONS:
                release.edition(edition(key), at=self.now)

    def acting(self) -> Any:
        return _Acting(self)

    def release(self, story: Story, former: Story | None) -> None:  # noqa: ARG002  # the record knows what was before
        self.plain.put(story)
        with self.acting():
            release.story(story, by="editor", at=self.now)

    def take_out(self, story: Story, reason: str) -> None:
        self.plain.withdraw(story.id, at=self.now, reason=reason)
        with self.acting():
            release.withdraw(story.id, by="editor", at=self.now, reason=reason)

    def set_topic(self, topic: Topic) -> None:
        self.plain.topics[topic.key] = topic
        with self.acting():
            release.topic(topic, at=self.now)

    def wait(self) -> None:
        with self.acting():
            release.tick(self.now)

    def store_equals_rebuild(self) -> None:
        super().store_equals_rebuild()
        assert [one for one in pressroom.known_addresses() if one.kind in self.kinds.press] == self.wanted()
        assert list(differences(self.wanted(), DatabaseCopy, self.store, self.kinds)) == []
        assert not Ticket.objects.exists()

    def remember(self) -> None:
        super().remember()
        answers, asked = Answers(self.plain), {key for one in self.former.values() for key in one.reads}
        database = DatabaseCopy()
        for key in sorted(asked):
            assert database.answer(key) == answers.answer(key), key
        assert set(PressKey.objects.values_list("key", flat=True)) == asked


class _Acting:
    """A transaction whose press run's report is kept as what was pressed."""

    def __init__(self, newsroom: DatabaseNewsroom) -> None:
        self.newsroom = newsroom

    def __enter__(self) -> None:
        self.newsroom.plain.as_of = self.newsroom.now
        self.collecting = pressroom.collecting()
        self.reports = self.collecting.__enter__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def __exit__(self, *error: Any) -> None:  # noqa: PYI036  # passed on as it came
        try:
            self.transaction.__exit__(*error)
        finally:
            self.collecting.__exit__(*error)
        assert all(not report.failed for report in self.reports)
        self.newsroom.pressed = {address for report in self.reports for address in (*report.pressed, *report.absent)}

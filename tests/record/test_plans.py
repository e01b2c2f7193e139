"""What a page asks of a large record is found by an index; SQLite's plan says by which."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from broadsheet.news.story import BylineName, EditionKey, Note, Slug
from broadsheet.record import release
from broadsheet.record.copy_source import DatabaseCopy
from tests.press.newsroom import EDITIONS, MORNING, PEOPLE, SECTIONS, TOPICS, edition
from tests.press.stories import story

HERE = EditionKey("paper.en")


def plans(question: str, *fields: str) -> list[str]:
    """The plans of the statements that answer a question."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((statement, parameters))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note):
        getattr(DatabaseCopy(), question)(HERE, *fields)
    found = []
    with connection.cursor() as cursor:
        for statement, parameters in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found += [str(row[3]) for row in cursor.fetchall() if "record_" in str(row[3])]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "fields"), [("day", ["2017-09-17"]), ("month", ["2017-09"]), ("months", []), ("days", [])]
)
def test_days_and_months_are_found_by_day(question: str, fields: list[str]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by what is in the tables, and has statistics of its own")
    found = plans(question, *fields)
    assert found
    assert [one for one in found if "live_by_day" not in one or one.startswith("SCAN record_")] == []


LARGE = (
    "addressrow",
    "entryrow",
    "liveauthor",
    "livecorrection",
    "livestory",
    "livetopic",
    "pageread",
    "presskey",
    "pressedpage",
)


@pytest.mark.django_db(transaction=True)
def test_no_statement_of_a_publish_looks_at_a_whole_table() -> None:
    """What law L4 says of pages, said of rows: each statement of a release and of its press run goes by an index."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by what is in the tables, and has statistics of its own")
    now = MORNING + timedelta(days=2)
    asked: dict[str, Any] = {}

    def note(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.setdefault(statement, parameters[0] if many else parameters)
        return execute(statement, parameters, many, context)

    with transaction.atomic():
        for key in EDITIONS:
            release.edition(edition(key), at=now)
    byline = (BylineName(person=PEOPLE[0]),)
    note_of = (Note(kind="correction", text="The name was wrong.", at=now),)
    acts = [
        story(1, topics=TOPICS, byline=byline),
        story(1, topics=TOPICS[1:], headline="Another", section=SECTIONS[1], notes=note_of),
        story(1, topics=TOPICS[1:], slug=Slug("moved")),
        story(2, topics=TOPICS, byline=byline, slug=Slug("second")),
    ]
    with connection.execute_wrapper(note):
        for act in acts:
            with transaction.atomic():
                release.story(act, by="editor", at=now)
        with transaction.atomic():
            release.withdraw(story(1).id, by="editor", at=now)
        with transaction.atomic():
            release.tick(now + timedelta(days=3))
    assert len(asked) > 40
    scanned = []
    with connection.cursor() as cursor:
        for statement, parameters in asked.items():
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                rows = [str(row[3]) for row in cursor.fetchall()]
                scanned += [
                    (row, statement) for row in rows if row.startswith(tuple(f"SCAN record_{one}" for one in LARGE))
                ]
    assert scanned == []

"""What a page asks of a large record is found by an index; SQLite's plan says by which."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from broadsheet.news.story import EditionKey
from broadsheet.record.copy_source import DatabaseCopy

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

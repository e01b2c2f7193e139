"""Plain SQL for the press's own paths, where building a query costs more than running it. Both databases take it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


def rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement and fetch all it finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def value(statement: str, parameters: Sequence[Any] = ()) -> Any:
    """The first column of the first row; None where nothing is found."""
    found = rows(statement, parameters)
    return found[0][0] if found else None


def execute(statement: str, parameters: Sequence[Any] = ()) -> None:
    """Run one statement for what it does."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def many(statement: str, parameters: Iterable[Sequence[Any]]) -> None:
    """Run one statement for each set of parameters."""
    listed = list(parameters)
    if listed:
        with connection.cursor() as cursor:
            cursor.executemany(statement, listed)


def places(items: Sequence[Any]) -> str:
    """As many placeholders as there are items, for an IN list."""
    return ", ".join(["%s"] * len(items))

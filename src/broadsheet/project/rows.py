"""PostgreSQL's rows out and in, by COPY: every table of the schema, in one snapshot, whatever app made it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

IN_MEMORY_BYTES = 16 * 1024 * 1024


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Make all that the block reads one instant of the database."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dumped() -> Iterator[tuple[str, IO[bytes]]]:
    """Each table's name and its rows, the columns named in a first line; the file is the caller's to close."""
    for table in tables():
        content = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES))  # noqa: SIM115 -- see above
        columns = columns_of(table)
        content.write(("\t".join(columns) + "\n").encode())
        with connection.cursor() as cursor, cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as copy:
            for piece in copy:
                content.write(piece)
        yield table, content


def load(files: Mapping[str, Path]) -> None:
    """Fill the tables from such files, in the place of what a migration wrote; must be called in a transaction.

    Constraints between tables are checked when it commits, so that their order does not matter.
    """
    known = set(tables())
    assert set(files) <= known, f"tables that are not there: {sorted(set(files) - known)}"
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(map(connection.ops.quote_name, sorted(known))))
        for table in sorted(files):
            with files[table].open("rb") as content:
                columns = content.readline().decode().rstrip("\n").split("\t")
                with cursor.copy(f"COPY {_named(table, columns)} FROM STDIN") as copy:
                    while piece := content.read(1024 * 1024):
                        copy.write(piece)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)


def tables() -> list[str]:
    """The tables of the paper, in order; views and what extensions bring are none."""
    with connection.cursor() as cursor:
        return sorted(one.name for one in connection.introspection.get_table_list(cursor) if one.type == "t")


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [one.name for one in connection.introspection.get_table_description(cursor, table)]


def _named(table: str, columns: list[str]) -> str:
    quoted = map(connection.ops.quote_name, columns)
    return f"{connection.ops.quote_name(table)} ({', '.join(quoted)})"

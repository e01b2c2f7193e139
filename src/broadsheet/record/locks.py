"""Locks between processes. SQLite has one writer at a time by itself; PostgreSQL is asked for advisory locks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_PRESSING = 0x0B5EE701
_RELEASING = 0x0B5EE702


@contextmanager
def pressing() -> Iterator[None]:
    """One press run at a time. Held before the run's snapshot is taken: no run reads what another is changing."""
    assert not connection.in_atomic_block, "a press run must not be called inside a transaction"
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PRESSING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PRESSING])


def one_snapshot() -> None:
    """Make everything that this transaction reads one snapshot; must be its first statement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def releasing() -> None:
    """One release at a time, until its transaction ends: else two would not see each other's neighbours."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RELEASING])


@contextmanager
def reading() -> Iterator[None]:
    """One snapshot for a long look at everything, which keeps nobody from writing. Nothing may be written inside."""
    assert not connection.in_atomic_block, "a snapshot for reading must not be opened inside a transaction"
    if connection.vendor == "postgresql":
        with transaction.atomic():
            one_snapshot()
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django would begin immediately, and keep publishers waiting
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")

"""Of several servers, one holds a lease; the next takes over when it ends, dies or falls silent."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from broadsheet.project import lease

pytestmark = pytest.mark.django_db
MORNING = datetime(2017, 9, 17, 6, 0, tzinfo=UTC)
# Machines that nobody here can look into.
ONE, OTHER = "one.example:17:a", "other.example:17:b"


def later(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def test_one_holds_it_and_the_other_waits() -> None:
    assert lease.take("tick", ONE, at=MORNING)
    assert not lease.take("tick", OTHER, at=later(1))
    assert lease.take("tick", ONE, at=later(2))
    assert lease.take("another", OTHER, at=later(2))


def test_who_goes_on_keeps_it_for_ever() -> None:
    for second in range(0, 120, 2):
        assert lease.take("tick", ONE, at=later(second))
        assert not lease.take("tick", OTHER, at=later(second + 1))


def test_who_falls_silent_loses_it_when_it_ends() -> None:
    assert lease.take("tick", ONE, at=MORNING)
    assert not lease.take("tick", OTHER, at=later(lease.LEASE_S - 1))
    assert lease.take("tick", OTHER, at=later(lease.LEASE_S))
    assert not lease.take("tick", ONE, at=later(lease.LEASE_S + 1))


def test_who_ends_gives_it_back_at_once() -> None:
    assert lease.take("tick", ONE, at=MORNING)
    lease.give_back("tick", OTHER)
    assert not lease.take("tick", OTHER, at=later(1))
    lease.give_back("tick", ONE)
    assert lease.take("tick", OTHER, at=later(1))


def test_a_process_of_this_machine_that_has_died_holds_nothing() -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    here = socket.gethostname()
    assert lease.take("tick", f"{here}:{dead.stdout.decode().strip()}:a", at=MORNING)
    assert lease.take("tick", OTHER, at=later(1))
    assert not lease.take("tick", f"{here}:{os.getppid()}:a", at=later(2))
    lease.give_back("tick", OTHER)
    assert lease.take("tick", f"{here}:{os.getppid()}:a", at=later(3))
    assert not lease.take("tick", OTHER, at=later(4))


def test_keeping_it_writes_seldom(django_assert_num_queries: object) -> None:
    assert lease.take("tick", ONE, at=MORNING)
    for second in (1, 2, 3, 4, 5, 6):
        with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture has no public type
            assert lease.take("tick", ONE, at=later(second))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_one_moment_one_gets_it() -> None:
    def ask(number: int) -> bool:
        try:
            return lease.take("tick", f"host{number}.example:1:a", at=MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as askers:
        assert sorted(askers.map(ask, range(6))) == [False] * 5 + [True]

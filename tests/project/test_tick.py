"""The tick: what time alone brings about, once, and only where one of several servers does it."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction

from broadsheet.project import lease, tick
from broadsheet.project.clock import now
from broadsheet.project.models import Lease
from broadsheet.record import pressroom, release
from broadsheet.record.models import Clock, PressedPage, Ticket
from tests.pages import harbour

pytestmark = pytest.mark.django_db(transaction=True)
DEADLINE_S = 20
NEWS = "news-sitemap|harbour"


def soon(what: Callable[[], bool]) -> None:
    until = time.monotonic() + DEADLINE_S
    while not what():
        assert time.monotonic() < until, "not so in time"
        time.sleep(0.02)


@pytest.fixture
def paper() -> Iterator[datetime]:
    """The Harbour with one story; the instant of its release."""
    at = datetime(2017, 9, 17, 8, 0, tzinfo=UTC)
    with transaction.atomic():
        for key in (harbour.EN, harbour.AR):
            release.edition(harbour.edition(key), at=at)
        release.story(harbour.FERRY, by="tests", at=at)
    yield at
    connections.close_all()


def etag(address: str) -> str:
    return PressedPage.objects.get(address=address).etag


def test_a_story_leaves_the_news_sitemap_by_time_alone(paper: datetime) -> None:
    before = etag(NEWS)
    tick.tick(paper + timedelta(hours=1))
    assert etag(NEWS) == before
    tick.tick(paper + timedelta(hours=49))
    assert etag(NEWS) != before
    assert Clock.objects.get().as_of == paper + timedelta(hours=49)
    assert not Ticket.objects.exists()


def test_a_ticket_left_by_a_server_that_died_is_taken(paper: datetime) -> None:
    before = etag(NEWS)
    with transaction.atomic():
        release.tick(paper + timedelta(hours=49))
        connections["default"].run_on_commit.clear()  # as if the process had ended between commit and press
    assert Ticket.objects.exists()
    assert etag(NEWS) == before
    tick.tick(paper + timedelta(hours=49, seconds=1))
    assert not Ticket.objects.exists()
    assert etag(NEWS) != before


def test_the_servers_tick_moves_the_record_and_gives_its_lease_back(
    paper: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tick, "TICK_S", 0.02)
    monkeypatch.setattr(tick, "STOP_S", DEADLINE_S)
    with tick.ticking():
        soon(lambda: Clock.objects.get().as_of > paper)
        assert Lease.objects.filter(name=tick.LEASE).exists()
    assert not Lease.objects.exists()
    assert not any(thread.name == "tick" for thread in threading.enumerate())
    assert pressroom.run().pressed == ()


def test_a_server_without_the_lease_does_nothing(paper: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "TICK_S", 0.01)
    monkeypatch.setattr(tick, "STOP_S", DEADLINE_S)
    asked = []
    take = lease.take

    def counted(*of: str, at: datetime) -> bool:
        asked.append(at)
        return take(*of, at=at)

    monkeypatch.setattr(lease, "take", counted)
    assert take(tick.LEASE, "another.example:1:a", at=now())
    with tick.ticking():
        soon(lambda: len(asked) > 3)
    assert Clock.objects.get().as_of == paper

"""What falls due by time alone: embargoes, schedules, rights, the news sitemap's window, and pages still owed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections, transaction

from broadsheet.desk import schedule
from broadsheet.project import lease
from broadsheet.project.clock import now
from broadsheet.record import pressroom, release

log = logging.getLogger(__name__)

LEASE = "tick"
TICK_S = 1.0
RECORD_S = 60
"""How often the server moves the record's instant: only the news sitemap looks at it, and each move is a write."""
STOP_S = 0.5


def tick(at: datetime) -> list[pressroom.Report]:
    """Do what is due, once; tells what was pressed. Must not be called in a transaction: each part has its own."""
    with pressroom.collecting() as reports:
        due(at)
        with transaction.atomic():
            release.tick(at)
    return [*reports, pressroom.run_all()]


def due(at: datetime) -> None:
    """Publish and end what the desk has set for an instant that has come."""
    schedule.due(at)


@contextmanager
def ticking() -> Iterator[None]:
    """Tick in a thread, as long as the block lasts and no other server of this paper does."""
    ended = threading.Event()
    thread = threading.Thread(target=_tick_until, args=(ended,), name="tick", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(STOP_S)


def _tick_until(ended: threading.Event) -> None:
    holder = lease.make_holder()
    recorded_at: datetime | None = None
    left_count = 0
    while not ended.wait(0 if left_count else TICK_S):  # the rest of a wide run is pressed without a pause
        at, left_count = now(), 0
        try:
            close_old_connections()
            if not lease.take(LEASE, holder, at=at):
                continue
            if recorded_at is None or at - recorded_at >= timedelta(seconds=RECORD_S):
                tick(at)
                recorded_at = at
            else:
                due(at)
                left_count = pressroom.run().left_count
        except DatabaseError:
            log.exception("the tick could not be done; the next one tries again")
            connections.close_all()
        except Exception:
            # One story that cannot be published must not keep all others waiting for ever.
            log.exception("the tick failed")
    _give_back(holder)


def _give_back(holder: str) -> None:
    try:
        lease.give_back(LEASE, holder)
    except DatabaseError:
        log.info("the lease could not be given back; it ends by itself")
    connections.close_all()

"""Proofs: whether what readers get is what the record says, and the store made anew."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import msgspec
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Length

from broadsheet.pages import kinds
from broadsheet.press.limits import PAGES_IN_A_BATCH
from broadsheet.press.rebuild import Difference, batched, differences_of, rebuild
from broadsheet.record import locks, pressroom, tickets
from broadsheet.record.copy_source import DatabaseCopy
from broadsheet.record.models import LastRun, PressedPage, Ticket
from broadsheet.record.stores.database import NO_PAGE_STATUS, DatabaseStore

Progress = Callable[[int], None]
"""Told how many more pages have been looked at."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison of the store with a rebuild found."""

    pages: int
    differences: tuple[Difference, ...] = ()

    def count(self, what: str) -> int:
        return sum(one.what == what for one in self.differences)


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    pages: int
    seconds: float


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The press at a glance. `wide_left` counts the pages of a wide run that still wait; None where there is none."""

    pages: int
    bytes: int
    open_tickets: int
    last_run: LastRun | None
    wide_left: int | None


def verify(progress: Progress | None = None) -> Proof:
    """Compare every page and its reads with a rebuild, on one snapshot; publishing goes on meanwhile."""
    with locks.reading():
        store = DatabaseStore()
        wanted = set(pressroom.known_addresses())
        found: list[Difference] = []
        for batch in batched(sorted(wanted.union(store.addresses())), PAGES_IN_A_BATCH):
            found += differences_of(batch, wanted, DatabaseCopy(), store, kinds.KINDS)
            if progress:
                progress(len(batch))
        pages = PressedPage.objects.exclude(status=NO_PAGE_STATUS).count()
    return Proof(pages=pages, differences=tuple(found))


def press_everything(progress: Progress | None = None) -> Rebuilt:
    """Press every address anew, a batch in a transaction: readers get right pages all the while."""
    start = perf_counter()
    pages = 0
    for batch in batched(pressroom.known_addresses(), PAGES_IN_A_BATCH):
        with locks.pressing(), transaction.atomic():
            locks.one_snapshot()
            pages += rebuild(batch, DatabaseCopy, DatabaseStore(), kinds.KINDS)
            LastRun.objects.update(number=F("number") + 1)  # the store's generation: an export looks at it
        if progress:
            progress(len(batch))
    pressroom.run_all()
    return Rebuilt(pages=pages, seconds=perf_counter() - start)


def status() -> Status:
    """What the press has, and what it still owes."""
    there = PressedPage.objects.exclude(status=NO_PAGE_STATUS)
    size = there.aggregate(bytes=Sum(Length("body")))["bytes"]
    waiting = [len(tickets.addresses_of(ticket)) for ticket in Ticket.objects.filter(is_wide=True)]
    return Status(
        pages=there.count(),
        bytes=size or 0,
        open_tickets=Ticket.objects.count(),
        last_run=LastRun.objects.first(),
        wide_left=sum(waiting) if waiting else None,
    )

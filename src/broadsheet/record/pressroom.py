"""The pressroom: takes the open tickets and brings the store up to date, in one transaction, under one lock."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

import msgspec
from django.db import DatabaseError, transaction

from broadsheet.news.story import EditionKey, Story
from broadsheet.pages import addresses, keys
from broadsheet.pages.kinds import KINDS
from broadsheet.press.copy import Answers
from broadsheet.press.key import Address, Key
from broadsheet.press.limits import FAILURES_OF_A_PAGE, PAGES_IN_A_CLICK, TICKETS_IN_A_RUN
from broadsheet.press.page import Page
from broadsheet.press.run import Failure, Run, due, made, press
from broadsheet.record import locks, tickets
from broadsheet.record.copy_source import DatabaseCopy
from broadsheet.record.models import AddressRow, Clock, LastRun, PressedPage, Standing, Ticket
from broadsheet.record.preview import PreviewCopy
from broadsheet.record.stores.database import DatabaseStore, chunks

log = logging.getLogger(__name__)

FEW_KINDS = ("front", "section", "rss", "atom", "json", "news-sitemap")
"""Kinds of which there are few: in a wide run they go before the many."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one run did, for the person who set it off."""

    pressed: tuple[Address, ...] = ()
    changed: tuple[Address, ...] = ()
    absent: tuple[Address, ...] = ()
    failed: tuple[Failure, ...] = ()
    left_count: int = 0
    ms: float = 0.0

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(addresses.path(address) for address in self.pressed)


_reports: ContextVar[list[Report] | None] = ContextVar("reports", default=None)


@contextmanager
def collecting() -> Iterator[list[Report]]:
    """Collect the reports of all runs that commits inside the block set off."""
    reports: list[Report] = []
    token = _reports.set(reports)
    try:
        yield reports
    finally:
        _reports.reset(token)


def run_on_commit(*, is_patient: bool = False) -> None:
    """Press when the transaction around has committed. The story is published then: no failing press undoes that."""
    transaction.on_commit(partial(_run_and_report, is_patient=is_patient))


def _run_and_report(*, is_patient: bool) -> None:
    try:
        report = run(is_patient=is_patient)
    except Exception as error:  # what has been published stays so, whatever fails: the next run heals
        log.exception("the press run failed; its tickets stay open")
        said = f"{type(error).__name__}: {error}"
        _note_on_tickets(said)
        report = Report(failed=(Failure(Address(""), said),))
    reports = _reports.get()
    if reports is not None and (report.pressed or report.absent or report.failed):
        reports.append(report)


def _note_on_tickets(said: str) -> None:
    """Write on the open tickets why their run failed, as far as the database lets us."""
    try:
        Ticket.objects.filter(error="").update(error=said)
    except DatabaseError:
        log.warning("the tickets could not be told why their run failed")


def run(*, is_patient: bool = False) -> Report:
    """Press all open tickets; what exceeds a click's worth of pages stays on tickets for the next run.

    Pages that have failed too often are left alone unless `is_patient`. Must not be called inside a transaction.
    """
    start = perf_counter()
    if not _open(is_patient=is_patient).exists():
        return Report()
    with locks.pressing(), transaction.atomic():
        locks.one_snapshot()
        return _press_tickets(list(_open(is_patient=is_patient)[:TICKETS_IN_A_RUN]), start)


def run_all() -> Report:
    """Press until no ticket is left that a run would take: a wide run to its end."""
    total = run()
    while total.left_count:
        more = run()
        total = Report(
            pressed=total.pressed + more.pressed,
            changed=total.changed + more.changed,
            absent=total.absent + more.absent,
            failed=total.failed + more.failed,
            left_count=more.left_count,
            ms=total.ms + more.ms,
        )
    return total


def _open(*, is_patient: bool) -> Any:
    """Open tickets, the wide runs' last: a publish does not wait for them."""
    found = Ticket.objects.order_by("is_wide", "pk")
    return found if is_patient else found.filter(tries_count__lt=FAILURES_OF_A_PAGE)


def _press_tickets(open_tickets: Sequence[Ticket], start: float) -> Report:
    if not open_tickets:
        return Report()
    at = max(ticket.opened_at for ticket in open_tickets)
    answers, store = Answers(DatabaseCopy()), DatabaseStore()
    wanted = _worth_a_click(open_tickets)
    touched = [key for ticket in wanted for key in tickets.keys_of(ticket)]
    tries = {address: ticket.tries_count for ticket in wanted for address in tickets.addresses_of(ticket)}
    todo = dict.fromkeys([*due(touched, answers, store, KINDS), *tries])
    now, later = _split(list(todo))
    done = press(now, answers, store, KINDS)
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in wanted]).delete()
    tickets.leave_pages(later, at=at, is_wide=True)
    for failure in done.failed:
        log.error("page %s failed: %s", failure.address, failure.error)
        tickets.leave_pages(
            [failure.address], at=at, error=failure.error, tries_count=tries.get(failure.address, 0) + 1
        )
    ms = (perf_counter() - start) * 1000
    _note_run(done, at, ms)
    left = Ticket.objects.filter(tries_count=0).count()
    there = tuple(address for address in done.pressed if address not in done.absent)
    return Report(pressed=there, changed=done.changed, absent=done.absent, failed=done.failed, left_count=left, ms=ms)


def _worth_a_click(open_tickets: Sequence[Ticket]) -> list[Ticket]:
    """The tickets that one run takes: no publish waits for a wide run, which goes on when nothing else is open."""
    if any(not ticket.is_wide for ticket in open_tickets):
        return [ticket for ticket in open_tickets if not ticket.is_wide]
    return list(open_tickets[:1])


def _split(todo: list[Address]) -> tuple[list[Address], list[Address]]:
    """What this run presses and what waits; in a wide run the few pages go first, then the newest."""
    if len(todo) <= PAGES_IN_A_CLICK:
        return todo, []
    updated: dict[str, datetime | None] = {}
    for some in chunks(todo):
        updated.update(PressedPage.objects.filter(address__in=some).values_list("address", "updated_at"))

    def order(address: Address) -> tuple[bool, float, str]:
        at = updated.get(address)
        return address.kind not in FEW_KINDS, -at.timestamp() if at else 0.0, address

    todo.sort(key=order)
    return todo[:PAGES_IN_A_CLICK], todo[PAGES_IN_A_CLICK:]


def _note_run(done: Run, at: datetime, ms: float) -> None:
    last = LastRun.objects.first() or LastRun(number=0)
    last.number += 1
    last.at, last.ms = at, ms
    last.pages_count, last.changed_count = len(done.pressed), len(done.changed)
    last.save()


def preview(value: Story) -> Page:
    """The exact bytes that publishing this story now would press for its article."""
    page = made(addresses.article(value.edition, value.slug), Answers(PreviewCopy(value)), KINDS).page
    assert page is not None, f"no article for {value.edition}/{value.slug}: its edition has not been released"
    return page


def known_addresses() -> list[Address]:
    """Every address that must answer: those that have been public, and those that stand for each edition and paper."""
    found = {Address(one) for one in AddressRow.objects.values_list("address", flat=True)}
    source = DatabaseCopy()
    for edition in editions():
        value = source.edition(edition)
        assert value is not None, f"{edition} was listed and is not there"
        bearing: list[Key[Any]] = [
            keys.edition(edition),
            *(keys.latest_in_section(edition, one.key) for one in value.sections),
        ]
        found.update(address for key in bearing for address in KINDS.called_by(key))
    return sorted(found)


def editions() -> list[EditionKey]:
    """The keys of all editions that have been released."""
    rows = Standing.objects.filter(key__startswith="edition|").values_list("key", flat=True)
    return sorted(EditionKey(key.partition("|")[2]) for key in rows)


def as_of() -> datetime | None:
    """The record's instant; None before anything has been released."""
    return Clock.objects.values_list("as_of", flat=True).first()

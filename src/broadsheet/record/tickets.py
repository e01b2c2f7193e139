"""Tickets: what the press still owes. They are left in the transaction that makes the pages stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from broadsheet.press.key import Address, Key
from broadsheet.press.limits import PAGES_IN_A_BATCH
from broadsheet.record.models import Ticket

_LINE = "\n"  # neither keys nor addresses hold one


def leave(touched: Iterable[Key[Any]], *, at: datetime) -> None:
    """Leave a ticket for these keys."""
    keys = list(dict.fromkeys(touched))
    if keys:
        Ticket.objects.create(keys=_LINE.join(keys), opened_at=at)


def leave_pages(
    addresses: Sequence[Address], *, at: datetime, error: str = "", is_wide: bool = False, tries_count: int = 0
) -> None:
    """Leave tickets for pages to be pressed whatever their keys say: the rest of a wide run, or pages that failed."""
    for start in range(0, len(addresses), PAGES_IN_A_BATCH):
        Ticket.objects.create(
            addresses=_LINE.join(addresses[start : start + PAGES_IN_A_BATCH]),
            opened_at=at,
            error=error,
            is_wide=is_wide,
            tries_count=tries_count,
        )


def keys_of(ticket: Ticket) -> list[Key[Any]]:
    return [Key(key) for key in ticket.keys.split(_LINE) if key]


def addresses_of(ticket: Ticket) -> list[Address]:
    return [Address(address) for address in ticket.addresses.split(_LINE) if address]

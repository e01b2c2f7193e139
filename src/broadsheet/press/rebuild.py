"""The slow, short, obviously right version of the press: every address from nothing. It is the oracle of law L1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import islice

import msgspec

from broadsheet.press.copy import Answers, Source
from broadsheet.press.key import Address
from broadsheet.press.limits import PAGES_IN_A_BATCH
from broadsheet.press.run import Kinds, made
from broadsheet.press.store import Pressing, Store


class Difference(msgspec.Struct, frozen=True):
    """One address at which the store is not what a rebuild makes: `stale`, `missing`, `extra` or `reads`."""

    address: Address
    what: str


Snapshot = Callable[[], Source]
"""Opens the source anew on the same snapshot: each batch has its own, so that memory stays bounded."""


def rebuild(addresses: Iterable[Address], snapshot: Snapshot, store: Store, kinds: Kinds) -> int:
    """Press every address into the store, a batch at a time; the count of pages that exist."""
    count = 0
    for batch in batched(addresses, PAGES_IN_A_BATCH):
        answers = Answers(snapshot())
        pressings = [made(address, answers, kinds) for address in batch]
        store.put(pressings)
        count += sum(one.page is not None for one in pressings)
    return count


def differences(addresses: Iterable[Address], snapshot: Snapshot, store: Store, kinds: Kinds) -> Iterator[Difference]:
    """Compare the store, page by page and read by read, with a rebuild of these addresses."""
    wanted = set(addresses)
    for batch in batched(sorted(wanted.union(store.addresses())), PAGES_IN_A_BATCH):
        yield from differences_of(batch, wanted, snapshot(), store, kinds)


def differences_of(
    batch: list[Address], wanted: AbstractSet[Address], source: Source, store: Store, kinds: Kinds
) -> Iterator[Difference]:
    """Compare a part of the store; `wanted` are the addresses that should answer."""
    answers = Answers(source)
    kept = store.kept(batch)
    for address in batch:
        what = _difference(made(address, answers, kinds), kept.get(address), is_wanted=address in wanted)
        if what:
            yield Difference(address, what)


def _difference(made: Pressing, kept: Pressing | None, *, is_wanted: bool) -> str:
    page = kept.page if kept else None
    if made.page is None or not is_wanted:
        return "extra" if page or made.page else ""
    if kept is None or page is None:
        return "missing"
    if page != made.page:
        return "stale"
    return "reads" if dict(kept.reads) != dict(made.reads) else ""


def batched(addresses: Iterable[Address], count: int) -> Iterator[list[Address]]:
    rest = iter(addresses)
    while batch := list(islice(rest, count)):
        yield batch

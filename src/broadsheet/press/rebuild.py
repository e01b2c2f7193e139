"""The slow, short, obviously right version of the press: every address from nothing. It is the oracle of law L1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from broadsheet.press.copy import Answers, Source
from broadsheet.press.key import Address
from broadsheet.press.run import Kinds, made
from broadsheet.press.store import Store


class Difference(msgspec.Struct, frozen=True):
    """One address at which the store is not what a rebuild makes: `stale`, `missing`, `extra` or `reads`."""

    address: Address
    what: str


def rebuild(addresses: Iterable[Address], source: Source, store: Store, kinds: Kinds) -> int:
    """Press every address into the store; the count of pages that exist."""
    answers = Answers(source)
    count = 0
    for address in addresses:
        page, reads = made(address, answers, kinds)
        store.put(address, page, reads)
        count += page is not None
    return count


def differences(addresses: Iterable[Address], source: Source, store: Store, kinds: Kinds) -> Iterator[Difference]:
    """Compare the store, page by page and read by read, with a rebuild of these addresses."""
    answers = Answers(source)
    wanted = set(addresses)
    for address in sorted(wanted.union(store.addresses())):
        page, reads = made(address, answers, kinds)
        kept = store.page(address)
        if page is not None and address not in wanted:
            yield Difference(address, "extra")
        elif page is None and kept is not None:
            yield Difference(address, "extra")
        elif page is not None and kept is None:
            yield Difference(address, "missing")
        elif page != kept:
            yield Difference(address, "stale")
        elif kept is not None and dict(store.reads_of(address)) != dict(reads):
            yield Difference(address, "reads")

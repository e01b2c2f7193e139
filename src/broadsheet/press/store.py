"""What a store of pressed pages is. One contract suite runs against every store: memory and database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from broadsheet.press.key import Address, Fingerprint, Key
from broadsheet.press.page import Page

Reads = Mapping[Key[Any], Fingerprint]


class Store(Protocol):
    """Pages with their reads. All that one run writes becomes visible at once, by the transaction around the run."""

    def fingerprints(self, keys: Collection[Key[Any]]) -> Mapping[Key[Any], Fingerprint]:
        """What the pages in the store were pressed from; a key that no page reads is left out."""

    def readers_of(self, keys: Collection[Key[Any]]) -> list[Address]:
        """The addresses that have read any of the keys, absent pages included."""

    def put(self, address: Address, page: Page | None, reads: Reads) -> bool:
        """Keep a page, or its absence, with its reads; True where what a reader gets has changed."""

    def page(self, address: Address) -> Page | None: ...

    def reads_of(self, address: Address) -> Reads: ...

    def addresses(self) -> Iterable[Address]:
        """Every address that the store knows, absent pages included."""


class MemoryStore:
    """A store in memory, for tests and previews."""

    def __init__(self) -> None:
        self._pages: dict[Address, Page] = {}
        self._reads: dict[Address, frozenset[Key[Any]]] = {}
        self._readers: dict[Key[Any], set[Address]] = {}
        self._fingerprints: dict[Key[Any], Fingerprint] = {}

    def fingerprints(self, keys: Collection[Key[Any]]) -> Mapping[Key[Any], Fingerprint]:
        return {key: self._fingerprints[key] for key in keys if key in self._fingerprints}

    def readers_of(self, keys: Collection[Key[Any]]) -> list[Address]:
        return sorted({address for key in keys for address in self._readers.get(key, ())})

    def put(self, address: Address, page: Page | None, reads: Reads) -> bool:
        for key in self._reads.pop(address, frozenset()) - reads.keys():
            self._readers[key].discard(address)
            if not self._readers[key]:
                del self._readers[key], self._fingerprints[key]
        self._reads[address] = frozenset(reads)
        for key, fingerprint in reads.items():
            self._readers.setdefault(key, set()).add(address)
            self._fingerprints[key] = fingerprint
        former = self._pages.pop(address, None)
        if page is not None:
            self._pages[address] = page
        return former != page

    def page(self, address: Address) -> Page | None:
        return self._pages.get(address)

    def reads_of(self, address: Address) -> Reads:
        return {key: self._fingerprints[key] for key in self._reads.get(address, ())}

    def addresses(self) -> Iterable[Address]:
        return sorted(self._reads)

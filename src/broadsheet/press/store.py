"""What a store of pressed pages is. One contract suite runs against every store: memory and database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from broadsheet.press.key import Address, Fingerprint, Key
from broadsheet.press.page import Page

Reads = Mapping[Key[Any], Fingerprint]


class Pressing(msgspec.Struct, frozen=True):
    """One address as the press made it: the page, or None where there is none, and what was read to know that."""

    address: Address
    page: Page | None
    reads: Reads


class Store(Protocol):
    """Pages with their reads. All that one run writes becomes visible at once, by the transaction around the run."""

    def fingerprints(self, keys: Collection[Key[Any]]) -> Mapping[Key[Any], Fingerprint]:
        """What the pages in the store were pressed from; a key that no page reads is left out."""

    def readers_of(self, keys: Collection[Key[Any]]) -> list[Address]:
        """The addresses that have read any of the keys, absent pages included."""

    def put(self, pressings: Sequence[Pressing]) -> list[Address]:
        """Keep pages, or their absence, with their reads; the addresses where a reader gets something else now."""

    def kept(self, addresses: Collection[Address]) -> Mapping[Address, Pressing]:
        """What the store has of these addresses; unknown ones are left out."""

    def addresses(self) -> Iterable[Address]:
        """Every address that the store knows, absent pages included, in order."""


class MemoryStore:
    """A store in memory, for tests and previews."""

    def __init__(self) -> None:
        self._kept: dict[Address, tuple[Page | None, frozenset[Key[Any]]]] = {}
        self._readers: dict[Key[Any], set[Address]] = {}
        self._fingerprints: dict[Key[Any], Fingerprint] = {}

    def fingerprints(self, keys: Collection[Key[Any]]) -> Mapping[Key[Any], Fingerprint]:
        return {key: self._fingerprints[key] for key in keys if key in self._fingerprints}

    def readers_of(self, keys: Collection[Key[Any]]) -> list[Address]:
        return sorted({address for key in keys for address in self._readers.get(key, ())})

    def put(self, pressings: Sequence[Pressing]) -> list[Address]:
        return [one.address for one in pressings if self._put(one)]

    def _put(self, one: Pressing) -> bool:
        former, read = self._kept.get(one.address, (None, frozenset[Key[Any]]()))
        for key in read - one.reads.keys():
            self._readers[key].discard(one.address)
            if not self._readers[key]:
                del self._readers[key], self._fingerprints[key]
        for key, fingerprint in one.reads.items():
            self._readers.setdefault(key, set()).add(one.address)
            self._fingerprints[key] = fingerprint
        self._kept[one.address] = (one.page, frozenset(one.reads))
        return former != one.page

    def kept(self, addresses: Collection[Address]) -> Mapping[Address, Pressing]:
        return {
            address: Pressing(address, page, {key: self._fingerprints[key] for key in read})
            for address, (page, read) in (
                (address, self._kept[address]) for address in addresses if address in self._kept
            )
        }

    def addresses(self) -> Iterable[Address]:
        return sorted(self._kept)

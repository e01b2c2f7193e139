"""A press run: from the keys that a release touched to the pages that must be pressed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from broadsheet.press.copy import Answers, Copy, Source
from broadsheet.press.key import Address, Key
from broadsheet.press.page import Page
from broadsheet.press.store import Pressing, Store

PressKind = Callable[[Copy, Address], Page | None]


class Kinds(msgspec.Struct, frozen=True):
    """What the press must be told of the paper: how each kind of page is made, which pages a key calls into being."""

    press: Mapping[str, PressKind]
    called_by: Callable[[Key[Any]], Iterable[Address]]


class Failure(msgspec.Struct, frozen=True):
    """A page that could not be made: the old one stays in the store."""

    address: Address
    error: str


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did. `pressed` were rendered, `changed` are those of them in which a reader sees a difference,
    `absent` those for which there is no page."""

    pressed: tuple[Address, ...] = ()
    changed: tuple[Address, ...] = ()
    absent: tuple[Address, ...] = ()
    failed: tuple[Failure, ...] = ()


def due(touched: Iterable[Key[Any]], answers: Answers, store: Store, kinds: Kinds) -> list[Address]:
    """Name the addresses that must be pressed again, in a settled order.

    A key whose answer is what the pages in the store were pressed from stops here. A key that nobody has read stops too
    where its answer is None: there is no page to renew and none to make.
    """
    keys = list(dict.fromkeys(touched))
    known = store.fingerprints(keys)
    changed = [
        key
        for key in keys
        if (known[key] != answers.fingerprint(key) if key in known else answers.answer(key) is not None)
    ]
    called = {address for key in changed for address in kinds.called_by(key)}
    return sorted(called.union(store.readers_of(changed)))


def made(address: Address, answers: Answers, kinds: Kinds) -> Pressing:
    """Make one page and the list of its reads, without keeping it."""
    copy = Copy(answers)
    page = kinds.press[address.kind](copy, address)
    return Pressing(address, page, copy.reads())


def press(addresses: Iterable[Address], answers: Answers, store: Store, kinds: Kinds) -> Run:
    """Press these addresses. A page that fails keeps its old bytes and its old reads, and is reported."""
    pressings: list[Pressing] = []
    failed: list[Failure] = []
    for address in addresses:
        try:
            pressings.append(made(address, answers, kinds))
        except Exception as error:  # noqa: BLE001  # a template or a picture may raise anything: the other pages go on
            failed.append(Failure(address, f"{type(error).__name__}: {error}"))
    changed = store.put(pressings)
    absent = tuple(one.address for one in pressings if one.page is None)
    return Run(
        pressed=tuple(one.address for one in pressings), changed=tuple(changed), absent=absent, failed=tuple(failed)
    )


def run(touched: Iterable[Key[Any]], source: Source, store: Store, kinds: Kinds) -> Run:
    """Bring the store up to date with the record after these keys were touched."""
    answers = Answers(source)
    return press(due(touched, answers, store, kinds), answers, store, kinds)

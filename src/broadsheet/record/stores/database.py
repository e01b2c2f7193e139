"""The store in the same database as the record: a run's pages become visible with its commit, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import brotli
from django.db import connection

from broadsheet.pages import addresses as paths
from broadsheet.press.key import Address, Fingerprint, Key
from broadsheet.press.page import Page
from broadsheet.press.store import Pressing
from broadsheet.record import sql
from broadsheet.record.models import PageRead, PressedPage

BROTLI_QUALITY = 5
NO_PAGE_STATUS = 0
PARAMETERS_AT_ONCE = 900
"""How many values one statement carries: below every database's bound."""

_CONTENT = ("status", "content_type", "location", "etag", "body", "body_bytes", "updated_at")
_RENEW = f"UPDATE record_pressedpage SET {', '.join(f'{name} = %s' for name in _CONTENT)} WHERE id = %s"
_ADD = (
    f"INSERT INTO record_pressedpage (address, paper, path, {', '.join(_CONTENT)})"
    f" VALUES ({sql.places(range(len(_CONTENT) + 3))})"
)


def compressed(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=BROTLI_QUALITY))


def chunks(items: Collection[Any]) -> Iterable[list[Any]]:
    listed = list(items)
    return (listed[start : start + PARAMETERS_AT_ONCE] for start in range(0, len(listed), PARAMETERS_AT_ONCE))


def _found(statement: str, items: Collection[Any]) -> Iterable[tuple[Any, ...]]:
    """Run a statement that ends in an IN list over any number of items."""
    for some in chunks(items):
        yield from sql.rows(f"{statement} IN ({sql.places(some)})", some)


class DatabaseStore:
    """Must be used inside a transaction, under the press's lock where it writes."""

    def fingerprints(self, keys: Collection[Key[Any]]) -> Mapping[Key[Any], Fingerprint]:
        found = _found("SELECT key, fingerprint FROM record_presskey WHERE key", keys)
        return {Key(key): Fingerprint(bytes(fingerprint)) for key, fingerprint in found}

    def readers_of(self, keys: Collection[Key[Any]]) -> list[Address]:
        statement = (
            "SELECT DISTINCT p.address FROM record_presskey k JOIN record_pageread r ON r.key_id = k.id"
            " JOIN record_pressedpage p ON p.id = r.page_id WHERE k.key"
        )
        return sorted({Address(address) for (address,) in _found(statement, keys)})

    def addresses(self) -> Iterable[Address]:
        return sorted(Address(one) for (one,) in sql.rows("SELECT address FROM record_pressedpage"))

    def kept(self, addresses: Collection[Address]) -> Mapping[Address, Pressing]:
        rows: dict[int, PressedPage] = {}
        for some in chunks(addresses):
            rows.update((row.pk, row) for row in PressedPage.objects.filter(address__in=some))
        reads: dict[int, dict[Key[Any], Fingerprint]] = {pk: {} for pk in rows}
        for some in chunks(rows):
            found = PageRead.objects.filter(page__in=some).values_list("page_id", "key__key", "key__fingerprint")
            for page, key, fingerprint in found:
                reads[page][Key(key)] = Fingerprint(bytes(fingerprint))
        return {
            Address(row.address): Pressing(Address(row.address), page_of(row), reads[row.pk]) for row in rows.values()
        }

    def put(self, pressings: Sequence[Pressing]) -> list[Address]:
        if not pressings:
            return []
        statement = "SELECT address, id, status, etag FROM record_pressedpage WHERE address"
        found = _found(statement, [one.address for one in pressings])
        former = {Address(address): (pk, status, etag) for address, pk, status, etag in found}
        changed = [one for one in pressings if _is_changed(one, former.get(one.address))]
        fresh = [one for one in pressings if one.address not in former]
        sql.many(_ADD, [[*_place(one.address), *_content(one.page)] for one in fresh])
        sql.many(_RENEW, [[*_content(one.page), former[one.address][0]] for one in changed if one.address in former])
        ids = {address: pk for address, (pk, _, _) in former.items()}
        added = _found("SELECT address, id FROM record_pressedpage WHERE address", [one.address for one in fresh])
        ids.update((Address(address), pk) for address, pk in added)
        self._keep_reads({ids[one.address]: one for one in pressings})
        return [one.address for one in changed]

    def _keep_reads(self, by_page: dict[int, Pressing]) -> None:
        fingerprints = {key: fingerprint for one in by_page.values() for key, fingerprint in one.reads.items()}
        ids = self._keep_keys(fingerprints)
        wanted = {(page, ids[key]) for page, one in by_page.items() for key in one.reads}
        there = set(_found("SELECT page_id, key_id FROM record_pageread WHERE page_id", by_page))
        dropped = sorted(there - wanted)
        sql.many("DELETE FROM record_pageread WHERE page_id = %s AND key_id = %s", dropped)
        sql.many("INSERT INTO record_pageread (page_id, key_id) VALUES (%s, %s)", sorted(wanted - there))
        # A key that nobody reads any longer must be forgotten: its fingerprint would be believed when it comes back.
        unread = "NOT EXISTS (SELECT 1 FROM record_pageread r WHERE r.key_id = record_presskey.id)"
        for some in chunks({key for _, key in dropped}):
            sql.execute(f"DELETE FROM record_presskey WHERE id IN ({sql.places(some)}) AND {unread}", some)

    def _keep_keys(self, fingerprints: Mapping[Key[Any], Fingerprint]) -> dict[Key[Any], int]:
        ids: dict[Key[Any], int] = {}
        stale: list[tuple[bytes, int]] = []
        for pk, name, fingerprint in _found("SELECT id, key, fingerprint FROM record_presskey WHERE key", fingerprints):
            key: Key[Any] = Key(name)
            ids[key] = pk
            if bytes(fingerprint) != fingerprints[key]:
                stale.append((fingerprints[key], pk))
        sql.many("UPDATE record_presskey SET fingerprint = %s WHERE id = %s", stale)
        fresh = [key for key in fingerprints if key not in ids]
        insert = "INSERT INTO record_presskey (key, fingerprint) VALUES (%s, %s)"
        sql.many(insert, [(str(key), fingerprints[key]) for key in fresh])
        ids.update((Key(key), pk) for pk, key in _found("SELECT id, key FROM record_presskey WHERE key", fresh))
        return ids


def _is_changed(one: Pressing, former: tuple[int, int, str] | None) -> bool:
    if former is None:
        return one.page is not None
    _, status, etag = former
    return (status, etag) != ((one.page.status, one.page.etag) if one.page else (NO_PAGE_STATUS, ""))


def _place(address: Address) -> tuple[str, str, str]:
    place = paths.place(address)
    return str(address), place.paper, place.path


def _content(page: Page | None) -> tuple[Any, ...]:
    """The values of `_CONTENT`; the etag tells two pages apart in everything else."""
    if page is None:
        return NO_PAGE_STATUS, "", "", "", None, 0, None
    updated_at = connection.ops.adapt_datetimefield_value(page.updated_at)
    body = compressed(page.body)
    return page.status, page.content_type, page.location, page.etag, body, len(page.body), updated_at


def page_of(row: PressedPage) -> Page | None:
    """The page as the press made it; one whose bytes are damaged comes back empty, and so differs from any rebuild."""
    if row.body is None:
        return None
    try:
        body = brotli.decompress(bytes(row.body))
    except brotli.error:
        body = b""
    return Page(
        body=body,
        content_type=row.content_type,
        status=row.status,
        location=row.location,
        updated_at=row.updated_at,
    )

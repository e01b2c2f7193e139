"""The store in the same database as the record: a run's pages become visible with its commit, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import brotli
from django.db.models import Exists, OuterRef

from broadsheet.pages import addresses as paths
from broadsheet.press.key import Address, Fingerprint, Key
from broadsheet.press.page import Page
from broadsheet.press.store import Pressing
from broadsheet.record import sql
from broadsheet.record.models import PageRead, PressedPage, PressKey

BROTLI_QUALITY = 5
NO_PAGE_STATUS = 0
PARAMETERS_AT_ONCE = 900
"""How many values one statement carries: below every database's bound."""


def compressed(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=BROTLI_QUALITY))


def chunks(items: Collection[Any]) -> Iterable[list[Any]]:
    listed = list(items)
    return (listed[start : start + PARAMETERS_AT_ONCE] for start in range(0, len(listed), PARAMETERS_AT_ONCE))


class DatabaseStore:
    """Must be used inside a transaction, under the press's lock where it writes."""

    def fingerprints(self, keys: Collection[Key[Any]]) -> Mapping[Key[Any], Fingerprint]:
        found: dict[Key[Any], Fingerprint] = {}
        for some in chunks(keys):
            rows = PressKey.objects.filter(key__in=some).values_list("key", "fingerprint")
            found.update((Key(key), Fingerprint(bytes(fingerprint))) for key, fingerprint in rows)
        return found

    def readers_of(self, keys: Collection[Key[Any]]) -> list[Address]:
        found: set[Address] = set()
        for some in chunks(keys):
            rows = PageRead.objects.filter(key__key__in=some).values_list("page__address", flat=True)
            found.update(Address(address) for address in rows.distinct())
        return sorted(found)

    def addresses(self) -> Iterable[Address]:
        return sorted(Address(one) for one in PressedPage.objects.values_list("address", flat=True))

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
        former = self._rows(pressings)
        changed = [one for one in pressings if _is_changed(one, former.get(one.address))]
        new = [_row(one) for one in changed if one.address not in former]
        new += [_row(one) for one in pressings if one.page is None and one.address not in former]
        for row in PressedPage.objects.bulk_create(new):
            former[Address(row.address)] = row
        renewed = [_row(one, former[one.address]) for one in changed if former[one.address] not in new]
        if renewed:
            sql.many(_RENEW, [[*(getattr(row, name) for name in _CONTENT), row.pk] for row in renewed])
        self._keep_reads({former[one.address].pk: one for one in pressings})
        return [one.address for one in changed]

    def _rows(self, pressings: Sequence[Pressing]) -> dict[Address, PressedPage]:
        found: dict[Address, PressedPage] = {}
        for some in chunks([one.address for one in pressings]):
            rows = PressedPage.objects.filter(address__in=some).only("pk", "address", "status", "etag", "updated_at")
            found.update((Address(row.address), row) for row in rows)
        return found

    def _keep_reads(self, by_page: dict[int, Pressing]) -> None:
        fingerprints = {key: fingerprint for one in by_page.values() for key, fingerprint in one.reads.items()}
        ids = self._keep_keys(fingerprints)
        wanted = {(page, ids[key]) for page, one in by_page.items() for key in one.reads}
        there: set[tuple[int, int]] = set()
        for some in chunks(by_page):
            there.update(PageRead.objects.filter(page__in=some).values_list("page_id", "key_id"))
        dropped: dict[int, list[int]] = {}
        for page, key in there - wanted:
            dropped.setdefault(page, []).append(key)
        for page, keys in dropped.items():
            for some in chunks(keys):
                PageRead.objects.filter(page=page, key__in=some).delete()
        PageRead.objects.bulk_create(
            [PageRead(page_id=page, key_id=key) for page, key in sorted(wanted - there)],
            batch_size=PARAMETERS_AT_ONCE // 2,
        )
        # A key that nobody reads any longer must be forgotten: its fingerprint would be believed when it comes back.
        for some in chunks({key for keys in dropped.values() for key in keys}):
            unread = PressKey.objects.filter(pk__in=some).exclude(Exists(PageRead.objects.filter(key=OuterRef("pk"))))
            unread._raw_delete(unread.db)  # noqa: SLF001  # nothing refers to an unread key: no cascade to collect

    def _keep_keys(self, fingerprints: Mapping[Key[Any], Fingerprint]) -> dict[Key[Any], int]:
        ids: dict[Key[Any], int] = {}
        stale: list[tuple[bytes, int]] = []
        for some in chunks(fingerprints):
            known = f"SELECT id, key, fingerprint FROM record_presskey WHERE key IN ({sql.places(some)})"
            for pk, name, fingerprint in sql.rows(known, some):
                key: Key[Any] = Key(name)
                ids[key] = pk
                if bytes(fingerprint) != fingerprints[key]:
                    stale.append((fingerprints[key], pk))
        if stale:
            sql.many("UPDATE record_presskey SET fingerprint = %s WHERE id = %s", stale)
        fresh = [PressKey(key=key, fingerprint=fingerprints[key]) for key in fingerprints if key not in ids]
        for row in PressKey.objects.bulk_create(fresh, batch_size=PARAMETERS_AT_ONCE // 2):
            ids[Key(row.key)] = row.pk
        return ids


_CONTENT = ["status", "content_type", "location", "etag", "body", "body_bytes", "updated_at"]
_RENEW = f"UPDATE record_pressedpage SET {', '.join(f'{name} = %s' for name in _CONTENT)} WHERE id = %s"


def _is_changed(one: Pressing, former: PressedPage | None) -> bool:
    if one.page is None:
        return former is not None and former.status != NO_PAGE_STATUS
    if former is None:
        return True
    return former.etag != one.page.etag or former.status != one.page.status or former.updated_at != one.page.updated_at


def _row(one: Pressing, row: PressedPage | None = None) -> PressedPage:
    if row is None:
        place = paths.place(one.address)
        row = PressedPage(address=one.address, paper=place.paper, path=place.path)
    page = one.page
    row.status = page.status if page else NO_PAGE_STATUS
    row.content_type = page.content_type if page else ""
    row.location = page.location if page else ""
    row.etag = page.etag if page else ""
    row.body = compressed(page.body) if page else None
    row.body_bytes = len(page.body) if page else 0
    row.updated_at = page.updated_at if page else None
    return row


def page_of(row: PressedPage) -> Page | None:
    """The page as the press made it."""
    if row.body is None:
        return None
    return Page(
        body=brotli.decompress(bytes(row.body)),
        content_type=row.content_type,
        status=row.status,
        location=row.location,
        updated_at=row.updated_at,
    )

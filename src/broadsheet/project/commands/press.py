"""What is in the store, whether it is right, and the store made anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import click

from broadsheet.project import ground
from broadsheet.project.commands.answer import answer, as_json, counted, ended, progress, table


@click.command()
@click.option("--kind", default="", help="Only pages of this kind: article, front, section, topic, day, rss …")
@click.option("--limit", type=click.IntRange(min=0), default=None, help="At most so many.")
@as_json
def addresses(*, kind: str, limit: int | None, is_json: bool) -> None:
    """List what is in the store: each address that answers with a page, a redirect or "gone"."""
    ground.paper()
    found = list(_addresses(kind, limit))
    lines = (f"{one['status']} {one['kind']:<12} {one['bytes']:>8}  {one['url']}" for one in found)
    answer(found, lines, is_json=is_json)


def _addresses(kind: str, limit: int | None) -> Iterator[dict[str, Any]]:
    from broadsheet.pages import addresses as paths
    from broadsheet.press.key import SEPARATOR, Address
    from broadsheet.record.models import PressedPage
    from broadsheet.record.stores.database import NO_PAGE_STATUS

    editions = _editions()
    by_paper = {edition.paper: edition for edition in reversed(editions.values())}
    rows = PressedPage.objects.exclude(status=NO_PAGE_STATUS).order_by("paper", "path")
    if kind:
        rows = rows.filter(address__startswith=f"{kind}{SEPARATOR}")
    fields = ("address", "paper", "status", "etag", "body_bytes", "content_type", "updated_at")
    for row in rows.values_list(*fields)[:limit].iterator(chunk_size=1000):
        address = Address(row[0])
        key = paths.edition_of(address)
        edition = editions.get(key) if key else by_paper.get(row[1])
        origin = edition.origin if edition else ""
        yield {
            "url": paths.url(origin, address),
            "host": urlsplit(origin).netloc,
            "path": paths.path(address),
            "kind": address.kind,
            "edition": key,
            "language": edition.language if edition and key else None,
            "updated_at": row[6].isoformat() if row[6] else None,
            "bytes": row[4],
            "etag": row[3],
            "status": row[2],
            "content_type": row[5],
        }


def _editions() -> dict[str, Any]:
    from broadsheet.record import values
    from broadsheet.record.models import Standing

    rows = Standing.objects.filter(key__startswith="edition|").order_by("key").values_list("value", flat=True)
    found = [values.edition.decode(bytes(row)) for row in rows]
    return {edition.key: edition for edition in found}


@click.group()
def press() -> None:
    """The pressed pages: whether they are right, made anew, and how they stand."""


@press.command()
@as_json
def verify(*, is_json: bool) -> None:
    """Compare every page, and what it has read, with a page made from nothing; exit 1 if any differs."""
    ground.paper()
    from broadsheet.pages import addresses as paths
    from broadsheet.record import pressroom, proof

    with progress("Comparing pages", len(pressroom.known_addresses())) as seen:
        found = proof.verify(seen)
    differences = [{"path": paths.path(one.address), "what": one.what} for one in found.differences]
    counts = {what: found.count(what) for what in ("stale", "missing", "extra", "reads")}
    document = {"pages": found.pages, **counts, "differences": differences}
    lines = [
        f"{counted(found.pages, 'page', 'pages')}: " + ", ".join(f"{count} {what}" for what, count in counts.items()),
        *(f"{one['what']:<8} {one['path']}" for one in differences),
    ]
    answer(document, lines, is_json=is_json)
    ended(1 if differences else 0)


@press.command()
@as_json
def rebuild(*, is_json: bool) -> None:
    """Press every page anew from the record; readers get right pages all the while."""
    ground.paper()
    from broadsheet.record import pressroom, proof

    with progress("Pressing pages", len(pressroom.known_addresses())) as seen:
        made = proof.press_everything(seen)
    line = f"{counted(made.pages, 'page', 'pages')} in {made.seconds:.1f} s"
    answer({"pages": made.pages, "seconds": round(made.seconds, 3)}, [line], is_json=is_json)


@press.command()
@as_json
def status(*, is_json: bool) -> None:
    """Tell what the store holds, what the last run did, and what the press still owes."""
    ground.paper()
    from broadsheet.record import proof

    found = proof.status()
    run = found.last_run
    last = run and {
        "number": run.number,
        "at": run.at.isoformat(),
        "pages": run.pages_count,
        "changed": run.changed_count,
        "ms": round(run.ms, 1),
    }
    document = {
        "pages": found.pages,
        "bytes": found.bytes,
        "open_tickets": found.open_tickets,
        "last_run": last,
        "wide_run": None if found.wide_left is None else {"pages_left": found.wide_left},
    }
    rows = [["pages", f"{found.pages:,}"], ["bytes", f"{found.bytes:,}"], ["open tickets", f"{found.open_tickets:,}"]]
    if run:
        did = f"{counted(run.pages_count, 'page', 'pages')}, {run.changed_count:,} changed, {run.ms:.0f} ms"
        rows.append(["last run", f"{run.at.isoformat()}: {did}"])
    rows.append(["wide run", "none" if found.wide_left is None else f"{found.wide_left:,} pages left"])
    answer(document, table(rows), is_json=is_json)

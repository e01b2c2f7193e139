"""What a shelf promises, on the database that the suite runs on: SQLite or PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection, transaction

from broadsheet.pages.addresses import place
from broadsheet.press.key import Address
from broadsheet.press.page import Page
from broadsheet.project.clock import now
from broadsheet.project.serve import make_shelf
from broadsheet.readers.shelf import Away, Shelf, SqliteShelf
from broadsheet.readers.shelf_postgres import PostgresShelf
from broadsheet.record import values
from broadsheet.record.models import PressedPage, Standing
from tests.pages import harbour

pytestmark = pytest.mark.django_db(transaction=True)
HOST = "harbour.example"
FRONT = Address("front|harbour.en")


def stand(**differs: Any) -> None:
    for key in (harbour.EN, harbour.AR):
        value = values.encoded(harbour.edition(key, **differs))
        Standing.objects.update_or_create(key=f"edition|{key}", defaults={"value": value, "at": now()})


def press(body: str, *, address: Address = FRONT, status: int = 200) -> None:
    """Put a page where the press would have put it."""
    page = Page(body=body.encode(), status=status)
    at = place(address)
    PressedPage.objects.update_or_create(
        address=address,
        defaults={
            "paper": at.paper,
            "path": at.path,
            "status": status,
            "content_type": page.content_type,
            "etag": page.etag,
            "body": brotli.compress(page.body),
            "body_bytes": len(page.body),
        },
    )


def unpress(address: Address = FRONT) -> None:
    PressedPage.objects.filter(address=address).update(status=0, etag="", body=None, body_bytes=0)


def with_shelf(story: Callable[[Shelf], Coroutine[Any, Any, None]]) -> None:
    """Tell a story about a shelf, in the one event loop that it lives in."""

    async def told() -> None:
        shelf = make_shelf()
        try:
            await story(shelf)
        finally:
            shelf.close()

    asyncio.run(told())


async def read(shelf: Shelf, path: str = "/en/", host: str = HOST) -> str | None:
    sheet = (await shelf.find(host, path)).sheet
    return None if sheet is None else sheet.cut("identity").body.decode()


async def there(act: Callable[[], object]) -> None:
    """Act in another thread, and so on another connection."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    await asyncio.to_thread(run)


def test_a_commit_of_another_is_seen_by_the_very_next_look_up() -> None:
    async def story(shelf: Shelf) -> None:
        for number in range(20):
            await there(lambda number=number: press(f"front {number}"))  # type: ignore[misc]  # a default binds it
            assert await read(shelf) == f"front {number}"
            assert await read(shelf) == f"front {number}"

    stand()
    with_shelf(story)


def test_what_is_not_committed_is_not_seen() -> None:
    async def story(shelf: Shelf) -> None:
        await there(lambda: press("old"))
        assert await read(shelf) == "old"

        def undecided() -> None:
            with transaction.atomic():
                press("new")
                seen.append(asyncio.run_coroutine_threadsafe(read(shelf), loop).result(10))
                transaction.set_rollback(True)

        loop = asyncio.get_running_loop()
        seen: list[str | None] = []
        await there(undecided)
        assert seen == ["old"]
        assert await read(shelf) == "old"

    stand()
    with_shelf(story)


def test_a_sheet_that_has_not_changed_stays_in_memory() -> None:
    async def story(shelf: Shelf) -> None:
        await there(lambda: press("front"))
        first = (await shelf.find(HOST, "/en/")).sheet
        await there(lambda: press("another", address=Address("archive|harbour.en")))
        assert (await shelf.find(HOST, "/en/")).sheet is first
        assert await read(shelf, "/en/archive") == "another"

    stand()
    with_shelf(story)


def test_a_page_that_is_no_more_is_not_found() -> None:
    async def story(shelf: Shelf) -> None:
        assert await read(shelf) is None
        await there(lambda: press("front"))
        assert await read(shelf) == "front"
        await there(unpress)
        assert await read(shelf) is None
        await there(lambda: press("gone", status=410))
        found = await shelf.find(HOST, "/en/")
        assert found.sheet is not None
        assert found.sheet.status == 410

    stand()
    with_shelf(story)


def test_a_new_host_name_is_heard_of_at_once() -> None:
    async def story(shelf: Shelf) -> None:
        assert not any(
            name == "strict-transport-security" for name, _ in (await shelf.find("new.example", "/")).paper.security
        )
        await there(lambda: stand(origin="https://new.example"))
        found = await shelf.find("new.example:443", "/")
        assert found.paper.hosts == {"new.example"}
        assert ("strict-transport-security", "max-age=63072000") in found.paper.security

    stand(origin="http://old.example")
    with_shelf(story)


def test_many_look_ups_at_once_each_get_their_own_page() -> None:
    async def story(shelf: Shelf) -> None:
        paths = {f"/en/story/s{number}": f"story {number}" for number in range(450)}
        found = await asyncio.gather(*(read(shelf, path) for path in [*paths, *paths]))
        assert found == [*paths.values(), *paths.values()]

    stand()
    for number in range(450):
        press(f"story {number}", address=Address(f"article|harbour.en|s{number}"))
    with_shelf(story)


def test_an_installation_without_editions_is_away_and_says_so() -> None:
    async def story(shelf: Shelf) -> None:
        with pytest.raises(Away, match="no edition"):
            await shelf.find(HOST, "/en/")
        await there(stand)
        await there(lambda: press("front"))
        assert await read(shelf) == "front"

    with_shelf(story)


def test_a_connection_that_was_lost_is_made_again() -> None:
    async def story(shelf: Shelf) -> None:
        await there(lambda: press("front"))
        assert await read(shelf) == "front"
        if isinstance(shelf, SqliteShelf):
            assert shelf._cursor is not None
            shelf._cursor.connection.close()
        else:
            assert isinstance(shelf, PostgresShelf)
            await there(_cut_all_others)
        assert await read(shelf) == "front"

    stand()
    with_shelf(story)


def _cut_all_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%%record_pressedpage%%'"
        )


def test_a_database_that_is_away_is_away_until_it_is_back(tmp_path: Path) -> None:
    file = tmp_path / "paper.sqlite3"

    async def story() -> None:
        shelf = SqliteShelf(file, default_language="en")
        for _ in range(2):
            with pytest.raises(Away):
                await shelf.find(HOST, "/en/")
        assert not file.exists()
        with sqlite3.connect(file) as made:
            made.execute("CREATE TABLE record_standing (key, value)")
            made.execute(
                "CREATE TABLE record_pressedpage (paper, path, status, etag, content_type, location, body_bytes, body)"
            )
            made.execute(
                "INSERT INTO record_standing VALUES (?, ?)",
                (f"edition|{harbour.EN}", values.encoded(harbour.edition(harbour.EN))),
            )
        assert (await shelf.find(HOST, "/en/")).sheet is None
        shelf.close()

    asyncio.run(story())


def test_a_shelf_on_sqlite_keeps_no_transaction_open(tmp_path: Path) -> None:
    """Else the log could never be emptied, and would grow for as long as the server lives."""
    file = tmp_path / "paper.sqlite3"
    with sqlite3.connect(file) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE record_standing (key, value)")
        made.execute(
            "CREATE TABLE record_pressedpage (paper, path, status, etag, content_type, location, body_bytes, body)"
        )
        made.execute(
            "INSERT INTO record_standing VALUES (?, ?)",
            (f"edition|{harbour.EN}", values.encoded(harbour.edition(harbour.EN))),
        )
        made.execute(
            "INSERT INTO record_pressedpage VALUES ('harbour', '/en/', 200, 'a', 'text/html', '', 1, ?)",
            (brotli.compress(b"a"),),
        )

    async def story() -> None:
        shelf = SqliteShelf(file, default_language="en")
        for path in ("/en/", "/en/", "/en/none"):
            await shelf.find(HOST, path)
            made.execute("UPDATE record_pressedpage SET etag = etag || 'x'")
            made.commit()
            assert made.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
        shelf.close()

    asyncio.run(story())
    made.close()

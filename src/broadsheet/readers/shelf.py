"""The store as the readers' door reads it: never older than the last commit, whoever made it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from broadsheet.readers import limits
from broadsheet.readers.papers import Paper, Papers, papers
from broadsheet.readers.rack import Rack
from broadsheet.readers.sheet import Sheet


class Away(Exception):
    """The database does not answer. Nothing in memory is shown then: nobody can say that it is still right."""


class Found(NamedTuple):
    """The paper that a host means, and what the store has at a path of it."""

    paper: Paper
    sheet: Sheet | None


class Shelf(Protocol):
    """One contract suite runs against both of them."""

    async def find(self, host: str, path: str) -> Found:
        """Look a page up; raises Away where the database does not answer or nothing has been released."""

    def grew(self, paper: Paper, path: str, sheet: Sheet) -> None:
        """Hear that a sheet has been cut in a further coding, and so takes more memory."""

    def close(self) -> None: ...


def sheet_of(row: tuple[Any, ...], paper: Paper) -> Sheet:
    """Make a sheet of status, tag, type, location, size and body."""
    status, etag, content_type, location, body_bytes, body = row
    return Sheet(
        status=status,
        etag=etag,
        content_type=content_type,
        location=location,
        compressed=bytes(body),
        body_bytes=body_bytes,
        security=paper.security,
    )


class SqliteShelf:
    """Reads SQLite with a connection of its own, in the event loop's thread: that is shorter than a change of threads.

    `PRAGMA data_version` (a few microseconds) tells whether anybody has committed. If so, a sheet in memory is shown
    only after its tag has been compared with the store's.

    Requests that came while others were at work share one such question. It is asked when the first of them is looked
    at, so after all of them had come; what is put on the loop's list at that moment ends its worth before any later
    request can be looked at, for the list is worked off in order.
    """

    def __init__(self, file: Path, *, default_language: str, rack_bytes: int = limits.RACK_BYTES) -> None:
        self._file = file
        self._default_language = default_language
        self._rack = Rack(rack_bytes)
        self._cursor: sqlite3.Cursor | None = None
        self._papers = Papers(())
        self._standing: list[tuple[Any, ...]] | None = None
        self._seen: tuple[int, int] = (0, 0)
        self._opened_count = 0
        self._is_seen = False

    async def find(self, host: str, path: str) -> Found:
        try:
            return self._find(host, path)
        except sqlite3.Error:
            self.close()
        try:
            return self._find(host, path)
        except sqlite3.Error as error:
            self.close()
            raise Away(str(error)) from error

    def grew(self, paper: Paper, path: str, sheet: Sheet) -> None:
        place = (paper.key, path)
        if self._rack.get(place) is sheet:
            self._rack.put(place, sheet)

    def close(self) -> None:
        if self._cursor is not None:
            self._cursor.connection.close()
        self._cursor = None
        self._is_seen = False

    def _find(self, host: str, path: str) -> Found:
        cursor = self._cursor or self._open()
        if not self._is_seen:
            self._see(cursor)
        seen = self._seen
        paper = self._papers.of(host)
        if paper is None:
            raise Away("no edition has been released yet")
        place = (paper.key, path)
        sheet = self._rack.get(place)
        if sheet is not None and sheet.seen == seen:
            return Found(paper, sheet)
        return Found(paper, self._look_up(cursor, paper, place, sheet, seen))

    def _see(self, cursor: sqlite3.Cursor) -> None:
        """Ask how often anybody has committed. Asked before the page: a commit between the two is seen next time."""
        seen = (self._opened_count, cursor.execute("PRAGMA data_version").fetchone()[0])
        if seen != self._seen:
            self._look_at_papers(cursor)
            self._seen = seen
        self._is_seen = True
        asyncio.get_running_loop().call_soon(self._unsee)

    def _unsee(self) -> None:
        self._is_seen = False

    def _look_up(
        self, cursor: sqlite3.Cursor, paper: Paper, place: tuple[str, str], kept: Sheet | None, seen: object
    ) -> Sheet | None:
        tag = kept.etag if kept else ""
        row = cursor.execute(_LOOK_UP, (tag, *place)).fetchone()
        if row is None or row[0] == 0:
            self._rack.drop(place)
            return None
        if kept is not None and row[1] == tag:
            kept.seen = seen
            return kept
        sheet = sheet_of(row, paper)
        sheet.seen = seen
        self._rack.put(place, sheet)
        return sheet

    def _look_at_papers(self, cursor: sqlite3.Cursor) -> None:
        standing = cursor.execute(_STANDING).fetchall()
        if standing == self._standing:
            return
        self._papers = papers((row[0] for row in standing), default_language=self._default_language)
        self._standing = standing
        self._rack.clear()  # a sheet's headers depend on its paper

    def _open(self) -> sqlite3.Cursor:
        # A write-ahead log can be read only with its shared memory, which a read-only connection may be unable to make.
        connection = sqlite3.connect(
            f"{self._file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=limits.DATABASE_S
        )
        self._opened_count += 1
        self._cursor = connection.cursor()
        self._cursor.execute("PRAGMA query_only=ON")
        self._cursor.execute("PRAGMA cache_size=-4000")
        return self._cursor


_LOOK_UP = (
    "SELECT status, etag, content_type, location, body_bytes, CASE WHEN etag <> ? THEN body END"
    " FROM record_pressedpage WHERE paper = ? AND path = ?"
)
_STANDING = "SELECT value FROM record_standing WHERE key >= 'edition|' AND key < 'edition}' ORDER BY key"

"""The store on PostgreSQL: look-ups that wait for the same moment share one query."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from broadsheet.readers import limits
from broadsheet.readers.papers import Paper, Papers, papers
from broadsheet.readers.rack import Rack
from broadsheet.readers.sheet import Sheet
from broadsheet.readers.shelf import Away, Found, sheet_of

_Connection = psycopg.AsyncConnection[tuple[Any, ...]]


@dataclass(slots=True)
class _Wanted:
    host: str
    path: str
    found: asyncio.Future[Found]


class PostgresShelf:
    """Asks the database at every request, for a tag at least: the body travels only if that is not the one in memory.

    A look-up joins the next query, never one that is under way: what it finds is not older than the request.
    """

    def __init__(
        self, connection: Mapping[str, Any], *, default_language: str, rack_bytes: int = limits.RACK_BYTES
    ) -> None:
        """`connection` are psycopg's own parameters."""
        self._parameters = dict(connection)
        self._default_language = default_language
        self._rack = Rack(rack_bytes)
        self._connection: _Connection | None = None
        self._papers = Papers(())
        self._stamp: object = None
        self._waiting: list[_Wanted] = []
        self._asking: asyncio.Task[None] | None = None

    async def find(self, host: str, path: str) -> Found:
        wanted = _Wanted(host, path, asyncio.get_running_loop().create_future())
        self._waiting.append(wanted)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_while_any_waits())
        return await wanted.found

    def grew(self, paper: Paper, path: str, sheet: Sheet) -> None:
        place = (paper.key, path)
        if self._rack.get(place) is sheet:
            self._rack.put(place, sheet)

    def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._drop()

    def _drop(self) -> None:
        """Leave the connection, in whatever state it is."""
        if self._connection is not None:
            self._connection.pgconn.finish()
        self._connection = None

    async def _ask_while_any_waits(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: limits.BATCH_COUNT], self._waiting[limits.BATCH_COUNT :]
            batch = [wanted for wanted in batch if not wanted.found.done()]
            try:
                async with asyncio.timeout(limits.DATABASE_S):
                    found = await self._answer_patiently(batch)
            except (psycopg.Error, TimeoutError, OSError) as error:
                self._drop()
                _refuse(batch, str(error) or type(error).__name__)
            else:
                for wanted, answer in zip(batch, found, strict=True):
                    if answer is not None and not wanted.found.done():
                        wanted.found.set_result(answer)
                _refuse(batch, "no edition has been released yet")
            finally:
                _refuse(batch, "the look-up failed")  # whoever is left by a fault of ours must not wait for ever

    async def _answer_patiently(self, batch: list[_Wanted]) -> list[Found | None]:
        """Answer; once more where the connection turns out to have been lost since it was last used."""
        was_open = self._connection is not None
        try:
            return await self._answer(batch)
        except psycopg.OperationalError:
            self._drop()
            if not was_open:
                raise
        return await self._answer(batch)

    async def _answer(self, batch: list[_Wanted]) -> list[Found | None]:
        connection = self._connection or await self._open()
        if self._stamp is None:
            await self._look_at_papers(connection)
        at, found = await self._ask(connection, batch)
        if found is None:  # an edition has changed: another host, perhaps another paper
            await self._look_at_papers(connection)
            at, found = await self._ask(connection, batch)
        if found is None:
            raise psycopg.OperationalError("the editions change faster than they can be read")
        return [Found(paper, sheet) if paper else None for paper, sheet in zip(at, found, strict=True)]

    async def _ask(
        self, connection: _Connection, batch: list[_Wanted]
    ) -> tuple[list[Paper | None], list[Sheet | None] | None]:
        """The papers as we know them, and what they have; None for that where the editions have changed since."""
        at = [self._papers.of(wanted.host) for wanted in batch]
        asked = [(paper.key if paper else "", wanted.path) for paper, wanted in zip(at, batch, strict=True)]
        kept = [self._rack.get(place) for place in asked]
        rows = await self._look_up(connection, asked, kept)
        if rows and rows[0][0] != self._stamp:
            return at, None
        return at, [
            self._sheet(paper, place, sheet, row[1:]) if paper else None
            for paper, place, sheet, row in zip(at, asked, kept, rows, strict=True)
        ]

    def _sheet(self, paper: Paper, place: tuple[str, str], kept: Sheet | None, row: tuple[Any, ...]) -> Sheet | None:
        status, etag = row[:2]
        if not status:
            self._rack.drop(place)
            return None
        if kept is not None and kept.etag == etag:
            return kept
        sheet = sheet_of(row, paper)
        self._rack.put(place, sheet)
        return sheet

    async def _look_up(
        self,
        connection: _Connection,
        asked: list[tuple[str, str]],
        kept: list[Sheet | None],
    ) -> list[tuple[Any, ...]]:
        papers_, paths = [paper for paper, _ in asked], [path for _, path in asked]
        tags = [sheet.etag if sheet else "" for sheet in kept]
        cursor = await connection.execute(_LOOK_UP, (papers_, paths, tags), prepare=True, binary=True)
        return await cursor.fetchall()

    async def _look_at_papers(self, connection: _Connection) -> None:
        rows = await (await connection.execute(_STANDING, prepare=True)).fetchall()
        self._papers = papers((bytes(row[1]) for row in rows), default_language=self._default_language)
        self._stamp = rows[0][0] if rows else None
        self._rack.clear()  # a sheet's headers depend on its paper

    async def _open(self) -> _Connection:
        self._connection = await psycopg.AsyncConnection.connect(**self._parameters, autocommit=True)
        self._stamp = None
        return self._connection


# The stamp must be the same words in both: count and latest change of the editions; where there are none, it is NULL.
_LOOK_UP = """
SELECT (SELECT count(*) || ' ' || max(at) FROM record_standing WHERE key LIKE 'edition|%%'),
       page.status, page.etag, page.content_type, page.location, page.body_bytes,
       CASE WHEN page.etag <> asked.etag THEN page.body END
  FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS asked(paper, path, etag, number)
  LEFT JOIN record_pressedpage page ON page.paper = asked.paper AND page.path = asked.path
 ORDER BY asked.number
"""
_STANDING = """
SELECT (SELECT count(*) || ' ' || max(at) FROM record_standing WHERE key LIKE 'edition|%'), value
  FROM record_standing WHERE key LIKE 'edition|%' ORDER BY key
"""


def _refuse(batch: list[_Wanted], why: str) -> None:
    for wanted in batch:
        if not wanted.found.done():
            wanted.found.set_exception(Away(why))

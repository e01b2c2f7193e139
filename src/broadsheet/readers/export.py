"""The store as plain files, for a web server that sends files: each page as it is, as `.br` and as `.gz`.

A page is replaced by renaming, so nobody gets half of one. Style sheets go before the pages that link to them. What is
not a page that answers 200 is left to the broadsheet server behind, and listed in maps for the time when that is away.
"""

from __future__ import annotations

import fcntl
import gzip
import logging
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

import brotli
from django.db import DatabaseError, close_old_connections, connection, connections
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate

from broadsheet.readers import limits, nginx, papers
from broadsheet.record.models import LastRun, PressedPage, Standing

log = logging.getLogger(__name__)

INDEX = "index.html"
PAGES = "pages"
NEW = "new"
FIRST = (".css", ".mjs")
"""Endings of what pages link to by its content: it must be there before they are."""


class Exported(NamedTuple):
    written: int
    removed: int
    left: int
    """Pages whose paths make no file names; the server behind answers for them."""


class _Line(NamedTuple):
    """A page, or the file of one: what is compared."""

    paper: str
    path: str
    etag: str
    pk: int = 0


class TakenByAnother(Exception):
    """Another process exports into the same folder."""


@contextmanager
def exporting(folder: Path) -> Iterator[None]:
    """Keep a folder up to date in a thread, as long as the block lasts."""
    ended = threading.Event()
    thread = threading.Thread(target=_export_until, args=(folder, ended), name="export", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(limits.EXPORT_STOP_S)


def _export_until(folder: Path, ended: threading.Event) -> None:
    done: object = None
    pause_s = 0.0
    while not ended.wait(pause_s):
        pause_s = limits.EXPORT_STEP_S
        try:
            close_old_connections()
            number = generation()
            if done is None or number != done:
                export(folder)
                done = number
        except TakenByAnother:
            log.info("another process exports into %s", folder)
        except (DatabaseError, OSError, sqlite3.Error):
            log.exception("the export to %s failed; it is tried again", folder)
    connections.close_all()


def generation() -> int:
    """The number of the store's last change."""
    return LastRun.objects.values_list("number", flat=True).first() or 0


def export(folder: Path) -> Exported:
    """Bring a folder up to date with the store. Raises TakenByAnother where that is under way already."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder), _Manifest(folder / "manifest.sqlite3") as manifest:
        shutil.rmtree(folder / NEW, ignore_errors=True)
        (folder / NEW).mkdir()
        number = generation()
        written = removed = left = 0
        for is_first in (True, False):
            for batch in _batches(partial(_changed, manifest, is_first)):
                files = _write(folder, batch)
                manifest.put(files)
                written, left = written + len(files), left + len(batch) - len(files)
        for batch in _batches(partial(_gone, manifest)):
            for line in batch:
                _remove(folder / PAGES, line)
            manifest.drop(batch)
            removed += len(batch)
        _write_nginx(folder / "nginx")
        _replace(folder / "generation", f"{number}\n".encode())
    return Exported(written, removed, left)


def file_of(paper: str, path: str, *, is_html: bool) -> Path | None:
    """Where a page lies below `pages`; None where its path makes no file name.

    `/en/` is `en/index.html` and `/en/story/x` is `en/story/x.html`: each is found under its own path and no other.
    """
    *folders, name = path.split("/")[1:]
    if is_html:
        name = f"{name}.html" if name else INDEX
    names = [paper, *folders, name]
    if any(part in {"", ".", ".."} or "\0" in part or len(part.encode()) > limits.NAME_BYTES for part in names):
        return None
    return None if path.endswith("/index") else Path(*names)


def _pages() -> QuerySet[PressedPage]:
    return PressedPage.objects.filter(status=200).exclude(body=None)


def _in_order(after: _Line) -> Iterator[_Line]:
    """By paper and path, in the order of their bytes, as the manifest has it."""
    paper, path = F("paper"), F("path")
    order = [Collate(one, "C") if connection.vendor == "postgresql" else one for one in (paper, path)]
    rows = _pages().alias(in_paper=order[0], in_path=order[1])
    rows = rows.filter(Q(in_paper__gt=after.paper) | Q(in_paper=after.paper, in_path__gt=after.path))
    found = rows.order_by("in_paper", "in_path").values_list("paper", "path", "etag", "pk")
    for row in found.iterator(chunk_size=limits.EXPORT_COUNT):
        yield _Line(*row)


def _changed(manifest: _Manifest, is_first: bool, after: _Line) -> Iterator[_Line]:  # noqa: FBT001 -- bound by `partial`
    """Pages of the store that are not, or not so, in the folder."""
    for page, file in _side_by_side(_in_order(after), manifest.lines(after)):
        if page is not None and (file is None or file.etag != page.etag) and page.path.endswith(FIRST) == is_first:
            yield page


def _gone(manifest: _Manifest, after: _Line) -> Iterator[_Line]:
    """Files of pages that the store has no more."""
    for page, file in _side_by_side(_in_order(after), manifest.lines(after)):
        if page is None and file is not None:
            yield file


def _side_by_side(pages: Iterator[_Line], files: Iterator[_Line]) -> Iterator[tuple[_Line | None, _Line | None]]:
    """Merge two lists in the same order, in no more memory than a line of each."""
    page, file = next(pages, None), next(files, None)
    while page is not None or file is not None:
        here = page[:2] if page is not None else None
        there = file[:2] if file is not None else None
        if there is None or (here is not None and _key(here) < _key(there)):
            yield page, None
            page = next(pages, None)
        elif here is None or _key(there) < _key(here):
            yield None, file
            file = next(files, None)
        else:
            yield page, file
            page, file = next(pages, None), next(files, None)


def _key(place: tuple[str, str]) -> tuple[bytes, bytes]:
    return place[0].encode(), place[1].encode()


def _batches(compare: Callable[[_Line], Iterator[_Line]]) -> Iterator[list[_Line]]:
    """Lists of lines. Each comparison begins where the last list ended: nothing changes under it, and none is long."""
    after = _Line("", "", "")
    while batch := list(islice(compare(after), limits.EXPORT_COUNT)):
        yield batch
        after = batch[-1]


def _write(folder: Path, batch: list[_Line]) -> list[_Line]:
    """Write the pages of a batch; gives those that were written, for some paths make no file name."""
    rows = _pages().filter(pk__in=[line.pk for line in batch])
    renames: list[tuple[Path, Path]] = []
    written: list[_Line] = []
    for paper, path, etag, content_type, body in rows.values_list("paper", "path", "etag", "content_type", "body"):
        place = file_of(paper, path, is_html=content_type.startswith("text/html"))
        if place is not None and body is not None:
            renames += _lay_out(folder, place, bytes(body), number=len(renames))
            written.append(_Line(paper, path, etag))
    if len(written) > limits.EXPORT_FEW_COUNT:
        os.sync()  # once for all of them is cheaper than each by itself
    else:
        for fresh, _ in renames:
            _settle(fresh)
    for fresh, target in renames:
        fresh.replace(target)
    return written


def _lay_out(folder: Path, place: Path, compressed: bytes, *, number: int) -> list[tuple[Path, Path]]:
    """Write the three files of a page to one side; the plain one comes last, for it makes the page visible."""
    target = folder / PAGES / place
    target.parent.mkdir(parents=True, exist_ok=True)
    plain = brotli.decompress(compressed)
    # A server makes tags of time and size: a page that changes twice in a second must not look the same.
    seconds = int(time.time())
    if target.exists():
        seconds = max(seconds, int(target.stat().st_mtime) + 1)
    found = []
    for suffix, content in ((".br", compressed), (".gz", gzip.compress(plain, 6, mtime=0)), ("", plain)):
        fresh = folder / NEW / f"{number}{suffix}"
        fresh.write_bytes(content)
        os.utime(fresh, (seconds, seconds))
        found.append((fresh, target.with_name(target.name + suffix)))
    return found


def _settle(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(root: Path, line: _Line) -> None:
    """Remove a page's files, the plain one first, and the folders that are empty then."""
    for is_html in (True, False):
        place = file_of(line.paper, line.path, is_html=is_html)
        if place is None or (not is_html and (root / place).is_dir()):
            continue
        target = root / place
        for suffix in ("", ".br", ".gz"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        for parent in target.parents:
            if parent == root:
                break
            try:
                parent.rmdir()
            except OSError:
                break


def _replace(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    fresh.write_bytes(content)
    _settle(fresh)
    fresh.replace(target)


def _write_nginx(folder: Path) -> None:
    """Write what nginx includes: it reads these when it starts or reloads, and only what may be old stands in them."""
    editions = Standing.objects.filter(key__startswith="edition|").order_by("key").values_list("value", flat=True)
    known = papers.papers((bytes(value) for value in editions), default_language="en").papers
    _replace(folder / "http.conf", nginx.for_http(folder, known))
    _replace(folder / "pages.conf", nginx.for_pages())
    moved = PressedPage.objects.filter(status__in=[301, 302, 308]).values_list("paper", "path", "location")
    _replace(folder / "moved.map", nginx.table((f"{paper}{path}", location) for paper, path, location in moved))
    gone = PressedPage.objects.filter(status=410).values_list("paper", "path")
    _replace(folder / "gone.map", nginx.table((f"{paper}{path}", "1") for paper, path in gone))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TakenByAnother(str(folder)) from error
        yield


class _Manifest:
    """What lies in the folder: written after the files, so that what a crash leaves out is written again."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS page (paper, path, etag, PRIMARY KEY (paper, path)) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def lines(self, after: _Line) -> Iterator[_Line]:
        found = self._db.execute(
            "SELECT paper, path, etag FROM page WHERE (paper, path) > (?, ?) ORDER BY paper, path", after[:2]
        )
        for row in found:
            yield _Line(*row)

    def put(self, lines: list[_Line]) -> None:
        self._change("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", [line[:3] for line in lines])

    def drop(self, lines: list[_Line]) -> None:
        self._change("DELETE FROM page WHERE paper = ? AND path = ?", [line[:2] for line in lines])

    def _change(self, statement: str, rows: list[tuple[str, ...]]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(statement, rows)
        self._db.execute("COMMIT")

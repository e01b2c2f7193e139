"""The backup, made while the paper is served.

SQLite copies itself by its own online backup, PostgreSQL's tables are dumped in one snapshot: in both cases the
database is that of one instant. The files come after it: readers' pictures are written before anything names them and
never change, so that each one that the copied database names is there.
"""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from broadsheet import __version__
from broadsheet.project import rows
from broadsheet.project.archive_form import FILES, FOLDERS, MANIFEST, ROWS_FOLDER, SQLITE_MEMBER, Manifest, Member
from broadsheet.record import published
from broadsheet.record.models import PressedPage
from broadsheet.record.refused import Refused
from broadsheet.record.stores.database import NO_PAGE_STATUS

GZIP_LEVEL = 3
"""Pictures do not get smaller whatever the level, and the database does at any."""

Moved = Callable[[int], None]


def backup(home: Path, to: Path, *, at: datetime, moved: Moved) -> Manifest:
    """Write everything that is not code into one file, whole or not at all; a former one stays till then."""
    if to.is_dir():
        raise Refused(str(to), "a folder", "the name of a file to write would do")
    if not to.absolute().parent.is_dir():
        raise Refused(str(to), "no such folder", "a file in a folder that is there would do")
    fresh = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(
                fileobj=file, mode="w:gz", compresslevel=GZIP_LEVEL, format=tarfile.PAX_FORMAT
            ) as archive:
                manifest = _Writing(archive, at, moved).everything(home)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(to)
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def size_of(home: Path) -> int:
    """About how many bytes a backup reads, for whoever waits."""
    files = sum(path.stat().st_size for path in _files(home))
    database = home / SQLITE_MEMBER
    return files + (database.stat().st_size if connection.vendor == "sqlite" and database.exists() else 0)


class _Writing:
    """One backup, while it is written."""

    def __init__(self, archive: tarfile.TarFile, at: datetime, moved: Moved) -> None:
        self._archive, self._at, self._moved = archive, at, moved
        self._members: dict[str, Member] = {}

    def everything(self, home: Path) -> Manifest:
        stories, pages, migrations = self._sqlite(home) if connection.vendor == "sqlite" else self._postgresql()
        for path in _files(home):
            with path.open("rb") as content:
                size = os.fstat(content.fileno()).st_size
                self._add(path.relative_to(home).as_posix(), content, size)
        manifest = Manifest(
            version=__version__,
            made_at=self._at.isoformat(),
            database="sqlite" if connection.vendor == "sqlite" else "postgresql",
            migrations=migrations,
            stories=stories,
            pages=pages,
            members=self._members,
        )
        said = msgspec.json.format(msgspec.json.encode(manifest))
        self._add(MANIFEST, io.BytesIO(said), len(said))
        return manifest

    def _sqlite(self, home: Path) -> tuple[int, int, tuple[str, ...]]:
        with tempfile.TemporaryDirectory(dir=home, prefix=".backup-") as folder:
            copied = Path(folder) / SQLITE_MEMBER
            source = str(connection.get_connection_params()["database"])
            with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(copied)) as copy:
                live.backup(copy)
                # A copy in journal mode DELETE is one file, whoever opens it.
                copy.execute("PRAGMA journal_mode=DELETE")
                facts = _counted(copy)
            with copied.open("rb") as content:
                self._add(SQLITE_MEMBER, content, copied.stat().st_size)
        return facts

    def _postgresql(self) -> tuple[int, int, tuple[str, ...]]:
        with rows.one_snapshot():
            for table, content in rows.dumped():
                with content:
                    self._add(f"{ROWS_FOLDER}/{table}", content, content.seek(0, os.SEEK_END))
            pages = PressedPage.objects.exclude(status=NO_PAGE_STATUS).count()
            applied = MigrationRecorder(connection).applied_migrations()
            return published.live_count(), pages, tuple(sorted(f"{app}.{name}" for app, name in applied))

    def _add(self, name: str, content: IO[bytes], size: int) -> None:
        content.seek(0)
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(self._at.timestamp())
        read = _Read(content, name, size, self._moved)
        self._archive.addfile(member, read)  # type: ignore[arg-type]  # it asks for `read` alone
        self._members[name] = Member(bytes=size, sha256=read.digest())


class _Read:
    """A file as it is read: digested on the way, and exactly as long as it was said to be."""

    def __init__(self, content: IO[bytes], name: str, size: int, moved: Moved) -> None:
        self._content, self._name, self._left, self._moved = content, name, size, moved
        self._hash = sha256()

    def read(self, count: int) -> bytes:
        piece = self._content.read(min(count, self._left))
        if not piece and self._left:
            raise Refused(self._name, "a file that became shorter while it was read", "another try would do")
        self._left -= len(piece)
        self._hash.update(piece)
        self._moved(len(piece))
        return piece

    def digest(self) -> str:
        return self._hash.hexdigest()


def _files(home: Path) -> Iterator[Path]:
    """What a backup keeps of a home besides its database, in order. A hidden file is one that is being written."""
    for name in FILES:
        if (home / name).is_file():
            yield home / name
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path


def _counted(copy: sqlite3.Connection) -> tuple[int, int, tuple[str, ...]]:
    """Public stories, pages and migrations of a copied database."""
    (stories,) = copy.execute("SELECT count(*) FROM record_livestory").fetchone()
    (pages,) = copy.execute("SELECT count(*) FROM record_pressedpage WHERE status <> ?", [NO_PAGE_STATUS]).fetchone()
    applied = copy.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return stories, pages, tuple(row[0] for row in applied)

"""A backup brought back, into an empty home only. Needs no Django: there is no paper yet whose settings to read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec

from broadsheet import __version__
from broadsheet.project.archive_form import (
    FILES,
    FOLDERS,
    FORM,
    FORM_VERSION,
    MANIFEST,
    MANIFEST_BYTES,
    PIECE_BYTES,
    ROWS_FOLDER,
    SQLITE_MEMBER,
    Database,
    Manifest,
    Member,
    is_ours,
)
from broadsheet.record.refused import Refused

EXPECTED = "a file that `broadsheet backup` wrote would do"

Moved = Callable[[int], None]


def refuse_full_home(home: Path) -> None:
    """See that nothing of a paper is in the home; what else lies there is left alone."""
    there = [name for name in (SQLITE_MEMBER, *FILES, *FOLDERS) if (home / name).exists()]
    if there:
        raise Refused(
            str(home), f"a home that holds {', '.join(there)}", "an empty one would do; BROADSHEET_HOME names it"
        )


@contextmanager
def unpacked(archive: Path, home: Path, *, into: Database, moved: Moved) -> Iterator[tuple[Path, Manifest]]:
    """Unpack a backup beside where it will stand and check every digest; what the block does not move, goes."""
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as name:
        folder = Path(name)
        try:
            with archive.open("rb") as file, tarfile.open(fileobj=file, mode="r|gz") as members:
                found = _unpack(members, folder, str(archive), moved)
        except OSError as error:
            if isinstance(error, tarfile.ReadError | EOFError) or error.errno is None:
                raise Refused(str(archive), f"no whole archive ({error})", EXPECTED) from error
            raise Refused(str(archive), f"a file that cannot be read ({error.strerror})", EXPECTED) from error
        except (tarfile.TarError, EOFError, zlib.error) as error:
            raise Refused(str(archive), f"no whole archive ({error})", EXPECTED) from error
        manifest = _manifest(folder, str(archive))
        _compare(found, manifest, str(archive))
        _refuse_other_kind(manifest, into, str(archive))
        yield folder, manifest


def place(folder: Path, home: Path) -> None:
    """Move what was unpacked into the home; the database comes last, for it is what makes the home a paper's."""
    names = sorted(path.name for path in folder.iterdir() if path.name not in {MANIFEST, ROWS_FOLDER, SQLITE_MEMBER})
    for name in [*names, *([SQLITE_MEMBER] if (folder / SQLITE_MEMBER).exists() else [])]:
        (folder / name).replace(home / name)


def check_sqlite(folder: Path, where: str) -> None:
    """Let SQLite look through the copy that was unpacked."""
    with closing(sqlite3.connect(folder / SQLITE_MEMBER)) as copy:
        (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise Refused(f"{where}, {SQLITE_MEMBER}", f"a damaged database ({said})", "another backup would do")


def _unpack(members: tarfile.TarFile, folder: Path, where: str, moved: Moved) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for member in members:
        if not is_ours(member.name) or not member.isreg() or member.name in found:
            raise Refused(f"{where}, {member.name!r}", "a member that no backup has", EXPECTED)
        if member.name == MANIFEST and member.size > MANIFEST_BYTES:
            raise Refused(f"{where}, {MANIFEST}", f"{member.size:,} bytes", f"at most {MANIFEST_BYTES:,} would do")
        _refuse_lack_of_room(folder, member.size)
        content = members.extractfile(member)
        assert content is not None, "a regular member has content"
        # Readers' pictures may be sent by a web server of another account; the rest is for its owner alone.
        mode = 0o666 if member.name.startswith("media/") else 0o600
        found[member.name] = _write(content, folder / member.name, mode, moved)
    return found


def _refuse_lack_of_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if size > free:
        raise Refused(str(folder.parent), f"{free:,} bytes of room", f"at least {size:,} would do")


def _write(content: IO[bytes], path: Path, mode: int, moved: Moved) -> Member:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        while piece := content.read(PIECE_BYTES):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            moved(len(piece))
    return Member(bytes=size, sha256=digest.hexdigest())


def _manifest(folder: Path, where: str) -> Manifest:
    path = folder / MANIFEST
    if not path.exists():
        raise Refused(where, "an archive without its manifest, which comes last: it breaks off", EXPECTED)
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.DecodeError as error:
        raise Refused(f"{where}, {MANIFEST}", str(error), EXPECTED) from error
    if manifest.form != FORM or manifest.form_version > FORM_VERSION:
        raise Refused(
            f"{where}, {MANIFEST}",
            f"{manifest.form} {manifest.form_version}",
            f"{FORM} {FORM_VERSION} or earlier would do",
        )
    return manifest


def _compare(found: dict[str, Member], manifest: Manifest, where: str) -> None:
    names = found.keys() - {MANIFEST}
    for name in sorted(manifest.members.keys() - names):
        raise Refused(f"{where}, {name}", "nothing, though the manifest has it", "another backup would do")
    for name in sorted(names):
        if manifest.members.get(name) != found[name]:
            raise Refused(f"{where}, {name}", "other bytes than the manifest says", "another backup would do")


def _refuse_other_kind(manifest: Manifest, into: Database, where: str) -> None:
    if manifest.database != into:
        names = {"sqlite": "SQLite, without DATABASE_URL", "postgresql": "PostgreSQL, named by DATABASE_URL"}
        raise Refused(where, f"a backup of {names[manifest.database]}", f"{names[manifest.database]} would do")
    if _number(manifest.version) > _number(__version__):
        raise Refused(
            where,
            f"a backup of broadsheet {manifest.version}",
            f"that version or a later one would do; this is {__version__}",
        )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())

"""A backup has everything, of one instant; what is restored is what was there, and what is damaged is refused whole."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from broadsheet import __version__
from broadsheet.desk.models import Topic
from broadsheet.project import rows
from broadsheet.project.archive_form import FILES, FOLDERS, MADE_ANEW, MANIFEST, SQLITE_MEMBER, is_ours
from broadsheet.project.home import home
from broadsheet.record.models import LiveStory
from tests.desk.house import House, slip
from tests.project.conftest import Answered, Command

on_sqlite = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="a backup of SQLite's file; the other has its own test",
)
Members = dict[str, bytes]


@pytest.fixture
def filled(house: House, command: Command, tmp_path: Path) -> House:
    """A paper with two public stories, a picture and a mail."""
    for name, content in {
        "media/a-400.jpg": b"picture",
        "desk-media/original_images/a.png": b"upload",
        "outbox/1.log": b"mail",
    }.items():
        path = home() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    path = tmp_path / "stories.json"
    path.write_text(json.dumps([slip(), slip(slug="second")]), encoding="utf-8")
    assert command("story", "file", path, "--publish").code == 0
    return house


@pytest.fixture
def restored(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Answered]:
    """Restores into a home of its own."""

    def run(file: Path) -> Answered:
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("BROADSHEET_HOME", str(tmp_path / "again"))
            return command("restore", file, "--json")

    return run


def members(file: Path) -> Members:
    with tarfile.open(file) as archive:
        found = {}
        for one in archive:
            content = archive.extractfile(one)
            assert content is not None
            found[one.name] = content.read()
        return found


def packed(file: Path, content: Members) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for name, one in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(one)
            archive.addfile(member, io.BytesIO(one))
    return file


def tables(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as link:
        names = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: link.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if "_fts" not in name}


@on_sqlite
def test_what_comes_back_is_what_was_there(
    filled: House, command: Command, restored: Callable[[Path], Answered], tmp_path: Path
) -> None:
    file = tmp_path / "paper.tar.gz"
    made = command("backup", file, "--json")
    assert made.code == 0
    assert made.document["stories"] == 2
    assert made.document["bytes"] == file.stat().st_size
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    answer = restored(file)

    assert answer.code == 0
    assert {key: answer.document[key] for key in ("stories", "pages", "bytes")} == {
        key: made.document[key] for key in ("stories", "pages", "bytes")
    }
    again = tmp_path / "again"
    assert tables(again / SQLITE_MEMBER) == tables(Path(str(connection.settings_dict["NAME"])))
    for name in ("media/a-400.jpg", "desk-media/original_images/a.png", "outbox/1.log", "secret.key"):
        assert (again / name).read_bytes() == (home() / name).read_bytes()
    assert stat.S_IMODE((again / "secret.key").stat().st_mode) == 0o600
    assert {path.name for path in again.iterdir()} <= {SQLITE_MEMBER, *FILES, *FOLDERS}


@on_sqlite
def test_a_backup_is_of_one_instant_while_others_write(filled: House, command: Command, tmp_path: Path) -> None:
    """A transaction that is open meanwhile is not in it, and neither waits for the other."""
    database = Path(str(connection.settings_dict["NAME"]))
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE desk_topic SET kind = 'person'")
        assert command("backup", tmp_path / "paper.tar.gz").code == 0
        writer.execute("ROLLBACK")
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(members(tmp_path / "paper.tar.gz")[SQLITE_MEMBER])
    assert tables(copy)["desk_topic"] == tables(database)["desk_topic"]
    with closing(sqlite3.connect(copy)) as link:
        assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_is_restored_over_anything(
    filled: House, command: Command, restored: Callable[[Path], Answered], tmp_path: Path
) -> None:
    file = tmp_path / "paper.tar.gz"
    assert command("backup", file).code == 0
    (tmp_path / "again" / "media").mkdir(parents=True)
    answer = restored(file)
    assert (answer.code, answer.out) == (2, "")
    assert "a home that holds media; an empty one would do" in answer.err
    assert command("restore", file).code == 2


@on_sqlite
def test_what_else_lies_in_a_home_is_left_alone(
    filled: House, command: Command, restored: Callable[[Path], Answered], tmp_path: Path
) -> None:
    command("backup", tmp_path / "paper.tar.gz")
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "notes.txt").write_text("mine")
    assert restored(tmp_path / "paper.tar.gz").code == 0
    assert (tmp_path / "again" / "notes.txt").read_text() == "mine"


def changed_manifest(content: Members, **changes: Any) -> Members:
    manifest = json.loads(content[MANIFEST]) | changes
    return content | {MANIFEST: json.dumps(manifest).encode()}


DAMAGES: dict[str, tuple[Callable[[Members], Members], str]] = {
    "other bytes": (lambda of: of | {"media/a-400.jpg": b"forgery"}, "other bytes than the manifest says"),
    "a file less": (
        lambda of: {name: one for name, one in of.items() if name != "media/a-400.jpg"},
        "though the manifest has it",
    ),
    "a file more": (lambda of: of | {"media/b.jpg": b"more"}, "other bytes than the manifest says"),
    "no manifest": (lambda of: {name: one for name, one in of.items() if name != MANIFEST}, "it breaks off"),
    "out of the home": (lambda of: {"../evil": b"", **of}, "a member that no backup has"),
    "an absolute path": (lambda of: {"/etc/evil": b"", **of}, "a member that no backup has"),
    "up and out": (lambda of: {"media/../../evil": b"", **of}, "a member that no backup has"),
    "code": (lambda of: {"static/evil.js": b"", **of}, "a member that no backup has"),
    "a manifest of something else": (lambda of: changed_manifest(of, form="letters"), "letters 1"),
    "no manifest's words": (lambda of: of | {MANIFEST: b"{}"}, "missing required field"),
    "a later form": (lambda of: changed_manifest(of, form_version=2), "broadsheet backup 2"),
    "a later version": (lambda of: changed_manifest(of, version="99.0"), f"this is {__version__}"),
    "another database": (lambda of: changed_manifest(of, database="postgresql"), "a backup of PostgreSQL"),
}


@on_sqlite
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    filled: House, command: Command, restored: Callable[[Path], Answered], tmp_path: Path
) -> None:
    command("backup", tmp_path / "paper.tar.gz")
    whole = members(tmp_path / "paper.tar.gz")
    for damage, (harm, told) in DAMAGES.items():
        answer = restored(packed(tmp_path / "damaged.tar.gz", harm(whole)))
        assert (answer.code, answer.out) == (2, ""), damage
        assert told in answer.err, damage
        assert list((tmp_path / "again").iterdir()) == [], damage
        assert not (tmp_path / "evil").exists(), damage


@on_sqlite
def test_a_damaged_database_is_refused_though_its_digest_fits(
    filled: House, command: Command, restored: Callable[[Path], Answered], tmp_path: Path
) -> None:
    command("backup", tmp_path / "paper.tar.gz")
    content = members(tmp_path / "paper.tar.gz")
    database = bytearray(content[SQLITE_MEMBER])
    database[8192:12288] = b"\xff" * 4096
    manifest = json.loads(content[MANIFEST])
    manifest["members"][SQLITE_MEMBER]["sha256"] = sha256(database).hexdigest()
    harmed = content | {SQLITE_MEMBER: bytes(database), MANIFEST: json.dumps(manifest).encode()}
    answer = restored(packed(tmp_path / "damaged.tar.gz", harmed))
    assert answer.code == 2
    assert "a damaged database" in answer.err
    assert list((tmp_path / "again").iterdir()) == []


@on_sqlite
def test_a_backup_that_breaks_off_is_refused(
    filled: House, command: Command, restored: Callable[[Path], Answered], tmp_path: Path
) -> None:
    file = tmp_path / "paper.tar.gz"
    command("backup", file)
    whole = file.read_bytes()
    for share in (0.0, 0.01, 0.3, 0.9, 0.999):
        file.write_bytes(whole[: int(len(whole) * share)])
        answer = restored(file)
        assert answer.code == 2
        assert "a file that `broadsheet backup` wrote would do" in answer.err
        assert list((tmp_path / "again").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"a letter", gzip.compress(b"a letter")])
def test_what_is_no_backup_is_refused(content: bytes, restored: Callable[[Path], Answered], tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(content)
    assert restored(tmp_path / "letter").code == 2
    assert restored(tmp_path / "none.tar.gz").code == 2


def test_a_backup_that_fails_leaves_the_former_one(filled: House, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "paper.tar.gz"
    file.write_bytes(b"the former one")
    broken = home() / "media" / "broken.jpg"
    broken.write_bytes(b"x")
    broken.chmod(0)
    connection_is_root = os.geteuid() == 0
    try:
        code = command("backup", file).code
        assert code == 0 if connection_is_root else file.read_bytes() == b"the former one"
    finally:
        broken.unlink()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert command("backup", tmp_path).code == 2
    assert command("backup", tmp_path / "none" / "paper.tar.gz").code == 2


def test_names_that_a_backup_may_hold() -> None:
    good = ["manifest.json", SQLITE_MEMBER, "secret.key", "media/a.jpg", "desk-media/images/ا.png", "rows/desk_story"]
    bad = [
        "",
        "/",
        "media",
        "media/",
        "media//a",
        "static/a.css",
        "../media/a",
        "media/./a",
        "media\\a/b",
        "home/media/a",
    ]
    assert [name for name in good if not is_ours(name)] == []
    assert [name for name in bad if is_ours(name)] == []
    assert not {*FOLDERS, *FILES} & set(MADE_ANEW)


@pytest.mark.postgres
def test_rows_of_postgresql_come_back_as_they_were(filled: House, tmp_path: Path) -> None:
    Topic.objects.create(key="tabs", names={"en": "Tab\there, line\nbreak, \\. and «ا»"})
    before: Members = {}
    with rows.one_snapshot():
        for table, content in rows.dumped():
            with content:
                content.seek(0)
                before[table] = content.read()
    for table, one in before.items():
        (tmp_path / table).write_bytes(one)
    Topic.objects.filter(key="tabs").delete()
    LiveStory.objects.all().delete()
    with transaction.atomic():
        rows.load({table: tmp_path / table for table in before})
    after: Members = {}
    with rows.one_snapshot():
        for table, content in rows.dumped():
            with content:
                content.seek(0)
                after[table] = content.read()
    assert {table: sorted(one.splitlines()) for table, one in after.items()} == {
        table: sorted(one.splitlines()) for table, one in before.items()
    }
    assert Topic.objects.create(key="next", names={}).pk > Topic.objects.get(key="tabs").pk

"""Backup and restore."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from broadsheet.project import ground
from broadsheet.project.commands.answer import answer, as_json, counted, progress
from broadsheet.project.home import home


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def backup(*, file: Path, is_json: bool) -> None:
    """Put data, pictures, settings and the secret key into FILE, a gzipped tar, while the paper is served.

    FILE is written whole or not at all, and readable by its owner alone: whoever has it has the paper.
    """
    where = ground.paper()
    from broadsheet.project import backup as backing
    from broadsheet.project.clock import now

    with progress("Backing up", backing.size_of(where)) as moved:
        manifest = backing.backup(where, file, at=now(), moved=moved)
    _answer(file, manifest, "written", is_json=is_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def restore(*, file: Path, is_json: bool) -> None:
    """Bring the backup in FILE back, into an empty home only; every byte is checked before anything is moved.

    With DATABASE_URL the database that it names must be empty too.
    """
    from broadsheet.project import restore as restoring

    where, is_postgres = home(), bool(os.environ.get("DATABASE_URL"))
    restoring.refuse_full_home(where)
    size = file.stat().st_size if file.exists() else 0
    with (
        progress("Restoring", size * 2) as moved,
        restoring.unpacked(file, where, into="postgresql" if is_postgres else "sqlite", moved=moved) as (
            folder,
            manifest,
        ),
    ):
        if is_postgres:
            _load_rows(folder, manifest)
        else:
            restoring.check_sqlite(folder, str(file))
        restoring.place(folder, where)
    _answer(file, manifest, f"restored into {where}", is_json=is_json)


def _load_rows(folder: Path, manifest: Any) -> None:
    ground.set_up()
    if ground.holds_papers():
        raise click.UsageError("DATABASE_URL names a database that holds a paper; an empty one would do")
    from django.db import connection, transaction
    from django.db.migrations.recorder import MigrationRecorder

    from broadsheet.project import founding, rows
    from broadsheet.project.archive_form import ROWS_FOLDER

    founding.migrate()
    ours = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if ours != set(manifest.migrations):
        raise click.UsageError(
            f"the backup is of broadsheet {manifest.version}, whose tables are others;"
            f" broadsheet {manifest.version} would do, and `broadsheet upgrade` after it"
        )
    with transaction.atomic():
        rows.load({path.name: path for path in (folder / ROWS_FOLDER).iterdir()})


def _answer(file: Path, manifest: Any, what: str, *, is_json: bool) -> None:
    size = file.stat().st_size
    document = {
        "file": str(file),
        "stories": manifest.stories,
        "pages": manifest.pages,
        "bytes": size,
        "version": manifest.version,
        "made_at": manifest.made_at,
    }
    stories, pages = counted(manifest.stories, "story", "stories"), counted(manifest.pages, "page", "pages")
    answer(document, [f"{file}: {what}; {stories}, {pages}, {size:,} bytes"], is_json=is_json)

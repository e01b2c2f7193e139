"""What a verb stands on: Django, set up when it is needed and not before, and a paper that is there."""

from __future__ import annotations

import os
from pathlib import Path

import click

from broadsheet.project import demo_mark
from broadsheet.project.home import home

DATABASE_FILE = "broadsheet.sqlite3"


def set_up() -> None:
    """Read the settings and set Django up. Makes the home, if there is none, for the secret is kept there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
    import django

    django.setup()


def is_there() -> bool:
    """Whether there is a paper, as far as can be told without asking a database."""
    return bool(os.environ.get("DATABASE_URL")) or (home() / DATABASE_FILE).exists()


def is_demo() -> bool:
    return demo_mark.read(home()) is not None


def paper() -> Path:
    """Set up what a verb needs that works on a paper; its home. Where there is none, say what would do."""
    if not is_there():
        raise click.UsageError(f"found no paper in {home()}; {_WOULD_DO}")
    set_up()
    if os.environ.get("DATABASE_URL") and not has_tables():
        raise click.UsageError(f"found no paper in the database that DATABASE_URL names; {_WOULD_DO}")
    return home()


_WOULD_DO = (
    "`broadsheet demo` makes the demo paper, `broadsheet new NAME` one of your own,"
    " and BROADSHEET_HOME names the folder of another"
)


def has_tables() -> bool:
    """Whether the database has a desk's tables. Django must be set up."""
    from django.db import connection

    return "desk_paper" in connection.introspection.table_names()


def holds_papers() -> bool:
    """Whether the database has a paper in it. Django must be set up; the tables need not be there."""
    if not has_tables():
        return False
    from broadsheet.desk.models import Paper

    return Paper.objects.exists()


def refuse_older_tables() -> None:
    """See that the tables are those of this version; a server on others would fail page by page."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    owed = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if owed:
        raise click.UsageError(
            f"the database is of another version ({len(owed)} steps are owed, {owed[0][0]} first);"
            " `broadsheet upgrade` would do, after a backup"
        )

"""What a verb stands on: Django, set up when it is needed and not before, and a paper that is there."""

from __future__ import annotations

import os
from pathlib import Path

import click

from broadsheet.project.home import home

DATABASE_FILE = "broadsheet.sqlite3"
DEMO_MARK = "demo"
"""A file of this name in a home says that it holds the demo paper; settings look for it."""


def set_up() -> None:
    """Read the settings and set Django up. Makes the home, if there is none, for the secret is kept there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
    import django

    django.setup()


def is_there() -> bool:
    """Whether there is a paper, as far as can be told without asking a database."""
    return bool(os.environ.get("DATABASE_URL")) or (home() / DATABASE_FILE).exists()


def is_demo() -> bool:
    return (home() / DEMO_MARK).exists()


def paper() -> Path:
    """Set up what a verb needs that works on a paper; its home. Where there is none, say what would do."""
    if not is_there():
        raise click.UsageError(
            f"found no paper in {home()}; `broadsheet demo` makes the demo paper, `broadsheet new NAME` one of your"
            " own, and BROADSHEET_HOME names the folder of another"
        )
    set_up()
    return home()

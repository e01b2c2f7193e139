"""Homes to measure in: filled with a synthetic archive, used by processes of their own, and thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from broadsheet.project.bench.inside import Samples

COMMAND = [sys.executable, "-c", "from broadsheet.project.cli import main; main()"]
INSIDE = [sys.executable, "-m", "broadsheet.project.bench.inside"]

Say = Callable[[str], None]


class Unprepared(Exception):
    """What the bench needs and did not find."""


@contextmanager
def filled(stories: int, home: Path | None, say: Say) -> Iterator[Path]:
    """A home with as many stories: the one that is given, which must be full, or one that is filled and thrown away."""
    if home is not None:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as made:
        say(f"filling a home with {stories:,} stories …")
        run([*COMMAND, "fill", "--stories", str(stories)], Path(made))
        yield Path(made)


def measured(what: str, home: Path, say: Say) -> Samples:
    """Measure in a process of its own, whose settings are those of the home."""
    say(f"measuring {what} …")
    return msgspec.json.decode(run([*INSIDE, what], home), type=Samples)


def run(order: list[str], home: Path) -> str:
    """Run a command of ours over a home; what it prints."""
    done = subprocess.run(order, env=environment(home), capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    if done.returncode:
        raise Unprepared(f"{' '.join(order[2:])} gave {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment, with another home and its own database."""
    own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return own | {"BROADSHEET_HOME": str(home), "PYTHONUNBUFFERED": "1"} | more

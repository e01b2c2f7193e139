"""Measurements, with the machine that they were taken on."""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadsheet import __version__
from broadsheet.project.commands.answer import answer, as_json, table, tell

if TYPE_CHECKING:
    from broadsheet.project.bench.figure import Figure

NAMES = ("serve", "publish", "desk", "rebuild", "store")
STORIES = 1_000
SEED = 1


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("--stories", type=click.IntRange(min=50), default=STORIES, show_default=True, help="Size of the archive.")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="A home that `broadsheet fill` has filled with so many; without it one is filled and thrown away.",
)
@as_json
def bench(*, name: str, stories: int, home: Path | None, is_json: bool) -> None:
    """Measure NAME in an archive of that size, and say how it stands to its goal. The paper's own home is not touched.

    Figures are for a person to compare; the exit code is 0 whether or not a goal is met. Goals and results stand in
    docs/measurements.md.
    """
    from broadsheet.project.bench.homes import Unprepared

    measuring = importlib.import_module(f"broadsheet.project.bench.{name}")
    try:
        figures: list[Figure] = measuring.figures(stories, home=home, say=tell)
    except Unprepared as error:
        raise click.UsageError(str(error)) from error
    document: dict[str, Any] = {
        "name": name,
        "machine": _machine(),
        "commit": _commit(),
        "seed": SEED,
        "stories": stories,
        "figures": [
            {
                "name": one.name,
                "value": one.value,
                "unit": one.unit,
                "of": one.of,
                "goal": one.goal,
                "met": one.met,
            }
            for one in figures
        ],
    }
    lines = [
        f"{name}, {stories:,} stories, {document['machine']}, {document['commit']}",
        *table([_row(one) for one in figures]),
    ]
    answer(document, lines, is_json=is_json)


def _row(one: Figure) -> list[str]:
    judged = "" if one.goal is None else f"{'met' if one.met else 'missed'}: {one.goal}"
    return [one.name, f"{one.value:,.3g}" if one.value < 1000 else f"{one.value:,.0f}", one.unit, one.of or "", judged]


def _machine() -> str:
    """Processor, cores, memory, system and Python, as far as they say so."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = (_processor(), f"{os.cpu_count()} cores", f"{memory:.0f} GiB", platform.system(), platform.python_version())
    return ", ".join(parts)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.machine()


def _commit() -> str:
    """The commit that was measured; from a wheel, the version."""
    root = Path(__file__).parents[4]
    if not (root / ".git").exists():
        return __version__
    ran = subprocess.run(  # noqa: S603 -- nothing in it comes from outside
        ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607 -- whichever git it is
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.strip() or __version__

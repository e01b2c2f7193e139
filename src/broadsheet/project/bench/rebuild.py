"""A rebuild: every page from nothing, rendered, compressed and kept, by processor time."""

from __future__ import annotations

from pathlib import Path

from broadsheet.project.bench.figure import Figure, at_least, stated
from broadsheet.project.bench.homes import Say, filled, measured

GOAL = 800


def figures(stories: int, *, home: Path | None = None, say: Say = lambda _line: None) -> list[Figure]:
    """Measure one process; a home that is given loses its store and gets it back."""
    with filled(stories, home, say) as full:
        found = measured("rebuild", full, say).values
    pages, cpu_s, wall_s = (found[name][0] for name in ("pages", "cpu_s", "wall_s"))
    return [
        at_least("pages rebuilt", pages / cpu_s, "pages/CPU-s", GOAL),
        stated("pages rebuilt by the clock", pages / wall_s, "pages/s"),
        stated("pages", pages, "pages"),
    ]

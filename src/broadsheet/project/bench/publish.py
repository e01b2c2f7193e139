"""Publishing: the press's part of a new story, in a small archive and in a large one; it must not grow with it."""

from __future__ import annotations

from pathlib import Path
from statistics import median, quantiles

from broadsheet.project.bench.figure import Figure, at_most, stated
from broadsheet.project.bench.homes import Say, filled, measured

SMALL_COUNT = 1_000
GOAL_MS, GOAL_PAGES, GOAL_RATIO = 25, 20, 1.5


def figures(stories: int, *, home: Path | None = None, say: Say = lambda _line: None) -> list[Figure]:
    """Measure in an archive of a thousand stories and in one of `stories`, each in a process of its own."""
    with filled(SMALL_COUNT, None, say) as small, filled(stories, home, say) as large:
        # In turn, so that a slow moment of the machine does not fall on one of them alone.
        runs = [(measured("publish", small, say).values, measured("publish", large, say).values) for _ in range(3)]
    near = [value for one, _ in runs for value in one["press_ms"]]
    far = [value for _, one in runs for value in one["press_ms"]]
    ratio = median(median(large["press_ms"]) / median(small["press_ms"]) for small, large in runs)
    last = runs[-1][1]
    return [
        at_most(f"press of a new story at {SMALL_COUNT:,}, p50", median(near), "ms", GOAL_MS),
        at_most(f"press of a new story at {stories:,}, p50", median(far), "ms", GOAL_MS),
        at_most("the large archive's p50", ratio, "ratio", GOAL_RATIO, of=f"the p50 at {SMALL_COUNT:,}"),
        at_most("pages of a new story (agency, one topic)", max(last["pages"]), "pages", GOAL_PAGES),
        stated("pages of a new story (one author, three topics)", max(last["signed_pages"]), "pages"),
        stated(f"press of a new story at {SMALL_COUNT:,}, p99", quantiles(near, n=100)[98], "ms"),
        stated(f"press of a new story at {stories:,}, p99", quantiles(far, n=100)[98], "ms"),
        stated("writing the entry and its ticket, p50", median(last["release_ms"]), "ms"),
        stated("press of a changed body, p50", median(last["fix_ms"]), "ms"),
    ]

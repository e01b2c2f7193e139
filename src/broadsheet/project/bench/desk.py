"""The desk in a large archive: the list, a story's form, and the whole click on Publish."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from broadsheet.project.bench.figure import Figure, at_most
from broadsheet.project.bench.homes import Say, filled, measured

LIST_MS, LIST_QUERIES, EDIT_MS, CLICK_MS = 150, 25, 300, 200


def figures(stories: int, *, home: Path | None = None, say: Say = lambda _line: None) -> list[Figure]:
    """Measure inside one process, from request to answer, without a network."""
    with filled(stories, home, say) as full:
        found = measured("desk", full, say).values
    return [
        at_most("list of stories, p50", median(found["list_ms"]), "ms", LIST_MS),
        at_most("list of stories, questions to the database", max(found["list_queries"]), "queries", LIST_QUERIES),
        at_most("form of a story, p50", median(found["edit_ms"]), "ms", EDIT_MS),
        at_most("the whole click on Publish, p50", median(found["click_ms"]), "ms", CLICK_MS),
    ]

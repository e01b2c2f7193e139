"""The store: what an article takes in it, page and reads together."""

from __future__ import annotations

from pathlib import Path

from broadsheet.project.bench.figure import Figure, at_most, stated
from broadsheet.project.bench.homes import Say, filled, measured

GOAL_BYTES = 5_000


def figures(stories: int, *, home: Path | None = None, say: Say = lambda _line: None) -> list[Figure]:
    """Weigh the articles of a filled home."""
    with filled(stories, home, say) as full:
        found = measured("store", full, say).values
    return [
        at_most("an article in the store", found["article_bytes"][0], "bytes", GOAL_BYTES),
        stated("its compressed page", found["body_bytes"][0], "bytes"),
        stated("its page as a reader's browser sees it", found["plain_bytes"][0], "bytes"),
        stated("its reads", found["reads"][0], "reads"),
        stated("articles", found["articles"][0], "articles"),
    ]

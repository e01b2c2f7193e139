"""L4: a publish renders no more pages in a large archive than in a small one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from broadsheet.news.story import Note, Slug, Story
from broadsheet.pages import keys
from broadsheet.pages.kinds import KINDS
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.key import Address
from broadsheet.press.rebuild import rebuild
from broadsheet.press.run import run
from broadsheet.press.store import MemoryStore
from tests.press.archive import NOW, archive
from tests.press.newsroom import MORNING, SECTIONS, TOPICS
from tests.press.stories import story

SMALL, LARGE = 100, 800
BACKDATED = MORNING - timedelta(hours=50, minutes=30)

NEW = story(5000, topics=TOPICS, first_published_at=MORNING, updated_at=MORNING, revised_at=MORNING)


MOVES: dict[str, Callable[[Story], Story]] = {
    "a new body": lambda one: msgspec.structs.replace(one, body=(), revised_at=NOW),
    "a new headline": lambda one: msgspec.structs.replace(one, headline="Another headline", revised_at=NOW),
    "another section": lambda one: msgspec.structs.replace(one, section=SECTIONS[1], revised_at=NOW),
    "other topics": lambda one: msgspec.structs.replace(one, topics=TOPICS[1:], revised_at=NOW),
    "another slug": lambda one: msgspec.structs.replace(one, slug=Slug("moved"), revised_at=NOW),
    "an earlier date": lambda one: msgspec.structs.replace(one, first_published_at=BACKDATED, revised_at=NOW),
    "a correction": lambda one: msgspec.structs.replace(
        one, notes=(Note(kind="correction", text="Wrong.", at=NOW),), updated_at=NOW, revised_at=NOW
    ),
}


class Press:
    def __init__(self, stories_count: int) -> None:
        self.plain: PlainRecord = archive(stories_count)
        self.store = MemoryStore()
        rebuild(self.plain.addresses(), lambda: self.plain, self.store, KINDS)

    def publish(self, new: Story, former: Story | None) -> Counter[str]:
        """The pages that this publish presses, counted by kind."""
        self.plain.put(new)
        touched: list[Any] = keys.touched(former, new, "UTC", self.plain.after)
        return Counter(Address(one).kind for one in run(touched, self.plain, self.store, KINDS).pressed)


@pytest.fixture(scope="module")
def presses() -> tuple[Press, Press]:
    return Press(SMALL), Press(LARGE)


def test_a_new_story_presses_as_many_pages_in_a_large_archive(presses: tuple[Press, Press]) -> None:
    small, large = (press.publish(NEW, None) for press in presses)
    assert small == large
    assert small["article"] == 1


@pytest.mark.parametrize("name", MOVES)
def test_an_edit_presses_as_many_pages_in_a_large_archive(name: str, presses: tuple[Press, Press]) -> None:
    number = 20 + list(MOVES).index(name)
    small, large = (
        press.publish(MOVES[name](former), former)
        for press in presses
        for former in [press.plain.stories[story(number).id]]
    )
    assert small == large
    assert small


def test_a_storys_line_stands_on_two_dozen_articles_at_most(presses: tuple[Press, Press]) -> None:
    for press in presses:
        old = press.plain.stories[story(50).id]
        readers = press.store.readers_of([keys.line(old.edition, old.slug)])
        assert sum(one.kind == "article" for one in readers) <= 24

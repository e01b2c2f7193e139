"""L1: the store equals a rebuild, reads included, after every move of a newsroom; and the law notices faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from broadsheet.news.story import Story
from broadsheet.pages import keys
from broadsheet.press import run as press_run
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address, Answer, Key
from broadsheet.press.store import MemoryStore, Pressing
from tests.press import four_kinds
from tests.press.newsroom import Newsroom


class PressOfFourKinds(Newsroom):
    kinds = four_kinds.KINDS


TestStoreEqualsRebuild = PressOfFourKinds.TestCase

# Generated, not shrunk: that the fault is noticed is enough, its smallest form is not needed.
_looking = settings(max_examples=400, stateful_step_count=25, phases=[Phase.generate], derandomize=True)


def _law_notices(newsroom: type[Newsroom]) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(newsroom, settings=_looking)


def test_forgetting_the_section_that_a_story_left_is_noticed() -> None:
    def touched(former: Story | None, new: Story | None, zone: str, after: keys.After) -> list[Key[Any]]:
        found = keys.touched(former, new, zone, after)
        left = keys.latest_in_section(former.edition, former.section) if former and new else None
        return [
            key
            for key in found
            if key != left or (new is not None and former is not None and new.section == former.section)
        ]

    class Forgetful(PressOfFourKinds):
        touch = staticmethod(touched)

    _law_notices(Forgetful)


def test_forgetting_an_absent_answer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class HalfCopy(Copy):
        def ask(self, key: Key[Answer]) -> Answer:
            answer = super().ask(key)
            if answer is None:
                del self._asked[key]
            return answer

    monkeypatch.setattr(press_run, "Copy", HalfCopy)

    class Forgetful(PressOfFourKinds):
        pass

    _law_notices(Forgetful)


def test_keeping_an_old_read_is_noticed() -> None:
    class Hoard(MemoryStore):
        def put(self, pressings: Sequence[Pressing]) -> list[Address]:
            kept = self.kept([one.address for one in pressings])
            return super().put(
                [
                    Pressing(
                        one.address,
                        one.page,
                        {**kept[one.address].reads, **one.reads} if one.address in kept else one.reads,
                    )
                    for one in pressings
                ]
            )

    class Hoarding(PressOfFourKinds):
        def __init__(self) -> None:
            super().__init__()
            self.store = Hoard()
            self.open_record()

    _law_notices(Hoarding)

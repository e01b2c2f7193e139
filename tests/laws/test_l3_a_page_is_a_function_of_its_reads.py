"""L3: a page is a function of its reads: given the answers that it asked for, and no other, it comes out the same."""

from __future__ import annotations

from typing import Any

from broadsheet.news.story import Note
from broadsheet.pages.kinds import KINDS
from broadsheet.press.copy import Answers
from broadsheet.press.key import Key
from broadsheet.press.run import made
from tests.press.archive import NOW, archive
from tests.press.stories import story


class OnlyTheseAnswers:
    """A source that knows the answers to what a page has read; any other question is an error."""

    def __init__(self, answers: dict[Key[Any], Any]) -> None:
        self._answers = answers

    def answer(self, key: Key[Any]) -> Any:
        return self._answers[key]


def test_every_page_comes_out_the_same_from_its_reads_alone() -> None:
    plain = archive(40)
    plain.put(story(900, notes=(Note(kind="correction", text="The name was wrong.", at=NOW),)))
    plain.withdraw(story(7).id, at=NOW, reason="The agency withdrew it.")
    answers = Answers(plain)
    pages = 0
    for address in plain.addresses():
        one = made(address, answers, KINDS)
        again = made(address, Answers(OnlyTheseAnswers({key: plain.answer(key) for key in one.reads})), KINDS)
        assert again.page == one.page, address
        assert again.reads == one.reads, address
        pages += one.page is not None
    assert pages > 100

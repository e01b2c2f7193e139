"""L8: every time shown has its date and zone; every page names its language and direction."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from lxml import html

from broadsheet.news.bidi import direction
from broadsheet.news.story import Language, Note
from broadsheet.pages.kinds import KINDS
from broadsheet.press.copy import Answers
from broadsheet.press.page import HTML
from broadsheet.press.run import made
from tests.press.archive import NOW, archive
from tests.press.newsroom import EDITIONS
from tests.press.stories import story

CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
YEAR = re.compile(r"\b(19|20)\d\d\b")


@pytest.fixture(scope="module")
def pages() -> dict[str, html.HtmlElement]:
    plain = archive(30)
    for number, edition in ((800, EDITIONS[0]), (801, EDITIONS[1])):
        plain.put(
            story(
                number,
                edition=edition,
                language=Language(edition.partition(".")[2]),
                notes=(Note(kind="correction", text="The name was wrong.", at=NOW),),
            )
        )
    plain.withdraw(story(7).id, at=NOW)
    answers = Answers(plain)
    found = {address: made(address, answers, KINDS).page for address in plain.addresses()}
    return {
        address: html.document_fromstring(page.body.decode())
        for address, page in found.items()
        if page is not None and page.content_type == HTML and page.body
    }


def test_every_clock_time_has_its_date_and_zone(pages: dict[str, html.HtmlElement]) -> None:
    clocks = 0
    for address, page in pages.items():
        for time in page.iter("time"):
            words = "".join(time.itertext()).translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
            assert time.get("datetime"), (address, words)
            if CLOCK.search(words):
                assert YEAR.search(words), (address, words)
                assert "GMT" in words or "غرينتش" in words, (address, words)
                clocks += 1
    assert clocks > 100


def test_no_clock_time_stands_outside_a_time_element(pages: dict[str, html.HtmlElement]) -> None:
    for address, page in pages.items():
        bare = deepcopy(page)
        for timed in [*bare.iter("time"), *bare.iter("script")]:
            timed.drop_tree()
        assert not CLOCK.search(bare.text_content()), address


def test_every_page_names_its_language_and_direction(pages: dict[str, html.HtmlElement]) -> None:
    for address, page in pages.items():
        language = page.get("lang")
        assert language == address.split("|")[1].partition(".")[2], address
        assert page.get("dir") == direction(Language(language)), address

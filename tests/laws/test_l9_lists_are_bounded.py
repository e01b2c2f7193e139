"""L9 on readers' pages: what lists, feeds and fronts show does not grow with the archive."""

from __future__ import annotations

import re

from broadsheet.news.story import EditionKey
from broadsheet.pages import addresses, keys
from broadsheet.pages.kinds import KINDS
from broadsheet.press.copy import Answers
from broadsheet.press.run import made
from tests.press.archive import archive
from tests.press.newsroom import PEOPLE, SECTIONS, TOPICS

HERE = EditionKey("paper.en")
SHOWN = re.compile(rb'/en/story/([^"#/?<]+)"')


def test_lists_show_no_more_than_their_bound() -> None:
    answers = Answers(archive(200))
    lists = {
        addresses.front(HERE): keys.FRONT_COUNT + 6 * len(SECTIONS),
        addresses.section(HERE, SECTIONS[0]): keys.LIST_COUNT,
        addresses.topic(HERE, TOPICS[2]): keys.LIST_COUNT,
        addresses.author(HERE, PEOPLE[0]): keys.LIST_COUNT,
    }
    for address, bound in lists.items():
        page = made(address, answers, KINDS).page
        assert page is not None
        shown = set(SHOWN.findall(page.body))
        assert 10 < len(shown) <= bound, (address, len(shown))
        for feed in addresses.feeds(address):
            found = made(feed, answers, KINDS).page
            assert found is not None
            assert found.body.count(b"story-") >= 10, feed
            assert len(set(re.findall(rb"/en/story/(story-\d+)", found.body))) <= keys.FRONT_COUNT

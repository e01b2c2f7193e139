"""Pages as files that a person can read. `pytest --bless` writes them anew; the difference is reviewed like code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.news.story import EditionKey, PersonKey, SectionKey, Slug, TopicKey
from broadsheet.pages import addresses
from broadsheet.pages.kinds import KINDS
from broadsheet.press.copy import Answers, Copy
from broadsheet.press.key import Address
from tests.newspaper import ARABIC, ENGLISH, FOUNDING, RESCUED, WITHDRAWN_BY_LANGUAGE, newspaper

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
# The name of the file, and the page's address in an edition.
PAGES: dict[str, Callable[[EditionKey], Address]] = {
    "front.html": addresses.front,
    "article.html": lambda edition: addresses.article(edition, FOUNDING),
    "article-rescued.html": lambda edition: addresses.article(edition, RESCUED),
    "article-withdrawn.html": lambda edition: addresses.article(edition, Slug(WITHDRAWN_BY_LANGUAGE[edition])),
    "section.html": lambda edition: addresses.section(edition, SectionKey("region")),
    "topic.html": lambda edition: addresses.topic(edition, TopicKey("deir-ezzor")),
    "topic-emptied.html": lambda edition: addresses.topic(edition, TopicKey("hotels")),
    "author.html": lambda edition: addresses.author(edition, PersonKey("mona-sarraf")),
    "day.html": lambda edition: addresses.day(edition, "2017-09-17"),
    "month.html": lambda edition: addresses.month(edition, "2017-09"),
    "archive.html": addresses.archive,
    "corrections.html": addresses.corrections,
    "about.html": addresses.about,
    "terms.html": addresses.terms,
    "missing.html": addresses.missing,
    "mark.svg": addresses.mark,
}


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
@pytest.mark.parametrize("name", PAGES)
def test_each_kind_has_its_golden_page_in_both_directions(name, edition, bless) -> None:
    address = PAGES[name](edition)
    page = KINDS.press[address.kind](Copy(Answers(newspaper())), address)
    assert page is not None
    golden = GOLDEN / edition.partition(".")[2] / name
    if bless:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(page.body)
    assert page.body.decode() == golden.read_text("utf-8")

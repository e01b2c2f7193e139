"""Pages as files that a person can read. `pytest --bless` writes them anew; the difference is reviewed like code."""

from pathlib import Path

import pytest

from broadsheet.news.story import Slug
from broadsheet.pages import addresses
from broadsheet.pages.article import article
from broadsheet.pages.mark import mark
from broadsheet.pages.standing import about, missing, terms
from broadsheet.press.copy import Answers, Copy
from tests.newspaper import ARABIC, ENGLISH, FOUNDING, RESCUED, WITHDRAWN_BY_LANGUAGE, newspaper

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
# The name of the file: what makes the page, and its address in an edition.
PAGES = {
    "article.html": (article, lambda edition: addresses.article(edition, FOUNDING)),
    "article-rescued.html": (article, lambda edition: addresses.article(edition, RESCUED)),
    "article-withdrawn.html": (
        article,
        lambda edition: addresses.article(edition, Slug(WITHDRAWN_BY_LANGUAGE[edition])),
    ),
    "about.html": (about, addresses.about),
    "terms.html": (terms, addresses.terms),
    "missing.html": (missing, addresses.missing),
    "mark.svg": (mark, addresses.mark),
}


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
@pytest.mark.parametrize("name", PAGES)
def test_each_kind_has_its_golden_page_in_both_directions(name, edition, bless) -> None:
    kind, address_in = PAGES[name]
    page = kind(Copy(Answers(newspaper())), address_in(edition))
    assert page is not None
    golden = GOLDEN / edition.partition(".")[2] / name
    if bless:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(page.body)
    assert page.body.decode() == golden.read_text("utf-8")

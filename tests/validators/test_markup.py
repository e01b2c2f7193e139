"""Pages, sheets and drawings as the Nu checker sees them; and what it leaves out: what pages say of each other."""

import json
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html
import pytest

from tests.newsstand import Address, Paper
from tests.validators.conftest import Checking

pytestmark = pytest.mark.validator

# What the checker says of a sheet, by its words: why the sheet is right and the checker behind.
BEHIND: dict[str, str] = {
    "Property “paint-order” doesn't exist": "2026-11-24: in all browsers, and it keeps a map's labels legible",
}


def documents(paper: Paper) -> Iterator[tuple[Address, lxml.html.HtmlElement]]:
    for address in paper.pages:
        page = lxml.html.document_fromstring(paper.get(address.url).body, base_url=address.url)
        yield address, page


def linked(paper: Paper, *rels: str) -> dict[str, bytes]:
    """The bodies of what the sampled pages link to as one of these."""
    found = {}
    for address, page in documents(paper):
        for link in page.iter("link"):
            if set(rels) & set(link.get("rel", "").split()):
                url = urljoin(address.url, link.get("href"))
                found[url] = url
    return {url: paper.get(url).body for url in sorted(found)}


def test_the_checker_finds_no_error_in_any_kind_of_page(paper: Paper, nu: Checking) -> None:
    assert nu({address.named: paper.get(address.url).body for address in paper.pages}, "html") == []


def test_the_checker_finds_no_error_in_any_sheet(paper: Paper, nu: Checking) -> None:
    errors = nu(linked(paper, "stylesheet"), "css")
    assert [error for error in errors if not any(known in error for known in BEHIND)] == []


def test_the_checker_finds_no_error_in_the_mark(paper: Paper, nu: Checking) -> None:
    marks = {url: body for url, body in linked(paper, "icon").items() if body.lstrip().startswith((b"<svg", b"<?xml"))}
    assert nu(marks, "svg") == []


def test_language_versions_name_each_other(paper: Paper) -> None:
    """hreflang counts only where it is returned: each page that one names must name it back, and itself."""
    faults = []
    for address, page in documents(paper):
        named = versions(address.url, page)
        if not named:
            continue
        if address.language not in named:
            faults.append(f"{address.named} does not name itself among {sorted(named)}")
        for language, url in named.items():
            if language == "x-default":
                continue
            other = paper.get(url)
            assert other.status == 200, f"{address.named} names {url}: {other.status}"
            back = versions(url, lxml.html.document_fromstring(other.body))
            if back != named:
                faults.append(f"{address.named} names {named}, {url} names {back}")
    assert faults == []


def versions(base: str, page: lxml.html.HtmlElement) -> dict[str, str]:
    links = page.xpath("//head/link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): urljoin(base, link.get("href")) for link in links}


def test_each_page_says_where_it_belongs(paper: Paper) -> None:
    """One canonical address each, absolute, that answers, and is the page's own path."""
    faults = []
    for address, page in documents(paper):
        if address.status != 200:
            continue
        canonical = [link.get("href") for link in page.xpath("//head/link[@rel='canonical']")]
        if len(canonical) != 1 or not canonical[0].startswith("http") or not canonical[0].endswith(address.path):
            faults.append(f"{address.named}: canonical {canonical}")
    assert faults == []


NEWS_ARTICLE = {"headline", "datePublished", "dateModified", "publisher", "mainEntityOfPage", "inLanguage"}


def test_stories_carry_what_search_engines_ask_of_a_news_article(paper: Paper) -> None:
    stories = [(address, page) for address, page in documents(paper) if address.kind == "article"]
    assert stories
    for address, page in stories:
        told = [json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']")]
        articles = [one for one in told if one.get("@type") == "NewsArticle"]
        assert len(articles) == 1, address.named
        assert articles[0]["@context"] == "https://schema.org"
        assert NEWS_ARTICLE - articles[0].keys() == set(), address.named
        assert len(articles[0]["headline"]) <= 200
        graph = {meta.get("property"): meta.get("content") for meta in page.xpath("//head/meta[@property]")}
        assert {"og:title", "og:type", "og:url", "og:site_name"} - graph.keys() == set(), address.named
        assert graph["og:type"] == "article"


def test_each_time_that_is_shown_has_its_instant(paper: Paper) -> None:
    """`time` carries a machine's date or an instant with a zone, whatever words stand in it."""
    faults = []
    for address, page in documents(paper):
        for time in page.iter("time"):
            value = time.get("datetime") or ""
            if "T" in value and not (value.endswith("Z") or "+" in value[10:] or "-" in value[10:]):
                faults.append(f"{address.named}: {value!r} has no zone")
            if not value:
                faults.append(f"{address.named}: {time.text_content()!r} has no datetime")
    assert faults == []

"""The demo paper's feeds, sitemaps and robots.txt as they are served; the specifications stand in `feed_rules`."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from lxml import etree

from tests.newsstand import Address, Answer, Paper
from tests.validators import feed_rules

pytestmark = pytest.mark.validator

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TYPES = {
    "rss": {"application/rss+xml"},
    "atom": {"application/atom+xml"},
    "json": {"application/feed+json", "application/json"},
    "sitemap": {"application/xml", "text/xml"},
    "sitemap-day": {"application/xml", "text/xml"},
    "news-sitemap": {"application/xml", "text/xml"},
    "robots": {"text/plain"},
}
FAULTS: dict[str, Callable[[bytes], list[str]]] = {
    "rss": feed_rules.rss_faults,
    "atom": feed_rules.atom_faults,
    "json": feed_rules.json_feed_faults,
    "sitemap": feed_rules.sitemap_index_faults,
    "sitemap-day": feed_rules.sitemap_faults,
    "robots": feed_rules.robots_faults,
}


def of_kind(paper: Paper, kind: str) -> Iterator[tuple[Address, Answer]]:
    """Every page of the kind, not a sample: a feed that nobody looks at is the one that is broken."""
    found = [(address, paper.get(address.url)) for address in paper.addresses if address.kind == kind]
    assert found, f"the demo paper has no {kind}; it has {sorted({address.kind for address in paper.addresses})}"
    yield from found


def xml(answer: Answer) -> etree._Element:
    """Parsed as a stranger would: no recovery, nothing fetched, no entities."""
    return etree.fromstring(answer.body, etree.XMLParser(resolve_entities=False, no_network=True))


def text(parent: etree._Element, path: str) -> str:
    value = parent.findtext(path)
    assert value is not None, f"no {path} in {parent.tag}"
    return value


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_each_is_served_as_what_it_is(paper: Paper, kind: str) -> None:
    for address, answer in of_kind(paper, kind):
        assert answer.status == address.status, address.url
        assert answer.media_type in TYPES[kind], address.named
        if answer.media_type.startswith("text/"):
            assert "charset=utf-8" in answer.headers["content-type"].lower(), address.named


@pytest.mark.parametrize("kind", sorted(FAULTS))
def test_each_that_is_served_keeps_to_its_specification(paper: Paper, kind: str) -> None:
    found = {address.named: FAULTS[kind](answer.body) for address, answer in of_kind(paper, kind)}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_three_feeds_of_a_list_tell_the_same_stories(paper: Paper) -> None:
    told: dict[str, dict[str, list[str]]] = {}
    for kind, links in {
        "rss": lambda answer: [text(item, "link") for item in xml(answer).iter("item")],
        "atom": lambda answer: [
            str(link.get("href")) for link in xml(answer).iterfind(f"{ATOM}entry/{ATOM}link[@rel='alternate']")
        ],
        "json": lambda answer: [item["url"] for item in json.loads(answer.body)["items"]],
    }.items():
        for address, answer in of_kind(paper, kind):
            told.setdefault(address.url.rpartition("/")[0], {})[kind] = links(answer)
    differing = {of: forms for of, forms in told.items() if len(set(map(tuple, forms.values()))) != 1}
    assert {of: sorted(forms) for of, forms in told.items() if len(forms) != 3} == {}
    assert differing == {}


def test_what_feeds_link_to_answers(paper: Paper) -> None:
    links = {text(item, "link") for _, answer in of_kind(paper, "rss") for item in xml(answer).iter("item")}
    assert links
    assert {link: status for link in sorted(links) if (status := paper.get(link).status) != 200} == {}


def listed_in(paper: Paper, kind: str) -> set[str]:
    return {text(entry, f"{MAP}loc") for _, answer in of_kind(paper, kind) for entry in xml(answer)}


def test_the_sitemap_leads_to_every_story(paper: Paper) -> None:
    """From the index to the days to the stories."""
    days = {address.url for address in paper.addresses if address.kind == "sitemap-day"}
    stories = {address.url for address in paper.addresses if address.kind == "article" and address.status == 200}
    assert days - listed_in(paper, "sitemap") == set()
    assert stories - listed_in(paper, "sitemap-day") == set()


def test_the_news_sitemap_that_is_served_keeps_to_the_two_days_before_now(paper: Paper) -> None:
    """The demo paper's clock is ours: what it says now is no older than two days now."""
    for address, answer in of_kind(paper, "news-sitemap"):
        assert feed_rules.news_sitemap_faults(answer.body, as_of=datetime.now(UTC)) == [], address.named


def test_robots_txt_that_is_served_names_the_sitemaps(paper: Paper) -> None:
    for address, answer in of_kind(paper, "robots"):
        maps = [
            line.split(":", 1)[1].strip() for line in answer.text.splitlines() if line.lower().startswith("sitemap:")
        ]
        assert maps
        assert {url: paper.get(url).status for url in maps} == dict.fromkeys(maps, 200), address.named

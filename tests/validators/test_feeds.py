"""Feeds, sitemaps and robots.txt against the texts that readers of them go by."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from tests.newsstand import Address, Answer, Paper

pytestmark = pytest.mark.validator

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
TYPES = {
    "rss": {"application/rss+xml"},
    "atom": {"application/atom+xml"},
    "json": {"application/feed+json", "application/json"},
    "sitemap": {"application/xml", "text/xml"},
    "sitemap-day": {"application/xml", "text/xml"},
    "news-sitemap": {"application/xml", "text/xml"},
    "robots": {"text/plain"},
}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
W3C_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")


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
    assert value.strip() != "", f"{path} in {parent.tag} is empty"
    return value


def distinct(values: list[str]) -> None:
    assert len(values) == len(set(values)), f"twice: {sorted({value for value in values if values.count(value) > 1})}"


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_each_is_served_as_what_it_is(paper: Paper, kind: str) -> None:
    for address, answer in of_kind(paper, kind):
        assert answer.status == 200, address.path
        assert answer.media_type in TYPES[kind], address.path
        if answer.media_type.startswith("text/"):
            assert "charset=utf-8" in answer.headers["content-type"].lower(), address.path


def test_rss_is_as_rss_2_0_says(paper: Paper) -> None:
    for _, answer in of_kind(paper, "rss"):
        root = xml(answer)
        assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
        channel = root[0]
        for required in ("title", "link", "description"):
            text(channel, required)
        assert channel.find(f"{ATOM}link[@rel='self']") is not None
        items = channel.findall("item")
        for item in items:
            assert item.find("title") is not None or item.find("description") is not None
            assert text(item, "link").startswith("http")
            assert parsedate_to_datetime(text(item, "pubDate")).tzinfo is not None
            guid = item.find("guid")
            assert guid is not None
            assert guid.get("isPermaLink") == "false" or text(item, "guid").startswith("http")
        distinct([text(item, "guid") for item in items])


def test_atom_is_as_rfc_4287_says(paper: Paper) -> None:
    for _, answer in of_kind(paper, "atom"):
        feed = xml(answer)
        assert feed.tag == f"{ATOM}feed"
        whole_authored = feed.find(f"{ATOM}author") is not None
        assert feed.find(f"{ATOM}link[@rel='self']") is not None
        entries = feed.findall(f"{ATOM}entry")
        for entity in (feed, *entries):
            assert ":" in text(entity, f"{ATOM}id")
            text(entity, f"{ATOM}title")
            assert RFC_3339.fullmatch(text(entity, f"{ATOM}updated"))
            assert [len(entity.findall(f"{ATOM}{one}")) for one in ("id", "title", "updated")] == [1, 1, 1]
        for entry in entries:
            assert whole_authored or entry.find(f"{ATOM}author/{ATOM}name") is not None
            assert entry.find(f"{ATOM}content") is not None or entry.find(f"{ATOM}link[@rel='alternate']") is not None
        distinct([text(entry, f"{ATOM}id") for entry in entries])


def test_json_feeds_are_as_json_feed_1_1_says(paper: Paper) -> None:
    for address, answer in of_kind(paper, "json"):
        feed = json.loads(answer.body)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"].endswith(address.path)
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert {"content_html", "content_text"} & item.keys()
            for instant in {"date_published", "date_modified"} & item.keys():
                assert RFC_3339.fullmatch(item[instant])
        distinct([item["id"] for item in feed["items"]])


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
            told.setdefault(address.path.rpartition("/")[0], {})[kind] = links(answer)
    assert {
        of: forms for of, forms in told.items() if len(forms) != 3 or len(set(map(tuple, forms.values()))) != 1
    } == {}


def test_what_feeds_link_to_answers(paper: Paper) -> None:
    links = {text(item, "link") for _, answer in of_kind(paper, "rss") for item in xml(answer).iter("item")}
    assert links
    asked = {link: paper.get(paper.local(link)).status for link in sorted(links)}
    assert {link: status for link, status in asked.items() if status != 200} == {}


def locations(root: etree._Element) -> list[str]:
    return [text(entry, f"{MAP}loc") for entry in root]


def test_sitemaps_are_as_sitemaps_org_says(paper: Paper) -> None:
    for address, answer in (*of_kind(paper, "sitemap"), *of_kind(paper, "sitemap-day")):
        root = xml(answer)
        assert root.tag in {f"{MAP}urlset", f"{MAP}sitemapindex"}, address.path
        assert len(root) <= 50_000
        assert len(answer.body) <= 50 * 1024 * 1024
        for entry in root:
            changed = entry.findtext(f"{MAP}lastmod")
            assert changed is None or W3C_DATE.fullmatch(changed), address.path
        assert [link for link in locations(root) if not link.startswith("http") or len(link) > 2048] == []
        distinct(locations(root))


def test_the_sitemap_leads_to_every_story(paper: Paper) -> None:
    """From the index to the days to the stories: by path, as the origin is the paper's own."""
    reached = {
        link.split("://", 1)[1].partition("/")[2]
        for _, day in of_kind(paper, "sitemap-day")
        for link in locations(xml(day))
    }
    days = {address.path.lstrip("/") for address in paper.addresses if address.kind == "sitemap-day"}
    named = {
        link.split("://", 1)[1].partition("/")[2]
        for _, index in of_kind(paper, "sitemap")
        for link in locations(xml(index))
    }
    stories = [address for address in paper.addresses if address.kind == "article"]
    public = {address.path.lstrip("/") for address in stories if paper.get(address.url).status == 200}
    assert days - named == set()
    assert public - reached == set()


def test_the_news_sitemap_tells_the_last_two_days_and_no_more(paper: Paper) -> None:
    for _, answer in of_kind(paper, "news-sitemap"):
        root = xml(answer)
        assert root.tag == f"{MAP}urlset"
        assert len(root) <= 1000
        instants = []
        for entry in root:
            news = f"{NEWS}news"
            text(entry, f"{news}/{NEWS}publication/{NEWS}name")
            text(entry, f"{news}/{NEWS}publication/{NEWS}language")
            text(entry, f"{news}/{NEWS}title")
            instants.append(datetime.fromisoformat(text(entry, f"{news}/{NEWS}publication_date")))
        assert all(instant.tzinfo is not None for instant in instants)
        assert not instants or max(instants) - min(instants) <= timedelta(days=2)


def test_robots_txt_shows_the_way_to_the_sitemaps(paper: Paper) -> None:
    for _, answer in of_kind(paper, "robots"):
        lines = [line.strip() for line in answer.text.splitlines()]
        assert any(line.lower().startswith("user-agent:") for line in lines)
        maps = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("sitemap:")]
        assert maps
        assert [url for url in maps if not url.startswith("http")] == []
        assert [line for line in lines if line and line[0] != "#" and ":" not in line] == []

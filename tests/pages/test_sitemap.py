from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from broadsheet.news.story import PaperKey, Slug
from broadsheet.pages import addresses, keys, limits
from broadsheet.pages.sitemap import news_sitemap, robots, sitemap, sitemap_day
from broadsheet.press.copy import Answers, Copy
from tests.pages.harbour import AR, AS_OF, EN, FERRY, HARBOUR, RESCUED, UNSIGNED, ask, edition, page, record, story

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
KINDS = {
    "sitemap.xml": (sitemap, addresses.sitemap(HARBOUR)),
    "news-sitemap.xml": (news_sitemap, addresses.news_sitemap(HARBOUR)),
    "robots.txt": (robots, addresses.robots(HARBOUR)),
    "sitemap-day-en.xml": (sitemap_day, addresses.sitemap_day(EN, "2017-09-17")),
    "sitemap-day-ar.xml": (sitemap_day, addresses.sitemap_day(AR, "2017-09-17")),
}


def locations(body: bytes) -> list[str]:
    return [element.text for element in etree.fromstring(body).iter(f"{SITEMAP}loc")]


def lastmods(*stories, day: str) -> list[str | None]:
    body = page(record(*stories), sitemap_day, addresses.sitemap_day(EN, day)).body
    return [url.findtext(f"{SITEMAP}lastmod") for url in etree.fromstring(body)]


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_has_its_golden_page(name, bless) -> None:
    kind, address = KINDS[name]
    body = page(record(), kind, address).body
    golden = GOLDEN / name
    if bless:
        golden.write_bytes(body)
    assert body.decode() == golden.read_text("utf-8")


def test_the_index_lists_every_day_of_every_edition_the_newest_first() -> None:
    body = page(record(), sitemap, addresses.sitemap(HARBOUR)).body
    assert locations(body) == [
        f"https://harbour.example{path}"
        for path in ("/en/sitemap/2017-09-17.xml", "/ar/sitemap/2017-09-17.xml", "/en/sitemap/2012-01-27.xml")
    ]


def test_an_index_that_would_be_too_long_keeps_the_newest_days(monkeypatch) -> None:
    monkeypatch.setattr(limits, "SITEMAP_COUNT", 2)
    body = page(record(), sitemap, addresses.sitemap(HARBOUR)).body
    assert [url.rpartition("/")[2] for url in locations(body)] == ["2017-09-17.xml", "2017-09-17.xml"]


def test_a_days_sitemap_lists_its_stories_in_the_order_of_the_day() -> None:
    set_up = page(record(), sitemap_day, addresses.sitemap_day(EN, "2017-09-17"))
    assert locations(set_up.body) == [f"https://harbour.example/en/story/{one.slug}" for one in (UNSIGNED, FERRY)]
    assert set_up.updated_at == FERRY.updated_at


def test_a_story_was_last_changed_when_it_was_updated_or_else_when_it_was_published() -> None:
    assert lastmods(FERRY, UNSIGNED, day="2017-09-17") == ["2017-09-17T06:49:00Z", "2017-09-17T20:00:00Z"]


@pytest.mark.parametrize(("precision", "lastmod"), [("day", "2012-01-27"), ("month", None), ("year", None)])
def test_no_hour_is_invented_for_a_story_of_which_the_day_is_known(precision, lastmod) -> None:
    dated = msgspec.structs.replace(RESCUED, precision=precision)
    assert lastmods(dated, day="2012-01-27") == [lastmod]


def test_a_rescued_story_that_is_updated_was_last_changed_then() -> None:
    updated = msgspec.structs.replace(RESCUED, updated_at=datetime(2017, 3, 2, 13, 26, tzinfo=UTC))
    assert lastmods(updated, day="2012-01-27") == ["2017-03-02T13:26:00Z"]


def test_a_day_that_has_lost_its_last_story_is_gone_and_one_that_never_had_any_is_not() -> None:
    address = addresses.sitemap_day(EN, "2012-01-27")
    assert ask(record(FERRY), sitemap_day, address) is None
    paper = record()
    paper.withdraw(RESCUED.id, at=AS_OF)
    gone = page(paper, sitemap_day, address)
    assert (gone.status, gone.content_type) == (410, "text/plain; charset=utf-8")


def test_a_sitemap_of_a_day_reads_the_day_and_its_cards_and_nothing_newest() -> None:
    copy = Copy(Answers(record()))
    sitemap_day(copy, addresses.sitemap_day(EN, "2017-09-17"))
    assert set(copy.reads()) == {
        keys.edition(EN),
        keys.day(EN, "2017-09-17"),
        keys.card(EN, UNSIGNED.slug),
        keys.card(EN, FERRY.slug),
    }


def test_the_news_sitemap_lets_a_story_go_after_two_days_by_time_alone() -> None:
    address = addresses.news_sitemap(HARBOUR)
    since = FERRY.first_published_at + timedelta(hours=keys.NEWS_WINDOW_HOURS)
    before = page(record(FERRY, as_of=since - timedelta(seconds=1)), news_sitemap, address)
    assert locations(before.body) == ["https://harbour.example/en/story/ferries-late"]
    after = page(record(FERRY, as_of=since), news_sitemap, address)
    assert (after.status, locations(after.body)) == (200, [])


@pytest.mark.parametrize(("precision", "dates"), [("day", ["2017-09-18"]), ("month", []), ("year", [])])
def test_the_news_sitemap_invents_no_hour_and_knows_no_story_of_some_month(precision, dates) -> None:
    midnight = datetime(2017, 9, 17, 21, 0, tzinfo=UTC)
    dated = story(1, first_published_at=midnight, updated_at=midnight, precision=precision)
    body = page(record(dated), news_sitemap, addresses.news_sitemap(HARBOUR)).body
    assert [element.text for element in etree.fromstring(body).iter(f"{NEWS}publication_date")] == dates


def test_an_arabic_address_is_percent_encoded_and_a_hostile_headline_only_text() -> None:
    hostile = story(2, AR, slug=Slug("خبر"), headline="</news:title>&\x00'\"")
    root = etree.fromstring(page(record(hostile), news_sitemap, addresses.news_sitemap(HARBOUR)).body)
    assert root.findtext(f".//{SITEMAP}loc") == "https://harbour.example/ar/story/%D8%AE%D8%A8%D8%B1"
    assert root.findtext(f".//{NEWS}title") == "</news:title>&'\""


@pytest.mark.parametrize("name", ["sitemap.xml", "news-sitemap.xml", "robots.txt"])
def test_a_paper_that_is_unknown_has_none(name) -> None:
    kind, address = KINDS[name]
    assert ask(record(), kind, type(address)(address.replace(HARBOUR, "nobody"))) is None


def test_a_sitemap_of_an_unknown_edition_is_none() -> None:
    assert ask(record(), sitemap_day, addresses.sitemap_day("harbour.fr", "2017-09-17")) is None


def test_two_papers_keep_their_sitemaps_apart() -> None:
    other = edition("inland.en", paper=PaperKey("inland"), origin="https://inland.example")
    paper = record(story(1, "inland.en"), FERRY, editions=(edition(EN), other))
    assert locations(page(paper, sitemap, addresses.sitemap(PaperKey("inland"))).body) == [
        "https://inland.example/en/sitemap/2017-09-17.xml"
    ]
    assert locations(page(paper, news_sitemap, addresses.news_sitemap(HARBOUR)).body) == [
        "https://harbour.example/en/story/ferries-late"
    ]
    assert b"https://inland.example/sitemap.xml" in page(paper, robots, addresses.robots(PaperKey("inland"))).body

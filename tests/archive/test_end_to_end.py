"""From the file to the reader: rescue, refusal without a date, an editor's date, publish, and the page as pressed."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from lxml import html

from broadsheet.archive.models import Source
from broadsheet.archive.rescue import Rescued, as_json, rescue
from broadsheet.archive.review import confirm, instant
from broadsheet.desk.models import Story
from broadsheet.desk.publish import publish
from broadsheet.desk.refused import DateWanted
from broadsheet.formats.legacy_page import LegacyPage, claims, read
from broadsheet.news.story import EditionKey, Slug
from broadsheet.pages import addresses
from broadsheet.press.page import Page
from broadsheet.record import proof, published
from broadsheet.record.models import PressedPage
from broadsheet.record.stores.database import page_of
from tests.archive.newsroom import EDITOR, NOW, OWN, SEEN, edition, open_newsroom

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2017, 9, 18)
NONE = Page(body=b"")
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


@pytest.fixture(autouse=True)
def _newsroom(transactional_db) -> None:
    open_newsroom()


@pytest.fixture(params=["ours", "seen"])
def page(request) -> Path:
    if request.param == "seen" and not SEEN.exists():
        pytest.skip("the page that was seen is an agency's text, and not in this repository")
    return OWN if request.param == "ours" else SEEN


def pressed(path: str) -> str:
    row = PressedPage.objects.get(paper="morning", path=path)
    found = page_of(row)
    assert found is not None
    assert found.status == 200
    return found.body.decode()


def rescued_and_dated(page: Path) -> Story:
    rescue(page, edition="morning.en", by=EDITOR, at=NOW)
    story = Story.objects.get()
    on = instant(DAY, "", "day", story.edition)
    return confirm(story, first_published_at=on, precision="day", by=EDITOR, at=NOW)


def address_of(story: Story) -> str:
    return addresses.path(addresses.article(EditionKey(story.edition.key), Slug(story.slug)))


def test_publishing_waits_for_an_editors_date(page: Path) -> None:
    rescue(page, edition="morning.en", by=EDITOR, at=NOW)
    story = Story.objects.get()
    with pytest.raises(DateWanted, match=r"dated_at: found nothing; date and precision wanted"):
        publish(story, by=EDITOR, at=NOW)
    story.refresh_from_db()
    assert not story.live
    assert published.live_count() == 0
    assert not PressedPage.objects.filter(address__startswith="article|").exists()


def test_a_dated_story_is_published_and_every_page_is_right(page: Path) -> None:
    story = rescued_and_dated(page)
    entry = publish(Story.objects.get(), by=EDITOR, at=NOW)
    assert entry is not None
    assert (entry.number, entry.by) == (1, EDITOR)
    found = proof.verify()
    assert found.differences == ()
    assert found.pages > 10
    assert address_of(story) in {one.path for one in PressedPage.objects.filter(status=200)}
    assert story.headline in html.fromstring(pressed("/en/")).text_content()


def test_its_page_has_what_was_read_and_nothing_else_of_the_old_one(page: Path) -> None:
    story = rescued_and_dated(page)
    publish(Story.objects.get(), by=EDITOR, at=NOW)
    text = pressed(address_of(story))
    read_page = read(page.read_bytes())
    assert isinstance(read_page, LegacyPage)
    values = {name: one.value for name, one in read_page.fields.items()}
    article = html.fromstring(text).find(".//article")
    assert article is not None
    assert article.findtext(".//h1") == values["headline"]
    assert article.findtext(".//figcaption/bdi") == values["caption"]
    dateline, *paragraphs = article.xpath(".//*[@class='body']/p[not(@class)]")
    assert dateline.text_content() == f"{values['place']} — {values['paper']} {values['body'][0]}"
    assert [one.text_content() for one in paragraphs] == list(values["body"][1:])
    assert article.xpath("string(.//*[@class='body']/p[@class='m'])") == f"Source: {values['agency']}"
    lines = page.read_text("utf-8").split("\n")
    told = claims(read_page)
    kept = {"headline", "caption", "place", "paper", "agency", "body"}
    furniture = {
        bare
        for number, line in enumerate(lines, start=1)
        if kept.isdisjoint(told.get(number, ())) and len(bare := line.strip(" \xa0")) > 5
    }
    assert len(furniture) > 20
    assert [line for line in furniture if line in article.text_content()] == []


def test_no_hour_is_invented_anywhere(page: Path) -> None:
    story = rescued_and_dated(page)
    publish(Story.objects.get(), by=EDITOR, at=NOW)
    shown = html.fromstring(pressed(address_of(story)))
    assert {one.get("datetime") for one in shown.iter("time")} == {"2017-09-18"}
    assert {one.text_content() for one in shown.iter("time")} == {"Monday 18 September 2017"}
    assert '"datePublished":"2017-09-18","dateModified":"2017-09-18"' in pressed(address_of(story))
    bearing = [
        one for one in PressedPage.objects.filter(status=200) if story.slug in (page_of(one) or NONE).body.decode()
    ]
    kinds = {one.address.partition("|")[0] for one in bearing}
    assert {"article", "front", "section", "day", "rss", "atom", "json"} <= kinds
    pages = [html.fromstring(pressed(one.path)) for one in bearing if one.content_type.startswith("text/html")]
    assert [found for one in pages if (found := CLOCK.search(one.text_content()))] == []
    feeds = [pressed(addresses.path(one)) for one in addresses.feeds(addresses.front(EditionKey("morning.en")))]
    assert all("06:49" not in feed and "17:05" not in feed for feed in feeds)


def test_the_day_is_the_one_that_the_editor_gave_in_the_editions_zone() -> None:
    story = rescued_and_dated(OWN)
    assert story.dated_at == datetime(2017, 9, 17, 21, 0, tzinfo=UTC)
    publish(Story.objects.get(), by=EDITOR, at=NOW)
    days = PressedPage.objects.filter(address__startswith="day|morning.en", status=200)
    assert [one.address for one in days] == ["day|morning.en|2017-09-18"]


def test_readers_are_not_told_that_an_old_story_was_updated_today() -> None:
    rescued_and_dated(OWN)
    entry = publish(Story.objects.get(), by=EDITOR, at=NOW)
    assert entry is not None
    assert entry.story is not None
    assert entry.story.updated_at == entry.story.first_published_at
    assert entry.at == NOW


def test_two_editors_who_bring_the_same_file_at_once_get_one_story() -> None:
    start = Barrier(2)

    def bring(name: str) -> Rescued:
        start.wait(timeout=20)
        try:
            return rescue(OWN, name=name, edition="morning.en", by=EDITOR, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as editors:
        one, other = editors.map(bring, ["a.txt", "b.txt"])
    assert one.story == other.story
    assert sorted([one.is_again, other.is_again]) == [False, True]
    assert (Story.objects.count(), Source.objects.count()) == (1, 1)


# --- the page that was seen, by its figures


@pytest.fixture
def seen() -> Path:
    if not SEEN.exists():
        pytest.skip("the page that was seen is an agency's text, and not in this repository")
    return SEEN


def test_the_answer_for_the_page_that_was_seen_is_exact(seen: Path) -> None:
    answer = as_json(rescue(seen, edition="morning.en", by=EDITOR, at=NOW))
    assert (answer["file"], answer["kind"], answer["status"], answer["reason"]) == (
        str(seen),
        "legacy_page",
        "review",
        "",
    )
    assert {name: one["lines"] for name, one in answer["fields"].items()} == {
        "headline": [8],
        "caption": [14],
        "place": [15],
        "paper": [15],
        "agency": [39],
        "body": list(range(17, 38, 2)),
        "stamp": [2, 5],
    }
    assert {name: answer["fields"][name]["value"] for name in ("place", "paper", "agency", "stamp")} == {
        "place": "Oslo",
        "paper": "Arab Today",
        "agency": "AFP",
        "stamp": "06:49:16 GMT",
    }
    assert len(answer["fields"]["body"]["value"]) == 11
    assert all(0.8 <= one["confidence"] < 1 for one in answer["fields"].values())
    assert [one["lines"] for one in answer["others"]] == [[number, number + 2] for number in range(96, 142, 4)]
    assert (answer["others"][0]["at"], answer["others"][-1]["at"]) == (
        "2017-03-02T13:26:00+00:00",
        "2018-09-12T08:18:00+00:00",
    )


def test_the_page_that_was_seen_has_eleven_paragraphs_for_readers(seen: Path) -> None:
    story = rescued_and_dated(seen)
    publish(Story.objects.get(), by=EDITOR, at=NOW)
    shown = html.fromstring(pressed(address_of(story)))
    assert len(shown.xpath("//*[@class='body']/p[not(@class)]")) == 11
    assert proof.verify().differences == ()


def test_the_page_that_was_seen_tells_of_its_paper(seen: Path) -> None:
    rescue(seen, edition="morning.en", by=EDITOR, at=NOW)
    source = Source.objects.get()
    assert [(one.part, one.detail) for one in source.told.all()] == [
        ("name", ""),
        ("address", "ar"),
        ("rights", "2021"),
        ("developer", ""),
        ("terms", ""),
        ("account", "1"),
        ("account", "1"),
        ("account", "1"),
        ("account", "2"),
        ("form", "2"),
    ]
    assert all(one.weekday_agrees for one in source.sightings.all())
    assert source.edition == edition()

"""The front as readers get it: what stands where, and that nothing else is asked."""

from datetime import UTC, datetime

import msgspec
import pytest
from lxml import html

from broadsheet.news.story import EditionKey, Note, Slug, Story
from broadsheet.pages import addresses, keys
from broadsheet.pages.front import columns_of, front
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.copy import Answers, Copy
from broadsheet.press.page import Page
from tests.newspaper import ARABIC, AS_OF, ENGLISH, FOUNDING, newspaper
from tests.pages.reading import kinds_read, read, set_page, structured, texts


def press(record: PlainRecord, edition: EditionKey = ENGLISH) -> Page | None:
    return set_page(record, addresses.front(edition))


def story_of(record: PlainRecord, slug: str) -> Story:
    found = record.answer(keys.story(ENGLISH, Slug(slug)))
    assert isinstance(found, Story)
    return found


def links(root: html.HtmlElement, within: str) -> list[str]:
    return [str(href).removeprefix("/en/story/") for href in root.xpath(f"{within}//a/@href")]


def young(count: int) -> PlainRecord:
    """The English edition with no more than so many of its newest stories."""
    full = newspaper()
    record = PlainRecord(full.editions.values(), full.topics.values(), full.people.values(), AS_OF)
    of_edition = [story for story in full.stories.values() if story.edition == ENGLISH]
    for story in sorted(of_edition, key=lambda one: one.place_in_order, reverse=True)[:count]:
        record.put(story)
    return record


def test_every_place_of_the_front_holds_its_stories() -> None:
    root = read(press(newspaper()))
    assert links(root, "//article[contains(@class, 'lead')]/h2") == [FOUNDING]
    assert links(root, "//ul[@class='also']") == ["fighters-east-of-the-river-report-an-air-strike"]
    assert links(root, "//div[@class='col']//h3") == [
        "lost-map-of-the-harbour",
        "tillerson-and-lavrov-to-meet-in-new-york",
        "bread-price-held-for-a-second-month",
        "relay-baton-record",
    ]
    assert links(root, "//section[@aria-labelledby='latest']") == [
        "terraces-planted-again-one-wall-at-a-time",
        "northern-port-grain-ships",
        "bank-passbooks",
        "press-that-ran-through-three-wars",
        "what-a-bundle-of-bread-costs",
        "coast-counts-its-fishing-boats",
    ]
    assert links(root, "//section[@aria-labelledby='op']") == ["/en/section/opinion", "river-front-lines"]
    assert links(root, "//section[@aria-labelledby='cor']") == ["/en/corrections", f"{FOUNDING}#correction"]
    assert root.xpath("//*[contains(@class, 'cols')]") == []


def test_sections_stand_in_rows_with_what_stands_nowhere_else() -> None:
    record = newspaper()
    bank = story_of(record, "bank-passbooks")
    for n in range(12):
        at = bank.first_published_at.replace(year=2016, month=n + 1)
        section = ("sport", "media", "business")[n % 3]
        record.put(
            msgspec.structs.replace(
                bank, id=f"old-{n}", family=f"old-{n}", slug=f"old-{n}", section=section, first_published_at=at
            )
        )
    root = read(press(record))
    assert links(root, "//section[@aria-labelledby='latest']")[5:] == ["old-11", "old-10", "old-9"]
    rows = root.xpath("//*[contains(@class, 'cols')]")
    assert [row.get("class") for row in rows] == ["row r4 ruled cols"]
    assert [links(section, ".") for section in rows[0].xpath("./section")] == [
        ["/en/section/region", "coast-counts-its-fishing-boats"],
        ["/en/section/business", "old-8", "old-5", "old-2"],
        ["/en/section/sport", "old-6", "old-3", "old-0"],
        ["/en/section/media", "old-7", "old-4", "old-1"],
    ]


def test_no_story_is_linked_from_two_places_but_for_its_correction() -> None:
    for edition in (ENGLISH, ARABIC):
        hrefs = [str(href) for href in read(press(newspaper(), edition)).xpath("//main//a/@href") if "/story/" in href]
        stories = [href for href in hrefs if "#" not in href]
        assert len(stories) == len(set(stories)) == 13


def test_the_front_is_stamped_with_the_latest_that_it_shows() -> None:
    record = newspaper()
    page = press(record)
    assert page is not None
    assert page.updated_at == record.answer(keys.card(ENGLISH, FOUNDING)).updated_at
    assert texts(read(page), "//p[@class='stamp']/time") == ["Sunday 17 September 2017, 18:49:16 GMT"]


def test_a_correction_made_after_every_story_is_the_latest_of_the_front() -> None:
    record = newspaper()
    story = story_of(record, "coast-counts-its-fishing-boats")
    note = Note(kind="correction", text="There are 213.", at=datetime(2017, 9, 18, 5, 0, 3, tzinfo=UTC))
    record.put(msgspec.structs.replace(story, notes=(note,)))
    page = press(record)
    assert page is not None
    assert page.updated_at == note.at
    assert "05:00:03" in texts(read(press(record)), "//p[@class='stamp']/time")[0]


def test_the_front_of_an_edition_that_nobody_has_founded_is_nothing() -> None:
    assert press(newspaper(), EditionKey("levantine.fr")) is None


def test_a_front_without_stories_says_so_and_has_no_stamp() -> None:
    page = press(young(0))
    assert page is not None
    assert (page.status, page.updated_at) == (200, None)
    root = read(page)
    assert texts(root, "//main") == ["There are no stories here."]
    assert texts(root, "//h1") == ["The Levantine"]
    assert root.xpath("//p[@class='stamp']") == []


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (6, 2), (7, 3)])
def test_a_young_paper_has_no_empty_columns(count, columns) -> None:
    (top,) = read(press(young(count))).xpath("//div[@class='top ruled']")
    assert len(top) == columns
    assert all(column.xpath(".//h2 | .//h3") for column in top)


def test_the_front_asks_nothing_but_what_stands_on_it() -> None:
    record = newspaper()
    assert kinds_read(record, addresses.front(ENGLISH)) == {
        "edition",
        "latest",
        "section",
        "related",
        "card",
        "person",
        "corrections",
    }
    copy = Copy(Answers(record))
    front(copy, addresses.front(ENGLISH))
    asked = {key.fields[1] for key in copy.reads() if key.kind == "card"}
    assert len(asked) == 13


@pytest.mark.parametrize(("edition", "root"), [(ENGLISH, ("en", "ltr")), (ARABIC, ("ar", "rtl"))])
def test_the_front_names_its_language_its_direction_and_its_sister(edition, root) -> None:
    page = read(press(newspaper(), edition))
    assert (page.get("lang"), page.get("dir")) == root
    assert page.xpath("//link[@rel='alternate'][@hreflang]/@href") == [
        f"https://levantine.example/{root[0]}/",
        f"https://levantine.example/{'ar' if root[0] == 'en' else 'en'}/",
    ]
    said = structured(page)
    assert (said["@type"], said["inLanguage"]) == ("WebSite", root[0])


def test_opinion_is_signed_by_who_wrote_it_and_else_by_the_paper() -> None:
    record = newspaper()
    view = story_of(record, "river-front-lines")
    assert texts(read(press(record)), "//section[@aria-labelledby='op']//p[@class='k']") == [
        "Nadim Saab and Hamad Trabulsi"
    ]
    record.put(msgspec.structs.replace(view, byline=(), kicker=""))
    assert texts(read(press(record)), "//section[@aria-labelledby='op']//p[@class='k']") == ["The Levantine"]


def test_no_section_is_left_alone_in_its_row() -> None:
    assert {sections: columns_of(sections) for sections in range(1, 9)} == {
        1: 2,
        2: 2,
        3: 3,
        4: 4,
        5: 3,
        6: 3,
        7: 4,
        8: 4,
    }

"""Pages of sections, topics and authors: what they list, in which order, and what becomes of them when it is gone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from lxml import html

from broadsheet.news.paper import Section, Topic
from broadsheet.news.story import EditionKey, PersonKey, SectionKey, Slug, Story, TopicKey
from broadsheet.pages import addresses, keys
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.key import Address
from tests.newspaper import ARABIC, ENGLISH, FOUNDING, newspaper
from tests.pages.reading import kinds_read, read, set_page, structured, texts

REGION, DEIR_EZZOR, MONA = SectionKey("region"), TopicKey("deir-ezzor"), PersonKey("mona-sarraf")
LISTS: dict[str, Callable[[EditionKey], Address]] = {
    "section": lambda edition: addresses.section(edition, REGION),
    "topic": lambda edition: addresses.topic(edition, DEIR_EZZOR),
    "author": lambda edition: addresses.author(edition, MONA),
}
SLUG = "substring-after(@href, '/story/')"


def story_of(record: PlainRecord, slug: str) -> Story:
    found = record.answer(keys.story(ENGLISH, Slug(slug)))
    assert isinstance(found, Story)
    return found


def copies(record: PlainRecord, slug: str, count: int, **changes: object) -> None:
    """So many more stories like this one, an hour before each other, the newest of them `copy-0`."""
    like = story_of(record, slug)
    for n in range(count):
        at = like.first_published_at - timedelta(hours=n + 1)
        name = f"copy-{n}"
        first: dict[str, object] = {
            "id": name,
            "family": name,
            "slug": name,
            "first_published_at": at,
            "updated_at": at,
        }
        record.put(msgspec.structs.replace(like, **{**first, "notes": (), **changes}))


def listed(root: html.HtmlElement) -> dict[str, list[str]]:
    """The headings of the main column, each with the stories below it."""
    sections = root.xpath("//div[@class='split']/div/section")
    return {
        section.xpath("string(h2)"): [
            str(link.get("href")).partition("/story/")[2]
            for link in section.xpath(".//a[contains(@href, '/story/') and not(contains(@href, '#'))]")
        ]
        for section in sections
    }


def test_a_topic_opens_with_its_newest_picture_and_lists_the_others_by_day() -> None:
    assert listed(read(set_page(newspaper(), LISTS["topic"](ENGLISH)))) == {
        "Latest": [FOUNDING],
        "Sunday 17 September 2017": ["river-front-lines"],
        "Saturday 16 September 2017": ["fighters-east-of-the-river-report-an-air-strike"],
    }


def test_a_section_opens_with_a_row_of_pictures_where_it_has_them() -> None:
    record = newspaper()
    assert listed(read(set_page(record, LISTS["section"](ENGLISH)))) == {
        "Latest": [FOUNDING],
        "Sunday 17 September 2017": [
            "bread-price-held-for-a-second-month",
            "terraces-planted-again-one-wall-at-a-time",
        ],
        "Saturday 16 September 2017": ["fighters-east-of-the-river-report-an-air-strike"],
        "Friday 27 January 2012": ["coast-counts-its-fishing-boats"],
    }
    copies(record, "terraces-planted-again-one-wall-at-a-time", 3)
    root = read(set_page(record, LISTS["section"](ENGLISH)))
    row = root.xpath("//div[@class='row r3 ruled']//h3/a/@href")
    assert [href.partition("/story/")[2] for href in row] == [
        "terraces-planted-again-one-wall-at-a-time",
        "copy-0",
        "copy-1",
    ]
    assert listed(root)["Sunday 17 September 2017"] == ["bread-price-held-for-a-second-month", "copy-2"]


def test_an_author_is_shown_with_role_and_everything_of_theirs() -> None:
    root = read(set_page(newspaper(), LISTS["author"](ENGLISH)))
    assert texts(root, "//main//h1") == ["Mona Sarraf"]
    assert listed(root) == {
        "Latest": ["northern-port-grain-ships"],
        "Saturday 16 September 2017": ["bank-passbooks"],
        "Friday 15 September 2017": ["what-a-bundle-of-bread-costs"],
    }
    person = newspaper().people[MONA]
    assert texts(root, "//main//div[@class='page']/p[@class='k']") == [person.roles["en"]]
    assert texts(root, "//main//p[@class='stand']") == [person.about["en"]]


def test_the_topics_near_a_list_are_counted_in_it() -> None:
    root = read(set_page(newspaper(), LISTS["topic"](ENGLISH)))
    assert texts(root, "//aside//h2") == ["Near this topic"]
    assert texts(root, "//aside//li") == ["Eastern Syriain 3 of these stories", "Euphratesin 3 of these stories"]
    assert [str(href) for href in root.xpath("//aside//a/@href")] == ["/en/topic/eastern-syria", "/en/topic/euphrates"]


def test_a_list_shows_the_newest_thirty_and_then_points_to_the_archive() -> None:
    record = newspaper()
    older = "//p[contains(@class, 'older')]/a/@href"
    copies(record, "fighters-east-of-the-river-report-an-air-strike", 26)
    root = read(set_page(record, LISTS["topic"](ENGLISH)))
    assert sum(len(of) for of in listed(root).values()) == 29
    assert root.xpath(older) == []
    copies(record, "fighters-east-of-the-river-report-an-air-strike", 40)
    root = read(set_page(record, LISTS["topic"](ENGLISH)))
    shown = [slug for of in listed(root).values() for slug in of]
    assert shown[:3] == [FOUNDING, "river-front-lines", "fighters-east-of-the-river-report-an-air-strike"]
    assert shown[3:] == [f"copy-{n}" for n in range(27)]
    assert root.xpath(older) == ["/en/archive"]


def test_days_are_those_of_the_editions_own_zone() -> None:
    record = newspaper()
    record.editions[ENGLISH] = msgspec.structs.replace(
        record.editions[ENGLISH], zone="Asia/Beirut", zone_name="Beirut time"
    )
    late = datetime(2017, 9, 16, 22, 30, tzinfo=UTC)
    copies(record, "river-front-lines", 1, first_published_at=late)
    root = read(set_page(record, LISTS["topic"](ENGLISH)))
    assert listed(root)["Sunday 17 September 2017"] == ["river-front-lines", "copy-0"]
    assert "Sun 17 Sep 2017, 01:30 Beirut time" in texts(root, "//time")


def test_a_story_that_only_its_month_or_its_year_is_known_of_stands_under_that() -> None:
    record = newspaper()
    at = datetime(2009, 3, 1, tzinfo=UTC)
    copies(record, "river-front-lines", 1, first_published_at=at, precision="month")
    for key, n, precision in (("year", 2, "year"), ("day", 3, "day")):
        like = story_of(record, "copy-0")
        changed = {"id": key, "family": key, "slug": key, "precision": precision}
        record.put(msgspec.structs.replace(like, first_published_at=at - timedelta(days=n * 400), **changed))
    found = listed(read(set_page(record, LISTS["topic"](ENGLISH))))
    assert list(found.items())[3:] == [
        ("March 2009", ["copy-0"]),
        ("2006", ["year"]),
        ("Thursday 17 November 2005", ["day"]),
    ]


def test_an_emptied_list_is_gone_and_one_that_never_was_is_nothing() -> None:
    record = newspaper()
    for address in (
        addresses.topic(ENGLISH, TopicKey("no-such-topic")),
        addresses.author(ENGLISH, PersonKey("no-such-person")),
        addresses.section(ENGLISH, SectionKey("no-such-section")),
        *(of(EditionKey("levantine.fr")) for of in LISTS.values()),
    ):
        assert set_page(record, address) is None
    page = set_page(record, addresses.topic(ENGLISH, TopicKey("hotels")))
    assert page is not None
    assert page.status == 410
    for story in list(record.stories.values()):
        record.withdraw(story.id, at=story.updated_at)
    statuses = {name: getattr(set_page(record, of(ENGLISH)), "status", None) for name, of in LISTS.items()}
    assert statuses == {"section": 200, "topic": 410, "author": 410}


def test_a_section_stands_while_the_edition_names_it_or_has_stories_in_it() -> None:
    record = newspaper()
    edition = record.editions[ENGLISH]
    record.editions[ENGLISH] = msgspec.structs.replace(
        edition, sections=(Section(key=SectionKey("weather"), name="Weather"),)
    )
    empty = set_page(record, addresses.section(ENGLISH, SectionKey("weather")))
    assert empty is not None
    assert (empty.status, empty.updated_at) == (200, None)
    assert texts(read(empty), "//main//p")[-1] == "There are no stories here."
    unnamed = read(set_page(record, LISTS["section"](ENGLISH)))
    assert texts(unnamed, "//main//h1") == ["region"]
    for story in list(record.stories.values()):
        record.withdraw(story.id, at=story.updated_at)
    left = set_page(record, LISTS["section"](ENGLISH))
    assert left is not None
    assert left.status == 410


def test_what_the_record_does_not_know_is_called_by_its_key() -> None:
    record = newspaper()
    del record.topics[DEIR_EZZOR]
    del record.people[MONA]
    assert texts(read(set_page(record, LISTS["topic"](ENGLISH))), "//main//h1") == ["deir-ezzor"]
    assert texts(read(set_page(record, LISTS["author"](ENGLISH))), "//main//h1") == ["mona-sarraf"]


def test_a_topic_says_what_else_it_is_called_and_in_which_language() -> None:
    record = newspaper()
    record.topics[DEIR_EZZOR] = Topic(
        key=DEIR_EZZOR,
        kind="place",
        names={"en": "Deir Ezzor", "ar": "دير الزور", "fr": "Deir ez-Zor"},
        abbreviations={"en": "DZ"},
        variants={"en": ("Deir ez-Zor", "DZ", "Dayr az Zawr"), "ar": ("ديرالزور",)},
        about={"en": "A city on the river.", "ar": "مدينة على النهر."},
    )
    root = read(set_page(record, LISTS["topic"](ENGLISH)))
    assert texts(root, "//main//p[@class='k']")[0] == "Topic · place"
    assert texts(root, "//p[@class='stand']") == ["A city on the river."]
    (line,) = root.xpath("//div[@class='page']/p[@class='m']")
    names = [(one.text, one.get("lang"), one.get("dir")) for one in line.xpath("./bdi")]
    assert names == [
        ("DZ", None, None),
        ("Deir ez-Zor", None, None),
        ("Dayr az Zawr", None, None),
        ("دير الزور", "ar", "rtl"),
    ]
    assert structured(root)["about"] == {"@type": "Place", "name": "Deir Ezzor"}


def test_every_list_offers_its_own_feeds() -> None:
    for kind, name in (("section", "region"), ("topic", "deir-ezzor"), ("author", "mona-sarraf")):
        root = read(set_page(newspaper(), LISTS[kind](ENGLISH)))
        expected = [f"/en/{kind}/{name}/feed.{form}" for form in ("rss", "atom", "json")]
        assert root.xpath("//head/link[@rel='alternate'][@type]/@href") == expected
        assert root.xpath("//div[@class='page']/p[@class='m']//a/@href") == expected


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_links_to_the_other_edition_only_where_that_has_one(kind) -> None:
    record = newspaper()
    other = "//link[@hreflang='ar']/@href | //p[@class='tools']/a/@href"
    page = addresses.path(LISTS[kind](ARABIC))
    assert read(set_page(record, LISTS[kind](ENGLISH))).xpath(other) == [f"https://levantine.example{page}", page]
    for story in list(record.stories.values()):
        if story.edition == ARABIC:
            record.withdraw(story.id, at=story.updated_at)
    record.editions[ARABIC] = msgspec.structs.replace(record.editions[ARABIC], sections=())
    assert read(set_page(record, LISTS[kind](ENGLISH))).xpath(other) == ["/ar/"]


@pytest.mark.parametrize(
    ("kind", "reads"),
    [
        ("section", {"edition", "section", "card", "person", "topic"}),
        ("topic", {"edition", "in-topic", "topic", "filled", "card", "person"}),
        ("author", {"edition", "by", "person", "filled", "card", "topic"}),
    ],
)
def test_a_list_asks_for_nothing_newer_than_itself(kind, reads) -> None:
    assert kinds_read(newspaper(), LISTS[kind](ENGLISH)) == reads


@pytest.mark.parametrize("kind", LISTS)
def test_the_way_to_a_list_is_told_to_machines(kind) -> None:
    said = structured(read(set_page(newspaper(), LISTS[kind](ENGLISH))))
    url = f"https://levantine.example{addresses.path(LISTS[kind](ENGLISH))}"
    assert (said["@type"], said["url"]) == ("CollectionPage", url)
    assert [step["item"] for step in said["breadcrumb"]["itemListElement"]] == ["https://levantine.example/en/", url]

"""Days, months, the archive and the corrections: pages that stay what they are."""

import re
from itertools import pairwise

import msgspec
import pytest

from broadsheet.news.story import EditionKey, PersonKey, SectionKey, TopicKey
from broadsheet.pages import addresses, keys
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.key import Address
from tests.newspaper import ARABIC, ENGLISH, FOUNDING, RESCUED, newspaper
from tests.pages.reading import kinds_read, read, set_page, structured, texts

PLACES = {
    "front": addresses.front,
    "section": lambda edition: addresses.section(edition, SectionKey("region")),
    "topic": lambda edition: addresses.topic(edition, TopicKey("deir-ezzor")),
    "author": lambda edition: addresses.author(edition, PersonKey("mona-sarraf")),
    "day": lambda edition: addresses.day(edition, "2017-09-17"),
    "month": lambda edition: addresses.month(edition, "2017-09"),
    "archive": addresses.archive,
    "corrections": addresses.corrections,
}
# A weekday, a day, a month and a year; where there is an hour, the zone too.
SHOWN = {
    "en": re.compile(r"\w{3,9} \d{1,2} \w{3,9} \d{4}(, \d\d:\d\d(:\d\d)? GMT)?"),
    "ar": re.compile(r"\w+ [٠-٩]{1,2} [\w/ ]+ [٠-٩]{4}(، [٠-٩:]{5,8} غرينتش)?"),
}


def emptied() -> PlainRecord:
    record = newspaper()
    for story in list(record.stories.values()):
        record.withdraw(story.id, at=story.updated_at)
    return record


def test_a_day_lists_all_its_stories_in_the_order_in_which_they_came() -> None:
    page = set_page(newspaper(), PLACES["day"](ENGLISH))
    root = read(page)
    assert [str(href).partition("/story/")[2] for href in root.xpath("//main//h2/a/@href")] == [
        "northern-port-grain-ships",
        "terraces-planted-again-one-wall-at-a-time",
        "relay-baton-record",
        "river-front-lines",
        "bread-price-held-for-a-second-month",
        "tillerson-and-lavrov-to-meet-in-new-york",
        "lost-map-of-the-harbour",
        FOUNDING,
    ]
    assert texts(root, "//main//h1") == ["Sunday 17 September 2017"]
    assert texts(root, "//div[@class='page']/p") == ["September 2017", "8 stories"]
    assert texts(root, "//p[@class='stamp']/time") == ["Sunday 17 September 2017, 18:49:16 GMT"]


def test_a_day_whose_story_has_no_hour_is_stamped_without_one() -> None:
    root = read(set_page(newspaper(), addresses.day(ENGLISH, "2012-01-27")))
    assert root.xpath("//main//h2/a/@href") == [f"/en/story/{RESCUED}"]
    assert texts(root, "//time") == ["Friday 27 January 2012", "Fri 27 Jan 2012"]


def test_a_month_lists_its_days_with_how_many_stories_each_has() -> None:
    page = set_page(newspaper(), PLACES["month"](ENGLISH))
    assert page is not None
    assert page.updated_at is None
    root = read(page)
    assert [(a.get("href"), a.text, a.getnext().text_content()) for a in root.xpath("//main//li/a")] == [
        ("/en/day/2017-09-15", "Friday 15 September 2017", "2 stories"),
        ("/en/day/2017-09-16", "Saturday 16 September 2017", "2 stories"),
        ("/en/day/2017-09-17", "Sunday 17 September 2017", "8 stories"),
    ]
    assert texts(root, "//div[@class='page']/p") == ["Archive", "12 stories"]


def test_the_archive_lists_months_year_by_year_the_newest_first() -> None:
    record = newspaper()
    found = next(story for story in record.stories.values() if (story.edition, story.slug) == (ENGLISH, RESCUED))
    for at in (found.first_published_at.replace(month=11), found.first_published_at.replace(year=2009)):
        name = at.date().isoformat()
        record.put(msgspec.structs.replace(found, id=name, family=name, slug=name, first_published_at=at))
    root = read(set_page(record, addresses.archive(ENGLISH)))
    assert {section.xpath("string(h2)"): section.xpath(".//a/@href") for section in root.xpath("//main//section")} == {
        "2017": ["/en/month/2017-09"],
        "2012": ["/en/month/2012-11", "/en/month/2012-01"],
        "2009": ["/en/month/2009-01"],
    }


def test_corrections_say_what_was_wrong_when_and_where_the_newest_first() -> None:
    record = newspaper()
    page = set_page(record, addresses.corrections(ENGLISH))
    (only,) = record.answer(keys.corrections(ENGLISH))
    assert page is not None
    assert page.updated_at == only.note.at
    root = read(page)
    assert texts(root, "//main//li/p") == [
        "Sunday 17 September 2017, 18:49 GMT",
        only.note.text,
        f"In: {only.headline}",
    ]
    assert root.xpath("//main//li//a/@href") == [f"/en/story/{FOUNDING}#correction"]


def test_what_has_become_empty_is_gone_but_the_archive_and_the_corrections_stand() -> None:
    record = emptied()
    statuses = {name: getattr(set_page(record, of(ENGLISH)), "status", None) for name, of in PLACES.items()}
    assert statuses == {
        "front": 200,
        "section": 200,
        "topic": 410,
        "author": 410,
        "day": 410,
        "month": 410,
        "archive": 200,
        "corrections": 200,
    }
    assert texts(read(set_page(record, addresses.archive(ENGLISH))), "//main//p")[-1] == "There are no stories here."
    corrections = read(set_page(record, addresses.corrections(ENGLISH)))
    assert texts(corrections, "//main//li") == ["Nothing has been corrected yet."]


@pytest.mark.parametrize(
    "address",
    [
        "day|levantine.en|2017-09-01",
        "day|levantine.en|2017-13-45",
        "day|levantine.en|yesterday",
        "month|levantine.en|2017-10",
        "month|levantine.en|2017-00",
        "month|levantine.en|<script>",
        "day|levantine.fr|2017-09-17",
        "month|levantine.fr|2017-09",
        "archive|levantine.fr",
        "corrections|levantine.fr",
    ],
)
def test_a_page_that_never_was_is_nothing(address) -> None:
    assert set_page(newspaper(), Address(address)) is None


@pytest.mark.parametrize(
    ("kind", "reads"),
    [
        ("day", {"edition", "day", "card", "person"}),
        ("month", {"edition", "month"}),
        ("archive", {"edition", "months"}),
        ("corrections", {"edition", "corrections"}),
    ],
)
def test_an_old_page_does_not_ask_what_is_newest(kind, reads) -> None:
    assert kinds_read(newspaper(), PLACES[kind](ENGLISH)) == reads


def test_a_day_of_the_archive_is_found_by_way_of_its_month() -> None:
    said = structured(read(set_page(newspaper(), PLACES["day"](ENGLISH))))
    assert [(step["position"], step["name"], step["item"]) for step in said["breadcrumb"]["itemListElement"]] == [
        (1, "The Levantine", "https://levantine.example/en/"),
        (2, "Archive", "https://levantine.example/en/archive"),
        (3, "September 2017", "https://levantine.example/en/month/2017-09"),
        (4, "Sunday 17 September 2017", "https://levantine.example/en/day/2017-09-17"),
    ]


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
@pytest.mark.parametrize("kind", PLACES)
def test_every_time_of_a_list_has_its_date_and_zone(kind, edition: EditionKey) -> None:
    root = read(set_page(newspaper(), PLACES[kind](edition)))
    language = edition.partition(".")[2]
    assert (root.get("lang"), root.get("dir")) == (language, {"en": "ltr", "ar": "rtl"}[language])
    times = root.xpath("//time")
    assert bool(times) == (kind not in {"month", "archive"})
    for time in times:
        is_exact = "T" in time.get("datetime")
        shown = SHOWN[language].fullmatch(time.text_content())
        assert shown is not None, time.text_content()
        assert (shown.group(1) is not None) == is_exact


@pytest.mark.parametrize("kind", PLACES)
def test_one_heading_of_the_first_rank_and_none_left_out(kind) -> None:
    for edition in (ENGLISH, ARABIC):
        headings = read(set_page(newspaper(), PLACES[kind](edition))).xpath(
            "//main//h1 | //header//h1 | //main//h2 | //main//h3"
        )
        ranks = [int(heading.tag[1]) for heading in headings]
        assert ranks[0] == 1
        assert ranks.count(1) == 1
        assert all(later - former <= 1 for former, later in pairwise(ranks))

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.formats.xml_text import printable
from broadsheet.news.story import PersonKey, SectionKey, Slug, TopicKey
from broadsheet.pages import addresses, keys
from broadsheet.pages.feed import feed
from broadsheet.press.copy import Answers, Copy
from broadsheet.press.key import Address
from tests.formats.hostile import BAIT
from tests.pages.harbour import AR, ARABIC, EN, FERRY, RESCUED, UNSIGNED, ask, edition, page, record, story

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LISTS = {
    "front": addresses.front(EN),
    "section": addresses.section(EN, SectionKey("sea")),
    "topic": addresses.topic(EN, TopicKey("ferries")),
    "author": addresses.author(EN, PersonKey("rana-haddad")),
}
FORMATS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
# What the record can hold: any text that is UTF-8.
texts = st.sampled_from([text for text in BAIT if "\ud800" not in text]) | st.text(max_size=40)


def rss_items(of: Address, *stories) -> list[etree._Element]:
    return etree.fromstring(page(record(*stories), feed, addresses.feed("rss", of)).body).findall("channel/item")


def atom_entries(of: Address, *stories) -> list[etree._Element]:
    return etree.fromstring(page(record(*stories), feed, addresses.feed("atom", of)).body).findall(f"{ATOM}entry")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("form", FORMATS)
def test_the_front_has_its_golden_feed_in_each_format_and_language(form, language, bless) -> None:
    body = page(record(), feed, addresses.feed(form, addresses.front(EN if language == "en" else AR))).body
    golden = GOLDEN / f"front-{language}.{form}"
    if bless:
        golden.write_bytes(body)
    assert body.decode() == golden.read_text("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_has_its_media_type_and_the_newest_editorial_instant(form) -> None:
    set_up = page(record(), feed, addresses.feed(form, LISTS["front"]))
    assert set_up.content_type == f"{FORMATS[form]}; charset=utf-8"
    assert set_up.updated_at == FERRY.updated_at


@pytest.mark.parametrize(
    ("of", "title", "about", "slugs"),
    [
        ("front", "The Harbour", "News & tides", ["ferries-late", "tram-stops", "lighthouse"]),
        ("section", "Sea · The Harbour", "Stories in Sea", ["ferries-late"]),
        ("topic", "Ferries · The Harbour", "Stories about Ferries", ["ferries-late"]),
        ("author", "Rana Haddad · The Harbour", "Stories by Rana Haddad", ["ferries-late"]),
    ],
)
def test_a_feed_is_of_its_list_the_newest_first(of, title, about, slugs) -> None:
    for form in FORMATS:
        body = page(record(), feed, addresses.feed(form, LISTS[of])).body
        if form == "json":
            read = json.loads(body)
            found = read["title"], read["description"], [item["url"] for item in read["items"]], read["home_page_url"]
        elif form == "rss":
            channel = etree.fromstring(body)[0]
            urls = [item.findtext("link") for item in channel.findall("item")]
            found = channel.findtext("title"), channel.findtext("description"), urls, channel.findtext("link")
        else:
            root = etree.fromstring(body)
            urls = [entry.find(f"{ATOM}link").get("href") for entry in root.findall(f"{ATOM}entry")]
            home = root.find(f"{ATOM}link[@rel='alternate']").get("href")
            found = root.findtext(f"{ATOM}title"), root.findtext(f"{ATOM}subtitle"), urls, home
        expected = [f"https://harbour.example/en/story/{slug}" for slug in slugs]
        assert found == (title, about, expected, addresses.url("https://harbour.example", LISTS[of]))


def test_a_storys_id_survives_another_headline_slug_section_and_hour() -> None:
    moved = msgspec.structs.replace(
        FERRY,
        headline="Ferries sail",
        slug=Slug("ferries-sail"),
        section=SectionKey("city"),
        first_published_at=FERRY.first_published_at - timedelta(hours=1),
    )
    before, after = (rss_items(LISTS["front"], one)[0] for one in (FERRY, moved))
    assert before.findtext("link") != after.findtext("link")
    assert before.findtext("guid") == after.findtext("guid") == f"urn:uuid:{FERRY.id}"
    before, after = (atom_entries(LISTS["front"], one)[0] for one in (FERRY, moved))
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id") == f"urn:uuid:{FERRY.id}"


def test_language_versions_are_different_items() -> None:
    english, arabic = rss_items(LISTS["front"], FERRY)[0], rss_items(addresses.front(AR), ARABIC)[0]
    assert english.findtext("guid") != arabic.findtext("guid")


def test_the_author_is_the_byline_then_the_agency_then_the_paper() -> None:
    by = {
        item.findtext("title"): [one.text for one in item.findall(f"{DC}creator")] for item in rss_items(LISTS["front"])
    }
    assert by == {
        FERRY.headline: ["Rana Haddad", "A. N. Other"],
        UNSIGNED.headline: ["Quay Wire"],
        RESCUED.headline: [],
    }
    root = etree.fromstring(page(record(), feed, addresses.feed("atom", LISTS["front"])).body)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "The Harbour"


def test_a_name_that_is_a_section_and_a_topic_is_said_once() -> None:
    assert [one.text for one in rss_items(LISTS["section"])[0].findall("category")] == ["Sea", "Ferries"]


def test_a_story_known_to_the_day_has_the_papers_day_and_no_invented_hour() -> None:
    item = rss_items(LISTS["front"], RESCUED)[0]
    assert (item.find("pubDate"), item.findtext(f"{DC}date")) == (None, "2012-01-27")
    entry = atom_entries(LISTS["front"], RESCUED)[0]
    assert (entry.find(f"{ATOM}published"), entry.findtext(f"{DC}date")) == (None, "2012-01-27")
    read = json.loads(page(record(RESCUED), feed, addresses.feed("json", LISTS["front"])).body)
    assert not {"date_published", "date_modified"} & set(read["items"][0])
    assert item.find(f"{ATOM}updated") is None


def test_an_update_of_a_story_known_to_the_day_has_its_hour() -> None:
    updated = msgspec.structs.replace(RESCUED, updated_at=datetime(2017, 3, 2, 13, 26, tzinfo=UTC))
    assert rss_items(LISTS["front"], updated)[0].findtext(f"{ATOM}updated") == "2017-03-02T13:26:00Z"
    read = json.loads(page(record(updated), feed, addresses.feed("json", LISTS["front"])).body)
    assert read["items"][0]["date_modified"] == "2017-03-02T13:26:00Z"


def test_a_feed_shows_the_widest_jpeg_that_is_not_too_wide() -> None:
    picture = rss_items(LISTS["section"])[0].find(f"{MEDIA}content")
    assert dict(picture.attrib) == {
        "url": "https://harbour.example/media/fog-960.jpg",
        "medium": "image",
        "type": "image/jpeg",
        "width": "960",
        "height": "640",
    }
    assert [child.text for child in picture] == ["Fog over the quay", "Rana Haddad"]


def test_a_headline_that_begins_in_the_other_script_keeps_its_direction() -> None:
    arabic = rss_items(addresses.front(AR), ARABIC)[0]
    assert arabic.findtext("title") == f"\u2067{ARABIC.headline}\u2069"
    assert arabic.findtext("description") == ARABIC.standfirst
    mixed = story(5, headline="Captain says \u202eنعم\u202c", standfirst="نعم means yes")
    english = rss_items(LISTS["front"], mixed)[0]
    assert english.findtext("title") == "Captain says نعم"
    assert english.findtext("description") == "\u2066نعم means yes\u2069"


@pytest.mark.parametrize("of", ["front", "section"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_front_and_a_section_have_a_feed_before_their_first_story(form, of) -> None:
    set_up = page(
        record(RESCUED),
        feed,
        addresses.feed(form, LISTS[of]) if of == "section" else addresses.feed(form, addresses.front(AR)),
    )
    assert (set_up.status, set_up.updated_at) == (200, None)


@pytest.mark.parametrize("of", ["topic", "author"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_that_has_lost_its_last_story_is_gone_and_one_that_never_had_any_is_not(form, of) -> None:
    address = addresses.feed(form, LISTS[of])
    assert ask(record(RESCUED), feed, address) is None
    paper = record()
    paper.withdraw(FERRY.id, at=datetime(2017, 9, 18, tzinfo=UTC))
    gone = page(paper, feed, address)
    assert (gone.status, gone.content_type) == (410, "text/plain; charset=utf-8")
    assert gone.body.decode() == (
        "There is nothing on this page any more\n"
        "The stories that stood here have moved to other pages or have been withdrawn.\n"
    )


def test_a_section_outside_the_menu_has_a_feed_while_it_has_stories() -> None:
    weather = addresses.feed("rss", addresses.section(EN, SectionKey("weather")))
    sunny = story(5, section=SectionKey("weather"))
    assert ask(record(), feed, weather) is None
    assert page(record(sunny), feed, weather).status == 200
    paper = record(sunny)
    paper.withdraw(sunny.id, at=sunny.updated_at)
    assert page(paper, feed, weather).status == 410


def test_an_edition_that_is_unknown_has_no_feed() -> None:
    assert ask(record(), feed, addresses.feed("rss", addresses.front("harbour.fr"))) is None


def test_a_feed_reads_its_list_the_cards_on_it_and_their_names_and_nothing_else() -> None:
    copy = Copy(Answers(record()))
    feed(copy, addresses.feed("atom", LISTS["section"]))
    assert set(copy.reads()) == {
        keys.edition(EN),
        keys.latest_in_section(EN, SectionKey("sea")),
        keys.card(EN, FERRY.slug),
        keys.person(PersonKey("rana-haddad")),
        keys.topic(TopicKey("ferries")),
        keys.topic(TopicKey("sea")),
    }


@given(headline=texts, standfirst=texts, agency=texts, name=texts)
def test_hostile_words_change_no_feeds_structure(headline, standfirst, agency, name) -> None:
    paper = record(
        story(1, headline=headline, standfirst=standfirst, agency=agency),
        editions=(edition(EN, name=name, tagline=standfirst),),
    )
    rss, atom, read = (page(paper, feed, addresses.feed(form, LISTS["front"])).body for form in FORMATS)
    item = etree.fromstring(rss).find("channel/item")
    names = ["title", "link", *(["description"] if standfirst_stays(standfirst) else [])]
    names += ["dc:creator"] if printable(agency).strip() else []
    assert [qualified(child) for child in item] == [*names, "category", "guid", "pubDate", "atom:updated"]
    assert len(etree.fromstring(atom).findall(f"{ATOM}entry")) == 1
    assert set(json.loads(read)["items"][0]) >= {"id", "url", "title", "content_text", "date_published"}


def standfirst_stays(standfirst: str) -> bool:
    return bool(standfirst.translate(dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))))


def qualified(element: etree._Element) -> str:
    return f"{element.prefix}:{etree.QName(element).localname}" if element.prefix else element.tag

from datetime import UTC, datetime, timedelta

import brotli
import msgspec
import pytest

from broadsheet.news.story import (
    BylineName,
    Dateline,
    EditionKey,
    Gone,
    Moved,
    Note,
    OutsideLink,
    Paragraph,
    PictureBlock,
    Slug,
    Story,
    StoryLink,
    Subheading,
)
from broadsheet.pages import addresses, keys
from broadsheet.pages.article import article
from broadsheet.pages.plain import PlainRecord
from broadsheet.pages.stylesheet import stylesheet
from broadsheet.press.copy import Answers, Copy
from tests.newspaper import ARABIC, ENGLISH, FOUNDING, MOVED, RESCUED, WITHDRAWN_BY_LANGUAGE, newspaper
from tests.pages.reading import of_class, read, said, set_article, structured, texts

FOUNDING_URL = "https://levantine.example/en/story/generals-pick-up-the-telephone"
HTML_AND_CSS_BYTES = 36_000
COMPRESSED_BYTES = 10_000


def founding(record: PlainRecord, edition: EditionKey = ENGLISH) -> Story:
    story = record.answer(keys.story(edition, FOUNDING))
    assert isinstance(story, Story)
    return story


def changed(**what) -> PlainRecord:
    """The newspaper, with something else in the English founding story."""
    record = newspaper()
    record.put(msgspec.structs.replace(founding(record), **what))
    return record


def page_of(edition: EditionKey = ENGLISH, slug: str = FOUNDING):
    return read(set_article(newspaper(), edition, slug))


@pytest.mark.parametrize(
    ("edition", "language", "direction", "stamp", "dateline", "source", "updated"),
    [
        (
            ENGLISH,
            "en",
            "ltr",
            "Last updated Sunday 17 September 2017, 18:49:16 GMT",
            "Oslo — The Levantine",
            "Source: AFP",
            "Sunday 17 September 2017, 18:49 GMT",
        ),
        (
            ARABIC,
            "ar",
            "rtl",
            "آخر تحديث الأحد ١٧ أيلول/سبتمبر ٢٠١٧، ١٨:٤٩:١٦ غرينتش",
            "أوسلو – المشرقية",
            "المصدر: أ ف ب",
            "الأحد ١٧ أيلول/سبتمبر ٢٠١٧، ١٨:٤٩ غرينتش",
        ),
    ],
)
def test_a_story_has_what_the_source_page_shows(edition, language, direction, stamp, dateline, source, updated) -> None:
    story, root = founding(newspaper(), edition), page_of(edition)
    assert (root.get("lang"), root.get("dir")) == (language, direction)
    assert texts(root, "//h1") == [story.headline]
    assert said(of_class(root, "stamp")[0]) == stamp
    assert said(of_class(root, "dl")[0]) == dateline
    assert texts(root, "//div[@class='body']/p[@class='m']") == [source]
    assert texts(root, "//dl//dd")[1] == updated
    (picture,) = root.xpath("//figure[@class='pic']//img")
    assert story.picture is not None
    assert picture.get("alt") == story.picture.alt
    assert texts(root, "//figure[@class='pic']/figcaption") == [f"{story.picture.caption} {story.picture.credit}"]


def test_the_other_stories_are_the_twelve_before_it_with_weekday_date_time_and_zone() -> None:
    record = newspaper()
    before = [
        story
        for story in sorted(record.stories.values(), key=lambda one: one.place_in_order, reverse=True)
        if story.edition == ENGLISH and story.place_in_order < founding(record).place_in_order
    ]
    lines = page_of().xpath("//aside[@aria-labelledby='others']//li")
    assert [said(line.find("a")) for line in lines] == [story.headline for story in before[:12]]
    assert [line.find("a").get("href") for line in lines] == [
        addresses.path(addresses.article(ENGLISH, story.slug)) for story in before[:12]
    ]
    assert said(lines[0].find("span")) == "Sunday 17 September 2017, 14:33 GMT"
    assert said(lines[-1].find("span")) == "Friday 27 January 2012"


def test_share_links_carry_the_canonical_address_and_load_nothing() -> None:
    root = page_of()
    there = "https%3A%2F%2Flevantine.example%2Fen%2Fstory%2Fgenerals-pick-up-the-telephone"
    title = "After%20a%20strike%20on%20the%20Euphrates%2C%20the%20generals%20pick%20up%20the%20telephone"
    assert [link.get("href") for link in of_class(root, "share")[0].iter("a")] == [
        f"mailto:?subject={title}&body={there}",
        f"https://www.facebook.com/sharer/sharer.php?u={there}",
        f"https://twitter.com/intent/tweet?url={there}",
        f"https://wa.me/?text={there}",
    ]


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
def test_nothing_on_a_story_is_loaded_from_anybody_else(edition) -> None:
    root = page_of(edition)
    loaded = root.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    loaded += [one.split()[0] for srcset in root.xpath("//@srcset") for one in srcset.split(", ")]
    assert loaded
    assert all(path.startswith("/") and not path.startswith("//") for path in loaded)
    assert root.xpath("//style | //*[@style] | //script[not(@type='application/ld+json')] | //iframe") == []


def test_nothing_on_a_story_pretends_to_be_there() -> None:
    page = set_article(newspaper(), ENGLISH, FOUNDING)
    assert page is not None
    assert read(page).xpath("//form | //input | //button") == []
    assert b"omment" not in page.body.replace(b"CorrectionComment", b"")
    assert b"earch" not in page.body


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
def test_every_link_of_ours_leads_to_an_address_that_exists(edition) -> None:
    record = newspaper()
    there = set(record.addresses())
    paths = page_of(edition).xpath("//a/@href[starts-with(., '/')] | //link/@href[starts-with(., '/')]")
    found = {addresses.read("levantine", addresses.decoded(path.partition("?")[0].encode()) or "") for path in paths}
    assert found <= there
    assert addresses.topic(edition, keys.TopicKey("deir-ezzor")) in found
    assert addresses.author(edition, keys.PersonKey("hala-mansour")) in found
    assert addresses.section(edition, keys.SectionKey("region")) in found


def test_a_story_links_to_its_other_language_by_that_languages_name() -> None:
    root = page_of()
    there = "/ar/story/generals-pick-up-the-telephone"
    links = root.xpath("//a[@href=$there]", there=there)
    assert [(said(link), link.get("lang"), link.get("dir"), link.get("hreflang")) for link in links] == [
        ("العربية", "ar", "rtl", "ar"),
        ("اقرأ بالعربية", "ar", "rtl", "ar"),
    ]
    alternates = {link.get("hreflang"): link.get("href") for link in root.xpath("//link[@hreflang]")}
    assert alternates == {"en": FOUNDING_URL, "ar": f"https://levantine.example{there}"}
    assert root.xpath("//link[@rel='canonical']/@href") == [FOUNDING_URL]


def test_a_version_on_another_host_is_linked_with_its_host() -> None:
    record = newspaper()
    record.editions[ARABIC] = msgspec.structs.replace(record.editions[ARABIC], origin="https://mashriqiya.example")
    root = read(set_article(record, ENGLISH, FOUNDING))
    there = "https://mashriqiya.example/ar/story/generals-pick-up-the-telephone"
    assert len(root.xpath("//a[@href=$there]", there=there)) == 2


def test_related_stories_state_the_topics_that_they_share() -> None:
    root = page_of()
    lines = root.xpath("//section[@aria-labelledby='related']//li")
    assert [(said(line.find("a")), said(line.find("span"))) for line in lines] == [
        ("Fighters east of the river report an air strike", "Also about Eastern Syria and Deir Ezzor"),
        ("What a river knows about front lines", "Also about Eastern Syria and Deir Ezzor"),
    ]
    assert texts(page_of(ARABIC), "//section[@aria-labelledby='related']//li/span") == [
        "أيضاً عن شرق سوريا ودير الزور",
        "أيضاً عن شرق سوريا ودير الزور",
    ]


def test_a_correction_is_told_at_the_top_and_in_full_below() -> None:
    root = page_of()
    (link,) = root.xpath("//a[@href='#correction']")
    assert said(link) == "Corrected once"
    (note,) = root.xpath("//*[@id='correction']")
    assert note.get("class") == "note correction"
    assert said(note.find("h2")) == "Correction"
    assert texts(note, "p")[1] == "Sunday 17 September 2017, 18:49 GMT"


def test_notes_of_each_kind_have_their_own_heading_and_anchor() -> None:
    at = datetime(2017, 9, 17, 19, 0, tzinfo=UTC)
    kinds = ("update", "correction", "clarification", "correction")
    root = read(
        set_article(changed(notes=tuple(Note(kind=k, text=f"On {k}.", at=at) for k in kinds)), ENGLISH, FOUNDING)
    )
    notes = root.xpath("//aside[contains(@class, 'note')]")
    assert [(note.get("id"), said(note.find("h2"))) for note in notes] == [
        ("note-1", "Update"),
        ("correction", "Correction"),
        ("note-3", "Clarification"),
        ("note-4", "Correction"),
    ]
    assert texts(root, "//a[@href='#correction']") == ["Corrected 2 times"]


def test_a_byline_has_people_with_pages_and_others_with_their_roles() -> None:
    byline = (BylineName(person=keys.PersonKey("hala-mansour"), role="Beirut"), BylineName(name="Rami Deeb"))
    root = read(set_article(changed(byline=byline), ENGLISH, FOUNDING))
    names = root.xpath("//div[@class='meta']/p[@class='by']")
    assert [said(name) for name in names] == ["Hala Mansour", "Rami Deeb"]
    assert [name.xpath("a/@href") for name in names] == [["/en/author/hala-mansour"], []]
    assert texts(root, "//div[@class='meta']/p[@class='m']") == ["Beirut", "with AFP"]


def test_a_story_without_a_byline_is_the_agencys() -> None:
    root = read(set_article(changed(byline=()), ENGLISH, FOUNDING))
    assert texts(root, "//div[@class='meta']/p") == ["AFP"]
    assert structured(root)["author"] == {"@type": "NewsMediaOrganization", "name": "AFP"}


def test_the_dateline_names_the_agency_where_it_is_not_the_papers() -> None:
    root = read(set_article(changed(dateline=Dateline(place="Oslo", source="AFP")), ENGLISH, FOUNDING))
    assert said(of_class(root, "dl")[0]) == "Oslo — AFP"


def test_the_dateline_stands_apart_where_the_story_does_not_open_with_a_paragraph() -> None:
    body = (Subheading(id="1", text="First"), Paragraph(id="2", markup="Then."))
    root = read(set_article(changed(body=body), ENGLISH, FOUNDING))
    assert texts(root, "//div[@class='body']/*")[:3] == ["Oslo — The Levantine", "First", "Then."]


def test_each_kind_of_block_is_set() -> None:
    settled = {
        "relay-baton-record": ["//figure[@class='quote']/blockquote", "//figure[@class='quote']/figcaption"],
        "fighters-east-of-the-river-report-an-air-strike": ["//ul[@class='dots']/li"],
        "lost-map-of-the-harbour": ["//div[@class='body']/figure/picture//img"],
        FOUNDING: ["//div[@class='facts']/h2", "//div[@class='facts']//li", "//div[@class='body']/h2"],
    }
    for slug, paths in settled.items():
        root = page_of(slug=slug)
        assert [path for path in paths if not root.xpath(path)] == [], slug


def test_a_pointer_to_a_story_follows_it_to_its_new_slug_and_its_other_edition() -> None:
    body = (
        StoryLink(id="1", edition=ENGLISH, slug=MOVED),
        StoryLink(id="2", edition=ARABIC, slug=FOUNDING),
        StoryLink(id="3", edition=ENGLISH, slug=WITHDRAWN_BY_LANGUAGE[ENGLISH]),
        StoryLink(id="4", edition=ENGLISH, slug=Slug("never-there")),
    )
    root = read(set_article(changed(body=body), ENGLISH, FOUNDING))
    assert root.xpath("//p[@class='to']/a/@href") == [
        "/en/story/northern-port-grain-ships",
        "/ar/story/generals-pick-up-the-telephone",
    ]
    assert texts(root, "//p[@class='to']")[0] == "Read also: Northern port clears its queue of grain ships"


def test_a_link_that_would_run_as_a_script_is_only_text() -> None:
    body = (
        OutsideLink(id="1", url="javascript:alert(1)", text="Here"),
        OutsideLink(id="2", url="https://a.example/", text="There"),
    )
    root = read(set_article(changed(body=body), ENGLISH, FOUNDING))
    assert texts(root, "//p[@class='to']") == ["Here", "There"]
    assert root.xpath("//p[@class='to']/a/@href") == ["https://a.example/"]


def test_a_picture_is_offered_in_each_format_and_size_that_is_ready() -> None:
    (picture,) = page_of().xpath("//figure[@class='pic']/picture")
    assert [source.get("type") for source in picture.xpath(".//source")] == ["image/avif", "image/webp"]
    srcset = picture.xpath(".//source")[0].get("srcset")
    assert [one.split()[1] for one in srcset.split(", ")] == ["480w", "800w", "1200w"]
    (img,) = picture.xpath(".//img")
    assert (img.get("width"), img.get("height"), img.get("fetchpriority")) == ("1200", "800", "high")
    assert img.get("src").endswith("-1200.jpg")
    assert img.get("class") == "fx-70 fy-50"


def test_a_picture_without_renditions_is_left_out_and_the_story_stands() -> None:
    story = founding(newspaper())
    assert story.picture is not None
    bare = msgspec.structs.replace(story.picture, renditions=())
    root = read(set_article(changed(picture=bare, body=(PictureBlock(id="1", picture=bare),)), ENGLISH, FOUNDING))
    assert root.xpath("//img | //source") == []
    assert "image" not in structured(root)


def test_machines_are_told_what_readers_are_told() -> None:
    told = structured(page_of())
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == founding(newspaper()).headline
    assert told["datePublished"] == "2017-09-17T15:20:00Z"
    assert told["dateModified"] == "2017-09-17T18:49:16Z"
    assert told["author"] == [
        {"@type": "Person", "name": "Hala Mansour", "url": "https://levantine.example/en/author/hala-mansour"}
    ]
    assert told["publisher"] == {
        "@type": "NewsMediaOrganization",
        "name": "The Levantine",
        "url": "https://levantine.example/en/",
    }
    assert told["articleSection"] == "Region"
    assert told["about"] == [
        {"@type": "Thing", "name": "Eastern Syria"},
        {"@type": "Place", "name": "Deir Ezzor"},
        {"@type": "Place", "name": "Euphrates"},
    ]
    assert told["inLanguage"] == "en"
    assert told["isAccessibleForFree"] is True
    assert told["dateline"] == "Oslo"
    assert told["correction"][0]["@type"] == "CorrectionComment"
    assert told["image"]["url"].startswith("https://levantine.example/pictures/")


def test_open_graph_has_the_story_its_picture_and_its_instants() -> None:
    found = {meta.get("property"): meta.get("content") for meta in page_of().xpath("//meta[@property]")}
    picture = found.pop("og:image")
    assert picture.startswith("https://levantine.example/pictures/")
    assert picture.endswith("-1200.jpg")
    assert found == {
        "og:type": "article",
        "og:title": "After a strike on the Euphrates, the generals pick up the telephone",
        "og:url": FOUNDING_URL,
        "og:site_name": "The Levantine",
        "og:description": founding(newspaper()).standfirst,
        "og:image:width": "1200",
        "og:image:height": "800",
        "article:published_time": "2017-09-17T15:20:00Z",
        "article:modified_time": "2017-09-17T18:49:16Z",
    }


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_a_story_of_which_only_a_date_is_known_shows_no_time_of_day(precision) -> None:
    record = newspaper()
    story = record.answer(keys.story(ENGLISH, RESCUED))
    record.put(msgspec.structs.replace(story, precision=precision))
    page = set_article(record, ENGLISH, RESCUED)
    assert page is not None
    assert b"00:00" not in page.body
    assert b"GMT" not in page.body
    shown = {"day": "Friday 27 January 2012", "month": "January 2012", "year": "2012"}[precision]
    root = read(page)
    assert texts(root, "//dl//dd") == [shown]
    assert said(of_class(root, "stamp")[0]) == f"Last updated {shown}"
    machine = {"day": "2012-01-27", "month": "2012-01", "year": "2012"}[precision]
    assert structured(root)["datePublished"] == structured(root)["dateModified"] == machine


def test_a_later_update_of_such_a_story_has_its_time() -> None:
    record = newspaper()
    story = record.answer(keys.story(ENGLISH, RESCUED))
    record.put(msgspec.structs.replace(story, updated_at=story.updated_at + timedelta(days=1, hours=9)))
    root = read(set_article(record, ENGLISH, RESCUED))
    assert texts(root, "//dl//dd") == ["Friday 27 January 2012", "Saturday 28 January 2012, 09:00 GMT"]


def test_the_page_tells_the_server_when_the_story_was_updated() -> None:
    page = set_article(newspaper(), ENGLISH, FOUNDING)
    assert page is not None
    assert (page.status, page.updated_at) == (200, datetime(2017, 9, 17, 18, 49, 16, tzinfo=UTC))


def test_a_former_slug_leads_to_the_story() -> None:
    page = set_article(newspaper(), ENGLISH, MOVED)
    assert page is not None
    assert (page.status, page.location, page.body) == (301, "/en/story/northern-port-grain-ships", b"")


def test_a_former_slug_in_arabic_leads_to_an_encoded_path() -> None:
    record = newspaper()
    record.left[ARABIC, MOVED] = Moved(slug=Slug("سفن-الحبوب"))
    page = set_article(record, ARABIC, MOVED)
    assert page is not None
    assert page.location == "/ar/story/%D8%B3%D9%81%D9%86-%D8%A7%D9%84%D8%AD%D8%A8%D9%88%D8%A8"


@pytest.mark.parametrize(
    ("edition", "dates"),
    [
        (
            ENGLISH,
            "It was published on Friday 15 September 2017 and withdrawn on Saturday 16 September 2017, 08:05 GMT.",
        ),
        (ARABIC, "نُشر الجمعة ١٥ أيلول/سبتمبر ٢٠١٧ وسُحب السبت ١٦ أيلول/سبتمبر ٢٠١٧، ٠٨:٠٥ غرينتش."),
    ],
)
def test_a_withdrawn_story_says_when_and_why(edition, dates) -> None:
    record, slug = newspaper(), WITHDRAWN_BY_LANGUAGE[edition]
    page = set_article(record, edition, slug)
    assert page is not None
    root = read(page)
    gone = record.left[edition, slug]
    assert isinstance(gone, Gone)
    assert texts(root, "//main//p[not(@class)]") == [dates, gone.reason]
    assert page.status == 410
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert root.xpath("//link[@rel='canonical'] | //p[@class='stamp']") == []


def test_a_withdrawn_story_of_an_unknown_day_says_its_month() -> None:
    record = newspaper()
    gone = Gone(
        first_published_at=datetime(2012, 1, 1, tzinfo=UTC),
        precision="month",
        withdrawn_at=datetime(2017, 9, 16, 8, 5, tzinfo=UTC),
    )
    record.left[ENGLISH, Slug("old")] = gone
    root = read(set_article(record, ENGLISH, "old"))
    assert texts(root, "//main//p[not(@class)]") == [
        "It was published in January 2012 and withdrawn on Saturday 16 September 2017, 08:05 GMT."
    ]


def test_there_is_no_page_where_there_is_no_story_and_no_edition() -> None:
    assert set_article(newspaper(), ENGLISH, "never-there") is None
    assert set_article(newspaper(), EditionKey("levantine.fr"), FOUNDING) is None


def test_a_story_asks_nothing_about_what_is_newest() -> None:
    copy = Copy(Answers(newspaper()))
    article(copy, addresses.article(ENGLISH, FOUNDING))
    assert {key.kind for key in copy.reads()} == {
        "story",
        "edition",
        "topic",
        "person",
        "versions",
        "related",
        "others",
        "line",
    }


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
def test_the_reference_story_keeps_its_weight(edition) -> None:
    copy = Copy(Answers(newspaper()))
    pages = [article(copy, addresses.article(edition, FOUNDING)), stylesheet(copy, addresses.stylesheet(edition))]
    bodies = [page.body for page in pages if page is not None]
    assert len(bodies) == 2
    assert sum(map(len, bodies)) <= HTML_AND_CSS_BYTES
    assert sum(len(brotli.compress(body, quality=5)) for body in bodies) <= COMPRESSED_BYTES

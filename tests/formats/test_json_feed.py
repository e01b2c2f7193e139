import json

from hypothesis import given

from broadsheet.formats import json_feed
from broadsheet.formats.feed import Feed
from broadsheet.formats.xml_text import printable
from tests.formats.harbour_feed import EMPTY, HARBOUR
from tests.formats.hostile import feeds

WRITTEN = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Harbour",
    "home_page_url": "https://harbour.example/en/",
    "feed_url": "https://harbour.example/en/feed.atom",
    "description": "News & tides",
    "favicon": "https://harbour.example/en/mark.svg",
    "authors": [{"name": "The Harbour", "url": "https://harbour.example/en/"}],
    "language": "en",
    "items": [
        {
            "id": "urn:uuid:d7009a7c-2f39-447f-8580-2cc7ef41a9a0",
            "url": "https://harbour.example/en/story/ferry",
            "title": "Ferries & trams <run> late",
            "content_text": "Fog & swell: 3 < 4 boats sail.",
            "summary": "Fog & swell: 3 < 4 boats sail.",
            "image": "https://harbour.example/media/fog-1200.jpg",
            "date_published": "2017-09-17T18:49:16Z",
            "date_modified": "2017-09-17T20:00:00Z",
            "authors": [
                {"name": "Rana Haddad", "url": "https://harbour.example/en/author/rana-haddad"},
                {"name": "A. N. Other"},
            ],
            "tags": ["City", "Ferries"],
        },
        {
            "id": "urn:uuid:2305a454-125f-4b4a-9cf2-7bf605304832",
            "url": "https://harbour.example/en/story/lighthouse",
            "title": "Lighthouse lit again",
            "content_text": "Lighthouse lit again",
            "date_modified": "2017-03-02T13:26:00Z",
        },
    ],
}


def test_a_json_feed_is_written_to_the_letter() -> None:
    assert json_feed.write(HARBOUR).decode() == json.dumps(WRITTEN, ensure_ascii=False, indent=1) + "\n"


def test_an_empty_feed_still_has_its_list_of_items() -> None:
    written = json.loads(json_feed.write(EMPTY))
    assert written == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "المرفأ",
        "home_page_url": "https://harbour.example/ar/",
        "feed_url": "https://harbour.example/ar/feed.atom",
        "description": "أخبار البحر والمدينة",
        "authors": [{"name": "المرفأ"}],
        "language": "ar",
        "items": [],
    }


@given(feeds)
def test_whatever_is_written_a_parser_finds_it_again(feed: Feed) -> None:
    written = json.loads(json_feed.write(feed))
    assert (written["title"], written["language"]) == (printable(feed.title), printable(feed.language))
    assert [item["title"] for item in written["items"]] == [printable(item.title) for item in feed.items]
    assert all("content_text" in item for item in written["items"])

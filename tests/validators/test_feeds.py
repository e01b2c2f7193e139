"""Every feed and sitemap of a paper against the specifications, and the rules themselves against known faults."""

import re
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.news.paper import Person, Section, Topic
from broadsheet.news.story import BylineName, Language, PersonKey, SectionKey, Slug, TopicKey
from broadsheet.pages import addresses
from broadsheet.pages.feed import feed
from broadsheet.pages.plain import PlainRecord
from broadsheet.pages.sitemap import news_sitemap, robots, sitemap, sitemap_day
from broadsheet.press.run import PressKind
from tests.formats.hostile import BAIT
from tests.pages.harbour import AR, AS_OF, EN, FERRY, FOG, HARBOUR, PEOPLE, TOPICS, ask, edition, page, record, story
from tests.validators import feed_rules

KINDS: dict[str, PressKind] = {
    "rss": feed,
    "atom": feed,
    "json": feed,
    "sitemap": sitemap,
    "sitemap-day": sitemap_day,
    "news-sitemap": news_sitemap,
    "robots": robots,
}
FAULTS: dict[str, Callable[[bytes], list[str]]] = {
    "rss": feed_rules.rss_faults,
    "atom": feed_rules.atom_faults,
    "json": feed_rules.json_feed_faults,
    "sitemap": feed_rules.sitemap_index_faults,
    "sitemap-day": feed_rules.sitemap_faults,
    "news-sitemap": lambda body: feed_rules.news_sitemap_faults(body, as_of=AS_OF),
    "robots": feed_rules.robots_faults,
}


def faults_of(paper: PlainRecord) -> dict[str, list[str]]:
    """What is wrong with each feed and sitemap that the paper has, by its path."""
    found = {}
    for address in paper.addresses():
        if address.kind in KINDS:
            made = ask(paper, KINDS[address.kind], address)
            if made is not None and made.status == 200:
                found[addresses.path(address)] = FAULTS[address.kind](made.body)
    assert len(found) >= 5
    return {path: faults for path, faults in found.items() if faults}


def test_every_feed_and_sitemap_of_a_paper_keeps_to_its_specification() -> None:
    assert faults_of(record()) == {}


def test_a_paper_without_a_story_has_feeds_and_sitemaps_that_keep_to_theirs() -> None:
    assert faults_of(PlainRecord([edition(EN), edition(AR)])) == {}


def test_a_paper_with_more_stories_than_a_list_holds_keeps_to_them_too() -> None:
    many = [
        msgspec.structs.replace(
            FERRY,
            id=f"00000000-0000-4000-8000-{number:012}",
            slug=Slug(f"ferry-{number}"),
            first_published_at=FERRY.first_published_at - timedelta(minutes=number),
        )
        for number in range(60)
    ]
    assert faults_of(record(*many)) == {}


# What the record can hold: any text that is UTF-8. A name, a headline or a paper's name is never blank.
texts = st.sampled_from([text for text in BAIT if "\ud800" not in text]) | st.text(max_size=30)
said = texts.filter(lambda text: any(character.isalnum() for character in text))
slugs = st.sampled_from(["story", "خبر-عاجل", "l-été", "9", "日本"]).map(Slug)


@given(st.data())
def test_whatever_is_written_the_feeds_keep_to_their_specifications(data: st.DataObject) -> None:
    topic = Topic(key=TopicKey("ferries"), kind="subject", names={"en": data.draw(said), "ar": data.draw(said)})
    person = Person(key=PersonKey("rana-haddad"), names={"en": data.draw(said)})
    paper = PlainRecord(
        [
            edition(
                key,
                name=data.draw(said),
                tagline=data.draw(texts),
                rights_holder=data.draw(texts),
                language=Language(language),
                sections=(Section(key=SectionKey("sea"), name=data.draw(said)),),
            )
            for key, language in ((EN, "en-GB"), (AR, "ar"))
        ],
        (topic, TOPICS[1]),
        (person, *PEOPLE[1:]),
        AS_OF,
    )
    for number, key in enumerate((EN, AR, EN)):
        paper.put(
            story(
                number,
                key,
                slug=data.draw(slugs) + str(number),
                headline=data.draw(said),
                standfirst=data.draw(texts),
                agency=data.draw(texts),
                byline=(BylineName(name=data.draw(texts)), BylineName(person=PersonKey("rana-haddad")))[: number + 1],
                topics=(TopicKey("ferries"),),
                section=SectionKey("sea"),
                picture=msgspec.structs.replace(FOG, caption=data.draw(texts), credit=data.draw(texts)),
                precision=data.draw(st.sampled_from(["second", "minute", "day", "month", "year"])),
            )
        )
    assert faults_of(paper) == {}


def broken(kind: str, address, old: str, new: str) -> list[str]:
    body = page(record(), KINDS[kind], address).body.decode()
    spoiled = re.sub(old, new, body, count=1, flags=re.DOTALL)
    assert spoiled != body, f"{old!r} is not in the page"
    return FAULTS[kind](spoiled.encode())


FRONT = addresses.front(EN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</channel>", ""),
        ('version="2.0"', 'version="2"'),
        ("<title>The Harbour</title>\n", ""),
        ("<title>The Harbour</title>", "<title> </title>"),
        ("<language>en", "<language>english language"),
        ("Sun, 17 Sep 2017 20", "Mon, 17 Sep 2017 20"),
        ("Sun, 17 Sep 2017 07:49:00 GMT", "2017-09-17T07:49:00Z"),
        ("<link>https://harbour.example/en/story/", "<link>/en/story/"),
        ('isPermaLink="false"', ""),
        ("<guid .*?</guid>", "<guid isPermaLink='false'></guid>"),
        ("000000000003</guid>", "000000000002</guid>"),
        ("<dc:date>2012-01-27", "<dc:date>27 January"),
        ("<category>Sea</category>", "<section>Sea</section>"),
        ("<dc:creator>Rana Haddad", "<dc:creator>"),
        ('<atom:link rel="self"', '<atom:link rel="next"'),
        ('medium="image"', 'medium="photo"'),
        ('width="960"', 'width="960px"'),
        ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"),
        ("<title>Tram stops moved</title>\n", ""),
    ],
)
def test_the_rules_of_rss_find_what_is_broken(old, new) -> None:
    assert broken("rss", addresses.feed("rss", FRONT), old, new) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
        (' xml:lang="en"', ""),
        ("<id>https://harbour.example/en/feed.atom</id>\n", ""),
        ("<id>https://harbour.example/en/feed.atom</id>", "<id>feed</id>"),
        ("<updated>2017-09-17T20:00:00Z</updated>\n", ""),
        ("2017-09-17T20:00:00Z", "2017-09-17 20:00:00Z"),
        ("2017-09-17T20:00:00Z", "2017-09-31T20:00:00Z"),
        ('<link rel="self"[^\n]*\n', ""),
        ("<name>The Harbour</name>", ""),
        ("<name>The Harbour</name>", "<name> </name>"),
        ("<entry>\n<id>[^\n]*\n", "<entry>\n"),
        ('<link rel="alternate" type="text/html" href=[^\n]*\n', ""),
        ('(<link rel="alternate" type="text/html" href=[^\n]*\n)', r"\1\1"),
        ("<published>", "<published>2017-09-17T07:49:00Z</published><published>"),
        ('term="sea"', 'term=""'),
        ('<summary type="text">', '<summary type="text/plain">'),
        ('<title type="text">Tram', '<title type="text"><b/>Tram'),
        ("</feed>", "<rights/></feed>"),
        ("<author><name>The Harbour</name>.*?</author>\n", ""),
        ("<summary ", "<abstract "),
    ],
)
def test_the_rules_of_atom_find_what_is_broken(old, new) -> None:
    assert broken("atom", addresses.feed("atom", FRONT), old, new) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version/1.1", "version/1"),
        ('"title": "The Harbour",', ""),
        ('"items": ', '"entries": '),
        ('"id": "[^"]*"', '"id": ""'),
        ('"id": "[^"]*"', '"id": 3'),
        ("000000000003", "000000000002"),
        ('"content_text"', '"_content_text"'),
        ('"date_published": "2017-09-17T07:49:00Z"', '"date_published": "2017-09-17"'),
        ('"url": "https://harbour.example/en/story/', '"url": "/en/story/'),
        ('"name": "A. N. Other"', '"name": ""'),
        ('"language": "en"', '"language": "English (British)"'),
        ('"tags": \\[', '"tags": [3,'),
        ('"authors"', '"author"'),
        ('"title": "Tram', '"headline": "Tram'),
    ],
)
def test_the_rules_of_json_feed_find_what_is_broken(old, new) -> None:
    assert broken("json", addresses.feed("json", FRONT), old, new) != []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("sitemap-day", "sitemap/0.9", "sitemap/0.84"),
        ("sitemap-day", "https://harbour", "https://habor"),
        ("sitemap-day", "https://harbour.example", ""),
        ("sitemap-day", "tram-stops", "ferries-late"),
        ("sitemap-day", "tram-stops", "t" * 2048),
        ("sitemap-day", "tram-stops", "عربة"),
        ("sitemap-day", "2017-09-17T06:49:00Z", "2017-09"),
        ("sitemap-day", "2017-09-17T06:49:00Z", "17/09/2017"),
        ("sitemap-day", "<loc>[^<]*</loc>", ""),
        ("sitemap-day", "lastmod>", "modified>"),
        ("sitemap", "sitemapindex", "sitemaps"),
        ("sitemap", "<sitemap>", "<sitemap><priority>1</priority>"),
        ("news-sitemap", "<news:language>ar", "<news:language>ar-LB"),
        ("news-sitemap", "<news:name>The Harbour", "<news:name>"),
        ("news-sitemap", "<news:publication_date>2017-09-17", "<news:publication_date>2017-09-15"),
        ("news-sitemap", "<news:publication_date>2017-09-17", "<news:publication_date>2017-09-19"),
        ("news-sitemap", "<news:title>[^<]*</news:title>", ""),
        ("news-sitemap", "<news:news>.*?</news:news>", ""),
        ("robots", "Sitemap: https://harbour.example", "Sitemap: "),
        ("robots", "User-agent: \\*\n", ""),
    ],
)
def test_the_rules_of_sitemaps_find_what_is_broken(kind, old, new) -> None:
    of = addresses.sitemap_day(EN, "2017-09-17") if kind == "sitemap-day" else type(FRONT)(f"{kind}|{HARBOUR}")
    assert broken(kind, of, old, new) != []


def test_more_than_a_thousand_stories_are_too_many_for_the_news_sitemap() -> None:
    body = page(record(FERRY), news_sitemap, addresses.news_sitemap(HARBOUR)).body.decode()
    before, url, after = re.fullmatch("(.*?)(<url>.*</url>\n)(.*)", body, re.DOTALL).groups()
    several = [url.replace("ferries-late", f"ferry-{number}") for number in range(1001)]
    assert FAULTS["news-sitemap"]("".join((before, *several[:1000], after)).encode()) == []
    assert FAULTS["news-sitemap"]("".join((before, *several, after)).encode()) == ["1001 stories"]

"""A small paper that there is not, in English and in Arabic: enough to set every kind of feed and sitemap from."""

from datetime import UTC, datetime
from typing import Any

from broadsheet.news.paper import Edition, Person, Section, Topic
from broadsheet.news.story import (
    BylineName,
    EditionKey,
    FamilyId,
    Language,
    PaperKey,
    PersonKey,
    Picture,
    Rendition,
    SectionKey,
    Slug,
    Story,
    StoryId,
    TopicKey,
)
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.copy import Answers, Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page
from broadsheet.press.run import PressKind

EN, AR = EditionKey("harbour.en"), EditionKey("harbour.ar")
HARBOUR = PaperKey("harbour")
SECTIONS = {"city": ("City", "المدينة"), "sea": ("Sea", "البحر")}
AS_OF = datetime(2017, 9, 18, 6, 0, tzinfo=UTC)


def edition(key: EditionKey, **values: Any) -> Edition:
    is_arabic = key == AR
    standing: dict[str, Any] = {
        "paper": HARBOUR,
        "group": "Harbour Press",
        "name": "المرفأ" if is_arabic else "The Harbour",
        "tagline": "أخبار البحر والمدينة" if is_arabic else "News & tides",
        "language": Language("ar" if is_arabic else "en"),
        "origin": "https://harbour.example",
        "zone": "Asia/Beirut",
        "zone_name": "Beirut",
        "numerals": "arab" if is_arabic else "latn",
        "sections": tuple(
            Section(key=SectionKey(section), name=names[is_arabic]) for section, names in SECTIONS.items()
        ),
        "rights_holder": "Harbour Press",
        "rights_year": "2017",
    }
    return Edition(key=key, **standing | values)


TOPICS = (
    Topic(key=TopicKey("ferries"), kind="subject", names={"en": "Ferries", "ar": "العبّارات"}),
    Topic(key=TopicKey("sea"), kind="subject", names={"en": "Sea", "ar": "البحر"}),
)
PEOPLE = (Person(key=PersonKey("rana-haddad"), names={"en": "Rana Haddad", "ar": "رنا حداد"}),)
FOG = Picture(
    alt="A quay in fog",
    caption="Fog over the quay",
    credit="Rana Haddad",
    width_px=2400,
    height_px=1600,
    renditions=tuple(
        Rendition(
            path=f"/media/fog-{width}.{form}", content_type=f"image/{kind}", width_px=width, height_px=width * 2 // 3
        )
        for form, kind in (("avif", "avif"), ("jpg", "jpeg"))
        for width in (480, 960, 1600)
    ),
)


def story(number: int, edition: EditionKey = EN, **values: Any) -> Story:
    """The story of an hour: the numbers are hours after the morning of 17 September 2017."""
    at = datetime(2017, 9, 17, 4 + number, 49, tzinfo=UTC)
    usual: dict[str, Any] = {
        "family": FamilyId(f"00000000-0000-4000-9000-{number:012}"),
        "slug": Slug(f"story-{number}"),
        "headline": f"Headline {number}",
        "section": SectionKey("city"),
        "first_published_at": at,
        "updated_at": at,
        "revised_at": at,
        "language": Language(edition.partition(".")[2]),
    }
    own = StoryId(f"00000000-0000-4000-{'8' if edition == EN else 'a'}000-{number:012}")
    return Story(**{"id": own, "edition": edition} | usual | values)


FERRY = story(
    3,
    slug=Slug("ferries-late"),
    headline="Ferries & trams <run> late",
    standfirst="Fog & swell: 3 < 4 boats sail.",
    byline=(BylineName(person=PersonKey("rana-haddad")), BylineName(name="A. N. Other", role="at sea")),
    topics=(TopicKey("ferries"), TopicKey("sea")),
    section=SectionKey("sea"),
    picture=FOG,
    updated_at=datetime(2017, 9, 17, 20, 0, tzinfo=UTC),
)
UNSIGNED = story(2, slug=Slug("tram-stops"), headline="Tram stops moved", agency="Quay Wire")
RESCUED = story(
    1,
    slug=Slug("lighthouse"),
    headline="Lighthouse lit again",
    first_published_at=datetime(2012, 1, 26, 22, 0, tzinfo=UTC),
    updated_at=datetime(2012, 1, 26, 22, 0, tzinfo=UTC),
    precision="day",
)
ARABIC = story(
    4,
    AR,
    slug=Slug("عبارات"),
    headline="FAB: العبّارات تتأخر بسبب الضباب",
    standfirst="قالت الشركة إن ثلاث عبّارات أبحرت.",
    byline=(BylineName(person=PersonKey("rana-haddad")),),
    topics=(TopicKey("ferries"),),
    section=SectionKey("sea"),
)


def record(*stories: Story, editions: tuple[Edition, ...] = (), as_of: datetime | None = AS_OF) -> PlainRecord:
    """The paper with these stories, or with its usual four."""
    made = PlainRecord(editions or (edition(EN), edition(AR)), TOPICS, PEOPLE, as_of)
    for one in stories or (FERRY, UNSIGNED, RESCUED, ARABIC):
        made.put(one)
    return made


def ask(record: PlainRecord, kind: PressKind, address: Address) -> Page | None:
    return kind(Copy(Answers(record)), address)


def page(record: PlainRecord, kind: PressKind, address: Address) -> Page:
    found = ask(record, kind, address)
    assert found is not None, f"no page at {address}"
    return found

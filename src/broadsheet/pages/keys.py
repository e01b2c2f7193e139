"""Every question that a page may ask of the record, with the type of its answer.

What a release touches is derived from here: `projections` tells, for one story, which keys it bears on and with what; a
key is touched where that differs between the former entry and the new one. A new kind of key is added here and nowhere
else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.related import NEAR_COUNT, Related
from broadsheet.news.story import (
    EditionKey,
    FamilyId,
    Genre,
    Gone,
    Language,
    Moved,
    Note,
    PaperKey,
    PersonKey,
    Picture,
    Precision,
    Rank,
    SectionKey,
    Slug,
    Story,
    StoryId,
    TopicKey,
)
from broadsheet.pages import addresses
from broadsheet.press.key import Address, Key, joined

FRONT_COUNT = 40
LIST_COUNT = 30
OTHERS_COUNT = 12
CORRECTIONS_COUNT = 30
NEWS_WINDOW_HOURS = 48
NEWS_WINDOW_COUNT = 1000


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A story as a list shows it."""

    edition: EditionKey
    slug: Slug
    headline: str
    section: SectionKey
    first_published_at: datetime
    precision: Precision


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A story as a front, a section or a feed shows it. `updated_at` makes it news again when the story is updated.

    `id` is what a feed knows a story by, whatever becomes of its address.
    """

    id: StoryId
    edition: EditionKey
    slug: Slug
    headline: str
    kicker: str
    standfirst: str
    section: SectionKey
    genre: Genre
    rank: Rank
    byline: tuple[str, ...]
    people: tuple[PersonKey, ...]
    agency: str
    topics: tuple[TopicKey, ...]
    picture: Picture | None
    first_published_at: datetime
    precision: Precision
    updated_at: datetime
    is_corrected: bool


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One language version of a family."""

    edition: EditionKey
    slug: Slug
    language: Language


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A correction, as the list of corrections shows it."""

    slug: Slug
    headline: str
    note: Note


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """A day of an edition, and how many stories were first published on it."""

    day: str
    count: int


class NewsItem(msgspec.Struct, frozen=True, kw_only=True):
    """A story in the news sitemap's window."""

    edition: EditionKey
    slug: Slug
    headline: str
    first_published_at: datetime
    precision: Precision


StoryThere = Story | Gone | Moved | None


def story(edition: EditionKey, slug: Slug) -> Key[StoryThere]:
    return Key(joined("story", edition, slug))


_story = story  # inside functions that have a story of their own


def card(edition: EditionKey, slug: Slug) -> Key[Card | None]:
    return Key(joined("card", edition, slug))


def line(edition: EditionKey, slug: Slug) -> Key[Line | None]:
    return Key(joined("line", edition, slug))


def edition(key: EditionKey) -> Key[Edition | None]:
    return Key(joined("edition", key))


def editions(paper: PaperKey) -> Key[tuple[EditionKey, ...]]:
    return Key(joined("editions", paper))


def topic(key: TopicKey) -> Key[Topic | None]:
    return Key(joined("topic", key))


def person(key: PersonKey) -> Key[Person | None]:
    return Key(joined("person", key))


def others(edition: EditionKey, slug: Slug) -> Key[tuple[Slug, ...]]:
    """The stories just before this one in its edition, the nearest first."""
    return Key(joined("others", edition, slug))


def related(edition: EditionKey, slug: Slug) -> Key[tuple[Related, ...]]:
    return Key(joined("related", edition, slug))


def versions(family: FamilyId) -> Key[tuple[Version, ...]]:
    return Key(joined("versions", family))


def latest(edition: EditionKey) -> Key[tuple[Slug, ...]]:
    return Key(joined("latest", edition))


def latest_in_section(edition: EditionKey, section: SectionKey) -> Key[tuple[Slug, ...]]:
    return Key(joined("section", edition, section))


def latest_in_topic(edition: EditionKey, topic: TopicKey) -> Key[tuple[Slug, ...]]:
    return Key(joined("in-topic", edition, topic))


def latest_by(edition: EditionKey, person: PersonKey) -> Key[tuple[Slug, ...]]:
    return Key(joined("by", edition, person))


def day(edition: EditionKey, day: str) -> Key[tuple[Slug, ...]]:
    """All stories of one day in the edition's own zone, the earliest first; the day as `2017-09-17`."""
    return Key(joined("day", edition, day))


def month(edition: EditionKey, month: str) -> Key[tuple[DayCount, ...]]:
    """The days of a month (`2017-09`) that have stories."""
    return Key(joined("month", edition, month))


def months(edition: EditionKey) -> Key[tuple[str, ...]]:
    """The months that have stories, the newest first."""
    return Key(joined("months", edition))


def days(edition: EditionKey) -> Key[tuple[str, ...]]:
    """The days that have stories, the newest first: what the sitemap index lists."""
    return Key(joined("days", edition))


def corrections(edition: EditionKey) -> Key[tuple[Corrected, ...]]:
    return Key(joined("corrections", edition))


def news_window(paper: PaperKey) -> Key[tuple[NewsItem, ...]]:
    """The stories of the last two days before the record's `as_of`, in all editions of a paper, the newest first."""
    return Key(joined("news-window", paper))


def ever(address: Address) -> Key[bool]:
    """Whether this address has ever been public: what once answered is "gone" when it is empty, never unknown."""
    return Key(joined("ever", *address.split("|")))


def filled(of: Address) -> Key[bool]:
    """Whether a topic's or an author's page has stories now: all that the same page of another edition must know."""
    return Key(joined("filled", *of.split("|")))


def card_of(story: Story) -> Card:
    """What fronts and feeds show of a story. Names of people who have a page are asked by the page itself.

    A picture of which only the words are left is for the story's own page.
    """
    return Card(
        id=story.id,
        edition=story.edition,
        slug=story.slug,
        headline=story.headline,
        kicker=story.kicker,
        standfirst=story.standfirst,
        section=story.section,
        genre=story.genre,
        rank=story.rank,
        byline=tuple(one.name for one in story.byline if not one.person),
        people=tuple(one.person for one in story.byline if one.person),
        agency=story.agency,
        topics=story.first_topics,
        picture=story.picture if story.picture and story.picture.renditions else None,
        first_published_at=story.first_published_at,
        precision=story.precision,
        updated_at=story.updated_at,
        is_corrected=any(note.kind == "correction" for note in story.notes),
    )


def line_of(story: Story) -> Line:
    return Line(
        edition=story.edition,
        slug=story.slug,
        headline=story.headline,
        section=story.section,
        first_published_at=story.first_published_at,
        precision=story.precision,
    )


def paper_of(edition: EditionKey) -> PaperKey:
    """An edition's key is its paper's key, a dot, and the first part of its paths: `levantine.en`."""
    return PaperKey(edition.partition(".")[0])


def day_of(story: Story, zone: str) -> str:
    return story.first_published_at.astimezone(ZoneInfo(zone)).date().isoformat()


def projections(story: Story, zone: str) -> dict[Key[Any], object]:
    """Every key that this story bears on by itself, with what of the story its answer may hold."""
    return dict(_projections(story, zone))


def _projections(story: Story, zone: str) -> Iterator[tuple[Key[Any], object]]:
    here, slug = story.edition, story.slug
    place = (story.place_in_order, slug)
    yield _story(here, slug), story
    yield card(here, slug), card_of(story)
    yield line(here, slug), line_of(story)
    yield others(here, slug), place
    yield related(here, slug), (place, story.topics)
    yield versions(story.family), (here, slug, story.language)
    yield latest(here), place
    yield latest_in_section(here, story.section), place
    for one in story.topics:
        yield latest_in_topic(here, one), place
        yield filled(addresses.topic(here, one)), True
    for name in story.byline:
        if name.person:
            yield latest_by(here, name.person), place
            yield filled(addresses.author(here, name.person)), True
    on = day_of(story, zone)
    yield day(here, on), place
    yield month(here, on[:7]), on
    yield months(here), on[:7]
    yield days(here), on
    corrected = tuple(note for note in story.notes if note.kind == "correction")
    if corrected:
        yield corrections(here), (slug, story.headline, corrected)
    yield news_window(paper_of(here)), (place, story.headline, story.precision)


class Neighbourhood(msgspec.Struct, frozen=True, kw_only=True):
    """The stretch of an edition after a story, whose stories look back on it. With a topic, only those about it."""

    edition: EditionKey
    topic: TopicKey | None
    place: tuple[datetime, str]
    count: int

    def key(self, slug: Slug) -> Key[Any]:
        return others(self.edition, slug) if self.topic is None else related(self.edition, slug)


def _neighbourhoods(story: Story | None) -> dict[Neighbourhood, object]:
    if story is None:
        return {}
    place = (story.first_published_at, str(story.id))
    found: dict[Neighbourhood, object] = {
        Neighbourhood(edition=story.edition, topic=None, place=place, count=OTHERS_COUNT): story.slug
    }
    for one in story.first_topics:
        found[Neighbourhood(edition=story.edition, topic=one, place=place, count=NEAR_COUNT)] = (
            story.slug,
            story.topics,
        )
    return found


After = Callable[[Neighbourhood, int], list[Slug]]


def touched(former: Story | None, new: Story | None, zone: str, after: After) -> list[Key[Any]]:
    """Name every key whose answer may differ once `new` stands in the place of `former`.

    `after` tells, from the record as it is now, which stories stand in a neighbourhood. A superset costs a question
    each; a key that is left out would be a stale page.
    """
    was = projections(former, zone) if former is not None else {}
    now = projections(new, zone) if new is not None else {}
    keys = [key for key in {**was, **now} if was.get(key) != now.get(key)]
    around, around_now = _neighbourhoods(former), _neighbourhoods(new)
    for place in {**around, **around_now}:
        if around.get(place) != around_now.get(place):
            # One more than the count: the story itself may now stand where it pushes another out of sight.
            keys.extend(place.key(slug) for slug in after(place, place.count + 1))
    return list(dict.fromkeys(keys))

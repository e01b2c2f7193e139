"""The record in the database, as the press asks it. Each kind of key is answered by one bounded, indexed query.

An instance is one snapshot: it must be used inside one transaction, and not after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
from django.db.models import Count, QuerySet

from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.related import NEAR_COUNT, Candidate, Related, related
from broadsheet.news.story import (
    EditionKey,
    FamilyId,
    Language,
    PaperKey,
    PersonKey,
    SectionKey,
    Slug,
    Story,
    StoryId,
    TopicKey,
)
from broadsheet.pages import addresses, keys
from broadsheet.press.key import Address, Key
from broadsheet.record import values
from broadsheet.record.models import (
    AddressRow,
    Clock,
    LiveAuthor,
    LiveCorrection,
    LiveStory,
    LiveTopic,
    Standing,
)

Value = TypeVar("Value")


def after(near: keys.Neighbourhood, count: int) -> list[Slug]:
    """The slugs of the stories just after a place, the nearest first."""
    instant, id = near.place
    later = _beyond(_in_order(near.edition, near.topic), values.microseconds(instant), id, is_later=True)
    ordered = later.order_by("published_us", "story")
    if near.topic is None:
        return [Slug(slug) for slug in ordered.values_list("slug", flat=True)[:count]]
    found = list(ordered.values_list("story", flat=True)[:count])
    slugs = dict(LiveStory.objects.filter(story__in=found).values_list("story", "slug"))
    return [Slug(slugs[one]) for one in found if one in slugs]


def _in_order(edition: EditionKey, topic: TopicKey | None) -> QuerySet[Any]:
    if topic is None:
        return LiveStory.objects.filter(edition=edition)
    return LiveTopic.objects.filter(edition=edition, topic=topic, is_first=True)


def _beyond(stories: QuerySet[Any], us: int, id: str, *, is_later: bool) -> QuerySet[Any]:
    """Those after (or before) a place in order. The plain bound on the instant lets the index serve the query."""
    if is_later:
        return stories.filter(published_us__gte=us).exclude(published_us=us, story__lte=id)
    return stories.filter(published_us__lte=us).exclude(published_us=us, story__gte=id)


class DatabaseCopy:
    """Answers every kind of key from the database. Lists fetch the cards of what they name: they cost no query each."""

    def __init__(self) -> None:
        self._cards: dict[tuple[str, str], keys.Card | None] = {}
        self._stories: dict[tuple[str, str], Story | None] = {}

    def answer(self, key: Key[Any]) -> Any:
        return _ANSWERS[key.kind](self, *key.fields)

    def _remembered(self, rows: Iterable[tuple[str, str, bytes | memoryview]]) -> tuple[Slug, ...]:
        slugs = []
        for edition, slug, card in rows:
            slugs.append(Slug(slug))
            if (edition, slug) not in self._cards:
                self._cards[edition, slug] = values.card.decode(card)
        return tuple(slugs)

    def _of(self, edition: str, **wanted: Any) -> QuerySet[Any, Any]:
        return (
            LiveStory.objects.filter(edition=edition, **wanted)
            .order_by("-published_us", "-story")
            .values_list("edition", "slug", "card")
        )

    def _by_ids(self, ids: list[str]) -> tuple[Slug, ...]:
        rows = {
            row[0]: row[1:]
            for row in LiveStory.objects.filter(story__in=ids).values_list("story", "edition", "slug", "card")
        }
        return self._remembered(rows[id] for id in ids if id in rows)

    def _live(self, edition: str, slug: str) -> Story | None:
        if (edition, slug) not in self._stories:
            row = LiveStory.objects.filter(edition=edition, slug=slug).values_list("entry__value", flat=True).first()
            self._stories[edition, slug] = values.entry.decode(row).story if row is not None else None
        return self._stories[edition, slug]

    def story(self, edition: EditionKey, slug: Slug) -> keys.StoryThere:
        found = self._live(edition, slug)
        if found is not None:
            return found
        at = addresses.article(edition, slug)
        state = AddressRow.objects.filter(address=at, value__isnull=False).values_list("value", flat=True).first()
        return values.left.decode(state) if state is not None else None

    def card(self, edition: EditionKey, slug: Slug) -> keys.Card | None:
        if (edition, slug) not in self._cards:
            row = LiveStory.objects.filter(edition=edition, slug=slug).values_list("card", flat=True).first()
            self._cards[edition, slug] = values.card.decode(row) if row is not None else None
        return self._cards[edition, slug]

    def line(self, edition: EditionKey, slug: Slug) -> keys.Line | None:
        card = self.card(edition, slug)
        if card is None:
            return None
        return keys.Line(
            edition=card.edition,
            slug=card.slug,
            headline=card.headline,
            section=card.section,
            first_published_at=card.first_published_at,
            precision=card.precision,
        )

    def edition(self, key: EditionKey) -> Edition | None:
        return self._standing(keys.edition(key), values.edition)

    def topic(self, key: TopicKey) -> Topic | None:
        return self._standing(keys.topic(key), values.topic)

    def person(self, key: PersonKey) -> Person | None:
        return self._standing(keys.person(key), values.person)

    def _standing(self, key: Key[Any], decoder: msgspec.json.Decoder[Value]) -> Value | None:
        value = Standing.objects.filter(key=key).values_list("value", flat=True).first()
        return decoder.decode(value) if value is not None else None

    def editions(self, paper: PaperKey) -> tuple[EditionKey, ...]:
        prefix = keys.edition(EditionKey(f"{paper}."))
        found = Standing.objects.filter(key__startswith=prefix).values_list("key", flat=True)
        return tuple(sorted(EditionKey(Key(key).fields[0]) for key in found))

    def others(self, edition: EditionKey, slug: Slug) -> tuple[Slug, ...]:
        story = self._live(edition, slug)
        if story is None:
            return ()
        us = values.microseconds(story.first_published_at)
        return self._remembered(_beyond(self._of(edition), us, story.id, is_later=False)[: keys.OTHERS_COUNT])

    def related(self, edition: EditionKey, slug: Slug) -> tuple[Related, ...]:
        story = self._live(edition, slug)
        if story is None:
            return ()
        us = values.microseconds(story.first_published_at)
        ids: dict[str, int] = {}
        for topic in story.first_topics:
            earlier = _beyond(_in_order(edition, topic), us, story.id, is_later=False)
            ids.update(earlier.order_by("-published_us", "-story").values_list("story", "published_us")[:NEAR_COUNT])
        topics: dict[str, list[TopicKey]] = {}
        for id, named in LiveTopic.objects.filter(story__in=ids, topic__in=story.topics).values_list("story", "topic"):
            topics.setdefault(id, []).append(TopicKey(named))
        slugs = {}
        for id, here, at, card in LiveStory.objects.filter(story__in=ids).values_list(
            "story", "edition", "slug", "card"
        ):
            self._remembered([(here, at, card)])
            slugs[id] = Slug(at)
        return related(
            story.topics,
            [
                Candidate(
                    id=StoryId(id),
                    slug=slugs[id],
                    topics=tuple(topics.get(id, ())),
                    first_published_at=self._cards[edition, slugs[id]].first_published_at,  # type: ignore[union-attr]  # in slugs, so kept
                )
                for id in ids
            ],
        )

    def versions(self, family: FamilyId) -> tuple[keys.Version, ...]:
        found = sorted(LiveStory.objects.filter(family=family).values_list("edition", "slug", "language"))
        return tuple(
            keys.Version(edition=EditionKey(edition), slug=Slug(slug), language=Language(language))
            for edition, slug, language in found
        )

    def latest(self, edition: EditionKey) -> tuple[Slug, ...]:
        return self._remembered(self._of(edition)[: keys.FRONT_COUNT])

    def section(self, edition: EditionKey, section: SectionKey) -> tuple[Slug, ...]:
        return self._remembered(self._of(edition, section=section)[: keys.LIST_COUNT])

    def in_topic(self, edition: EditionKey, topic: TopicKey) -> tuple[Slug, ...]:
        found = LiveTopic.objects.filter(edition=edition, topic=topic).order_by("-published_us", "-story")
        return self._by_ids(list(found.values_list("story", flat=True)[: keys.LIST_COUNT]))

    def by(self, edition: EditionKey, person: PersonKey) -> tuple[Slug, ...]:
        found = LiveAuthor.objects.filter(edition=edition, person=person).order_by("-published_us", "-story")
        return self._by_ids(list(found.values_list("story", flat=True)[: keys.LIST_COUNT]))

    def day(self, edition: EditionKey, day: str) -> tuple[Slug, ...]:
        return tuple(reversed(self._remembered(self._of(edition, on_day=day))))

    def month(self, edition: EditionKey, month: str) -> tuple[keys.DayCount, ...]:
        days = LiveStory.objects.filter(edition=edition, on_day__gte=f"{month}-00", on_day__lte=f"{month}-99")
        counts = days.values("on_day").annotate(count=Count("pk")).order_by("on_day").values_list("on_day", "count")
        return tuple(keys.DayCount(day=day, count=count) for day, count in counts)

    def months(self, edition: EditionKey) -> tuple[str, ...]:
        return tuple(dict.fromkeys(day[:7] for day in self.days(edition)))

    def days(self, edition: EditionKey) -> tuple[str, ...]:
        days = LiveStory.objects.filter(edition=edition).values_list("on_day", flat=True).distinct()
        return tuple(days.order_by("-on_day"))

    def corrections(self, edition: EditionKey) -> tuple[keys.Corrected, ...]:
        newest = LiveCorrection.objects.filter(edition=edition).order_by("-at_us", "-story", "-pk")
        found = [
            values.corrected.decode(value) for value in newest.values_list("value", flat=True)[: keys.CORRECTIONS_COUNT]
        ]
        return tuple(found)

    def news_window(self, paper: PaperKey) -> tuple[keys.NewsItem, ...]:
        as_of = Clock.objects.values_list("as_of", flat=True).first()
        if as_of is None:
            return ()
        since = values.microseconds(as_of - timedelta(hours=keys.NEWS_WINDOW_HOURS))
        rows = (
            LiveStory.objects.filter(edition__startswith=f"{paper}.", published_us__gt=since)
            .order_by("-published_us", "-story")
            .values_list("edition", "slug", "card")[: keys.NEWS_WINDOW_COUNT]
        )
        cards = [values.card.decode(card) for _, _, card in rows]
        return tuple(
            keys.NewsItem(
                edition=card.edition,
                slug=card.slug,
                headline=card.headline,
                first_published_at=card.first_published_at,
                precision=card.precision,
            )
            for card in cards
        )

    def ever(self, *fields: str) -> bool:
        return AddressRow.objects.filter(address=Address("|".join(fields))).exists()

    def filled(self, kind: str, edition: EditionKey, name: str) -> bool:
        if kind == "topic":
            return LiveTopic.objects.filter(edition=edition, topic=name).exists()
        return LiveAuthor.objects.filter(edition=edition, person=name).exists()


_ANSWERS: dict[str, Callable[..., Any]] = {
    "story": DatabaseCopy.story,
    "card": DatabaseCopy.card,
    "line": DatabaseCopy.line,
    "edition": DatabaseCopy.edition,
    "editions": DatabaseCopy.editions,
    "topic": DatabaseCopy.topic,
    "person": DatabaseCopy.person,
    "others": DatabaseCopy.others,
    "related": DatabaseCopy.related,
    "versions": DatabaseCopy.versions,
    "latest": DatabaseCopy.latest,
    "section": DatabaseCopy.section,
    "in-topic": DatabaseCopy.in_topic,
    "by": DatabaseCopy.by,
    "day": DatabaseCopy.day,
    "month": DatabaseCopy.month,
    "months": DatabaseCopy.months,
    "days": DatabaseCopy.days,
    "corrections": DatabaseCopy.corrections,
    "news-window": DatabaseCopy.news_window,
    "ever": DatabaseCopy.ever,
    "filled": DatabaseCopy.filled,
}

"""The record as a plain list: every key answered by looking at every story.

Slow, short and obviously right. It is the oracle that the database's answers are compared with, and the copy behind
examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.related import NEAR_COUNT, Candidate, Related, related
from broadsheet.news.story import (
    EditionKey,
    Gone,
    Moved,
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


class PlainRecord:
    """What is published, as a list of stories and the standing values around them."""

    def __init__(
        self,
        editions: Iterable[Edition],
        topics: Iterable[Topic] = (),
        people: Iterable[Person] = (),
        as_of: datetime | None = None,
    ) -> None:
        self.editions = {edition.key: edition for edition in editions}
        self.topics = {topic.key: topic for topic in topics}
        self.people = {person.key: person for person in people}
        self.as_of = as_of
        self.stories: dict[StoryId, Story] = {}
        self.left: dict[tuple[EditionKey, Slug], Gone | Moved] = {}
        self.ever: set[Address] = set()

    def put(self, story: Story) -> None:
        """Publish a story, or a later state of it; a slug that it had before becomes a redirect."""
        former = self.stories.get(story.id)
        if former is not None and (former.edition, former.slug) != (story.edition, story.slug):
            self.left[former.edition, former.slug] = Moved(slug=story.slug)
            for (edition, slug), state in list(self.left.items()):
                if state == Moved(slug=former.slug) and edition == story.edition:
                    self.left[edition, slug] = Moved(slug=story.slug)
        self.left.pop((story.edition, story.slug), None)
        self.stories[story.id] = story
        self.ever.update(self._addresses_with(story))

    def withdraw(self, id: StoryId, *, at: datetime, reason: str = "") -> None:
        story = self.stories.pop(id)
        self.left[story.edition, story.slug] = Gone(
            first_published_at=story.first_published_at, precision=story.precision, withdrawn_at=at, reason=reason
        )

    def addresses(self) -> list[Address]:
        """Every address that has ever been public, by looking at everything."""
        found = set(self.ever)
        for edition in self.editions:
            front = addresses.front(edition)
            found.update((front, *addresses.feeds(front), addresses.archive(edition), addresses.corrections(edition)))
            found.update((addresses.about(edition), addresses.terms(edition), addresses.missing(edition)))
            found.update((addresses.stylesheet(edition), addresses.script(edition), addresses.mark(edition)))
            paper = keys.paper_of(edition)
            found.update((addresses.sitemap(paper), addresses.news_sitemap(paper), addresses.robots(paper)))
            for section in self.editions[edition].sections:
                page = addresses.section(edition, section.key)
                found.update((page, *addresses.feeds(page)))
        found.update(addresses.article(edition, slug) for edition, slug in self.left)
        return sorted(found)

    def _addresses_with(self, story: Story) -> Iterable[Address]:
        here = story.edition
        yield addresses.article(here, story.slug)
        lists = [addresses.section(here, story.section)]
        lists += [addresses.topic(here, topic) for topic in story.topics]
        lists += [addresses.author(here, name.person) for name in story.byline if name.person]
        for page in lists:
            yield page
            yield from addresses.feeds(page)
        on = self._day(story)
        yield from (addresses.day(here, on), addresses.sitemap_day(here, on), addresses.month(here, on[:7]))

    def answer(self, key: Key[Any]) -> Any:
        return getattr(self, "_on_day" if key.kind == "day" else "_" + key.kind.replace("-", "_"))(*key.fields)

    def after(self, near: keys.Neighbourhood, count: int) -> list[Slug]:
        """The stories just after a place, the nearest first, for `keys.touched`."""
        later = [
            one
            for one in self._of(near.edition)
            if one.place_in_order > near.place and (near.topic is None or near.topic in one.first_topics)
        ]
        return [one.slug for one in reversed(later[-count:])]

    # Each method below answers one kind of key.

    def _of(self, edition: str, wanted: Callable[[Story], bool] = lambda _story: True) -> list[Story]:
        """The stories of an edition, the newest first."""
        found = [one for one in self.stories.values() if one.edition == edition and wanted(one)]
        return sorted(found, key=lambda one: one.place_in_order, reverse=True)

    def _at(self, edition: str, slug: str) -> Story | None:
        return next((one for one in self._of(edition) if one.slug == slug), None)

    def _day(self, story: Story) -> str:
        return keys.day_of(story, self.editions[story.edition].zone)

    def _story(self, edition: EditionKey, slug: Slug) -> keys.StoryThere:
        return self._at(edition, slug) or self.left.get((edition, slug))

    def _card(self, edition: EditionKey, slug: Slug) -> keys.Card | None:
        story = self._at(edition, slug)
        return keys.card_of(story) if story else None

    def _line(self, edition: EditionKey, slug: Slug) -> keys.Line | None:
        story = self._at(edition, slug)
        return keys.line_of(story) if story else None

    def _edition(self, key: EditionKey) -> Edition | None:
        return self.editions.get(key)

    def _editions(self, paper: PaperKey) -> tuple[EditionKey, ...]:
        return tuple(sorted(key for key in self.editions if keys.paper_of(key) == paper))

    def _topic(self, key: TopicKey) -> Topic | None:
        return self.topics.get(key)

    def _person(self, key: PersonKey) -> Person | None:
        return self.people.get(key)

    def _others(self, edition: EditionKey, slug: Slug) -> tuple[Slug, ...]:
        story = self._at(edition, slug)
        before = self._of(edition, lambda one: story is not None and one.place_in_order < story.place_in_order)
        return tuple(one.slug for one in before[: keys.OTHERS_COUNT])

    def _related(self, edition: EditionKey, slug: Slug) -> tuple[Related, ...]:
        story = self._at(edition, slug)
        if story is None:
            return ()
        near: list[Story] = []
        for topic in story.first_topics:
            earlier = [
                one
                for one in self._of(edition)
                if topic in one.first_topics and one.place_in_order < story.place_in_order
            ]
            near += earlier[:NEAR_COUNT]
        return related(
            story.topics,
            [
                Candidate(id=one.id, slug=one.slug, topics=one.topics, first_published_at=one.first_published_at)
                for one in near
            ],
        )

    def _versions(self, family: str) -> tuple[keys.Version, ...]:
        found = [one for one in self.stories.values() if one.family == family]
        ordered = sorted(found, key=lambda one: (one.edition, one.slug))
        return tuple(keys.Version(edition=one.edition, slug=one.slug, language=one.language) for one in ordered)

    def _latest(self, edition: EditionKey) -> tuple[Slug, ...]:
        return tuple(one.slug for one in self._of(edition)[: keys.FRONT_COUNT])

    def _section(self, edition: EditionKey, section: SectionKey) -> tuple[Slug, ...]:
        return tuple(one.slug for one in self._of(edition, lambda one: one.section == section)[: keys.LIST_COUNT])

    def _in_topic(self, edition: EditionKey, topic: TopicKey) -> tuple[Slug, ...]:
        return tuple(one.slug for one in self._of(edition, lambda one: topic in one.topics)[: keys.LIST_COUNT])

    def _by(self, edition: EditionKey, person: PersonKey) -> tuple[Slug, ...]:
        found = self._of(edition, lambda one: any(name.person == person for name in one.byline))
        return tuple(one.slug for one in found[: keys.LIST_COUNT])

    def _on_day(self, edition: EditionKey, day: str) -> tuple[Slug, ...]:
        return tuple(one.slug for one in reversed(self._of(edition, lambda one: self._day(one) == day)))

    def _month(self, edition: EditionKey, month: str) -> tuple[keys.DayCount, ...]:
        counts = Counter(self._day(one) for one in self._of(edition) if self._day(one).startswith(month))
        return tuple(keys.DayCount(day=day, count=counts[day]) for day in sorted(counts))

    def _months(self, edition: EditionKey) -> tuple[str, ...]:
        return tuple(sorted({self._day(one)[:7] for one in self._of(edition)}, reverse=True))

    def _days(self, edition: EditionKey) -> tuple[str, ...]:
        return tuple(sorted({self._day(one) for one in self._of(edition)}, reverse=True))

    def _corrections(self, edition: EditionKey) -> tuple[keys.Corrected, ...]:
        found = [
            ((note.at, one.id, number), keys.Corrected(slug=one.slug, headline=one.headline, note=note))
            for one in self._of(edition)
            for number, note in enumerate(one.notes)
            if note.kind == "correction"
        ]
        found.sort(key=lambda one: one[0], reverse=True)
        return tuple(one for _, one in found[: keys.CORRECTIONS_COUNT])

    def _news_window(self, paper: PaperKey) -> tuple[keys.NewsItem, ...]:
        if self.as_of is None:
            return ()
        since = self.as_of - timedelta(hours=keys.NEWS_WINDOW_HOURS)
        found = [
            one
            for one in self.stories.values()
            if keys.paper_of(one.edition) == paper and one.first_published_at > since
        ]
        found.sort(key=lambda one: one.place_in_order, reverse=True)
        return tuple(
            keys.NewsItem(
                edition=one.edition,
                slug=one.slug,
                headline=one.headline,
                first_published_at=one.first_published_at,
                precision=one.precision,
            )
            for one in found[: keys.NEWS_WINDOW_COUNT]
        )

    def _ever(self, *fields: str) -> bool:
        return Address("|".join(fields)) in self.ever

    def _filled(self, kind: str, edition: EditionKey, name: str) -> bool:
        if kind == "topic":
            return bool(self._in_topic(edition, TopicKey(name)))
        return bool(self._by(edition, PersonKey(name)))

"""A newsroom that makes random moves, and a press that must keep up: the state machine behind laws L1, L4 and L5.

Few stories and many collisions: eight slugs, two languages, three topics. `Newsroom` runs over any record and any
store; a subclass says what they are by `open_record`, `release` and the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from broadsheet.news.paper import Edition, Section, Topic
from broadsheet.news.story import (
    BylineName,
    EditionKey,
    FamilyId,
    Language,
    Moved,
    Note,
    PaperKey,
    Paragraph,
    PersonKey,
    SectionKey,
    Slug,
    Story,
    StoryId,
    TopicKey,
)
from broadsheet.pages import keys
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.copy import Answers
from broadsheet.press.key import Address, Key
from broadsheet.press.rebuild import differences
from broadsheet.press.run import Kinds, Run, made, run
from broadsheet.press.store import MemoryStore, Pressing, Store

MORNING = datetime(2017, 9, 17, 6, 0, tzinfo=UTC)
SLUGS = [Slug(f"story-{letter}") for letter in "abcdefgh"]
EDITIONS = [EditionKey("paper.en"), EditionKey("paper.ar")]
SECTIONS = [SectionKey("region"), SectionKey("world")]
TOPICS = (TopicKey("river"), TopicKey("bread"), TopicKey("ferry"))
PEOPLE = [PersonKey("hala"), PersonKey("omar")]

slugs = st.sampled_from(SLUGS)
editions = st.sampled_from(EDITIONS)
sections = st.sampled_from(SECTIONS)
topics = st.lists(st.sampled_from(TOPICS), unique=True).map(tuple)
people = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=1).map(
    lambda found: tuple(BylineName(person=one) for one in found)
)
minutes = st.integers(min_value=0, max_value=6000)

Touch = Callable[..., list[Key[Any]]]


def edition(key: EditionKey) -> Edition:
    """An edition with little on it."""
    return Edition(
        key=key,
        paper=PaperKey("paper"),
        group="Group",
        name=f"Paper {key}",
        language=Language(key.partition(".")[2]),
        origin="http://paper.example",
        sections=tuple(Section(key=one, name=one.title()) for one in SECTIONS),
    )


class Newsroom(RuleBasedStateMachine):
    """Moves over a plain record and a store in memory; after each, the store must equal a rebuild."""

    kinds: Kinds
    touch: Touch = staticmethod(keys.touched)
    press: Callable[..., Run] = staticmethod(run)

    def __init__(self) -> None:
        super().__init__()
        self.now = MORNING
        self.number = 0
        self.plain = PlainRecord([edition(key) for key in EDITIONS], as_of=self.now)
        self.store: Store = MemoryStore()
        self.pressed: set[Address] = set()
        self.former: dict[Address, Pressing] = {}
        self.answered: set[Address] = set()
        self.open_record()

    # What a subclass overrides to run on another record.

    def open_record(self) -> None:
        self.run([key for one in EDITIONS for key in self.standing_keys(one)])

    def release(self, story: Story, former: Story | None) -> None:
        self.plain.put(story)
        left = [
            keys.story(edition, slug)
            for (edition, slug), state in self.plain.left.items()
            if edition == story.edition and state == Moved(slug=story.slug)
        ]
        self.run([*self.touch(former, story, "UTC", self.plain.after), *left, *self.window()])

    def take_out(self, story: Story, reason: str) -> None:
        self.plain.withdraw(story.id, at=self.now, reason=reason)
        self.run([*self.touch(story, None, "UTC", self.plain.after), *self.window()])

    def set_topic(self, topic: Topic) -> None:
        self.plain.topics[topic.key] = topic
        self.run([keys.topic(topic.key), *self.window()])

    def wait(self) -> None:
        self.run(self.window())

    # Tools.

    def window(self) -> list[Key[Any]]:
        self.plain.as_of = self.now
        return [keys.news_window(PaperKey("paper"))]

    def standing_keys(self, one: EditionKey) -> list[Key[Any]]:
        return [
            keys.edition(one),
            keys.editions(PaperKey("paper")),
            keys.latest(one),
            *(keys.latest_in_section(one, section) for section in SECTIONS),
        ]

    def run(self, touched: Iterable[Key[Any]]) -> None:
        done = self.press(touched, self.plain, self.store, self.kinds)
        assert not done.failed
        self.pressed = set(done.pressed)

    def live(self, edition: EditionKey, slug: Slug) -> Story | None:
        found = self.plain.answer(keys.story(edition, slug))
        return found if isinstance(found, Story) else None

    def is_taken(self, edition: EditionKey, slug: Slug) -> bool:
        return self.plain.answer(keys.story(edition, slug)) is not None

    def wanted(self) -> list[Address]:
        return [address for address in self.plain.addresses() if address.kind in self.kinds.press]

    def passes(self, count: int = 1) -> datetime:
        self.now += timedelta(minutes=count)
        return self.now

    # Moves.

    @initialize()
    def opens(self) -> None:
        self.remember()
        self.pressed = set()

    @rule(
        edition=editions,
        slug=slugs,
        section=sections,
        topics=topics,
        byline=people,
        ago=minutes,
        family=st.sampled_from(SLUGS),
    )
    def publish(
        self,
        edition: EditionKey,
        slug: Slug,
        section: SectionKey,
        topics: tuple[TopicKey, ...],
        byline: tuple[BylineName, ...],
        ago: int,
        family: Slug,
    ) -> None:
        if self.is_taken(edition, slug):
            return
        at = self.passes()
        self.number += 1
        first = at - timedelta(minutes=ago)
        story = Story(
            id=StoryId(str(UUID(int=self.number))),
            family=FamilyId(f"family-of-{family}"),
            edition=edition,
            language=Language(edition.partition(".")[2]),
            slug=slug,
            headline=f"Headline {self.number}",
            standfirst="A standfirst",
            body=(Paragraph(id="1", markup="A paragraph"),),
            byline=byline,
            section=section,
            topics=topics,
            first_published_at=first,
            updated_at=first,
            revised_at=first,
        )
        self.release(story, None)

    def change(self, edition: EditionKey, at_slug: Slug, /, **changes: Any) -> None:
        former = self.live(edition, at_slug)
        if former is None:
            return
        at = self.passes()
        self.release(msgspec.structs.replace(former, revised_at=at, **changes), former)

    @rule(edition=editions, slug=slugs, text=st.sampled_from(["One", "Two"]), is_update=st.booleans())
    def edit_body(self, edition: EditionKey, slug: Slug, text: str, is_update: bool) -> None:
        stamp = {"updated_at": self.now + timedelta(minutes=1)} if is_update else {}
        self.change(edition, slug, body=(Paragraph(id="1", markup=text),), **stamp)

    @rule(edition=editions, slug=slugs, headline=st.sampled_from(["First headline", "Second headline"]))
    def edit_headline(self, edition: EditionKey, slug: Slug, headline: str) -> None:
        self.change(edition, slug, headline=headline)

    @rule(edition=editions, slug=slugs, section=sections)
    def change_section(self, edition: EditionKey, slug: Slug, section: SectionKey) -> None:
        self.change(edition, slug, section=section)

    @rule(edition=editions, slug=slugs, topics=topics, byline=people)
    def change_topics(
        self, edition: EditionKey, slug: Slug, topics: tuple[TopicKey, ...], byline: tuple[BylineName, ...]
    ) -> None:
        self.change(edition, slug, topics=topics, byline=byline)

    @rule(edition=editions, slug=slugs, ago=minutes)
    def backdate(self, edition: EditionKey, slug: Slug, ago: int) -> None:
        self.change(edition, slug, first_published_at=self.now - timedelta(minutes=ago))

    @rule(edition=editions, slug=slugs, text=st.sampled_from(["The name was wrong.", "The day was wrong."]))
    def correct(self, edition: EditionKey, slug: Slug, text: str) -> None:
        former = self.live(edition, slug)
        if former is not None:
            at = self.now + timedelta(minutes=1)
            self.change(edition, slug, updated_at=at, notes=(*former.notes, Note(kind="correction", text=text, at=at)))

    @rule(edition=editions, slug=slugs, to=slugs)
    def move(self, edition: EditionKey, slug: Slug, to: Slug) -> None:
        if not self.is_taken(edition, to):
            self.change(edition, slug, slug=to)

    @rule(edition=editions, slug=slugs)
    def withdraw(self, edition: EditionKey, slug: Slug) -> None:
        former = self.live(edition, slug)
        if former is not None:
            self.passes()
            self.take_out(former, "The agency withdrew it.")

    @rule(topic=st.sampled_from(TOPICS), name=st.sampled_from(["One name", "Another name"]))
    def name_topic(self, topic: TopicKey, name: str) -> None:
        self.passes()
        self.set_topic(Topic(key=topic, kind="subject", names={"en": name, "ar": f"ع {name}"}))

    @rule(hours=st.sampled_from([1, 30, 100]))
    def time_passes(self, hours: int) -> None:
        self.passes(hours * 60)
        self.wait()

    # What must hold after each move.

    def remember(self) -> None:
        answers = Answers(self.plain)
        self.former = {address: made(address, answers, self.kinds) for address in self.wanted()}

    @invariant()
    def store_equals_rebuild(self) -> None:
        found = list(differences(self.wanted(), lambda: self.plain, self.store, self.kinds))
        assert found == []

    @invariant()
    def an_address_once_public_answers_for_ever(self) -> None:
        """Law L7: page, redirect or "gone", but never nothing."""
        kept = self.store.kept(self.wanted())
        answers = {address for address, one in kept.items() if one.page is not None}
        assert self.answered <= answers
        self.answered = answers

    @precondition(lambda self: bool(self.former))
    @invariant()
    def pressed_is_what_had_to_be(self) -> None:
        """Equality cannot see wasted work: the pages pressed are exactly those whose reads are not what they were."""
        former = self.former
        self.remember()
        had_to_be = {
            address
            for address, one in self.former.items()
            if address not in former or dict(former[address].reads) != dict(one.reads)
        }
        assert self.pressed == had_to_be
        self.pressed = set()

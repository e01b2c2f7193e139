"""The record in the database, as the press asks it. Each kind of key is answered by one bounded, indexed query.

An instance is one snapshot: it must be used inside one transaction, and not after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import msgspec

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
from broadsheet.record import sql, values
from broadsheet.record.models import Clock

Value = TypeVar("Value")


_LIST = "SELECT edition, slug, card FROM record_livestory WHERE edition = %s"
_NEWEST = " ORDER BY published_us DESC, story DESC"
# The plain bound on the instant lets the index serve the query; the rest settles equal instants.
_BEFORE = " AND published_us <= %s AND NOT (published_us = %s AND story >= %s)"
_AFTER = " AND published_us >= %s AND NOT (published_us = %s AND story <= %s)"
_FIRST = " FROM record_livetopic WHERE edition = %s AND topic = %s AND is_first"
_THESE = "SELECT story, edition, slug, card FROM record_livestory WHERE story IN"


def _stepping_down(last: str) -> str:
    """Every day or month of an edition, the newest first: from each to the next by the index, not by the stories."""
    newest = f"SELECT {last} FROM record_livestory WHERE edition = %s"
    return (
        f"WITH RECURSIVE step(at) AS ({newest} UNION ALL SELECT ({newest} AND on_day < step.at) FROM step"
        " WHERE step.at IS NOT NULL) SELECT at FROM step WHERE at IS NOT NULL"
    )


def after(near: keys.Neighbourhood, count: int) -> list[Slug]:
    """The slugs of the stories just after a place, the nearest first."""
    instant, id = near.place
    us = values.microseconds(instant)
    nearest = " ORDER BY published_us, story LIMIT %s"
    if near.topic is None:
        statement = f"SELECT slug FROM record_livestory WHERE edition = %s{_AFTER}{nearest}"
        return [Slug(slug) for (slug,) in sql.rows(statement, [near.edition, us, us, id, count])]
    found = sql.rows(f"SELECT story{_FIRST}{_AFTER}{nearest}", [near.edition, near.topic, us, us, id, count])
    if not found:
        return []
    ids = [id for (id,) in found]
    slugs = dict(sql.rows(f"SELECT story, slug FROM record_livestory WHERE story IN ({sql.places(ids)})", ids))
    return [Slug(slugs[one]) for one in ids]


class DatabaseCopy:
    """Answers every kind of key from the database. Lists fetch the cards of what they name: they cost no query each."""

    def __init__(self) -> None:
        self._cards: dict[tuple[str, str], keys.Card | None] = {}
        self._stories: dict[tuple[str, str], Story | None] = {}

    def answer(self, key: Key[Any]) -> Any:
        return _ANSWERS[key.kind](self, *key.fields)

    def _remembered(self, rows: Iterable[Sequence[Any]]) -> tuple[Slug, ...]:
        slugs = []
        for edition, slug, card in rows:
            slugs.append(Slug(slug))
            if (edition, slug) not in self._cards:
                self._cards[edition, slug] = values.card.decode(card)
        return tuple(slugs)

    def _newest(self, edition: str, condition: str, parameters: Sequence[Any], count: int) -> tuple[Slug, ...]:
        return self._remembered(sql.rows(f"{_LIST}{condition}{_NEWEST} LIMIT %s", [edition, *parameters, count]))

    def _joined(self, kind: str, edition: str, name: str) -> tuple[Slug, ...]:
        table, column = _TABLES[kind]
        statement = (
            f"SELECT s.edition, s.slug, s.card FROM {table} t JOIN record_livestory s ON s.story = t.story"
            f" WHERE t.edition = %s AND t.{column} = %s ORDER BY t.published_us DESC, t.story DESC LIMIT %s"
        )
        return self._remembered(sql.rows(statement, [edition, name, keys.LIST_COUNT]))

    def _live(self, edition: str, slug: str) -> Story | None:
        if (edition, slug) not in self._stories:
            statement = (
                "SELECT e.value FROM record_livestory s JOIN record_entryrow e ON e.id = s.entry_id"
                " WHERE s.edition = %s AND s.slug = %s"
            )
            value = sql.value(statement, [edition, slug])
            self._stories[edition, slug] = values.entry.decode(value).story if value is not None else None
        return self._stories[edition, slug]

    def story(self, edition: EditionKey, slug: Slug) -> keys.StoryThere:
        found = self._live(edition, slug)
        if found is not None:
            return found
        statement = "SELECT value FROM record_addressrow WHERE address = %s"
        state = sql.value(statement, [addresses.article(edition, slug)])
        return values.left.decode(state) if state is not None else None

    def card(self, edition: EditionKey, slug: Slug) -> keys.Card | None:
        if (edition, slug) not in self._cards:
            card = sql.value("SELECT card FROM record_livestory WHERE edition = %s AND slug = %s", [edition, slug])
            self._cards[edition, slug] = values.card.decode(card) if card is not None else None
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
        return _standing(keys.edition(key), values.edition)

    def topic(self, key: TopicKey) -> Topic | None:
        return _standing(keys.topic(key), values.topic)

    def person(self, key: PersonKey) -> Person | None:
        return _standing(keys.person(key), values.person)

    def editions(self, paper: PaperKey) -> tuple[EditionKey, ...]:
        pattern = keys.edition(EditionKey(f"{paper}.")) + "%"
        found = sql.rows("SELECT key FROM record_standing WHERE key LIKE %s", [pattern])
        return tuple(sorted(EditionKey(Key[Any](key).fields[0]) for (key,) in found))

    def others(self, edition: EditionKey, slug: Slug) -> tuple[Slug, ...]:
        story = self._live(edition, slug)
        if story is None:
            return ()
        us = values.microseconds(story.first_published_at)
        return self._newest(edition, _BEFORE, [us, us, story.id], keys.OTHERS_COUNT)

    def related(self, edition: EditionKey, slug: Slug) -> tuple[Related, ...]:
        story = self._live(edition, slug)
        if story is None:
            return ()
        us = values.microseconds(story.first_published_at)
        earlier = f"SELECT story{_FIRST}{_BEFORE}{_NEWEST} LIMIT %s"
        ids = {
            id: None
            for topic in story.first_topics
            for (id,) in sql.rows(earlier, [edition, topic, us, us, story.id, NEAR_COUNT])
        }
        return related(story.topics, self._candidates(list(ids), story.topics))

    def _candidates(self, ids: list[str], topics: tuple[TopicKey, ...]) -> list[Candidate]:
        if not ids:
            return []
        shared: dict[str, list[TopicKey]] = {}
        theirs = (
            f"SELECT story, topic FROM record_livetopic WHERE story IN ({sql.places(ids)})"
            f" AND topic IN ({sql.places(topics)})"
        )
        for id, topic in sql.rows(theirs, [*ids, *topics]):
            shared.setdefault(id, []).append(TopicKey(topic))
        found = []
        for id, edition, slug, card in sql.rows(f"{_THESE} ({sql.places(ids)})", ids):
            self._remembered([(edition, slug, card)])
            remembered = self._cards[edition, slug]
            assert remembered is not None, "a live story without a card"
            found.append(
                Candidate(
                    id=StoryId(id),
                    slug=Slug(slug),
                    topics=tuple(shared.get(id, ())),
                    first_published_at=remembered.first_published_at,
                )
            )
        return found

    def versions(self, family: FamilyId) -> tuple[keys.Version, ...]:
        found = sql.rows("SELECT edition, slug, language FROM record_livestory WHERE family = %s", [family])
        return tuple(
            keys.Version(edition=EditionKey(edition), slug=Slug(slug), language=Language(language))
            for edition, slug, language in sorted(found)
        )

    def latest(self, edition: EditionKey) -> tuple[Slug, ...]:
        return self._newest(edition, "", [], keys.FRONT_COUNT)

    def section(self, edition: EditionKey, section: SectionKey) -> tuple[Slug, ...]:
        return self._newest(edition, " AND section = %s", [section], keys.LIST_COUNT)

    def in_topic(self, edition: EditionKey, topic: TopicKey) -> tuple[Slug, ...]:
        return self._joined("topic", edition, topic)

    def by(self, edition: EditionKey, person: PersonKey) -> tuple[Slug, ...]:
        return self._joined("author", edition, person)

    def day(self, edition: EditionKey, day: str) -> tuple[Slug, ...]:
        # The sum keeps SQLite from walking the whole edition in order: it finds the day's few, and sorts them.
        found = sql.rows(f"{_LIST} AND on_day = %s ORDER BY published_us + 0, story", [edition, day])
        return self._remembered(found)

    def month(self, edition: EditionKey, month: str) -> tuple[keys.DayCount, ...]:
        statement = (
            "SELECT on_day, count(*) FROM record_livestory WHERE edition = %s AND on_day >= %s AND on_day <= %s"
            " GROUP BY on_day ORDER BY on_day"
        )
        counts = sql.rows(statement, [edition, f"{month}-00", f"{month}-99"])
        return tuple(keys.DayCount(day=day, count=count) for day, count in counts)

    def months(self, edition: EditionKey) -> tuple[str, ...]:
        return tuple(month for (month,) in sql.rows(_stepping_down("substr(max(on_day), 1, 7)"), [edition, edition]))

    def days(self, edition: EditionKey) -> tuple[str, ...]:
        return tuple(day for (day,) in sql.rows(_stepping_down("max(on_day)"), [edition, edition]))

    def corrections(self, edition: EditionKey) -> tuple[keys.Corrected, ...]:
        newest = " ORDER BY at_us DESC, story DESC, id DESC LIMIT %s"
        statement = f"SELECT value FROM record_livecorrection WHERE edition = %s{newest}"
        found = sql.rows(statement, [edition, keys.CORRECTIONS_COUNT])
        return tuple(values.corrected.decode(value) for (value,) in found)

    def news_window(self, paper: PaperKey) -> tuple[keys.NewsItem, ...]:
        as_of = Clock.objects.values_list("as_of", flat=True).first()
        if as_of is None:
            return ()
        since = values.microseconds(as_of - timedelta(hours=keys.NEWS_WINDOW_HOURS))
        statement = f"SELECT card FROM record_livestory WHERE edition LIKE %s AND published_us > %s{_NEWEST} LIMIT %s"
        found = sql.rows(statement, [f"{paper}.%", since, keys.NEWS_WINDOW_COUNT])
        cards = [values.card.decode(card) for (card,) in found]
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
        statement = "SELECT 1 FROM record_addressrow WHERE address = %s"
        return sql.value(statement, [Address("|".join(fields))]) is not None

    def filled(self, kind: str, edition: EditionKey, name: str) -> bool:
        table, column = _TABLES[kind]
        return (
            sql.value(f"SELECT 1 FROM {table} WHERE edition = %s AND {column} = %s LIMIT 1", [edition, name])
            is not None
        )


_TABLES = {"topic": ("record_livetopic", "topic"), "author": ("record_liveauthor", "person")}


def _standing(key: Key[Any], decoder: msgspec.json.Decoder[Value]) -> Value | None:
    value = sql.value("SELECT value FROM record_standing WHERE key = %s", [key])
    return decoder.decode(value) if value is not None else None


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

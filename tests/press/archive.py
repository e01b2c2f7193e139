"""An archive of any size in a plain record, different at every call only by its size."""

from __future__ import annotations

from datetime import datetime, timedelta

from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.story import BylineName
from broadsheet.pages.plain import PlainRecord
from tests.press.newsroom import EDITIONS, MORNING, PEOPLE, SECTIONS, TOPICS, edition
from tests.press.stories import story

NOW = MORNING + timedelta(days=3)


def topics() -> list[Topic]:
    return [Topic(key=key, kind="subject", names={"en": key.title(), "ar": f"موضوع {key}"}) for key in TOPICS]


def people() -> list[Person]:
    return [Person(key=key, names={"en": key.title(), "ar": f"كاتب {key}"}) for key in PEOPLE]


def editions() -> list[Edition]:
    return [edition(key) for key in EDITIONS]


def archive(stories_count: int, *, now: datetime = NOW) -> PlainRecord:
    """So many stories, one an hour back from three days ago, over all sections, topics and people."""
    plain = PlainRecord(editions(), topics(), people(), as_of=now)
    for number in range(1, stories_count + 1):
        at = MORNING - timedelta(hours=number)
        plain.put(
            story(
                number,
                section=SECTIONS[number % 2],
                topics=TOPICS[number % 3 :],
                byline=(BylineName(person=PEOPLE[number % 2]),),
                first_published_at=at,
                updated_at=at,
                revised_at=at,
            )
        )
    return plain

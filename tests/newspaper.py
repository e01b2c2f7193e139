"""The small newspaper of `examples/`, as a record in memory: what golden pages are made from."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from broadsheet.news.paper import Edition, Person, Topic
from broadsheet.news.story import EditionKey, Slug, Story, StoryId
from broadsheet.pages.plain import PlainRecord

EXAMPLES = Path(__file__).parents[1] / "examples" / "newspaper"
ENGLISH, ARABIC = EditionKey("levantine.en"), EditionKey("levantine.ar")
FOUNDING = Slug("generals-pick-up-the-telephone")
RESCUED = Slug("coast-counts-its-fishing-boats")
"""A story that only its day is known of."""
MOVED = Slug("grain-ships")
WITHDRAWN_BY_LANGUAGE = {ENGLISH: Slug("hotels-one-desk"), ARABIC: Slug("سلسلتا-فنادق-ومكتب-واحد")}
AS_OF = datetime(2017, 9, 18, 6, 0, tzinfo=UTC)

Value = TypeVar("Value")


def _read(name: str, kind: type[Value]) -> list[Value]:
    return [msgspec.convert(one, kind) for one in msgspec.json.decode((EXAMPLES / name).read_bytes())]


def stories() -> list[Story]:
    """All stories in both languages, the earliest first."""
    found = [
        story for path in sorted(EXAMPLES.glob("stories/*.json")) for story in _read(f"stories/{path.name}", Story)
    ]
    return sorted(found, key=lambda story: story.place_in_order)


def newspaper() -> PlainRecord:
    """The paper as it stood in the morning after: one story has had another slug, one pair has been withdrawn."""
    record = PlainRecord(
        _read("editions.json", Edition), _read("topics.json", Topic), _read("people.json", Person), as_of=AS_OF
    )
    for story in stories():
        if story.slug == "northern-port-grain-ships":
            record.put(msgspec.structs.replace(story, slug=MOVED))
        record.put(story)
    for language, reason in (
        ("en", "Two of the hotels that it named have nothing to do with the desk. We are sorry."),
        ("ar", "لا علاقة لاثنين من الفنادق المذكورة فيه بالمكتب. نعتذر."),
    ):
        record.withdraw(
            StoryId(f"hotels-one-desk-{language}"), at=datetime(2017, 9, 16, 8, 5, tzinfo=UTC), reason=reason
        )
    return record

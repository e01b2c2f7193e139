"""A newspaper of a few stories in memory, in which every kind of page has something to say: for the reference alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from broadsheet.news.paper import Edition, Person, Section, Sibling, Terms, Topic
from broadsheet.news.story import (
    BylineName,
    EditionKey,
    FamilyId,
    Language,
    Note,
    Paragraph,
    PersonKey,
    SectionKey,
    Slug,
    Story,
    StoryId,
    StoryLink,
    TopicKey,
)
from broadsheet.pages import keys
from broadsheet.pages.plain import PlainRecord

ENGLISH, ARABIC = EditionKey("harbour.en"), EditionKey("harbour.ar")
NOON = datetime(2017, 9, 17, 12, tzinfo=UTC)
CITY, FERRIES, TIDES = SectionKey("city"), TopicKey("ferries"), TopicKey("tides")
RANA, SAMI = PersonKey("rana-haddad"), PersonKey("sami-khoury")


def newspaper() -> PlainRecord:
    """Two editions; stories in both languages, corrected, moved, withdrawn; a topic and an author that lost theirs."""
    record = PlainRecord(
        [_edition(ENGLISH, ARABIC), _edition(ARABIC, ENGLISH)],
        [Topic(key=one, kind="subject", names={"en": one.title()}) for one in (FERRIES, TIDES)],
        [Person(key=one, names={"en": one.replace("-", " ").title()}) for one in (RANA, SAMI)],
        as_of=NOON + timedelta(hours=1),
    )
    for number in (1, 2):
        record.put(_story(number))
        record.put(_story(number, edition=ARABIC, language=Language("ar"), id=StoryId(str(UUID(int=20 + number)))))
    record.put(_story(1, slug=Slug("story-1-again")))
    pointer = StoryLink(id="2", edition=ENGLISH, slug=Slug("story-1"))
    corrected = (Note(kind="correction", text="The ferry is the *Alba*.", at=NOON),)
    record.put(_story(3, body=(Paragraph(id="1", markup="Words."), pointer), notes=corrected))
    at = NOON - timedelta(days=100)
    alone = {"topics": (TIDES,), "byline": (BylineName(person=SAMI),), "section": SectionKey("port")}
    withdrawn = _story(4, **alone, first_published_at=at, updated_at=at, revised_at=at)
    record.put(withdrawn)
    record.withdraw(withdrawn.id, at=NOON, reason="The agency withdrew it.")
    return record


def _edition(key: EditionKey, other: EditionKey) -> Edition:
    language, other_language = (Language(one.partition(".")[2]) for one in (key, other))
    return Edition(
        key=key,
        paper=keys.paper_of(key),
        group="Harbour Group",
        name="The Harbour",
        language=language,
        origin="https://harbour.example",
        sections=(Section(key=CITY, name="City"),),
        siblings=(
            Sibling(
                edition=other,
                name="The Harbour",
                language=other_language,
                language_name=other_language,
                url=f"/{other_language}/",
            ),
        ),
        about=("A paper for those who wait for ferries.",),
        terms=Terms(version="1", paragraphs=("Be kind.",)),
    )


def _story(number: int, **changes: Any) -> Story:
    """The number names it, and says how early on its day it was."""
    at = NOON - timedelta(hours=10 - number)
    values: dict[str, Any] = {
        "id": StoryId(str(UUID(int=number))),
        "family": FamilyId(str(UUID(int=100 + number))),
        "edition": ENGLISH,
        "language": Language("en"),
        "slug": Slug(f"story-{number}"),
        "headline": f"Ferry {number} is late",
        "body": (Paragraph(id="1", markup="Words."),),
        "section": CITY,
        "topics": (FERRIES,),
        "byline": (BylineName(person=RANA),),
        "first_published_at": at,
        "updated_at": at,
        "revised_at": at,
    }
    return Story(**(values | changes))

"""A story as readers get it: one frozen value with everything in it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NewType

import msgspec

StoryId = NewType("StoryId", str)
FamilyId = NewType("FamilyId", str)
EditionKey = NewType("EditionKey", str)
PaperKey = NewType("PaperKey", str)
SectionKey = NewType("SectionKey", str)
TopicKey = NewType("TopicKey", str)
PersonKey = NewType("PersonKey", str)
Slug = NewType("Slug", str)
Language = NewType("Language", str)

Precision = Literal["second", "minute", "day", "month", "year"]
Genre = Literal["news", "opinion", "feature", "brief"]
Rank = Literal["", "top", "lead"]
NoteKind = Literal["update", "clarification", "correction"]
FIRST_TOPICS_COUNT = 3


class Rendition(msgspec.Struct, frozen=True, kw_only=True):
    """One ready-made size and format of a picture, named by its content: `path` never changes its bytes."""

    path: str
    content_type: str
    width_px: int
    height_px: int


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture with its words in the story's language. The focal point is in hundredths of width and height.

    A rescued story may have a caption whose picture is lost: then there are no renditions, and no size.
    """

    alt: str
    caption: str = ""
    credit: str = ""
    focal_x: int = 50
    focal_y: int = 50
    width_px: int
    height_px: int
    renditions: tuple[Rendition, ...]

    def of_type(self, content_type: str) -> tuple[Rendition, ...]:
        return tuple(one for one in self.renditions if one.content_type == content_type)


class Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """A piece of a body. `id` stays the same through every later entry of the story, so that others can point at it."""

    id: str


class Paragraph(Block, frozen=True, kw_only=True, tag="paragraph"):
    """`markup` is clean inline HTML (a with an absolute href, em, strong, bdi), sanitised before it is an entry."""

    markup: str


class Subheading(Block, frozen=True, kw_only=True, tag="subheading"):
    text: str


class Quote(Block, frozen=True, kw_only=True, tag="quote"):
    text: str
    speaker: str = ""


class PictureBlock(Block, frozen=True, kw_only=True, tag="picture"):
    picture: Picture


class ItemList(Block, frozen=True, kw_only=True, tag="list"):
    items: tuple[str, ...]


class FactBox(Block, frozen=True, kw_only=True, tag="facts"):
    title: str
    items: tuple[str, ...]


class StoryLink(Block, frozen=True, kw_only=True, tag="story"):
    """A pointer to another story of ours. `slug` and `edition` name its address then; a redirect does the rest."""

    edition: EditionKey
    slug: Slug


class OutsideLink(Block, frozen=True, kw_only=True, tag="link"):
    url: str
    text: str


BodyBlock = Paragraph | Subheading | Quote | PictureBlock | ItemList | FactBox | StoryLink | OutsideLink


class BylineName(msgspec.Struct, frozen=True, kw_only=True):
    """One name of a byline: a person whom the paper knows (`person`), or only a name; `role` as printed, or nothing."""

    name: str = ""
    person: PersonKey = PersonKey("")
    role: str = ""


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """The place that a report was filed from; `source` is the paper or agency where it is not the edition itself."""

    place: str
    source: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What was changed after publication, in words for readers."""

    kind: NoteKind
    text: str
    at: datetime


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A published story.

    `first_published_at` is known to `precision` only: a rescued story may have a day and no hour. `updated_at` is the
    last editorial change, `revised_at` the last change of any kind.
    """

    id: StoryId
    family: FamilyId
    edition: EditionKey
    language: Language
    slug: Slug
    headline: str
    kicker: str = ""
    standfirst: str = ""
    body: tuple[BodyBlock, ...] = ()
    picture: Picture | None = None
    byline: tuple[BylineName, ...] = ()
    dateline: Dateline | None = None
    agency: str = ""
    section: SectionKey
    topics: tuple[TopicKey, ...] = ()
    genre: Genre = "news"
    rank: Rank = ""
    first_published_at: datetime
    precision: Precision = "minute"
    updated_at: datetime
    revised_at: datetime
    notes: tuple[Note, ...] = ()

    @property
    def first_topics(self) -> tuple[TopicKey, ...]:
        """The topics that the story is about before all others; only these carry it into others' related lists."""
        return self.topics[:FIRST_TOPICS_COUNT]

    @property
    def place_in_order(self) -> tuple[datetime, StoryId]:
        """Where the story stands among others: by instant, and by identity where instants are equal."""
        return self.first_published_at, self.id


class Gone(msgspec.Struct, frozen=True, kw_only=True, tag="gone"):
    """What is left of a withdrawn story: that it was there, until when, and what readers are told of the reason."""

    first_published_at: datetime
    precision: Precision
    withdrawn_at: datetime
    reason: str = ""


class Moved(msgspec.Struct, frozen=True, kw_only=True, tag="moved"):
    """The story that was at this address has another slug now."""

    slug: Slug

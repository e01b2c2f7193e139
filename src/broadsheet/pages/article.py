"""A story's page: the story, its redirect, or what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from broadsheet.news.paper import Edition, Topic
from broadsheet.news.story import BodyBlock, EditionKey, Gone, Language, Moved, Note, Paragraph, Slug, Story, StoryLink
from broadsheet.pages import addresses, furniture, gone, keys, links
from broadsheet.pages.structured import news_article
from broadsheet.pages.wording import Wording, wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import TEXT, Page

REASONS_COUNT = 2
"""How many shared topics are named as the reason why a story is related."""


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """One name of the byline, with the address of its page where the paper knows the person."""

    name: str
    author: Address | None
    role: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A block of the body with its kind, and for a pointer to another story what is known of that one now."""

    kind: str
    block: BodyBlock
    headline: str = ""
    href: str = ""


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A related story and the reason for it."""

    line: keys.Line
    reason: Markup


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """A note with its anchor: the first correction is what "Corrected once" leads to."""

    note: Note
    anchor: str


def article(copy: Copy, address: Address) -> Page | None:
    edition, slug = EditionKey(address.fields[0]), Slug(address.fields[1])
    story = copy.ask(keys.story(edition, slug))
    if isinstance(story, Moved):
        there = addresses.path(addresses.article(edition, story.slug))
        return Page(body=b"", content_type=TEXT, status=301, location=there)
    if isinstance(story, Gone):
        return gone.story(copy, address, story)
    here = copy.ask(keys.edition(edition)) if story is not None else None
    if story is None or here is None:
        return None
    return _set(copy, address, here, story)


def _set(copy: Copy, address: Address, here: Edition, story: Story) -> Page | None:
    words = wording(here)
    topics = [found for key in story.topics if (found := copy.ask(keys.topic(key))) is not None]
    byline = _byline(copy, here, story)
    stamp = furniture.latest([story])
    return furniture.page(
        copy,
        here.key,
        "article.html",
        address=address,
        title=story.headline,
        description=story.standfirst,
        section=story.section,
        shown_at=stamp.at,
        precision=stamp.precision,
        alternates=_versions(copy, story),
        picture=story.picture,
        structured=news_article(here, address, story, topics, [(one.name, one.author) for one in byline]),
        kind="article",
        story=story,
        kicker=story.kicker or here.section_name(story.section),
        byline=byline,
        is_updated=story.updated_at > story.first_published_at,
        pieces=[_piece(copy, here, block) for block in story.body],
        has_dateline_apart=not story.body or not isinstance(story.body[0], Paragraph),
        dateline_source=(story.dateline.source if story.dateline else "") or here.name,
        topics=topics,
        notes=_notes(story.notes),
        corrections_count=sum(note.kind == "correction" for note in story.notes),
        related=_related(copy, here, words, story),
        others=_others(copy, here.key, story.slug),
        shares=links.shares(addresses.url(here.origin, address), story.headline),
    )


def _byline(copy: Copy, here: Edition, story: Story) -> list[Signed]:
    signed = []
    for one in story.byline:
        person = copy.ask(keys.person(one.person)) if one.person else None
        name = person.name(here.language) if person is not None else one.name
        author = addresses.author(here.key, one.person) if person is not None else None
        if name:
            signed.append(Signed(name=name, author=author, role=one.role))
    return signed


def _versions(copy: Copy, story: Story) -> list[tuple[Language, Address]]:
    found = copy.ask(keys.versions(story.family))
    return [(one.language, addresses.article(one.edition, one.slug)) for one in found if one.language != story.language]


def _piece(copy: Copy, here: Edition, block: BodyBlock) -> Piece:
    kind = str(type(block).__struct_config__.tag)
    if not isinstance(block, StoryLink):
        return Piece(kind=kind, block=block)
    line = _line_there(copy, block.edition, block.slug)
    if line is None:
        return Piece(kind=kind, block=block)
    there = furniture.href(copy, here, addresses.article(line.edition, line.slug))
    return Piece(kind=kind, block=block, headline=line.headline, href=there)


def _line_there(copy: Copy, edition: EditionKey, slug: Slug) -> keys.Line | None:
    """The line of a story that had this slug when somebody pointed at it; None where it has been withdrawn."""
    line = copy.ask(keys.line(edition, slug))
    if line is not None:
        return line
    left = copy.ask(keys.story(edition, slug))
    return copy.ask(keys.line(edition, left.slug)) if isinstance(left, Moved) else None


def _notes(notes: Sequence[Note]) -> list[Noted]:
    first = next((note for note in notes if note.kind == "correction"), None)
    return [
        Noted(note=note, anchor="correction" if note is first else f"note-{number}")
        for number, note in enumerate(notes, start=1)
    ]


def _related(copy: Copy, here: Edition, words: Wording, story: Story) -> list[Beside]:
    beside = []
    for one in copy.ask(keys.related(here.key, story.slug)):
        line = copy.ask(keys.line(here.key, one.slug))
        shared = [copy.ask(keys.topic(topic)) for topic in one.topics[:REASONS_COUNT]]
        names = [_name(topic, here) for topic in shared if topic is not None]
        if line is not None and names:
            beside.append(Beside(line=line, reason=words.say("also_about", topics=words.listed(names))))
    return beside


def _name(topic: Topic, here: Edition) -> str:
    return topic.name(here.language)


def _others(copy: Copy, edition: EditionKey, slug: Slug) -> list[keys.Line]:
    """The stories just before this one: an old page stays what it is."""
    before = copy.ask(keys.others(edition, slug))
    return [line for one in before if (line := copy.ask(keys.line(edition, one))) is not None]

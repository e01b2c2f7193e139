"""Four small kinds of pages over the real keys: enough to see the press at work, quick enough for thousands of runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from broadsheet.news.story import EditionKey, Gone, Moved, SectionKey, Slug, TopicKey
from broadsheet.pages import addresses, keys
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address, Key
from broadsheet.press.page import TEXT, Page
from broadsheet.press.run import Kinds


def _page(*lines: object, status: int = 200, location: str = "") -> Page:
    return Page(
        body=msgspec.json.encode([str(line) for line in lines]), content_type=TEXT, status=status, location=location
    )


def article(copy: Copy, address: Address) -> Page | None:
    edition, slug = EditionKey(address.fields[0]), Slug(address.fields[1])
    story = copy.ask(keys.story(edition, slug))
    if story is None:
        return None
    if isinstance(story, Gone):
        return _page("gone", story.withdrawn_at, status=410)
    if isinstance(story, Moved):
        return _page("moved", status=301, location=addresses.path(addresses.article(edition, story.slug)))
    topics = [copy.ask(keys.topic(topic)) for topic in story.topics]
    before = [copy.ask(keys.line(edition, one)) for one in copy.ask(keys.others(edition, slug))]
    near = [(copy.ask(keys.line(edition, one.slug)), one.topics) for one in copy.ask(keys.related(edition, slug))]
    return _page(story, topics, before, near, copy.ask(keys.versions(story.family)))


def front(copy: Copy, address: Address) -> Page | None:
    edition = EditionKey(address.fields[0])
    return _page(*(copy.ask(keys.card(edition, slug)) for slug in copy.ask(keys.latest(edition))))


def section(copy: Copy, address: Address) -> Page | None:
    edition, section = EditionKey(address.fields[0]), SectionKey(address.fields[1])
    # A bare list on purpose: a page that reads the cards too would be pressed again by the card of the story that left.
    return _page(*copy.ask(keys.latest_in_section(edition, section)))


def topic(copy: Copy, address: Address) -> Page | None:
    edition, topic = EditionKey(address.fields[0]), TopicKey(address.fields[1])
    slugs = copy.ask(keys.latest_in_topic(edition, topic))
    if not slugs:
        return _page("gone", status=410) if copy.ask(keys.ever(address)) else None
    return _page(copy.ask(keys.topic(topic)), *(copy.ask(keys.card(edition, slug)) for slug in slugs))


KINDS_BY_NAME = {"article": article, "front": front, "section": section, "topic": topic}


def called_by(key: Key[Any]) -> Iterator[Address]:
    if key.kind == "edition":
        yield addresses.front(EditionKey(key.fields[0]))
    elif key.kind == "story":
        yield addresses.article(EditionKey(key.fields[0]), Slug(key.fields[1]))
    elif key.kind == "latest":
        yield addresses.front(EditionKey(key.fields[0]))
    elif key.kind == "section":
        yield addresses.section(EditionKey(key.fields[0]), SectionKey(key.fields[1]))
    elif key.kind == "in-topic":
        yield addresses.topic(EditionKey(key.fields[0]), TopicKey(key.fields[1]))


KINDS = Kinds(press=KINDS_BY_NAME, called_by=called_by)


def of_these_kinds(all_addresses: Iterable[Address]) -> list[Address]:
    return [address for address in all_addresses if address.kind in KINDS_BY_NAME]

"""The kinds of pages, and which keys call which pages into being."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from broadsheet.news.story import EditionKey, PaperKey, PersonKey, SectionKey, Slug, TopicKey
from broadsheet.pages import addresses, keys
from broadsheet.pages.archive import archive, day, month
from broadsheet.pages.article import article
from broadsheet.pages.author import author
from broadsheet.pages.corrections import corrections
from broadsheet.pages.feed import feed
from broadsheet.pages.front import front
from broadsheet.pages.mark import mark
from broadsheet.pages.section import section
from broadsheet.pages.sitemap import news_sitemap, robots, sitemap, sitemap_day
from broadsheet.pages.standing import about, missing, terms
from broadsheet.pages.stylesheet import script, stylesheet
from broadsheet.pages.topic import topic
from broadsheet.press.key import Address, Key
from broadsheet.press.run import Kinds, PressKind


def _front(edition: str) -> Iterator[Address]:
    page = addresses.front(EditionKey(edition))
    yield page
    yield from addresses.feeds(page)


def _standing(edition: str) -> Iterator[Address]:
    here = EditionKey(edition)
    yield from _front(edition)
    for of in (addresses.archive, addresses.corrections, addresses.about, addresses.terms, addresses.missing):
        yield of(here)
    for of in (addresses.stylesheet, addresses.script, addresses.mark):
        yield of(here)
    yield from _of_paper(keys.paper_of(here))


def _of_paper(paper: str) -> Iterator[Address]:
    for of in (addresses.sitemap, addresses.news_sitemap, addresses.robots):
        yield of(PaperKey(paper))


def _section(edition: str, section: str) -> Iterator[Address]:
    page = addresses.section(EditionKey(edition), SectionKey(section))
    yield page
    yield from addresses.feeds(page)


def _topic(edition: str, topic: str) -> Iterator[Address]:
    page = addresses.topic(EditionKey(edition), TopicKey(topic))
    yield page
    yield from addresses.feeds(page)


def _author(edition: str, person: str) -> Iterator[Address]:
    page = addresses.author(EditionKey(edition), PersonKey(person))
    yield page
    yield from addresses.feeds(page)


def _day(edition: str, day: str) -> Iterator[Address]:
    yield addresses.day(EditionKey(edition), day)
    yield addresses.sitemap_day(EditionKey(edition), day)


def _article(edition: str, slug: str) -> Iterator[Address]:
    yield addresses.article(EditionKey(edition), Slug(slug))


def _month(edition: str, month: str) -> Iterator[Address]:
    yield addresses.month(EditionKey(edition), month)


CALLED_BY: dict[str, Callable[..., Iterable[Address]]] = {
    "edition": _standing,
    "editions": _of_paper,
    "story": _article,
    "section": _section,
    "in-topic": _topic,
    "by": _author,
    "day": _day,
    "month": _month,
}


def called_by(key: Key[Any]) -> Iterable[Address]:
    """The addresses that exist because of such a key, whether or not anybody has read it yet."""
    call = CALLED_BY.get(key.kind)
    return call(*key.fields) if call else ()


PRESS: dict[str, PressKind] = {
    "front": front,
    "article": article,
    "section": section,
    "topic": topic,
    "author": author,
    "day": day,
    "month": month,
    "archive": archive,
    "corrections": corrections,
    "about": about,
    "terms": terms,
    "missing": missing,
    "stylesheet": stylesheet,
    "script": script,
    "mark": mark,
    "rss": feed,
    "atom": feed,
    "json": feed,
    "sitemap": sitemap,
    "sitemap-day": sitemap_day,
    "news-sitemap": news_sitemap,
    "robots": robots,
}
KINDS = Kinds(press=PRESS, called_by=called_by)

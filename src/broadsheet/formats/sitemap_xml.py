"""Sitemaps (https://www.sitemaps.org/protocol.html) and their news extension.

`lastmod` and `publication_date` are texts in the W3C's form, made by `instants.w3c`: a date without a time stays one.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from broadsheet.formats.xml_text import DECLARATION, escaped
from broadsheet.news.story import Language

CONTENT_TYPE = "application/xml; charset=utf-8"
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A page, and when it was last changed, if that is known to the day."""

    url: str
    lastmod: str = ""


class NewsLocation(msgspec.Struct, frozen=True, kw_only=True):
    """A story of the last two days. `publication` is the paper's name as readers know it, and nothing else."""

    url: str
    publication: str
    language: Language
    publication_date: str
    title: str


def write(locations: Iterable[Location]) -> bytes:
    return _document("urlset", _SITEMAP, (_location("url", one) for one in locations))


def write_index(sitemaps: Iterable[Location]) -> bytes:
    return _document("sitemapindex", _SITEMAP, (_location("sitemap", one) for one in sitemaps))


def write_news(locations: Iterable[NewsLocation]) -> bytes:
    return _document("urlset", f"{_SITEMAP} {_NEWS}", (_news_location(one) for one in locations))


def news_language(language: Language) -> str:
    """The primary subtag, but Chinese by its script: the extension knows `zh-cn` and `zh-tw`, and else no subtags."""
    primary, *rest = language.lower().split("-")
    if primary == "zh":
        return "zh-tw" if _TRADITIONAL.intersection(rest) else "zh-cn"
    return primary


def _document(root: str, namespaces: str, parts: Iterable[str]) -> bytes:
    return "".join((DECLARATION, f"<{root} {namespaces}>\n", *parts, f"</{root}>\n")).encode()


def _location(element: str, one: Location) -> str:
    lastmod = f"<lastmod>{escaped(one.lastmod)}</lastmod>" if one.lastmod else ""
    return f"<{element}><loc>{escaped(one.url)}</loc>{lastmod}</{element}>\n"


def _news_location(one: NewsLocation) -> str:
    return (
        f"<url>\n<loc>{escaped(one.url)}</loc>\n<news:news>\n<news:publication>"
        f"<news:name>{escaped(one.publication)}</news:name>"
        f"<news:language>{escaped(news_language(one.language))}</news:language></news:publication>\n"
        f"<news:publication_date>{escaped(one.publication_date)}</news:publication_date>\n"
        f"<news:title>{escaped(one.title)}</news:title>\n</news:news>\n</url>\n"
    )

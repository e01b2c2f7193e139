"""What search engines ask for: sitemaps by day, their index, the news sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

from broadsheet.formats import sitemap_xml
from broadsheet.formats.instants import has_time, rfc_3339, w3c
from broadsheet.formats.sitemap_xml import Location, NewsLocation
from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, PaperKey
from broadsheet.pages import addresses, keys, limits
from broadsheet.pages.emptied import emptied
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import TEXT, Page


def sitemap(copy: Copy, address: Address) -> Page | None:
    """Set the index of a paper's sitemaps: every day of every edition, the newest first."""
    editions = _editions(copy, PaperKey(address.fields[0]))
    if not editions:
        return None
    days = sorted(
        ((day, edition.key, edition.origin) for edition in editions for day in copy.ask(keys.days(edition.key))),
        reverse=True,
    )[: limits.SITEMAP_COUNT]
    sitemaps = [Location(url=addresses.url(origin, addresses.sitemap_day(key, day))) for day, key, origin in days]
    return Page(body=sitemap_xml.write_index(sitemaps), content_type=sitemap_xml.CONTENT_TYPE)


def sitemap_day(copy: Copy, address: Address) -> Page | None:
    """Set the sitemap of the stories first published on one day of one edition."""
    key, day = address.fields
    edition = copy.ask(keys.edition(EditionKey(key)))
    if edition is None:
        return None
    slugs = copy.ask(keys.day(edition.key, day))
    if not slugs:
        return emptied(copy, address, edition)
    cards = [
        card for slug in slugs[-limits.SITEMAP_COUNT :] if (card := copy.ask(keys.card(edition.key, slug))) is not None
    ]
    zone = ZoneInfo(edition.zone)
    locations = [
        Location(
            url=addresses.url(edition.origin, addresses.article(card.edition, card.slug)), lastmod=_lastmod(card, zone)
        )
        for card in cards
    ]
    updated_at = max((card.updated_at for card in cards), default=None)
    return Page(body=sitemap_xml.write(locations), content_type=sitemap_xml.CONTENT_TYPE, updated_at=updated_at)


def _lastmod(card: keys.Card, zone: tzinfo) -> str:
    """The last editorial change; of a story untouched since, its date as far as it is known to the day or better."""
    if card.updated_at != card.first_published_at:
        return rfc_3339(card.updated_at)
    if card.precision in {"month", "year"}:
        return ""
    return w3c(card.first_published_at.astimezone(zone), card.precision)


def news_sitemap(copy: Copy, address: Address) -> Page | None:
    """Set the news sitemap: the stories of the last two days before the record's own instant. It may be empty."""
    paper = PaperKey(address.fields[0])
    editions = {edition.key: edition for edition in _editions(copy, paper)}
    if not editions:
        return None
    # What is dated by month or year only is no news.
    dated = [one for one in copy.ask(keys.news_window(paper)) if has_time(one.precision) or one.precision == "day"]
    locations = [_news_location(one, editions[one.edition]) for one in dated if one.edition in editions]
    return Page(body=sitemap_xml.write_news(locations), content_type=sitemap_xml.CONTENT_TYPE)


def _news_location(item: keys.NewsItem, edition: Edition) -> NewsLocation:
    return NewsLocation(
        url=addresses.url(edition.origin, addresses.article(item.edition, item.slug)),
        publication=edition.name,
        language=edition.language,
        publication_date=w3c(item.first_published_at.astimezone(ZoneInfo(edition.zone)), item.precision),
        title=item.headline,
    )


def robots(copy: Copy, address: Address) -> Page | None:
    """Set robots.txt: everything but the desk may be read, and here are the sitemaps."""
    paper = PaperKey(address.fields[0])
    editions = _editions(copy, paper)
    if not editions:
        return None
    # The editions of one paper share its host.
    maps = [addresses.url(editions[0].origin, of(paper)) for of in (addresses.sitemap, addresses.news_sitemap)]
    lines = ["User-agent: *", "Disallow: /desk/", "", *(f"Sitemap: {url}" for url in maps), ""]
    return Page(body="\n".join(lines).encode(), content_type=TEXT)


def _editions(copy: Copy, paper: PaperKey) -> list[Edition]:
    return list(_found(copy, paper))


def _found(copy: Copy, paper: PaperKey) -> Iterator[Edition]:
    for key in copy.ask(keys.editions(paper)):
        edition = copy.ask(keys.edition(key))
        if edition is not None:
            yield edition

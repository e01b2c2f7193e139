"""The archive: every day of an edition by its own name, so that no page of it changes because time has passed."""

from __future__ import annotations

from itertools import groupby

import msgspec

from broadsheet.news.story import EditionKey
from broadsheet.pages import addresses, furniture, gone, keys, listing, trail
from broadsheet.pages.teaser import teaser
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page


class Year(msgspec.Struct, frozen=True, kw_only=True):
    year: str
    months: tuple[str, ...]


def day(copy: Copy, address: Address) -> Page | None:
    """Set the page of one day: all its stories, in the order in which they came."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    on = address.fields[1]
    slugs = copy.ask(keys.day(edition.key, on))
    if not slugs:
        return gone.emptied(copy, address)
    words = wording(edition)
    title = words.day(on)
    listed = list(listing.cards(copy, edition.key, slugs))
    stamp = furniture.latest(listed)
    month = addresses.month(edition.key, on[:7])
    way = [(words.text("archive"), addresses.archive(edition.key)), (words.month(on[:7]), month)]
    return furniture.page(
        copy,
        edition.key,
        "day.html",
        address=address,
        title=title,
        description=words.text("of_day", day=title),
        shown_at=stamp.at,
        precision=stamp.precision,
        structured=trail.collection(edition, address, title, through=way),
        listed=[teaser(copy, edition, one) for one in listed],
        month=on[:7],
    )


def month(copy: Copy, address: Address) -> Page | None:
    """Set the page of a month: its days that have stories, with how many."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    of = address.fields[1]
    days = copy.ask(keys.month(edition.key, of))
    if not days:
        return gone.emptied(copy, address)
    words = wording(edition)
    title = words.month(of)
    way = [(words.text("archive"), addresses.archive(edition.key))]
    return furniture.page(
        copy,
        edition.key,
        "month.html",
        address=address,
        title=title,
        description=words.text("of_month", month=title),
        structured=trail.collection(edition, address, title, through=way),
        days=days,
        count=sum(one.count for one in days),
    )


def archive(copy: Copy, address: Address) -> Page | None:
    """Set the list of all months that have stories, year by year, the newest first."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    title = wording(edition).text("archive")
    months = copy.ask(keys.months(edition.key))
    years = [Year(year=year, months=tuple(of)) for year, of in groupby(months, lambda month: month[:4])]
    return furniture.page(
        copy,
        edition.key,
        "archive.html",
        address=address,
        title=title,
        description=wording(edition).text("archive_about", paper=edition.name),
        alternates=listing.alternates(edition, addresses.archive),
        structured=trail.collection(edition, address, title),
        years=years,
    )

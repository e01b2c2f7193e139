"""Pages that were there once: what a withdrawn story and an emptied list answer for ever (law L7), with status 410.

What machines get of an emptied feed stands in `emptied.py`.
"""

from __future__ import annotations

from broadsheet.news.story import Gone, Precision
from broadsheet.pages import addresses, furniture, keys, links
from broadsheet.pages.wording import Wording, wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

STATUS = 410


def story(copy: Copy, address: Address, gone: Gone) -> Page | None:
    """What readers get of a withdrawn story: when it was there, and why it is not."""
    return _quiet(copy, address, "gone", gone=gone)


def emptied(copy: Copy, address: Address) -> Page | None:
    """What is left of a list that has become empty, as readers get it; None where there never was one."""
    if not copy.ask(keys.ever(address)):
        return None
    return _quiet(copy, address, "emptied", gone=None)


def _quiet(copy: Copy, address: Address, what: str, gone: Gone | None) -> Page | None:
    edition = addresses.edition_of(address)
    here = copy.ask(keys.edition(edition)) if edition is not None else None
    if here is None:
        return None
    words = wording(here)
    return furniture.page(
        copy,
        here.key,
        "gone.html",
        address=address,
        title=words.text(f"{what}_title"),
        status=STATUS,
        is_indexed=False,
        what=what,
        dates=_dates(words, gone) if gone is not None else "",
        reason=gone.reason if gone is not None else "",
        contact=links.contact(here.contact),
    )


def _dates(words: Wording, gone: Gone) -> str:
    """From when until when, as exactly as the beginning is known; a day is enough for it."""
    is_vague = gone.precision in {"month", "year"}
    precision: Precision = gone.precision if is_vague else "day"
    return words.say(
        "gone_dates_vague" if is_vague else "gone_dates",
        published=words.stamp(gone.first_published_at, precision),
        withdrawn=words.stamp(gone.withdrawn_at),
    )

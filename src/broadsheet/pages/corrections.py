"""The page of corrections: what the paper got wrong, and when it said so."""

from __future__ import annotations

from broadsheet.news.story import EditionKey
from broadsheet.pages import addresses, furniture, keys, listing, trail
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page


def corrections(copy: Copy, address: Address) -> Page | None:
    """Set the newest corrections; the page stands from the first day, as a promise."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    words = wording(edition)
    title = words.text("corrections")
    found = copy.ask(keys.corrections(edition.key))
    return furniture.page(
        copy,
        edition.key,
        "corrections.html",
        address=address,
        title=title,
        description=words.text("corrections_about"),
        shown_at=max((one.note.at for one in found), default=None),
        alternates=listing.alternates(edition, addresses.corrections),
        structured=trail.collection(edition, address, title),
        corrections=found,
    )

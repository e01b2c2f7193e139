"""Pages that stand while the news passes: about the paper, its terms, and the one for addresses that lead nowhere."""

from __future__ import annotations

from broadsheet.news.story import EditionKey
from broadsheet.pages import furniture, keys, links
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page


def about(copy: Copy, address: Address) -> Page | None:
    """What the paper says about itself; None where it says nothing."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None or not edition.about:
        return None
    return furniture.page(
        copy,
        edition.key,
        "about.html",
        address=address,
        title=wording(edition).text("about_paper", paper=edition.name),
        description=edition.tagline,
        contact=links.contact(edition.contact),
    )


def terms(copy: Copy, address: Address) -> Page | None:
    """The terms of use as they are now; None where there are none."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None or edition.terms is None:
        return None
    title = wording(edition).text("terms")
    return furniture.page(copy, edition.key, "terms.html", address=address, title=title, terms=edition.terms)


def missing(copy: Copy, address: Address) -> Page | None:
    """What the server answers for any path of the edition that has no page."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    return furniture.page(
        copy,
        edition.key,
        "missing.html",
        address=address,
        title=wording(edition).text("missing_title"),
        status=404,
        is_indexed=False,
        contact=links.contact(edition.contact),
    )

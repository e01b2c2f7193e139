"""What machines are told of a page that lists stories: what it is, and the way to it from the front."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.news.paper import Edition
from broadsheet.pages import addresses
from broadsheet.pages.structured import Said, publisher
from broadsheet.press.key import Address


def website(edition: Edition) -> Said:
    """The front."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": edition.name,
        "url": addresses.url(edition.origin, addresses.front(edition.key)),
        "inLanguage": edition.language,
        "publisher": publisher(edition),
    }


def collection(
    edition: Edition,
    address: Address,
    title: str,
    *,
    through: Sequence[tuple[str, Address]] = (),
    about: object = None,
) -> Said:
    """A list; `through` are the pages between the front and it, `about` is what all its stories are about."""
    said: Said = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": title,
        "url": addresses.url(edition.origin, address),
        "inLanguage": edition.language,
        "breadcrumb": breadcrumbs(edition, [*through, (title, address)]),
    }
    if about is not None:
        said["about"] = about
    return said


def breadcrumbs(edition: Edition, steps: Sequence[tuple[str, Address]]) -> Said:
    way = [(edition.name, addresses.front(edition.key)), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": addresses.url(edition.origin, address)}
            for place, (name, address) in enumerate(way, 1)
        ],
    }

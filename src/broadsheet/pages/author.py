"""An author's page: who it is, and the newest stories by them."""

from __future__ import annotations

from broadsheet.news.paper import Person
from broadsheet.news.story import EditionKey, PersonKey
from broadsheet.pages import addresses, gone, keys, listing
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page


def author(copy: Copy, address: Address) -> Page | None:
    """Set an author's page. The record may have forgotten the person: then the key is the name."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    key = PersonKey(address.fields[1])
    slugs = copy.ask(keys.latest_by(edition.key, key))
    if not slugs:
        return gone.emptied(copy, address)
    person = copy.ask(keys.person(key)) or Person(key=key, names={})
    words = wording(edition)
    title = person.name(edition.language)
    about, role = person.about.get(edition.language, ""), person.roles.get(edition.language, "")

    def there(other: EditionKey) -> Address | None:
        page = addresses.author(other, key)
        return page if copy.ask(keys.filled(page)) else None

    said: dict[str, object] = {"@type": "Person", "name": title, "url": addresses.url(edition.origin, address)}
    if role:
        said["jobTitle"] = role
    return listing.page(
        copy,
        edition,
        "author.html",
        address=address,
        title=title,
        description=about or words.text("by_author", name=title),
        slugs=slugs,
        about=said,
        alternates=listing.alternates(edition, there),
        role=role,
        about_author=about,
    )

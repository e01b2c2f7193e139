"""A section's page: its newest stories."""

from __future__ import annotations

from broadsheet.news.story import EditionKey, SectionKey
from broadsheet.pages import addresses, gone, keys, listing
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page


def section(copy: Copy, address: Address) -> Page | None:
    """Set a section's page: it stands, perhaps empty, while the edition names the section, and while it has stories."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    key = SectionKey(address.fields[1])
    slugs = copy.ask(keys.latest_in_section(edition.key, key))
    if not slugs and key not in {one.key for one in edition.sections}:
        return gone.emptied(copy, address)
    title = edition.section_name(key)

    def there(other: EditionKey) -> Address | None:
        found = copy.ask(keys.edition(other))
        has_it = found is not None and key in {one.key for one in found.sections}
        return addresses.section(other, key) if has_it else None

    return listing.page(
        copy,
        edition,
        "section.html",
        address=address,
        title=title,
        description=wording(edition).text("in_section", section=title),
        section=key,
        slugs=slugs,
        has_row=True,
        alternates=listing.alternates(edition, there),
    )

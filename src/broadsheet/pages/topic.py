"""A topic's page: what it is called, and the newest stories about it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from broadsheet.news.bidi import direction
from broadsheet.news.paper import Edition, Topic
from broadsheet.news.story import EditionKey, Language, TopicKey
from broadsheet.pages import addresses, gone, keys, listing, structured
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page


def topic(copy: Copy, address: Address) -> Page | None:
    """Set a topic's page. Stories may have a topic that the record does not know: then its key is its name."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    key = TopicKey(address.fields[1])
    slugs = copy.ask(keys.latest_in_topic(edition.key, key))
    if not slugs:
        return gone.emptied(copy, address)
    known = copy.ask(keys.topic(key))
    found = known or Topic(key=key, kind="subject", names={})
    words = wording(edition)
    title = found.name(edition.language)

    def there(other: EditionKey) -> Address | None:
        page = addresses.topic(other, key)
        return page if copy.ask(keys.filled(page)) else None

    about = found.about.get(edition.language, "")
    return listing.page(
        copy,
        edition,
        "topic.html",
        address=address,
        title=title,
        description=about or words.text("on_topic", topic=title),
        slugs=slugs,
        about=structured.topic(edition, found),
        topic=key,
        alternates=listing.alternates(edition, there),
        kind_of_topic=found.kind,
        about_topic=about,
        also_called=tuple(_also_called(edition, found)),
    )


def _also_called(edition: Edition, topic: Topic) -> Iterator[str]:
    """Other spellings in the edition's language, then the names in others, each marked as what it is."""
    said = {topic.name(edition.language)}
    for name in (topic.abbreviations.get(edition.language, ""), *topic.variants.get(edition.language, ())):
        if name and name not in said:
            said.add(name)
            yield name
    for language, name in topic.names.items():
        if language != edition.language and name not in said:
            said.add(name)
            yield Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(language, direction(Language(language)), name)

"""Feeds of a front, a section, a topic or an author, in three formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from broadsheet.formats import atom, json_feed, rss
from broadsheet.formats.feed import Author, Category, Feed, Illustration, Item
from broadsheet.formats.xml_text import printable
from broadsheet.news.bidi import standing_alone
from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, PersonKey, Picture, SectionKey, Slug, TopicKey
from broadsheet.pages import addresses, keys, limits
from broadsheet.pages.emptied import emptied
from broadsheet.pages.wording import Wording, wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

_FORMATS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "rss": (rss.write, rss.CONTENT_TYPE),
    "atom": (atom.write, atom.CONTENT_TYPE),
    "json": (json_feed.write, json_feed.CONTENT_TYPE),
}


class _Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list that has a feed: what it is called, what it is of, and its stories, the newest first."""

    title: str
    description: str
    slugs: tuple[Slug, ...]


def feed(copy: Copy, address: Address) -> Page | None:
    """Set the feed of a list, in the format that the address is of.

    A front or a section that the edition names has a feed even while it is empty; any other empty list is gone.
    """
    of = addresses.feed_of(address)
    edition = copy.ask(keys.edition(EditionKey(of.fields[0])))
    if edition is None:
        return None
    words = wording(edition)
    listing = _listing(copy, edition, words, of)
    if listing is None:
        return emptied(copy, address, edition)
    front = addresses.url(edition.origin, addresses.front(edition.key))
    set_up = Feed(
        id=addresses.url(edition.origin, address),
        url=addresses.url(edition.origin, address),
        page_url=addresses.url(edition.origin, of),
        title=listing.title,
        description=listing.description,
        language=edition.language,
        author=Author(name=edition.name, url=front),
        rights=_rights(edition, words),
        icon_url=addresses.url(edition.origin, addresses.mark(edition.key)),
        items=tuple(_items(copy, edition, words, listing.slugs)),
    )
    write, content_type = _FORMATS[address.kind]
    return Page(body=write(set_up), content_type=content_type, updated_at=set_up.updated_at)


def _listing(copy: Copy, edition: Edition, words: Wording, of: Address) -> _Listing | None:
    if of.kind == "front":
        about = printable(edition.tagline).strip() or edition.name
        return _Listing(title=edition.name, description=about, slugs=copy.ask(keys.latest(edition.key)))
    name = of.fields[1]
    stands_empty = False
    if of.kind == "section":
        section = SectionKey(name)
        slugs = copy.ask(keys.latest_in_section(edition.key, section))
        stands_empty = any(one.key == section for one in edition.sections)
        title = edition.section_name(section)
        about = words.text("in_section", section=title)
    elif of.kind == "topic":
        slugs = copy.ask(keys.latest_in_topic(edition.key, TopicKey(name)))
        title = _topic_name(copy, edition, TopicKey(name))
        about = words.text("on_topic", topic=title)
    else:
        slugs = copy.ask(keys.latest_by(edition.key, PersonKey(name)))
        title = _person_name(copy, edition, PersonKey(name))
        about = words.text("by_author", name=title)
    if not slugs and not stands_empty:
        return None
    return _Listing(title=words.text("title", title=title, paper=edition.name), description=about, slugs=slugs)


def _items(copy: Copy, edition: Edition, words: Wording, slugs: tuple[Slug, ...]) -> Iterator[Item]:
    for slug in slugs:
        card = copy.ask(keys.card(edition.key, slug))
        if card is not None:
            yield _item(copy, edition, words, card)


def _item(copy: Copy, edition: Edition, words: Wording, card: keys.Card) -> Item:
    return Item(
        id=f"urn:uuid:{card.id}",
        url=addresses.url(edition.origin, addresses.article(card.edition, card.slug)),
        title=standing_alone(card.headline, words.direction),
        summary=standing_alone(card.standfirst, words.direction),
        authors=tuple(_authors(copy, edition, card)),
        categories=_categories(copy, edition, card),
        picture=_illustration(edition, card.picture) if card.picture is not None else None,
        published_at=card.first_published_at.astimezone(words.zone),
        precision=card.precision,
        updated_at=card.updated_at,
    )


def _authors(copy: Copy, edition: Edition, card: keys.Card) -> Iterator[Author]:
    """Those of the byline; a story without one has the agency's name, if any, and else the paper's, from the feed."""
    for person in card.people:
        url = addresses.url(edition.origin, addresses.author(edition.key, person))
        yield Author(name=_person_name(copy, edition, person), url=url)
    unsigned = () if card.people or card.byline else (card.agency,)
    for name in (*card.byline, *unsigned):
        if printable(name).strip():
            yield Author(name=name)


def _categories(copy: Copy, edition: Edition, card: keys.Card) -> tuple[Category, ...]:
    """The section and the topics; where one has the name of another, it is said once."""
    section = Category(key=card.section, name=edition.section_name(card.section))
    found = {section.name: section}
    for topic in card.topics:
        name = _topic_name(copy, edition, topic)
        found.setdefault(name, Category(key=topic, name=name))
    return tuple(found.values())


def _topic_name(copy: Copy, edition: Edition, key: TopicKey) -> str:
    topic = copy.ask(keys.topic(key))
    return topic.name(edition.language) if topic is not None else key


def _person_name(copy: Copy, edition: Edition, key: PersonKey) -> str:
    person = copy.ask(keys.person(key))
    return person.name(edition.language) if person is not None else key


def _illustration(edition: Edition, picture: Picture) -> Illustration | None:
    """The widest JPEG that is not too wide: what every feed reader can show."""
    ready = sorted(picture.of_type("image/jpeg") or picture.renditions, key=lambda one: one.width_px)
    if not ready:
        return None
    chosen = [one for one in ready if one.width_px <= limits.FEED_PICTURE_PX][-1:] or ready[:1]
    return Illustration(
        url=edition.origin + addresses.percent_encoded(chosen[0].path),
        content_type=chosen[0].content_type,
        width_px=chosen[0].width_px,
        height_px=chosen[0].height_px,
        description=picture.caption or picture.alt,
        credit=picture.credit,
    )


def _rights(edition: Edition, words: Wording) -> str:
    if not edition.rights_holder:
        return ""
    if not edition.rights_year:
        return words.text("rights_no_year", holder=edition.rights_holder)
    return words.text("rights", year=words.digits(edition.rights_year), holder=edition.rights_holder)

"""What machines are told of a page, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.news.paper import Edition, Topic
from broadsheet.news.story import Note, Picture, Story
from broadsheet.pages import addresses
from broadsheet.pages.wording import wording
from broadsheet.press.key import Address

Said = dict[str, object]
_TYPE_OF_TOPIC = {"subject": "Thing", "person": "Person", "place": "Place", "organisation": "Organization"}
_TYPE_OF_GENRE = {"opinion": "OpinionNewsArticle"}
PICTURE_TYPES = ("image/jpeg", "image/png")


def publisher(edition: Edition) -> Said:
    front = addresses.url(edition.origin, addresses.front(edition.key))
    return {"@type": "NewsMediaOrganization", "name": edition.name, "url": front}


def picture(edition: Edition, one: Picture) -> Said | None:
    """The largest rendition in a form that everybody reads."""
    ready = [found for form in PICTURE_TYPES for found in one.of_type(form)] or list(one.renditions)
    if not ready:
        return None
    largest = max(ready, key=lambda found: found.width_px)
    said: Said = {
        "@type": "ImageObject",
        "url": addresses.absolute(edition.origin, largest.path),
        "width": largest.width_px,
        "height": largest.height_px,
    }
    if one.caption:
        said["caption"] = one.caption
    if one.credit:
        said["creditText"] = one.credit
    return said


def news_article(
    edition: Edition,
    address: Address,
    story: Story,
    topics: Sequence[Topic],
    byline: Sequence[tuple[str, Address | None]],
) -> Said:
    """A story. An instant is told as exactly as it is known; without a byline the agency or the paper is the author."""
    words = wording(edition)
    is_vague = story.updated_at == story.first_published_at
    said: Said = {
        "@context": "https://schema.org",
        "@type": _TYPE_OF_GENRE.get(story.genre, "NewsArticle"),
        "mainEntityOfPage": addresses.url(edition.origin, address),
        "headline": story.headline,
        "description": story.standfirst,
        "inLanguage": story.language,
        "datePublished": words.machine(story.first_published_at, story.precision),
        "dateModified": words.machine(story.updated_at, story.precision if is_vague else "second"),
        "author": [_person(edition, name, author) for name, author in byline] or _agency(story) or publisher(edition),
        "publisher": publisher(edition),
        "image": picture(edition, story.picture) if story.picture else None,
        "articleSection": edition.section_name(story.section),
        "about": [topic(edition, one) for one in topics if one.key in story.first_topics],
        "isAccessibleForFree": True,
        "dateline": story.dateline.place if story.dateline else "",
        "sourceOrganization": _agency(story),
        "correction": [_correction(edition, note) for note in story.notes if note.kind == "correction"],
    }
    return {name: value for name, value in said.items() if value not in ("", None, [])}


def _person(edition: Edition, name: str, author: Address | None) -> Said:
    said: Said = {"@type": "Person", "name": name}
    if author is not None:
        said["url"] = addresses.url(edition.origin, author)
    return said


def _agency(story: Story) -> Said | None:
    return {"@type": "NewsMediaOrganization", "name": story.agency} if story.agency else None


def topic(edition: Edition, one: Topic) -> Said:
    return {"@type": _TYPE_OF_TOPIC[one.kind], "name": one.name(edition.language)}


def _correction(edition: Edition, note: Note) -> Said:
    return {"@type": "CorrectionComment", "text": note.text, "datePublished": wording(edition).machine(note.at)}

"""What is public now, and what was: questions that rooms other than the press ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.news.entry import Entry
from broadsheet.news.story import EditionKey, Slug, Story, StoryId
from broadsheet.pages import addresses, keys
from broadsheet.record import values
from broadsheet.record.models import AddressRow, EntryRow, LiveStory, Standing


def live(story: StoryId) -> Story | None:
    """The story as readers get it now; None where it is not public."""
    value = LiveStory.objects.filter(story=story).values_list("entry__value", flat=True).first()
    return values.entry.decode(value).story if value is not None else None


def live_among(stories: Iterable[StoryId]) -> dict[StoryId, Story]:
    """Those of some stories that are public, with one question; for whoever goes through all of them."""
    rows = LiveStory.objects.filter(story__in=list(stories)).values_list("entry__value", flat=True)
    found = [values.entry.decode(value).story for value in rows]
    return {story.id: story for story in found if story is not None}


def last_entry(story: StoryId) -> Entry | None:
    value = EntryRow.objects.filter(story=story).order_by("-number").values_list("value", flat=True).first()
    return values.entry.decode(value) if value is not None else None


def entries(story: StoryId) -> list[Entry]:
    """All acts on a story, the first first."""
    rows = EntryRow.objects.filter(story=story).order_by("number").values_list("value", flat=True)
    return [values.entry.decode(value) for value in rows]


def all_live() -> Iterator[Story]:
    """Every public story, one at a time."""
    rows = LiveStory.objects.order_by("pk").values_list("entry__value", flat=True)
    for value in rows.iterator(chunk_size=500):
        story = values.entry.decode(value).story
        assert story is not None, "a live story's last entry is a withdrawal"
        yield story


def live_count(edition: EditionKey | None = None) -> int:
    found = LiveStory.objects.all() if edition is None else LiveStory.objects.filter(edition=edition)
    return found.count()


def has_address(edition: EditionKey, slug: Slug) -> bool:
    """Whether a story is or was at this address: it is given away then, for ever."""
    return AddressRow.objects.filter(address=addresses.article(edition, slug)).exists()


def url(story: StoryId) -> str | None:
    """The address of a public story's page, with its paper's host; None where the story is not public."""
    live = LiveStory.objects.filter(story=story).values_list("edition", "slug").first()
    if live is None:
        return None
    key = EditionKey(live[0])
    edition = values.edition.decode(Standing.objects.values_list("value", flat=True).get(key=keys.edition(key)))
    return addresses.url(edition.origin, addresses.article(key, Slug(live[1])))

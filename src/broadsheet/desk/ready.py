"""What stands in the way of publishing a story: asked by forms before, and by `publish` itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from broadsheet.desk.models import EditionSection, Story
from broadsheet.desk.refused import DateWanted, Embargoed, NotReady, Refused
from broadsheet.news.slug import is_slug


def hindrances(story: Story, *, at: datetime) -> list[Refused]:
    """All of it, so that an editor mends it in one go; an empty list is a story that may go out."""
    return list(_hindrances(story, at))


def _hindrances(story: Story, at: datetime) -> Iterator[Refused]:
    if story.embargo_until is not None and story.embargo_until > at:
        until = story.embargo_until.isoformat()
        yield Embargoed("embargo_until", until, "publish after it, or let it go live by itself at that moment or later")
    if story.needs_date and story.dated_at is None:
        yield DateWanted("dated_at", "nothing", "date and precision wanted: when the story was first published")
    if story.dated_at is not None and story.dated_at > at:
        yield NotReady(
            "dated_at",
            story.dated_at.isoformat(),
            f"a moment not after {at.isoformat()}; for later there is embargo_until",
        )
    if not story.headline.strip():
        yield NotReady("headline", "nothing", "a headline would do")
    if not is_slug(story.slug):
        yield NotReady("slug", repr(story.slug), "letters, digits and single hyphens would do")
    if not EditionSection.objects.filter(edition=story.edition_id, section=story.section_id).exists():
        known = ", ".join(_sections(story)) or "none; give the edition sections first"
        yield NotReady("section", repr(story.section.key), f"a section of this edition would do: {known}")
    yield from _in_body(story)


def _sections(story: Story) -> list[str]:
    places = EditionSection.objects.filter(edition=story.edition_id).order_by("sort_order")
    return list(places.values_list("section__key", flat=True))


def _in_body(story: Story) -> Iterator[Refused]:
    for number, block in enumerate(story.body):
        if block.block_type == "story" and (block.value is None or not block.value.live):
            found = "a story that is gone" if block.value is None else f"“{block.value}”, which is not public"
            yield NotReady(f"body[{number}].story", found, "a published story would do, or no link")
        if block.block_type == "picture" and (block.value["picture"] is None or not block.value["picture"].made):
            yield NotReady(f"body[{number}].picture", "no picture that readers could be shown", "upload the file again")

"""Stories for tests, each different from the others by its number alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from broadsheet.news.story import FamilyId, Language, Paragraph, Slug, Story, StoryId
from tests.press.newsroom import EDITIONS, MORNING, SECTIONS


def story(number: int, **changes: Any) -> Story:
    at = MORNING + timedelta(minutes=number)
    values: dict[str, Any] = {
        "id": StoryId(str(UUID(int=number))),
        "family": FamilyId(str(UUID(int=1000 + number))),
        "edition": EDITIONS[0],
        "language": Language("en"),
        "slug": Slug(f"story-{number}"),
        "headline": f"Headline {number}",
        "standfirst": f"Standfirst {number}",
        "body": (Paragraph(id="1", markup=f"Paragraph of story {number}."),),
        "section": SECTIONS[0],
        "first_published_at": at,
        "updated_at": at,
        "revised_at": at,
    }
    return Story(**(values | changes))

"""Related stories: chosen around one story, each with the topic that is the reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from broadsheet.news.story import Slug, StoryId, TopicKey

RELATED_COUNT = 6
NEAR_COUNT = 4
"""How many stories before a story are looked at for each of its first topics. With FIRST_TOPICS_COUNT it bounds how
many pages one story's line can stand on."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier story that shares a first topic."""

    id: StoryId
    slug: Slug
    topics: tuple[TopicKey, ...]
    first_published_at: datetime


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A story worth reading beside this one, and the topics that both have, the reason first."""

    slug: Slug
    topics: tuple[TopicKey, ...]


def related(topics: tuple[TopicKey, ...], candidates: Iterable[Candidate]) -> tuple[Related, ...]:
    """Choose among stories that share a first topic: more shared topics first, then the nearer in time."""
    unique = {candidate.id: candidate for candidate in candidates}
    shared = {one.id: tuple(topic for topic in topics if topic in one.topics) for one in unique.values()}
    ranked = sorted(
        (one for one in unique.values() if shared[one.id]),
        key=lambda one: (len(shared[one.id]), one.first_published_at, one.id),
        reverse=True,
    )
    return tuple(Related(slug=one.slug, topics=shared[one.id]) for one in ranked[:RELATED_COUNT])

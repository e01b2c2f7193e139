"""Editors at the real desk, making random moves with bait in everything that readers must not get."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import brotli
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from broadsheet.desk import filing, publish, reconcile, schedule
from broadsheet.desk.models import Story
from broadsheet.record import proof, release
from broadsheet.record.models import PressedPage, Standing, Ticket
from broadsheet.record.refused import AddressTaken
from tests.desk.house import NOW, open_house

BAIT = "BAITWORD"
SLUGS = ["story-a", "story-b", "story-c", "story-d"]
EDITIONS = ["en", "ar"]

slugs = st.sampled_from(SLUGS)
editions = st.sampled_from(EDITIONS)
FIELDS = ("headline", "kicker", "standfirst", "agency", "dateline")


def emptied() -> None:
    """Empty what desk and record hold between two examples, which share one test's database."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("record_", "desk_", "wagtailcore_revision", "wagtailcore_modellogentry", "auth_user")):
                cursor.execute(f"DELETE FROM {table}")


class Newsdesk(RuleBasedStateMachine):
    """File, publish, leave drafts, set embargoes, withdraw, delete, let time pass."""

    def __init__(self) -> None:
        super().__init__()
        emptied()
        open_house()
        self.now = NOW
        self._clock = timezone.now
        timezone.now = lambda: self.now  # Wagtail asks it whether a story's hour has come
        self.spent: set[tuple[str, str]] = set()
        self.embargoes: dict[tuple[str, str], datetime] = {}

    def teardown(self) -> None:
        timezone.now = self._clock

    def passes(self, count: int = 1) -> datetime:
        self.now += timedelta(minutes=count)
        return self.now

    def file(self, edition: str, slug: str, *, words: str, is_to_publish: bool, **changes: Any) -> None:
        filed: dict[str, Any] = {
            "slug": slug,
            "edition": edition,
            "section": "region",
            "body": [f"A paragraph. {words}"],
            "topics": ["tyre"],
            **{field: f"{field} {words}" for field in FIELDS},
            **changes,
        }
        filing.file(filed, by="editors", at=self.passes(), publish=is_to_publish, base_dir=None)

    def story(self, edition: str, slug: str) -> Story | None:
        return Story.objects.filter(edition__prefix=edition, slug=slug).first()

    @rule(edition=editions, slug=slugs, words=st.sampled_from(["one", "two"]))
    def publish(self, edition: str, slug: str, words: str) -> None:
        if (edition, slug) in self.embargoes:
            return
        if (edition, slug) in self.spent:
            with pytest.raises(AddressTaken):
                self.file(edition, slug, words=words, is_to_publish=True)
            return
        self.file(edition, slug, words=words, is_to_publish=True)

    @rule(edition=editions, slug=slugs)
    def leave_a_draft(self, edition: str, slug: str) -> None:
        if (edition, slug) not in self.embargoes:
            self.file(edition, slug, words=BAIT, is_to_publish=False)

    @rule(edition=editions, slug=slugs, minutes=st.sampled_from([5, 60, 600]))
    def file_under_embargo(self, edition: str, slug: str, minutes: int) -> None:
        if self.story(edition, slug) is not None or (edition, slug) in self.spent:
            return
        over_at = self.now + timedelta(minutes=minutes)
        words = f"{BAIT} until {over_at.isoformat()}"
        self.file(edition, slug, words=words, is_to_publish=True, embargo_until=over_at.isoformat())
        self.embargoes[edition, slug] = over_at

    @rule(edition=editions, slug=slugs)
    def withdraw(self, edition: str, slug: str) -> None:
        story = self.story(edition, slug)
        if story is not None and story.live:
            publish.withdraw(story, by="editors", at=self.passes(), reason="The agency withdrew it.")

    @rule(edition=editions, slug=slugs)
    def delete(self, edition: str, slug: str) -> None:
        story = self.story(edition, slug)
        if story is not None and (edition, slug) not in self.embargoes:
            if story.first_published_at is not None:
                self.spent.add((edition, slug))  # the next story of this slug is another story
            with transaction.atomic():
                story.delete()

    @rule(minutes=st.sampled_from([1, 30, 700]))
    def time_passes(self, minutes: int) -> None:
        self.passes(minutes)
        schedule.due(self.now)
        with transaction.atomic():
            release.tick(self.now)
        for place, over_at in list(self.embargoes.items()):
            if over_at <= self.now:
                story = self.story(*place)
                assert story is not None
                assert story.live, "an embargo is over and the story is not public"
                del self.embargoes[place]
                # From now on its words are public: give it others, so that bait means a leak again.
                self.file(*place, words="after the embargo", is_to_publish=True)

    @invariant()
    def nothing_leaks(self) -> None:
        """Law L5: no page, feed or sitemap holds a word of what is not public."""
        for address, body, location in PressedPage.objects.values_list("address", "body", "location"):
            found = brotli.decompress(bytes(body)) if body is not None else b""
            assert BAIT.encode() not in found, address
            assert BAIT not in location, address
        for key, value in Standing.objects.values_list("key", "value"):
            assert BAIT.encode() not in bytes(value), key

    @invariant()
    def record_equals_desk(self) -> None:
        """Law L2: the record has as public exactly what the desk says is."""
        assert reconcile.differences(self.now) == []

    @invariant()
    def store_equals_rebuild(self) -> None:
        """Law L1, once more from the other end."""
        assert proof.verify().differences == ()
        assert not Ticket.objects.exists()

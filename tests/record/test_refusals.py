"""What the record refuses, in which words; and that nothing is changed by a refusal."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.db import transaction

from broadsheet.news.story import EditionKey, Slug, Story
from broadsheet.record import published, refused, release
from broadsheet.record.models import AddressRow, EntryRow, Ticket
from tests.press.newsroom import EDITIONS, MORNING, edition
from tests.press.stories import story

pytestmark = pytest.mark.django_db(transaction=True)
NOW = MORNING + timedelta(days=2)


@pytest.fixture(autouse=True)
def paper() -> None:
    with transaction.atomic():
        for key in EDITIONS:
            release.edition(edition(key), at=NOW)
        release.story(story(1), by="editor", at=NOW)


def _refused(value: Story, error: type[refused.Refused]) -> str:
    before = (EntryRow.objects.count(), AddressRow.objects.count(), Ticket.objects.count())
    with pytest.raises(error) as caught, transaction.atomic():
        release.story(value, by="editor", at=NOW)
    assert (EntryRow.objects.count(), AddressRow.objects.count(), Ticket.objects.count()) == before
    return str(caught.value)


def test_a_story_from_the_future_is_refused_with_a_hint() -> None:
    tomorrow = NOW + timedelta(days=1)
    said = _refused(story(2, first_published_at=tomorrow), refused.NotYet)
    assert said == (
        f"first_published_at: found {tomorrow.isoformat()}; an instant not after {NOW.isoformat()};"
        " a story for later takes an embargo"
    )


def test_an_unknown_edition_is_refused() -> None:
    said = _refused(story(2, edition=EditionKey("paper.fr")), refused.Unknown)
    assert said == "edition: found 'paper.fr'; the key of an edition that has been released"


def test_another_storys_address_is_refused() -> None:
    said = _refused(story(2, slug=Slug("story-1")), refused.AddressTaken)
    assert said == "slug: found 'story-1'; a slug that no other story of paper.en has or had"


def test_an_address_that_a_story_has_left_stays_its_own() -> None:
    with transaction.atomic():
        release.story(story(1, slug=Slug("moved")), by="editor", at=NOW)
    _refused(story(2, slug=Slug("story-1")), refused.AddressTaken)
    with transaction.atomic():
        release.story(story(1), by="editor", at=NOW)
    assert AddressRow.objects.get(address="article|paper.en|moved").state == "moved"
    assert AddressRow.objects.get(address="article|paper.en|story-1").state == "live"


def test_a_withdrawn_address_stays_its_own() -> None:
    with transaction.atomic():
        release.withdraw(story(1).id, by="editor", at=NOW)
    _refused(story(2, slug=Slug("story-1")), refused.AddressTaken)


def test_a_story_does_not_change_its_edition() -> None:
    _refused(story(1, edition=EDITIONS[1]), refused.AddressTaken)
    assert published.live(story(1).id) == story(1)


def test_withdrawing_what_is_not_public_is_refused() -> None:
    with pytest.raises(refused.Unknown), transaction.atomic():
        release.withdraw(story(2).id, by="editor", at=NOW)


def test_an_edition_keeps_its_zone_once_it_has_stories() -> None:
    with pytest.raises(refused.Unknown), transaction.atomic():
        release.edition(msgspec.structs.replace(edition(EDITIONS[0]), zone="Asia/Beirut"), at=NOW)


@pytest.mark.parametrize("prefix", ["desk", "media", "health", "demo"])
def test_an_edition_does_not_take_a_prefix_of_the_servers_own(prefix: str) -> None:
    taken = msgspec.structs.replace(edition(EDITIONS[0]), key=EditionKey(f"paper.{prefix}"))
    with pytest.raises(refused.AddressTaken) as caught, transaction.atomic():
        release.edition(taken, at=NOW)
    assert str(caught.value) == (
        f"edition: found {prefix!r}; a prefix that the server does not use itself (demo, desk, health, media)"
    )

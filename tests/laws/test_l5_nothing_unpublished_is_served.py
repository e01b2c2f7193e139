"""L5: nothing embargoed, withdrawn or unpublished is in the store or the feeds; and it is there once it may be."""

from __future__ import annotations

from datetime import timedelta

import brotli
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from broadsheet.desk import filing, publish, schedule
from broadsheet.desk.models import Story
from broadsheet.record import release
from broadsheet.record.models import PressedPage
from tests.desk.house import NOW, House, slip
from tests.laws.newsdesk import Newsdesk

BAIT = "BAITWORD"


def _holding(word: str) -> set[str]:
    """The addresses whose pages hold a word."""
    return {
        address
        for address, body in PressedPage.objects.exclude(body=None).values_list("address", "body")
        if word.encode() in brotli.decompress(bytes(body))
    }


def _file(*, is_to_publish: bool, **changes: object) -> None:
    filing.file(slip(**changes), by="editors", at=NOW, publish=is_to_publish, base_dir=None)


def test_a_draft_is_nowhere(pressing_house: House) -> None:
    _file(is_to_publish=False, headline=BAIT)
    assert _holding(BAIT) == set()


def test_a_draft_over_a_public_story_is_nowhere(pressing_house: House) -> None:
    _file(is_to_publish=True)
    _file(is_to_publish=False, headline=BAIT, body=[BAIT])
    assert _holding(BAIT) == set()
    assert "front|levantine.en" in _holding("Ferry keeps its timetable")


def test_an_embargoed_story_is_nowhere_until_its_minute(pressing_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])  # Wagtail asks it whether a story's hour has come
    over_at = NOW + timedelta(hours=2)
    _file(is_to_publish=True, headline=BAIT, published_at=None, embargo_until=over_at.isoformat())
    for at in (NOW + timedelta(minutes=1), over_at - timedelta(microseconds=1)):
        clock[0] = at
        schedule.due(at)
        with transaction.atomic():
            release.tick(at)
        assert _holding(BAIT) == set()
    clock[0] = over_at
    schedule.due(over_at)
    found = _holding(BAIT)
    assert {"article|levantine.en|ferry-keeps-its-timetable", "front|levantine.en", "rss|front|levantine.en"} <= found


def test_a_withdrawn_story_leaves_every_page(pressing_house: House) -> None:
    _file(is_to_publish=True, headline=BAIT, body=[BAIT])
    assert len(_holding(BAIT)) > 10
    publish.withdraw(Story.objects.get(), by="editors", at=NOW, reason="The agency withdrew it.")
    assert _holding(BAIT) == set()
    page = PressedPage.objects.get(address="article|levantine.en|ferry-keeps-its-timetable")
    assert page.status == 410


@pytest.mark.parametrize("act", ["delete", "expire"])
def test_a_deleted_or_expired_story_leaves_every_page(pressing_house: House, act: str) -> None:
    _file(is_to_publish=True, headline=BAIT)
    story = Story.objects.get()
    if act == "delete":
        with transaction.atomic():
            story.delete()
    else:
        Story.objects.update(expire_at=NOW + timedelta(hours=1))
        schedule.due(NOW + timedelta(hours=1))
    assert _holding(BAIT) == set()
    assert PressedPage.objects.get(address="article|levantine.en|ferry-keeps-its-timetable").status == 410


def test_nothing_leaks_whatever_editors_do(transactional_db: None) -> None:
    """Random acts at the desk, with bait in every draft and under every embargo; record and store must follow."""
    run_state_machine_as_test(
        Newsdesk,
        settings=settings(
            max_examples=max(3, settings().max_examples // 10),
            # Shrinking a story of twenty acts at the desk takes longer than reading it.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )

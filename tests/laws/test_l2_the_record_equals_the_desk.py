"""L2: the record equals what the desk says is public, after any move; and a repair brings it back."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from broadsheet.desk import filing, reconcile
from broadsheet.desk.models import Story
from broadsheet.desk.publish import identity
from broadsheet.record import proof, release
from broadsheet.record.published import live_count
from tests.desk.house import NOW, House, slip
from tests.laws.newsdesk import Newsdesk


@pytest.mark.django_db(transaction=True)
def test_record_and_desk_agree_after_every_move_and_nothing_leaks() -> None:
    run_state_machine_as_test(
        Newsdesk,
        settings=settings(
            max_examples=max(4, settings().max_examples // 8),
            # Shrinking a story of twenty acts at the desk takes longer than reading it.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )


def test_a_difference_is_told_and_repaired(pressing_house: House) -> None:
    filing.file(slip(), by="editors", at=NOW, publish=True, base_dir=None)
    filing.file(slip(slug="another", headline="Another"), by="editors", at=NOW, publish=True, base_dir=None)
    # Past every signal: what a broken import or a hand on the database would do.
    Story.objects.filter(slug="another").update(live=False)
    with transaction.atomic():
        story = Story.objects.get(slug="ferry-keeps-its-timetable")
        release.withdraw(identity(story), by="somebody", at=NOW, reason="by mistake")
    found = {one.slug for one in reconcile.differences(NOW)}
    assert found == {"another", "ferry-keeps-its-timetable"}
    reconcile.repair(NOW)
    assert reconcile.differences(NOW) == []
    assert live_count() == 1
    assert proof.verify().differences == ()

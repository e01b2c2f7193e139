"""L1 on the real record: after every move the store equals a rebuild, from the database and from the plain record."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from broadsheet.record import pressroom
from tests.press import four_kinds
from tests.record.newsroom import DatabaseNewsroom


class FourKindsOnTheDatabase(DatabaseNewsroom):
    kinds = four_kinds.KINDS


@pytest.mark.django_db(transaction=True)
def test_store_equals_rebuild_of_four_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressroom, "KINDS", four_kinds.KINDS)
    run_state_machine_as_test(FourKindsOnTheDatabase, settings=settings(max_examples=8, stateful_step_count=15))

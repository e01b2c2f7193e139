"""L1 with every kind of page that readers get, over the plain record and over the database."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from broadsheet.pages.kinds import KINDS
from tests.press.newsroom import Newsroom
from tests.record.newsroom import DatabaseNewsroom


class EveryKind(Newsroom):
    kinds = KINDS


class EveryKindOnTheDatabase(DatabaseNewsroom):
    kinds = KINDS


def test_store_equals_rebuild_of_every_kind() -> None:
    run_state_machine_as_test(EveryKind, settings=settings(max_examples=max(4, settings().max_examples // 5)))


@pytest.mark.django_db(transaction=True)
def test_store_equals_rebuild_of_every_kind_on_the_database() -> None:
    run_state_machine_as_test(
        EveryKindOnTheDatabase, settings=settings(max_examples=max(3, settings().max_examples // 10))
    )

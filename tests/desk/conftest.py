"""What the desk's tests have: a house, whose database is rolled back or, where the press must run, flushed."""

from __future__ import annotations

import pytest

from tests.desk.house import House, open_house


@pytest.fixture
def house(db: None) -> House:
    """A house in one transaction: nothing is committed, so nothing is pressed."""
    return open_house()


@pytest.fixture
def pressing_house(transactional_db: None) -> House:
    """A house whose commits are real, so that the press runs on them."""
    return open_house()

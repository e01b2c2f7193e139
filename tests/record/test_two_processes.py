"""Two processes that publish at once lose nothing, and what they press together equals a rebuild."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from broadsheet.pages.plain import PlainRecord
from broadsheet.press.rebuild import differences
from broadsheet.record import pressroom, release
from broadsheet.record.models import EntryRow, Ticket
from broadsheet.record.stores.database import DatabaseStore
from tests.press import four_kinds
from tests.press.newsroom import EDITIONS, MORNING, SECTIONS, TOPICS, edition
from tests.press.stories import story

ROOT = Path(__file__).parents[2]
EACH = 15


def _environment() -> dict[str, str]:
    """The other process must use the test database, not the one that the settings name."""
    named = str(connection.settings_dict["NAME"])
    return {**os.environ, "BROADSHEET_TEST_DATABASE": named, "DJANGO_SETTINGS_MODULE": "tests.settings_of_another"}


@pytest.mark.django_db(transaction=True)
def test_two_processes_publishing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressroom, "KINDS", four_kinds.KINDS)
    now = MORNING + timedelta(days=1)
    with transaction.atomic():
        for key in EDITIONS:
            release.edition(edition(key), at=now)
    command = [sys.executable, "-m", "tests.record.two_publish"]
    others = [
        subprocess.Popen(
            [*command, str(first), str(EACH)], cwd=ROOT, env=_environment(), stderr=subprocess.PIPE, text=True
        )
        for first in (1, 1 + EACH)
    ]
    errors = [one.communicate(timeout=120)[1] for one in others]
    assert [one.returncode for one in others] == [0, 0], errors
    plain = PlainRecord([edition(key) for key in EDITIONS], as_of=now)
    for number in range(1, 1 + 2 * EACH):
        plain.put(story(number, topics=TOPICS[number % 3 :], section=SECTIONS[number % 2]))
    assert EntryRow.objects.count() == 2 * EACH
    assert not Ticket.objects.exists()
    wanted = four_kinds.of_these_kinds(plain.addresses())
    assert list(differences(wanted, lambda: plain, DatabaseStore(), four_kinds.KINDS)) == []

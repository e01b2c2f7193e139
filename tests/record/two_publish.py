"""One of two processes that publish at once: releases stories of its own, and the press runs after each."""

from __future__ import annotations

import sys
from datetime import timedelta

import django


def main(first: int, count: int) -> None:
    django.setup()
    from django.db import transaction  # noqa: PLC0415  # Django must be set up first

    from broadsheet.record import pressroom, release  # noqa: PLC0415  # Django must be set up first
    from tests.press import four_kinds  # noqa: PLC0415  # Django must be set up first
    from tests.press.newsroom import MORNING, SECTIONS, TOPICS  # noqa: PLC0415  # Django must be set up first
    from tests.press.stories import story  # noqa: PLC0415  # Django must be set up first

    pressroom.KINDS = four_kinds.KINDS
    for number in range(first, first + count):
        with transaction.atomic():
            release.story(
                story(number, topics=TOPICS[number % 3 :], section=SECTIONS[number % 2]),
                by="editor",
                at=MORNING + timedelta(days=1),
            )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

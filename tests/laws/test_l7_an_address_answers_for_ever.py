"""L7: an address once public answers for ever: page, redirect or "gone"."""

from __future__ import annotations

from typing import Any

import msgspec

from broadsheet.news.story import BylineName, Slug, Story
from broadsheet.pages import addresses, keys
from broadsheet.pages.kinds import KINDS
from broadsheet.press.key import Address, Key
from broadsheet.press.rebuild import rebuild
from broadsheet.press.run import run
from broadsheet.press.store import MemoryStore
from tests.press.archive import NOW, archive
from tests.press.newsroom import EDITIONS, PEOPLE, SECTIONS
from tests.press.stories import story

HERE = EDITIONS[0]


def test_every_address_answers_after_moves_and_withdrawals() -> None:
    plain, store = archive(0), MemoryStore()
    rebuild(plain.addresses(), lambda: plain, store, KINDS)

    def press(new: Story | None, former: Story | None) -> None:
        touched: list[Key[Any]] = keys.touched(former, new, "UTC", plain.after)
        left = [keys.story(edition, slug) for edition, slug in plain.left]
        assert not run([*touched, *left], plain, store, KINDS).failed

    def statuses() -> dict[Address, int]:
        kept = store.kept(list(store.addresses()))
        return {address: one.page.status for address, one in kept.items() if one.page is not None}

    first = story(1, topics=("quay",), byline=(BylineName(person=PEOPLE[0]),), section=SECTIONS[0])
    plain.put(first)
    press(first, None)
    public = set(statuses())
    moved = msgspec.structs.replace(first, slug=Slug("moved"), topics=(), byline=(), section=SECTIONS[1])
    plain.put(moved)
    press(moved, first)
    again = msgspec.structs.replace(moved, slug=Slug("moved-again"))
    plain.put(again)
    press(again, moved)
    public |= set(statuses())
    plain.withdraw(again.id, at=NOW, reason="The agency withdrew it.")
    press(None, again)

    found = statuses()
    assert public <= set(found), "an address that was public answers nothing"
    article = {slug: found[addresses.article(HERE, Slug(slug))] for slug in ("story-1", "moved", "moved-again")}
    assert article == {"story-1": 301, "moved": 301, "moved-again": 410}
    kept = store.kept([addresses.article(HERE, Slug("story-1"))])[addresses.article(HERE, Slug("story-1"))].page
    assert kept is not None
    assert kept.location == addresses.path(addresses.article(HERE, Slug("moved-again")))
    emptied = [address for address in public if address.kind in {"topic", "author", "day", "month", "sitemap-day"}]
    assert len(emptied) == 5
    assert {found[address] for address in emptied} == {410}
    assert found[addresses.front(HERE)] == 200

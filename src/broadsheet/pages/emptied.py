"""Feeds and sitemaps with nothing in them any more."""

from __future__ import annotations

from broadsheet.news.paper import Edition
from broadsheet.pages import keys
from broadsheet.pages.wording import wording
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import TEXT, Page


def emptied(copy: Copy, address: Address, edition: Edition) -> Page | None:
    """Say "gone" in a line of plain text where there was something once (law L7); None where there never was."""
    if not copy.ask(keys.ever(address)):
        return None
    words = wording(edition)
    said = f"{words.text('emptied_title')}\n{words.text('emptied_text')}\n"
    return Page(body=said.encode(), content_type=TEXT, status=410)

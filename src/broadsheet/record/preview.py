"""The record as it would be if one story were published now: what a preview reads."""

from __future__ import annotations

from typing import Any

from broadsheet.news.story import Story
from broadsheet.pages import keys
from broadsheet.press.key import Key
from broadsheet.record.copy_source import DatabaseCopy


class PreviewCopy(DatabaseCopy):
    """Answers as the record does, but with this story in its place."""

    def __init__(self, value: Story) -> None:
        super().__init__()
        self._value = value
        here = (value.edition, value.slug)
        self._stories[here] = value
        self._cards[here] = keys.card_of(value)

    def answer(self, key: Key[Any]) -> Any:
        answer = super().answer(key)
        if key == keys.versions(self._value.family):
            mine = keys.Version(edition=self._value.edition, slug=self._value.slug, language=self._value.language)
            others = [one for one in answer if one.edition != mine.edition]
            return tuple(sorted((*others, mine), key=lambda one: (one.edition, one.slug)))
        return answer

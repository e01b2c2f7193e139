"""A page's access to the record: every question is noted with a fingerprint of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

from broadsheet.press.key import Answer, Fingerprint, Key, fingerprint


class Source(Protocol):
    """One snapshot of the record: it answers any key. An unknown kind of key is an error, an unknown thing is None."""

    def answer(self, key: Key[Any]) -> Any: ...


class Answers:
    """The answers that one run has had. Each key is asked once: all pages of a run see the same snapshot."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._answers: dict[Key[Any], Any] = {}
        self._fingerprints: dict[Key[Any], Fingerprint] = {}

    def answer(self, key: Key[Answer]) -> Answer:
        if key in self._answers:
            found: Answer = self._answers[key]
            return found
        answer: Answer = self._source.answer(key)
        self._answers[key] = answer
        return answer

    def fingerprint(self, key: Key[Any]) -> Fingerprint:
        known = self._fingerprints.get(key)
        if known is None:
            known = self._fingerprints[key] = fingerprint(self.answer(key))
        return known


class Copy:
    """What one page may read, and the list of what it has read."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._asked: dict[Key[Any], None] = {}

    def ask(self, key: Key[Answer]) -> Answer:
        """Answer from the run's snapshot and note the key; "there is none" is an answer like any other."""
        self._asked[key] = None
        return self._answers.answer(key)

    def reads(self) -> Mapping[Key[Any], Fingerprint]:
        return MappingProxyType({key: self._answers.fingerprint(key) for key in self._asked})

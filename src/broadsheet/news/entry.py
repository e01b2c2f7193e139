"""Entries: what the record keeps of each act on a story, chained by digests."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Literal

import msgspec

from broadsheet.news.story import Gone, Story

EntryKind = Literal["first", "fix", "update", "correction", "withdrawal"]
_encoder = msgspec.json.Encoder(order="deterministic")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One act: the whole story as it was after it, or what is left after a withdrawal."""

    number: int
    kind: EntryKind
    by: str
    reason: str = ""
    at: datetime
    story: Story | None = None
    gone: Gone | None = None
    previous_digest: str = ""

    @property
    def digest(self) -> str:
        """Digest everything, the previous entry's digest included: a changed past changes every later digest."""
        return blake2b(_encoder.encode(self), digest_size=20).hexdigest()


def kind_of(former: Story | None, new: Story) -> EntryKind:
    """Name the act by what it changed: a new note of a correction, another editorial stamp, or only a fix."""
    if former is None:
        return "first"
    if any(note.kind == "correction" for note in new.notes[len(former.notes) :]):
        return "correction"
    return "fix" if new.updated_at == former.updated_at else "update"

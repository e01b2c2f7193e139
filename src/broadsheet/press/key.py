"""Names for questions, for pages and for answers.

A key names one question to the record, an address names one page. Both are texts of fields joined by `|`, so that they
can be stored, compared and read by a person; the fields themselves hold no `|`.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Generic, NewType, TypeVar

import msgspec

Answer = TypeVar("Answer")
Fingerprint = NewType("Fingerprint", bytes)

SEPARATOR = "|"
FINGERPRINT_BYTES = 12


class Key(str, Generic[Answer]):
    """One question to the record; the type parameter is the type of its answer."""

    __slots__ = ()

    @property
    def kind(self) -> str:
        return self.partition(SEPARATOR)[0]

    @property
    def fields(self) -> list[str]:
        return self.split(SEPARATOR)[1:]


class Address(str):
    """One page of the paper: its kind, and what the kind needs to know."""

    __slots__ = ()

    @property
    def kind(self) -> str:
        return self.partition(SEPARATOR)[0]

    @property
    def fields(self) -> list[str]:
        return self.split(SEPARATOR)[1:]


def joined(kind: str, *fields: str) -> str:
    for field in fields:
        assert SEPARATOR not in field, f"a field of a key or an address holds {SEPARATOR!r}: {field!r}"
    return SEPARATOR.join((kind, *fields))


_encoder = msgspec.json.Encoder(order="deterministic")


def fingerprint(answer: Any) -> Fingerprint:
    """Digest an answer: equal answers have equal fingerprints, and "there is none" has one too."""
    return Fingerprint(blake2b(_encoder.encode(answer), digest_size=FINGERPRINT_BYTES).digest())

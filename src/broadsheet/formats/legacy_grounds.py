"""How sure a reading is: computed from the grounds it was found on, and told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

_NEVER_CERTAIN = 0.99


class Ground(NamedTuple):
    """One reason for a reading (weight up to 1) or against it (weight below 0), with its words."""

    weight: float
    told: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a page says of its story, the lines that it rests on, and why it is believed."""

    value: str | tuple[str, ...]
    lines: tuple[int, ...]
    confidence: float
    evidence: str


def confidence(grounds: Iterable[Ground]) -> float:
    """Independent reasons leave less and less doubt; each reason against takes its share of what is believed."""
    doubt, kept = 1.0, 1.0
    for ground in grounds:
        if ground.weight >= 0:
            doubt *= 1 - ground.weight
        else:
            kept *= 1 + ground.weight
    return round(min((1 - doubt) * kept, _NEVER_CERTAIN), 2)


def field(value: str | tuple[str, ...], *, lines: tuple[int, ...], grounds: list[Ground]) -> Field:
    told = "; ".join(ground.told for ground in grounds)
    return Field(value=value, lines=lines, confidence=confidence(grounds), evidence=told[:1].upper() + told[1:] + ".")

"""One figure of a bench, with its goal."""

from __future__ import annotations

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """`of` says what a ratio is a ratio to. `goal` reads "≥ 0.3"; without one, `met` is None."""

    name: str
    value: float
    unit: str
    of: str | None = None
    goal: str | None = None
    met: bool | None = None


def at_least(name: str, value: float, unit: str, goal: float, *, of: str | None = None) -> Figure:
    return Figure(name=name, value=value, unit=unit, of=of, goal=f"≥ {goal:g}", met=value >= goal)


def at_most(name: str, value: float, unit: str, goal: float, *, of: str | None = None) -> Figure:
    return Figure(name=name, value=value, unit=unit, of=of, goal=f"≤ {goal:g}", met=value <= goal)


def stated(name: str, value: float, unit: str, *, of: str | None = None) -> Figure:
    """A figure without a goal."""
    return Figure(name=name, value=value, unit=unit, of=of)

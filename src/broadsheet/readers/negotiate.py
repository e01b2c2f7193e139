"""What a request prefers, and what it has already: pure functions of header values (RFC 9110, 8.8, 12.5 and 13.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from broadsheet.readers import limits

Coding = Literal["br", "gzip", "identity"]

OFFERED: Final[tuple[Coding, ...]] = ("br", "gzip", "identity")
"""The codings that we offer, the best first."""

_QUALITY = re.compile(r"\s*[qQ]\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*")


def coding(accept_encoding: str | None) -> Coding | None:
    """Choose a coding; None where the request excludes every one that we have.

    Without the header anything would do, and identity is what everybody understands.
    """
    if accept_encoding is None:
        return "identity"
    if len(accept_encoding) > limits.REMEMBERED_CHARS:
        return _coding(accept_encoding)
    return _remembered_coding(accept_encoding)


def _coding(accept_encoding: str) -> Coding | None:
    named: dict[str, float] = {}
    for name, quality in _preferences(accept_encoding):
        named.setdefault("gzip" if name == "x-gzip" else name, quality)
    others = named.get("*", 0.0)
    qualities = {one: named.get(one, others) for one in OFFERED}
    if "identity" not in named and "*" not in named:
        qualities["identity"] = 0.0001  # not named and not excluded: acceptable, and the last choice
    best = max(OFFERED, key=lambda one: qualities[one])
    return best if qualities[best] > 0 else None


_remembered_coding = lru_cache(maxsize=limits.REMEMBERED_COUNT)(_coding)


def language(accept_language: str | None, offered: Sequence[str]) -> int | None:
    """Choose one of the offered languages by its place in the list; None where no range of the header asks for any.

    A range asks for a language if one is the beginning of the other: `ar-EG` is content with `ar`, `pt` with `pt-BR`.
    """
    ranges = sorted(_preferences(accept_language or ""), key=lambda one: -one[1])
    for asked, quality in ranges:
        if quality <= 0:
            continue
        for at, tag in enumerate(offered):
            has = tag.lower()
            if asked in {"*", has} or has.startswith(f"{asked}-") or asked.startswith(f"{has}-"):
                return at
    return None


def _preferences(header: str) -> Iterator[tuple[str, float]]:
    """The names of a list in lower case, each with its quality; a quality that is none counts as 0."""
    for item in header[: limits.HEADER_CHARS].split(",")[: limits.PREFERENCES_COUNT]:
        name, _, parameters = item.partition(";")
        name = name.strip().lower()
        if not name:
            continue
        quality = _QUALITY.fullmatch(parameters) if parameters.strip() else None
        if quality is None:
            yield name, 0.0 if parameters.strip() else 1.0
        else:
            yield name, float(quality[1])


def has_already(if_none_match: str | None, tag: str) -> bool:
    """Tell whether the request has what we would send: the weak comparison of RFC 9110, 13.1.2.

    `tag` is ours, with its quotes. It holds no comma, so the list may be cut at commas: a foreign tag with one in it
    gives pieces that equal nothing.
    """
    if if_none_match is None:
        return False
    if if_none_match == tag:
        return True
    listed = if_none_match[: limits.HEADER_CHARS].split(",")[: limits.PREFERENCES_COUNT]
    if len(listed) == 1 and listed[0].strip() == "*":
        return True
    return any(one.strip().removeprefix("W/") == tag for one in listed)

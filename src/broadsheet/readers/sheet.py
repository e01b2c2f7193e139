"""A page as the door sends it: one body for each coding, each with its headers ready."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from hashlib import blake2b

import brotli

from broadsheet.pages.stylesheet import HASH_BYTES
from broadsheet.readers import limits
from broadsheet.readers.headers import IMMUTABLE, REVALIDATE, Headers
from broadsheet.readers.negotiate import Coding

GZIP_LEVEL = 6
HeaderLines = list[tuple[str, str]]
"""What Granian takes; never changed once made."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A sheet in one coding. `tag` is the entity tag, with its quotes; `known` are the headers of a 304."""

    body: bytes
    tag: str
    headers: HeaderLines
    known: HeaderLines


def for_ever(lines: HeaderLines) -> HeaderLines:
    """The same headers for an address that names its content."""
    return [(name, IMMUTABLE if name == "cache-control" else value) for name, value in lines]


@dataclass(slots=True)
class Sheet:
    """A page of the store. `seen` is the state of the database in which it was last found to be what the store has."""

    status: int
    etag: str
    content_type: str
    location: str
    compressed: bytes
    body_bytes: int
    security: Headers
    seen: object = None
    _cuts: dict[Coding, Cut] = field(default_factory=dict)
    _version: str = ""

    @property
    def is_large(self) -> bool:
        return self.body_bytes > limits.ALOOF_BYTES

    @property
    def cost_bytes(self) -> int:
        derived = sum(len(cut.body) for coding, cut in self._cuts.items() if coding != "br")
        return limits.SHEET_BYTES + len(self.compressed) + derived

    def ready(self, coding: Coding) -> Cut | None:
        return self._cuts.get(coding)

    def cut(self, coding: Coding) -> Cut:
        """The sheet in a coding, made at first use."""
        ready = self._cuts.get(coding)
        if ready is None:
            ready = self._cuts[coding] = self._cut(coding)
        return ready

    def is_version(self, version: str) -> bool:
        """Tell whether `?v=…` of a link names this content: then it may be kept for ever."""
        if not self._version:
            self._version = blake2b(self._body("identity"), digest_size=HASH_BYTES).hexdigest()
        return self._version == version

    def _body(self, coding: Coding) -> bytes:
        if coding == "br":
            return self.compressed
        body: bytes = brotli.decompress(self.compressed)
        return body if coding == "identity" else gzip.compress(body, GZIP_LEVEL, mtime=0)

    def _cut(self, coding: Coding) -> Cut:
        body = self._body(coding)
        tag = f'"{self.etag}-{coding}"'
        lines: HeaderLines = [("content-type", self.content_type), ("content-length", str(len(body)))]
        if coding != "identity":
            lines.append(("content-encoding", coding))
        if self.location:
            lines.append(("location", self.location))
        about: HeaderLines = [
            ("vary", "Accept-Encoding"),
            ("etag", tag),
            ("cache-control", REVALIDATE),
            *self.security,
        ]
        return Cut(body, tag, [*lines, *about], about)

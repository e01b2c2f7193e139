"""A pressed page: bytes and what a server must say beside them."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

import msgspec

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What one address answers. `updated_at` is the newest editorial instant that the page shows, if it shows any."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    location: str = ""
    updated_at: datetime | None = None

    @property
    def etag(self) -> str:
        """Name the content; two pages with one tag are the same in everything."""
        digest = blake2b(self.body, digest_size=12)
        digest.update(f"{self.content_type}|{self.status}|{self.location}|{self.updated_at}".encode())
        return digest.hexdigest()

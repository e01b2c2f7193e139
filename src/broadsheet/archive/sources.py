"""Sources: the files that old sites left, read within bounds and kept as they came."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from broadsheet.archive import limits
from broadsheet.archive.models import Source
from broadsheet.desk.models import Edition
from broadsheet.desk.refused import Refused
from broadsheet.formats import limits as format_limits
from broadsheet.formats.legacy_page import LegacyPage

KIND = "legacy_page"
"""The one kind of page that is read so far: the flattened text of an old portal's page."""


def bytes_of(page: Path | bytes, *, name: str) -> bytes:
    """The bytes of a file, or those that came; no more of them is read than a page may have."""
    if isinstance(page, bytes):
        return page
    try:
        with page.open("rb") as file:
            raw = file.read(format_limits.PAGE_BYTES + 1)
    except OSError as error:
        raise Refused(
            name, f"no file that could be read ({error.strerror or error})", "the path of a file would do"
        ) from error
    if len(raw) > format_limits.PAGE_BYTES:
        size = page.stat().st_size
        raise Refused(name, f"{size:,} bytes", f"at most {format_limits.PAGE_BYTES:,} bytes, one page, would do")
    return raw


def known(raw: bytes) -> Source | None:
    """The source that these bytes are already."""
    return Source.objects.select_related("edition__paper", "story").filter(sha256=_digest(raw)).first()


def of_same_text(page: LegacyPage, edition: Edition) -> Source | None:
    """Another source of the edition whose story has this very headline and body, whatever stands around them."""
    same = Source.objects.filter(edition=edition.pk, text_sha256=_text_digest(page), story__isnull=False)
    return same.select_related("edition__paper", "story").order_by("pk").first()


def keep(raw: bytes, page: LegacyPage, *, name: str, edition: Edition, by: str, at: datetime) -> Source:
    """Keep a file that has been read. Must be called in a transaction, with what is made of it."""
    return Source.objects.create(
        sha256=_digest(raw),
        name=name[-limits.NAME_CHARS :],
        kind=KIND,
        language=page.language,
        raw=raw,
        size_bytes=len(raw),
        text_sha256=_text_digest(page),
        edition=edition,
        arrived_at=at,
        arrived_by=by,
    )


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _text_digest(page: LegacyPage) -> str:
    texts = (page.fields["headline"].value, *page.fields["body"].value)
    return _digest("\n".join(map(str, texts)).encode())

"""What a backup is: a gzipped tar of a database, of files, and of a manifest that comes last and has each one's digest.

The secret key is in it: a paper that came back with another would log everybody out and void the links in its mails. So
a backup is as secret as the home, and is readable by its owner alone.
"""

from __future__ import annotations

from typing import Literal

import msgspec

FORM = "broadsheet backup"
FORM_VERSION = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES = 512 * 1024 * 1024
PIECE_BYTES = 1024 * 1024

SQLITE_MEMBER = "broadsheet.sqlite3"
ROWS_FOLDER = "rows"
"""PostgreSQL's tables, each as COPY writes it."""

FOLDERS = ("media", "desk-media", "documents", "outbox")
FILES = ("secret.key", "demo")
MADE_ANEW = ("static", "static.lock", "static.new", "static.old")
"""What a home has besides, and what is made of the code at the next start."""

Database = Literal["sqlite", "postgresql"]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Says what the archive holds; `stories` are public ones, `pages` those that answer."""

    form: str = FORM
    form_version: int = FORM_VERSION
    version: str
    made_at: str
    database: Database
    migrations: tuple[str, ...]
    stories: int
    pages: int
    members: dict[str, Member]


def is_ours(name: str) -> bool:
    """Whether a member's name is one that a backup may hold; nothing else is ever unpacked."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts):
        return False
    return name in {MANIFEST, SQLITE_MEMBER, *FILES} or (len(parts) > 1 and parts[0] in {ROWS_FOLDER, *FOLDERS})

"""The home of an installation: one directory with everything that is not code."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def home() -> Path:
    """Where a paper's data lives: `BROADSHEET_HOME`, or `./var`."""
    return Path(os.environ.get("BROADSHEET_HOME") or "var").resolve()


def secret_key(home: Path) -> str:
    """Read the installation's secret: `BROADSHEET_SECRET_KEY`, or one made at first use, for its owner alone."""
    given = os.environ.get("BROADSHEET_SECRET_KEY")
    if given:
        return given
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was quicker: its key is the key
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def database(home: Path) -> dict[str, Any]:
    """Django's description of the database: `DATABASE_URL` (postgresql://…), or a file of SQLite in the home."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "broadsheet.sqlite3",
            "OPTIONS": {
                # A deferred transaction that reads and then writes fails at once under a second writer; this one waits.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;"
                " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(
            f"DATABASE_URL begins with {parts.scheme!r}; postgresql://user:password@host:port/name would do,"
            " or no DATABASE_URL for a file of SQLite in BROADSHEET_HOME"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

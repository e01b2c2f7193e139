"""Where the desk's mails go: to a server that is named, or into files in the home."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
LOCAL = {"localhost", "127.0.0.1", "::1"}
TIMEOUT_S = 20
WOULD_DO = "smtp://user:password@host:587 or smtps://user:password@host:465 would do, or no BROADSHEET_MAIL_URL"


def mail(home: Path) -> dict[str, Any]:
    """Django's settings for mail, by `BROADSHEET_MAIL_URL`; without it each mail is a file in the home's `outbox`.

    `smtp` asks for TLS by STARTTLS, except of a server on this machine; `smtps` speaks TLS from the first word.
    """
    url = os.environ.get("BROADSHEET_MAIL_URL", "")
    sender = os.environ.get("BROADSHEET_MAIL_FROM", "")
    from_whom = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender} if sender else {}
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": home / "outbox", **from_whom}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SystemExit(f"BROADSHEET_MAIL_URL: {error}; {WOULD_DO}") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise SystemExit(f"BROADSHEET_MAIL_URL begins with {url.partition(':')[0]!r}; {WOULD_DO}")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOCAL,
        "EMAIL_TIMEOUT": TIMEOUT_S,
        **from_whom,
    }

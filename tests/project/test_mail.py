"""Where mails go, by one variable of the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.project.mail import mail

HOME = Path("/srv/paper")


def test_without_a_server_each_mail_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_MAIL_URL", raising=False)
    monkeypatch.delenv("BROADSHEET_MAIL_FROM", raising=False)
    assert mail(HOME) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": HOME / "outbox",
    }


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "ssl", "tls"),
    [
        ("smtp://rana:p%40ss@mail.example", "mail.example", 587, "rana", "p@ss", False, True),
        ("smtps://mail.example:4465", "mail.example", 4465, "", "", True, False),
        ("smtp://localhost:25", "localhost", 25, "", "", False, False),
    ],
)
def test_a_server_is_named_by_its_address(
    url: str, host: str, port: int, user: str, password: str, ssl: bool, tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_MAIL_URL", url)
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "desk@paper.example")
    found = mail(HOME)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == (host, port, user, password, ssl, tls)
    assert found["DEFAULT_FROM_EMAIL"] == found["SERVER_EMAIL"] == "desk@paper.example"


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x", "smtp://["])
def test_an_address_that_is_none_says_what_would_do(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_MAIL_URL", url)
    with pytest.raises(SystemExit, match="smtps://user:password@host:465 would do"):
        mail(HOME)

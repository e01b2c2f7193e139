"""Links to others: nothing is fetched from them before a reader follows one."""

from __future__ import annotations

from urllib.parse import quote

import msgspec


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One place to pass a story on: the phrase that names it, and the link."""

    phrase: str
    href: str


def is_web(url: str) -> bool:
    """Whether a link that somebody wrote leads to a page, ours or another's, and cannot run as a script."""
    return url.startswith(("https://", "http://")) or (url.startswith("/") and not url.startswith("//"))


def mail(to: str, *, subject: str = "", body: str = "") -> str:
    """A link that opens the reader's mail program; `to` may be empty."""
    fields = [f"{name}={quote(value, safe='')}" for name, value in (("subject", subject), ("body", body)) if value]
    return f"mailto:{quote(to, safe='@')}" + (f"?{'&'.join(fields)}" if fields else "")


def contact(written: str) -> str:
    """The link to an edition's contact, an e-mail address or a page; empty where it is neither."""
    if is_web(written):
        return written
    return mail(written) if "@" in written else ""


def shares(url: str, title: str) -> tuple[Share, ...]:
    """Plain links by which a reader passes a page on."""
    there = quote(url, safe="")
    return (
        Share(phrase="share_email", href=mail("", subject=title, body=url)),
        Share(phrase="share_facebook", href=f"https://www.facebook.com/sharer/sharer.php?u={there}"),
        Share(phrase="share_twitter", href=f"https://twitter.com/intent/tweet?url={there}"),
        Share(phrase="share_whatsapp", href=f"https://wa.me/?text={there}"),
    )

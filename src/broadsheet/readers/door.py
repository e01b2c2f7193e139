"""The readers' door: an RSGI application that answers from the store, and passes the rest to Django.

No request for a public page touches Django. What a path, a host and a few headers mean is decided here and in
`negotiate`; what is said beside a body stands ready on the sheet.
"""

from __future__ import annotations

import asyncio
import logging
import re
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from broadsheet.pages.addresses import percent_encoded
from broadsheet.readers import limits
from broadsheet.readers.files import Media, StaticFiles
from broadsheet.readers.headers import NO_STORE, REVALIDATE, security
from broadsheet.readers.negotiate import coding, has_already
from broadsheet.readers.rsgi import HeaderLines, Headers, Reply, Scope
from broadsheet.readers.sheet import for_ever
from broadsheet.readers.shelf import Away, Found, Shelf

log = logging.getLogger(__name__)

Inner = Callable[[Scope, Reply], Awaitable[None]]
"""What answers the paths that are not the readers': the bridge to Django."""

INNER_PATHS: Final = ("/desk", "/health", "/demo")
MEDIA: Final = "/media/"
STATIC: Final = "/desk/static/"

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]|%(?![0-9A-Fa-f]{2})")
"""What no well-formed path decodes to. Granian decodes before we see it, and puts U+FFFD where there was no UTF-8."""

_PLAIN = [("content-type", "text/plain; charset=utf-8"), ("cache-control", NO_STORE), *security(is_https=False)]


class Door:
    def __init__(self, shelf: Shelf, *, media: Media, static: StaticFiles, inner: Inner) -> None:
        self._shelf = shelf
        self._media = media
        self._static = static
        self._inner = inner

    async def __rsgi__(self, scope: Scope, reply: Reply) -> None:
        try:
            await self._answer(scope, reply)
        except Away as error:
            log.error("the store is away: %s", error)  # noqa: TRY400 -- where it was noticed says nothing
            _say(scope, reply, 503, "The paper's store does not answer at the moment. Please try again soon.", _SOON)
        except Exception:
            log.exception("%s %s failed", scope.method, scope.path)
            _say(scope, reply, 500, "Something went wrong here. It has been noted.")

    async def _answer(self, scope: Scope, reply: Reply) -> None:
        path = scope.path
        if path.startswith(INNER_PATHS) and (inner := self._inner_for(path)) is not None:
            await inner(scope, reply)
            return
        method = scope.method
        if method not in _READING:
            _say(scope, reply, 405, "This address can be read, and nothing else.", _READ_ONLY)
        elif len(path) > limits.PATH_CHARS or len(scope.query_string) > limits.QUERY_CHARS:
            _say(scope, reply, 414, "This address is too long to be one of ours.")
        elif not _is_fit(path):
            _say(scope, reply, 400, "This address is not well-formed: percent-encoded UTF-8 is.")
        elif path.startswith(MEDIA):
            if not self._media.send(path[len(MEDIA) :], scope, reply):
                _nothing(scope, reply)
        else:
            await self._page(path, scope, reply)

    def _inner_for(self, path: str) -> Inner | None:
        if path.startswith(STATIC):
            return self._static_file
        is_inner = any(path == one or path.startswith(f"{one}/") for one in INNER_PATHS)
        return self._inner if is_inner else None

    async def _static_file(self, scope: Scope, reply: Reply) -> None:
        if scope.method not in _READING:
            _say(scope, reply, 405, "This address can be read, and nothing else.", _READ_ONLY)
        elif not self._static.send(scope.path[len(STATIC) :], scope, reply):
            _nothing(scope, reply)

    async def _page(self, path: str, scope: Scope, reply: Reply) -> None:
        headers = scope.headers
        host = headers.get("host") or scope.authority or ""
        found = await self._shelf.find(host, path)
        paper = found.paper
        if found.sheet is not None:
            await self._send(found, path, scope, reply)
        elif path == "/":
            front = paper.front_for(headers.get("accept-language"))
            _lead(
                scope, reply, 302, front, [("vary", "Accept-Language"), ("cache-control", REVALIDATE), *paper.security]
            )
        elif (nearby := await self._nearby(host, path)) is not None:
            _lead(scope, reply, 301, nearby, [("cache-control", REVALIDATE), *paper.security])
        else:
            missing = paper.missing_for(path)
            found = await self._shelf.find(host, missing)
            if found.sheet is None:
                _nothing(scope, reply)
            else:
                await self._send(found, missing, scope, reply)

    async def _nearby(self, host: str, path: str) -> str | None:
        """The path that was meant, if it has a page: letters composed, or with or without the slash at its end."""
        composed = unicodedata.normalize("NFC", path)
        other = composed.rstrip("/") if composed.endswith("/") else f"{composed}/"
        for candidate in (composed, other):
            if candidate not in {path, ""} and (await self._shelf.find(host, candidate)).sheet is not None:
                return percent_encoded(candidate)
        return None

    async def _send(self, found: Found, path: str, scope: Scope, reply: Reply) -> None:
        sheet = found.sheet
        assert sheet is not None, "only a sheet that was found is sent"
        headers = scope.headers
        chosen = coding(_joined(headers, "accept-encoding"))
        if chosen is None:
            offer = "There is this page in br, in gzip and as it is, and your request excludes all three."
            _say(scope, reply, 406, offer, [("vary", "Accept-Encoding")])
            return
        cut = sheet.ready(chosen)
        if cut is None:
            cut = await asyncio.to_thread(sheet.cut, chosen) if sheet.is_large else sheet.cut(chosen)
            self._shelf.grew(found.paper, path, sheet)
        query = scope.query_string
        is_immutable = query.startswith("v=") and sheet.status == 200 and sheet.is_version(query[2:])
        if sheet.status == 200 and has_already(_joined(headers, "if-none-match"), cut.tag):
            reply.response_empty(304, for_ever(cut.known) if is_immutable else cut.known)
            return
        lines = for_ever(cut.headers) if is_immutable else cut.headers
        if scope.method == "HEAD":
            reply.response_empty(sheet.status, lines)
        else:
            reply.response_bytes(sheet.status, lines, cut.body)


def _is_fit(path: str) -> bool:
    """Tell whether a path may be one of ours. The first test is for speed: it lets pass what nothing unfit passes."""
    if path[:1] != "/":
        return False
    return (path.isascii() and path.isprintable() and "%" not in path) or _UNFIT.search(path) is None


def _joined(headers: Headers, name: str) -> str | None:
    """A header's value; several lines of one name are one list."""
    lines = headers.get_all(name)
    return ", ".join(lines) if lines else None


def _lead(scope: Scope, reply: Reply, status: int, path: str, lines: HeaderLines) -> None:
    """Send the reader to another path of this host, with the query that came."""
    query = f"?{quote(scope.query_string, safe=_QUERY)}" if scope.query_string else ""
    reply.response_empty(status, [("location", path + query), ("content-length", "0"), *lines])


def _nothing(scope: Scope, reply: Reply) -> None:
    _say(scope, reply, 404, "There is nothing at this address.")


def _say(scope: Scope, reply: Reply, status: int, sentence: str, also: HeaderLines | None = None) -> None:
    body = f"{sentence}\n".encode()
    lines = [*_PLAIN, ("content-length", str(len(body))), *(also or [])]
    if scope.method == "HEAD":
        reply.response_empty(status, lines)
    else:
        reply.response_bytes(status, lines, body)


_QUERY = "%/?:@!$&'()*+,;=-._~"
_SOON = [("retry-after", "5")]
_READING = frozenset({"GET", "HEAD"})
_READ_ONLY = [("allow", "GET, HEAD")]

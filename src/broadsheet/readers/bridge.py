"""The bridge from the door to Django: RSGI on one side, WSGI in a few threads on the other."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from broadsheet.readers import limits
from broadsheet.readers.rsgi import HeaderLines, Reply, Scope

log = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"}
)


class Refused(Exception):
    """A request that Django never hears of."""

    def __init__(self, status: int, sentence: str, lines: HeaderLines | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.lines = lines or [("connection", "close")]


def _too_much() -> Refused:
    return Refused(503, "Too much is going on here at the moment. Please try again soon.", [("retry-after", "5")])


class Bridge:
    """Hands requests to a WSGI application in threads of its own, as many at a time as `limits` say."""

    def __init__(self, application: Application, *, trusted_proxies: Sequence[Network] = ()) -> None:
        self._application = application
        self._trusted = tuple(trusted_proxies)
        self._threads = ThreadPoolExecutor(limits.THREADS_COUNT, thread_name_prefix="django")
        self._under_way: set[asyncio.Task[None]] = set()
        self._at_work_count = 0

    def close(self, *, within_s: float) -> bool:
        """Take no more, and let end what is at work; False where something has not ended by then."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        until = time.monotonic() + within_s
        for thread in self._threads._threads:  # noqa: SLF001 -- its own `wait` knows no bound
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads._threads)  # noqa: SLF001 -- see above

    async def __call__(self, scope: Scope, reply: Reply) -> None:
        own: asyncio.Task[None] | None = asyncio.current_task()
        assert own is not None, "a request is answered in a task"
        self._under_way.add(own)
        try:
            await self._pass_on(scope, reply)
        except Refused as refused:
            _say(reply, refused.status, refused.sentence, refused.lines)
        except asyncio.CancelledError:
            _say(reply, 503, "The server is about to end.", [("connection", "close")])
        finally:
            self._under_way.discard(own)

    def abandon(self) -> None:
        """Leave the requests that are under way. Their threads go on, for nobody."""
        for task in self._under_way:
            task.cancel()

    async def _pass_on(self, scope: Scope, reply: Reply) -> None:
        with tempfile.SpooledTemporaryFile(max_size=limits.BODY_IN_MEMORY_BYTES) as body:
            if len(self._under_way) - self._at_work_count > limits.ARRIVING_COUNT:
                raise _too_much()
            size_bytes = await _read_body(scope, reply, body)
            if self._at_work_count >= limits.WAITING_COUNT:
                raise _too_much()
            body.seek(0)
            environ = self._environ(scope, body, size_bytes)
            loop = asyncio.get_running_loop()
            started = _Started()
            self._at_work_count += 1
            try:
                whole = await loop.run_in_executor(self._threads, self._run, environ, started, reply, loop)
            finally:
                self._at_work_count -= 1
        if whole is not None:
            started.send(reply, whole, is_head=scope.method == "HEAD")

    def _run(
        self, environ: dict[str, Any], started: _Started, reply: Reply, loop: asyncio.AbstractEventLoop
    ) -> bytes | None:
        """Within a thread: ask the application. What comes in pieces is sent here, what is ready is given back."""
        answer = self._application(environ, started)
        try:
            if environ["REQUEST_METHOD"] == "HEAD" or not getattr(answer, "streaming", True):
                return b"" if environ["REQUEST_METHOD"] == "HEAD" else b"".join(answer)
            _send_pieces(answer, started, reply, loop)
            return None
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()  # Django ends the request here, and gives back its database connection

    def _environ(self, scope: Scope, body: tempfile.SpooledTemporaryFile[bytes], size_bytes: int) -> dict[str, Any]:
        peer, scheme = self._peer_and_scheme(scope)
        name, _, port = scope.server.rpartition(":")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": scope.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": scope.path.encode().decode("latin-1"),
            "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "SERVER_NAME": name,
            "SERVER_PORT": port,
            "REMOTE_ADDR": peer,
            "CONTENT_LENGTH": str(size_bytes),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": body,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for header, value in scope.headers.items():
            # A name with an underscore would pass for another's with a hyphen; what proxies say is heard above.
            if "_" in header or header in {"content-length", "transfer-encoding"} or header.startswith("x-forwarded-"):
                continue
            variable = "CONTENT_TYPE" if header == "content-type" else f"HTTP_{header.upper().replace('-', '_')}"
            joint = "; " if header == "cookie" else ","
            environ[variable] = f"{environ[variable]}{joint}{value}" if variable in environ else value
        if scope.authority and "HTTP_HOST" not in environ:
            environ["HTTP_HOST"] = scope.authority
        return environ

    def _peer_and_scheme(self, scope: Scope) -> tuple[str, str]:
        """Who asks, and how: what a trusted proxy says of it, else what the connection says."""
        peer = scope.client.rpartition(":")[0].strip("[]")
        if not self._is_trusted(peer):
            return peer, scope.scheme
        headers = scope.headers
        scheme = (headers.get("x-forwarded-proto") or scope.scheme).strip().lower()
        forwarded = [one.strip() for line in headers.get_all("x-forwarded-for") for one in line.split(",")]
        for one in reversed(forwarded[-20:]):
            if not _is_address(one):
                break
            peer = one
            if not self._is_trusted(one):
                break
        return peer, scheme if scheme in {"http", "https"} else scope.scheme

    def _is_trusted(self, peer: str) -> bool:
        if not self._trusted or not _is_address(peer):
            return False
        address = ipaddress.ip_address(peer)
        return any(address in network for network in self._trusted)


class _Started:
    """The `start_response` of one request, and what it was told."""

    def __init__(self) -> None:
        self.status = 500
        self.lines: HeaderLines = []

    def __call__(self, status: str, lines: Sequence[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
        self.status = int(status.split(" ", 1)[0])
        self.lines = [(name.lower(), value) for name, value in lines if name.lower() not in _HOP_BY_HOP]
        return _no_writing

    def send(self, reply: Reply, body: bytes, *, is_head: bool) -> None:
        if is_head or not body:
            if (
                not is_head
                and self.status not in {204, 304}
                and not any(name == "content-length" for name, _ in self.lines)
            ):
                self.lines.append(("content-length", "0"))
            reply.response_empty(self.status, self.lines)
        else:
            reply.response_bytes(self.status, self.lines, body)


def _no_writing(_piece: bytes) -> None:
    raise NotImplementedError("the write callable of WSGI is not offered; return the pieces")


def _send_pieces(pieces: Iterable[bytes], started: _Started, reply: Reply, loop: asyncio.AbstractEventLoop) -> None:
    """Send pieces one after the other; who takes none for a while is left, for the thread is needed."""

    async def begin() -> Any:
        return reply.response_stream(started.status, started.lines)

    async def send(transport: Any, piece: bytes) -> None:
        await transport.send_bytes(piece)

    transport = asyncio.run_coroutine_threadsafe(begin(), loop).result(limits.PIECE_S)
    try:
        for piece in pieces:
            asyncio.run_coroutine_threadsafe(send(transport, bytes(piece)), loop).result(limits.PIECE_S)
    except (RuntimeError, TimeoutError) as error:  # Granian's errors of a closed connection are RuntimeErrors
        log.info("a reply was not taken to its end: %s", error)


async def _read_body(scope: Scope, reply: Reply, into: tempfile.SpooledTemporaryFile[bytes]) -> int:
    """Take the request's body, within the bounds of size and time; gives its size."""
    headers = scope.headers
    told = headers.get("content-length")
    if told is None and headers.get("transfer-encoding") is None and scope.http_version == "1.1":
        return 0
    if told is not None and told.isdigit() and int(told) > limits.BODY_BYTES:
        raise Refused(413, _TOO_LARGE)
    size_bytes = 0
    try:
        async with asyncio.timeout(limits.BODY_S):
            async for piece in reply:
                size_bytes += len(piece)
                if size_bytes > limits.BODY_BYTES:
                    raise Refused(413, _TOO_LARGE)
                into.write(piece)
    except TimeoutError as error:
        raise Refused(408, "What was sent took too long to arrive.") from error
    return size_bytes


_TOO_LARGE = f"What was sent is too large: at most {limits.BODY_BYTES // (1024 * 1024)} MB would do."


def _say(reply: Reply, status: int, sentence: str, also: HeaderLines) -> None:
    body = f"{sentence}\n".encode()
    lines = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *also]
    reply.response_bytes(status, lines, body)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def networks(listed: str) -> tuple[Network, ...]:
    """Read `BROADSHEET_TRUSTED_PROXIES`: addresses or networks, with commas between."""
    found = []
    for one in filter(None, (part.strip() for part in listed.split(","))):
        try:
            found.append(ipaddress.ip_network(one, strict=False))
        except ValueError as error:
            raise ValueError(f"{one!r} is no IP address or network") from error
    return tuple(found)

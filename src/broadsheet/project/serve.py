"""The server: one process that answers readers from the store, runs the desk, and does what falls due."""

from __future__ import annotations

import asyncio
import errno
import http.client
import logging
import os
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import uvloop
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from broadsheet.project.static import collect
from broadsheet.project.tick import ticking
from broadsheet.readers import limits
from broadsheet.readers.bridge import Bridge, Network, networks
from broadsheet.readers.door import Door
from broadsheet.readers.export import exporting
from broadsheet.readers.files import Media, StaticFiles
from broadsheet.readers.shelf import Shelf, SqliteShelf
from broadsheet.readers.shelf_postgres import PostgresShelf
from broadsheet.readers.silent import hang_up

log = logging.getLogger(__name__)

READY_S = 20
READY_STEP_S = 0.05
STOP_S = 1.0
"""How long requests may go on after the signal to end."""
ABANDONED_S = 0.5
THREADS_S = 0.5

_LOGGING = {
    "handlers": {
        name: {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
        for name in ("console", "access")
    }
}
"""Standard output is for the line that says it is ready."""


class CannotServe(Exception):
    """Why there can be no server here: where it was looked for, what was found, and what would do."""

    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(f"{path}: {found}; {expected}")
        self.path = path
        self.found = found
        self.expected = expected


def serve(*, port: int, host: str = "127.0.0.1", export: Path | None = None, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; returns when all has ended. Django must be set up, the database up to date.

    `say` gets the line `ready http://…/` when the server has answered a request. Raises CannotServe before that. Must
    be called in the main thread, for the signals are its.
    """
    trusted = _trusted_proxies()
    _must_be_free(host, port)
    _ask_for_descriptors()
    collect(Path(settings.STATIC_ROOT))
    shelf = make_shelf()
    bridge = Bridge(get_wsgi_application(), trusted_proxies=trusted)
    door = Door(
        shelf,
        media=Media(Path(settings.MEDIA_ROOT)),
        static=StaticFiles(Path(settings.STATIC_ROOT)),
        inner=bridge,
    )
    with ExitStack() as at_work:
        at_work.callback(connections.close_all)
        at_work.callback(_end_threads, bridge)
        at_work.callback(shelf.close)
        at_work.enter_context(ticking())
        if export is not None:
            at_work.enter_context(exporting(export))
        uvloop.run(serve_door(door, host, port, say, abandon=bridge.abandon))


async def serve_door(
    door: Door, host: str, port: int, say: Callable[[str], None], *, abandon: Callable[[], None]
) -> None:
    """Serve a door, in a loop that is for it alone, until SIGINT or SIGTERM. What hangs then is left by `abandon`."""
    server = Server(
        door,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        websockets=False,
        backlog=1024,
        backpressure=limits.CONNECTIONS_COUNT,
        http1_settings=HTTP1Settings(
            header_read_timeout=limits.HEAD_S * 1000, max_buffer_size=limits.HEAD_BYTES, pipeline_flush=True
        ),
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
    )
    ending = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, ending.set)
    serving = asyncio.create_task(server.serve())
    greeting = asyncio.create_task(_greet(host, port, say))
    listening = asyncio.create_task(_listen_for_silence(port))
    waiting = asyncio.create_task(ending.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for task in (greeting, listening, waiting):
        task.cancel()
    server.signal_handler_interrupt()  # type: ignore[no-untyped-call]  # Granian ships it without types
    await asyncio.wait({serving}, timeout=STOP_S)
    if not serving.done():
        abandon()
        await asyncio.wait({serving}, timeout=ABANDONED_S)
    if serving.done():
        serving.result()  # a server that ended by itself says why


async def _greet(host: str, port: int, say: Callable[[str], None]) -> None:
    """Say that the server is ready, when a request has been answered."""
    url = f"http://{_in_url(host)}:{port}/"
    for _ in range(int(READY_S / READY_STEP_S)):
        try:
            await asyncio.to_thread(_ask, host, port)
        except OSError:
            await asyncio.sleep(READY_STEP_S)
        else:
            say(f"ready {url}")
            return
    log.error("the server does not answer at %s after %s s", url, READY_S)


async def _listen_for_silence(port: int) -> None:
    loop = asyncio.get_running_loop()
    while loop.is_running():  # the server cancels it at its end
        await asyncio.sleep(limits.SILENT_STEP_S)
        await asyncio.to_thread(hang_up, port, after_s=limits.HEAD_S)


def _ask_for_descriptors() -> None:
    """Ask the system for as many open files as connections may need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.DESCRIPTORS_COUNT if hard == resource.RLIM_INFINITY else min(limits.DESCRIPTORS_COUNT, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _ask(host: str, port: int) -> None:
    to = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- the address to ask instead of it
    link = http.client.HTTPConnection(to, port, timeout=5)
    try:
        link.request("HEAD", "/")
        link.getresponse().read()
    finally:
        link.close()


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _must_be_free(host: str, port: int) -> None:
    """Raise CannotServe where the port is taken or not ours: Granian would share it with whoever has it."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        found = {
            errno.EADDRINUSE: "taken by another program",
            errno.EACCES: "kept for the system, as all ports below 1024 are",
        }.get(error.errno or 0, error.strerror or str(error))
        raise CannotServe(f"port {port} of {host}", found, "PORT=8001 or another free one would do") from error


def _end_threads(bridge: Bridge) -> None:
    """Let requests at work in Django end; one that hangs does not keep the process."""
    if not bridge.close(within_s=THREADS_S):
        log.warning("a request was still at work when the server ended")
        logging.shutdown()
        os._exit(0)


def make_shelf() -> Shelf:
    """The shelf for the database that the settings name, with a connection that is not Django's."""
    parameters = connection.get_connection_params()
    if connection.vendor == "sqlite":
        return SqliteShelf(Path(str(parameters["database"])), default_language=settings.LANGUAGE_CODE)
    known = {"dbname", "user", "password", "host", "port", "sslmode", "service", "options"}
    own = {name: value for name, value in parameters.items() if name in known}
    return PostgresShelf(own, default_language=settings.LANGUAGE_CODE)


def _trusted_proxies() -> tuple[Network, ...]:
    try:
        return networks(os.environ.get("BROADSHEET_TRUSTED_PROXIES", ""))
    except ValueError as error:
        raise CannotServe(
            "BROADSHEET_TRUSTED_PROXIES", str(error), "127.0.0.1 or 10.0.0.0/8, 10.1.2.3 would do"
        ) from error

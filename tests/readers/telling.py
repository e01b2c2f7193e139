"""A small WSGI application that tells what it was given, to look through the bridge with."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_open = 0
_lock = threading.Lock()
SLOW_S = 0.1


class Whole(list[bytes]):
    """A reply that is ready, as Django's are; it counts those that have not been closed."""

    streaming = False

    def __init__(self, *parts: bytes) -> None:
        global _open  # noqa: PLW0603 -- one count for all threads
        super().__init__(parts)
        with _lock:
            _open += 1

    def close(self) -> None:
        global _open  # noqa: PLW0603 -- see above
        with _lock:
            _open -= 1


class Pieces(Whole):
    streaming = True

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)


def _endless() -> Iterator[bytes]:
    while True:
        yield b"on and on " * 1000


def telling(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer by the path's word after `/desk/`."""
    word = environ["PATH_INFO"].split("/")[2]
    lines = [("Content-Type", "text/plain")]
    if word == "fail":
        raise RuntimeError("on purpose")
    if word == "nothing":
        start("204 No Content", [])
        return Whole()
    if word == "echo":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start("200 OK", [*lines, ("Content-Length", str(len(body)))])
        return Whole(body)
    start("200 OK", lines)
    if word == "pieces":
        return Pieces(b"piece %d\n" % number for number in range(200))
    if word == "endless":
        return Pieces(_endless())
    if word == "slow":
        time.sleep(SLOW_S)
        return Whole(b"done")
    if word == "closed":
        reply = Whole()
        reply.append(json.dumps({"open": str(_open)}).encode())
        return reply
    return Whole(json.dumps({name: str(value) for name, value in environ.items()}).encode())

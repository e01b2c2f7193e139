"""Who connects and says nothing is hung up on; who has said a word is not."""

import socket
import time
from pathlib import Path

import pytest

from broadsheet.readers.silent import hang_up

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux tells of silence")


def is_open(link: socket.socket) -> bool:
    link.settimeout(0.05)
    try:
        return link.recv(1) != b""
    except TimeoutError:
        return True


def test_only_who_has_never_said_a_word_is_hung_up_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.1", 0)) as other:
        port = server.getsockname()[1]
        silent, talking = (socket.create_connection(("127.0.0.1", port)) for _ in range(2))
        elsewhere = socket.create_connection(other.getsockname())
        held = [server.accept()[0], server.accept()[0], other.accept()[0]]
        talking.sendall(b"G")
        assert held[1].recv(1) == b"G"
        assert hang_up(port, after_s=3600) == 0
        until = time.monotonic() + 20
        while (count := hang_up(port, after_s=0.01)) == 0 and time.monotonic() < until:
            pass
        assert count == 1
        assert [is_open(link) for link in (silent, talking, elsewhere)] == [False, True, True]
        fresh = socket.create_connection(("127.0.0.1", port), timeout=5)
        held.append(server.accept()[0])
        assert is_open(fresh)
        for link in (silent, talking, elsewhere, fresh, *held):
            link.close()

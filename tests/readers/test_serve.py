"""The server as a process: it begins when it says so, ends when it is told to, and stands in nobody's way."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from broadsheet.readers.bridge import networks
from tests.readers.quay import WORKS, Quay, free_port

END_S = 3.0
"""What is promised. The machines that run this are shared, so a test allows some more."""
PATIENCE_S = 5.0


def test_a_server_ends_in_time_with_readers_still_connected(quay_home: Quay) -> None:
    """By the signal of Ctrl-C; all other servers of these tests are ended by SIGTERM, and must end as well."""
    second = Quay(quay_home.home)
    with (
        second.serving() as server,
        socket.create_connection(("127.0.0.1", second.port)) as idle,
        socket.create_connection(("127.0.0.1", second.port)) as slow,
    ):
        slow.sendall(b"POST /desk/login/ HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc")
        idle.sendall(b"GET /en/ HTTP/1.1\r\nHost: h\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 200"
        begun = time.monotonic()
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert time.monotonic() - begun < PATIENCE_S
    assert "Traceback" not in second.last_words()


def listeners(port: int) -> set[int]:
    """The processes that listen on a port, by the kernel's own list."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):  # a process that has ended meanwhile
            if str(link.readlink()) in sockets:
                found.add(int(link.parts[2]))
    return found


def test_a_server_is_one_process(quay: Quay) -> None:
    (server,) = listeners(quay.port)
    assert [line for line in Path(f"/proc/{server}/task/{server}/children").read_text().split() if line] == []


def test_a_port_that_is_taken_is_named_with_what_would_do(quay: Quay) -> None:
    second = subprocess.run(
        [*WORKS, "serve", str(quay.port)],
        env=quay.environment,
        cwd=quay.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 2
    assert second.stdout == ""
    assert second.stderr == (
        f"port {quay.port} of 127.0.0.1: taken by another program; PORT=8001 or another free one would do\n"
    )
    assert quay.ask("/en/").status == 200


def test_a_proxy_that_is_no_address_is_named() -> None:
    with pytest.raises(ValueError, match="'nginx' is no IP address or network"):
        networks("127.0.0.1, nginx")
    assert [str(one) for one in networks(" 127.0.0.1,10.1.2.3/8, ::1 ,")] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


def test_health_says_what_monitoring_asks(quay: Quay) -> None:
    answer = quay.ask("/health")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    health = json.loads(answer.body)
    assert health == {"status": "ok", "version": health["version"], "database": health["database"], "open_tickets": 0}
    assert health["database"] in {"sqlite", "postgresql"}


def test_a_database_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    """A home without tables, or a PostgreSQL where nobody listens."""
    quay = Quay(tmp_path)
    elsewhere = {"DATABASE_URL": f"postgresql://paper@127.0.0.1:{free_port()}/none"}
    with quay.serving(**elsewhere if os.environ.get("DATABASE_URL") else {}):
        page = quay.ask("/en/")
        assert page.status == 503
        assert page.headers["retry-after"] == "5"
        assert page.headers["cache-control"] == "no-store"
        health = quay.ask("/health")
        assert health.status == 503
        assert json.loads(health.body)["status"] == "unavailable"


def test_the_desk_is_nobodys_to_keep_or_frame(quay: Quay) -> None:
    answer = quay.ask("/desk/login/")
    assert answer.status == 200
    assert "no-store" in answer.headers["cache-control"]
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk", "/desk/media/original_images/x.jpg", "/desk/media/../../secret.key"]
)
def test_the_desk_is_behind_its_log_in(quay: Quay, path: str) -> None:
    answer = quay.ask(path)
    assert answer.status in {301, 302, 404}
    assert answer.headers.get("location", "/desk/login").startswith("/desk/")

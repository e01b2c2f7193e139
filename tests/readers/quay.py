"""A home served for these tests: two papers on two hosts, on a database of their own, started as an installation is."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).parents[2]
READY_S = 60
STOP_S = 20
# Django must be set up before the module that uses its models is read.
WORKS = [sys.executable, "-c", "import django; django.setup(); from tests.readers.quay_works import main; main()"]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    lines: list[tuple[str, str]] = field(repr=False)
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Quay:
    """A home with two papers in it, and, within `serving`, a server. The editors are a process of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self._editors: subprocess.Popen[str] | None = None
        home.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.readers.quay_settings",
            "BROADSHEET_HOME": str(self.home),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            "PYTHONUNBUFFERED": "1",
        }

    def make(self) -> None:
        done = subprocess.run(
            [*WORKS, "make"],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"the papers were not made: {done.stderr[-3000:]}"

    def act(self, *words: str) -> None:
        """Do something at the papers in another process; returns when that has committed and pressed."""
        if self._editors is None:
            self._editors = subprocess.Popen(
                [*WORKS, "act"],
                env=self.environment,
                cwd=self.home,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._editors.stdin is not None
        assert self._editors.stdout is not None
        self._editors.stdin.write(json.dumps(words) + "\n")
        self._editors.stdin.flush()
        assert self._editors.stdout.readline() == "done\n", f"{words} failed: see above"

    def close(self) -> None:
        if self._editors is not None:
            self._editors.communicate(timeout=STOP_S)

    def serving(self, *words: str, **environment: str) -> AbstractContextManager["subprocess.Popen[str]"]:
        """Serve until the end of the block."""
        return self.serving_verb("serve", *words, **environment)

    @contextmanager
    def serving_verb(self, verb: str, *words: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
        with (
            self._log.open("w", encoding="utf-8") as log,
            subprocess.Popen(
                [*WORKS, verb, str(self.port), *words],
                env=self.environment | environment,
                cwd=self.home,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as server,
        ):
            lines: queue.Queue[str] = queue.Queue()
            assert server.stdout is not None
            reading = threading.Thread(target=_pass_on, args=(server.stdout, lines), daemon=True)
            reading.start()
            try:
                line = lines.get(timeout=READY_S)
                assert line == f"ready http://127.0.0.1:{self.port}/", f"said {line!r}; {self.last_words()}"
                yield server
            finally:
                if server.poll() is None:
                    server.send_signal(signal.SIGTERM)
                try:
                    server.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    server.kill()
                reading.join(STOP_S)
            assert server.returncode == 0, f"ended with {server.returncode}; {self.last_words()}"

    def last_words(self) -> str:
        return self._log.read_text(encoding="utf-8")[-3000:]

    @property
    def _log(self) -> Path:
        return self.home / f"server-{self.port}.log"

    def raw(self, request: bytes, *, peer: str = "127.0.0.1") -> bytes:
        """Send bytes on a connection of their own, and give all that comes back until the server closes it."""
        parts = []
        with socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(peer, 0)) as link:
            try:
                link.sendall(request)
                while part := link.recv(65536):
                    parts.append(part)
            except ConnectionError:
                pass  # what came before it is the answer
        return b"".join(parts)

    def leave_early(self, request: bytes) -> None:
        """Ask, take the beginning of what comes, and go."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as link:
            link.sendall(request)
            link.recv(1000)

    def ask(
        self,
        target: str,
        *lines: str,
        method: str = "GET",
        host: str = "harbour.example",
        body: bytes = b"",
        peer: str = "127.0.0.1",
    ) -> Answer:
        """Ask as the line says, with nothing added to it and nothing followed. No Accept-Encoding unless it is said."""
        head = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *lines]
        answer = self.raw("\r\n".join([*head, "", ""]).encode() + body, peer=peer)
        top, _, rest = answer.partition(b"\r\n\r\n")
        assert top, f"no answer to {method} {target}"
        first, *said = top.decode().split("\r\n")
        pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in said)]
        return Answer(int(first.split(" ")[1]), pairs, rest)


def _pass_on(stream: TextIO, lines: "queue.Queue[str]") -> None:
    for line in stream:
        lines.put(line.strip())
    lines.put("")

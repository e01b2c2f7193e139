"""Where a test gets the paper: the demo, started as a reader of the README starts it, with a home to throw away."""

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parents[1]
# The command beside the Python that runs the tests, not some other on the PATH.
COMMAND = Path(sys.executable).with_name("broadsheet")
READY_S = 180
STOP_S = 20
ASK_S = 120


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Address:
    """A row of `broadsheet addresses --json`, as far as tests need it."""

    kind: str
    edition: str
    language: str
    path: str
    url: str
    status: int

    @property
    def named(self) -> str:
        """For a line of a report: paths of two papers may be the same, and ports change."""
        return f"{self.edition or 'paper'} {self.path}"


class Paper:
    """The demo paper, being served."""

    def __init__(self, home: Path, port: int, broadsheet: Path = COMMAND) -> None:
        self.home = home
        self.port = port
        self.broadsheet = broadsheet
        self.origin = f"http://127.0.0.1:{port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        }
        return kept | {"BROADSHEET_HOME": str(self.home), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}

    def command(self, *words: str) -> Any:
        """Run `broadsheet WORDS --json` on this paper while it is served, and give its answer."""
        ran = subprocess.run(
            [self.broadsheet, *words, "--json"],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=ASK_S,
            check=False,
        )
        assert ran.returncode in {0, 1}, f"broadsheet {' '.join(words)} gave {ran.returncode}: {ran.stderr[-2000:]}"
        return json.loads(ran.stdout)

    def get(self, url: str, **headers: str) -> Answer:
        """Ask for an address of any host of this paper; follows nothing, decodes nothing."""
        host, path = url.split("://", 1)[1].split("/", 1)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", f"/{path}", headers={"Host": host, "Accept-Encoding": "identity", **headers})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        rows = self.command("addresses")
        assert rows, "the demo paper has no addresses"
        kept = ("kind", "edition", "language", "path", "url", "status")
        return tuple(Address(**{name: row[name] or "" for name in kept}) for row in rows)

    @cached_property
    def samples(self) -> tuple[Address, ...]:
        """One address of each kind in each edition; a page that is there, rather than what is left of one."""
        found: dict[tuple[str, str], Address] = {}
        for address in sorted(self.addresses, key=lambda one: one.status):
            found.setdefault((address.kind, address.edition), address)
        return tuple(found.values())

    @cached_property
    def pages(self) -> tuple[Address, ...]:
        """The samples that are HTML, and what a reader gets at an address that has never been."""
        html = [sample for sample in self.samples if self.get(sample.url).media_type == "text/html"]
        fronts = [sample for sample in html if sample.kind == "front"]
        unknown = "story/there-has-never-been-such-a-story"
        never = [
            replace(front, kind="never", path=front.path + unknown, url=front.url + unknown, status=404)
            for front in fronts
        ]
        assert fronts, f"the demo paper has no front among {sorted({sample.kind for sample in self.samples})}"
        return (*html, *never)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _lines(stream: TextIO, log: Path, into: "queue.Queue[str | None]") -> None:
    """Keep what the server says, so that its pipe never fills; None says that it has ended."""
    with log.open("w", encoding="utf-8") as kept:
        for line in stream:
            kept.write(line)
            kept.flush()
            into.put(line.strip())
    into.put(None)


def _wait(server: "subprocess.Popen[str]", lines: "queue.Queue[str | None]", log: Path, ready: str) -> None:
    """Wait for the line that says it serves; of a server that ends or never says so, the last words are shown."""
    until = time.monotonic() + READY_S
    while (left_s := until - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=left_s)
        except queue.Empty:
            break
        if line == ready:
            return
        if line is None:
            server.wait(STOP_S)
            break
    ended = f"ended with {server.poll()}" if server.poll() is not None else f"did not say {ready!r} in {READY_S} s"
    raise AssertionError(f"broadsheet demo {ended}; its last words:\n{log.read_text(encoding='utf-8')[-4000:]}")


@contextmanager
def served(home: Path, *, command: Path = COMMAND) -> Iterator[Paper]:
    """Serve the demo paper from an empty home on a free port, until the end of the block."""
    assert command.exists(), f"no {command}: run make setup"
    home.mkdir(parents=True, exist_ok=True)
    paper = Paper(home, free_port(), command)
    log = home / "server.log"
    server = subprocess.Popen(
        [command, "demo"],
        env=paper.environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    lines: queue.Queue[str | None] = queue.Queue()
    assert server.stdout is not None
    reading = threading.Thread(target=_lines, args=(server.stdout, log, lines), daemon=True)
    reading.start()
    try:
        _wait(server, lines, log, f"ready {paper.origin}/")
        yield paper
    finally:
        # As Ctrl-C does, to the whole group; who has not gone by then is made to.
        _signal_group(server.pid, signal.SIGINT)
        try:
            server.wait(STOP_S)
        except subprocess.TimeoutExpired:
            _signal_group(server.pid, signal.SIGKILL)
            server.wait()
        reading.join(5)
        server.stdout.close()


def _signal_group(group: int, what: signal.Signals) -> None:
    try:
        os.killpg(group, what)
    except ProcessLookupError:
        return

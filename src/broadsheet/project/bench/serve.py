"""Serving: our server against nginx, on the same bytes in one run; one processor for the server, one for the client."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import unquote

import brotli
import msgspec

from broadsheet.project.bench.figure import Figure, at_least, at_most, stated
from broadsheet.project.bench.homes import COMMAND, Say, Unprepared, environment, filled, run
from broadsheet.project.bench.load import CPU_SERVER, Load, client, keep_to, load, resident_mb

ROUNDS = 5
ROUND_S = 3
WARM_S = 1
START_S = 120
MANY_COUNT = 3_000
NGINX_GOAL, MEMORY_GOAL_MB = 0.3, 264
MODULES = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules", "/usr/lib64/nginx/modules")
BROTLI_MODULE = "ngx_http_brotli_static_module.so"
ACCEPT = "Accept-Encoding: br"


class Article(msgspec.Struct, frozen=True):
    """A pressed article: where it is, its tag, and what a reader gets."""

    path: str
    tag: str
    compressed: bytes


def figures(stories: int, *, home: Path | None = None, say: Say = lambda _line: None) -> list[Figure]:
    """Measure. Without `home`, one is filled with as many stories and thrown away; one that is given must be full."""
    modules = _brotli_module()
    with ExitStack() as stack:
        home = stack.enter_context(filled(stories, home, say))
        ours = stack.enter_context(_our_server(home))
        article = _article(home, ours)
        nginx = stack.enter_context(_nginx(article, modules))
        say(f"{article.path}: {len(article.compressed):,} bytes of brotli; load by {client()}")
        loads = _measured(ours, nginx, article, say)
        say("reading many pages, in each coding …")
        _read_many(home, ours)
        return _figures(loads, resident_mb(ours.pid))


class Server(msgspec.Struct, frozen=True):
    pid: int
    origin: str


def _measured(ours: Server, nginx: Server, article: Article, say: Say) -> dict[str, list[Load]]:
    """All series in turn, round after round: what else the machine does falls on all of them alike."""
    known = f"If-None-Match: {article.tag}"
    series: dict[str, tuple[Server, list[str], int]] = {
        "ours": (ours, [ACCEPT], 200),
        "nginx": (nginx, [ACCEPT], 200),
        "ours, 304": (ours, [ACCEPT, known], 304),
        "ours, gzip": (ours, ["Accept-Encoding: gzip"], 200),
        "nginx, gzip": (nginx, ["Accept-Encoding: gzip"], 200),
    }
    loads: dict[str, list[Load]] = {name: [] for name in series}
    for number in range(ROUNDS + 1):
        for name, (server, lines, status) in series.items():
            seconds = ROUND_S if number else WARM_S
            found = load(server.origin + article.path, lines, server=server.pid, seconds=seconds, status=status)
            if number:
                loads[name].append(found)
                say(f"round {number}, {name}: {found.per_s:,.0f}/s, {found.per_cpu_s:,.0f} a CPU-second")
    return loads


def _read_many(home: Path, ours: Server) -> None:
    """Fill what the server keeps in memory, and wake the desk: only then its memory is worth stating."""
    rows = msgspec.json.decode(run([*COMMAND, "addresses", "--limit", str(MANY_COUNT), "--json"], home))
    link = http.client.HTTPConnection(ours.origin.removeprefix("http://"), timeout=30)
    for path in ["/desk/login/", "/health", *(str(row["path"]) for row in rows)]:
        for coding in ("br", "gzip", "identity"):
            link.request("GET", path, headers={"Accept-Encoding": coding})
            link.getresponse().read()
    link.close()


def _figures(loads: dict[str, list[Load]], memory_mb: float) -> list[Figure]:
    def of(name: str, what: Callable[[Load], float]) -> float:
        return median(what(one) for one in loads[name])

    def ratio(name: str, to: str, what: Callable[[Load], float]) -> float:
        return median(what(one) / what(other) for one, other in zip(loads[name], loads[to], strict=True))

    def rate(one: Load) -> float:
        return one.per_s

    def economy(one: Load) -> float:
        return one.per_cpu_s

    # By processor time: on two processors the client, or a neighbour, may be slower than nginx, and then requests in a
    # second say nothing of it.
    to_nginx, to_itself = "nginx on the same bytes, requests a CPU-second", "200s, requests a CPU-second"
    return [
        at_least("brotli", ratio("ours", "nginx", economy), "ratio", NGINX_GOAL, of=to_nginx),
        at_least("gzip", ratio("ours, gzip", "nginx, gzip", economy), "ratio", NGINX_GOAL, of=to_nginx),
        at_least("304s", ratio("ours, 304", "ours", economy), "ratio", 1.0, of=to_itself),
        at_most("memory of the serving process", memory_mb, "MB", MEMORY_GOAL_MB),
        stated("brotli by processor time", of("ours", economy), "requests/CPU-s"),
        stated("304s by processor time", of("ours, 304", economy), "requests/CPU-s"),
        stated("nginx, brotli by processor time", of("nginx", economy), "requests/CPU-s"),
        stated("brotli by the clock", of("ours", rate), "requests/s"),
        stated("304s by the clock", of("ours, 304", rate), "requests/s"),
        stated("nginx, brotli by the clock", of("nginx", rate), "requests/s"),
        stated("brotli by the clock, to nginx", ratio("ours", "nginx", rate), "ratio", of="nginx brotli_static"),
        stated("brotli, p50 at full load", of("ours", lambda one: one.p50_ms), "ms"),
        stated("brotli, p99 at full load", of("ours", lambda one: one.p99_ms), "ms"),
        stated("nginx, p99 at full load", of("nginx", lambda one: one.p99_ms), "ms"),
    ]


@contextmanager
def _our_server(home: Path) -> Iterator[Server]:
    port = _free_port()
    with (home / "bench.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            [*COMMAND, "serve"], env=environment(home, PORT=str(port)), stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            _answers(port, process)
            keep_to(CPU_SERVER, process.pid)
            yield Server(process.pid, f"http://127.0.0.1:{port}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def _article(home: Path, ours: Server) -> Article:
    """An article of middling length, as the server sends it; an English one if there is one."""
    rows = msgspec.json.decode(run([*COMMAND, "addresses", "--kind", "article", "--limit", "3000", "--json"], home))
    rows = [row for row in rows if row["status"] == 200]
    if not rows:
        raise Unprepared(f"{home} holds no article")
    rows = [row for row in rows if row["language"] == "en"] or rows
    path = str(sorted(rows, key=lambda row: row["bytes"])[len(rows) // 2]["path"])
    link = http.client.HTTPConnection(ours.origin.removeprefix("http://"), timeout=10)
    link.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = link.getresponse()
    body = answer.read()
    link.close()
    assert answer.status == 200, f"{path} answers {answer.status}"
    return Article(path, str(answer.getheader("etag")), body)


def _brotli_module() -> Path:
    if shutil.which("nginx"):
        for folder in MODULES:
            module = Path(folder) / BROTLI_MODULE
            if module.exists():
                return module
    raise Unprepared(
        "found no nginx with its module for ready-made brotli; Debian's nginx libnginx-mod-http-brotli-static would do"
    )


@contextmanager
def _nginx(article: Article, module: Path) -> Iterator[Server]:
    """nginx with one worker, set up to be quick: no log, open files remembered, and nothing said but what it must."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-nginx-") as made:
        folder, port = Path(made), _free_port()
        folder.chmod(0o755)
        file = folder / "root" / unquote(article.path).lstrip("/")
        file.parent.mkdir(parents=True)
        plain = brotli.decompress(article.compressed)
        for suffix, content in (("", plain), (".br", article.compressed), (".gz", gzip.compress(plain, 6, mtime=0))):
            file.with_name(file.name + suffix).write_bytes(content)
        places = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"load_module {module};\ndaemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log off; {places} default_type 'text/html; charset=utf-8'; sendfile on; tcp_nopush on;\n"
            " keepalive_requests 1000000; open_file_cache max=1000;\n"
            f" server {{ listen 127.0.0.1:{port}; root {folder}/root;\n"
            "  brotli_static on; gzip_static on; gzip_vary on; } }\n"
        )
        order = [shutil.which("nginx") or "nginx", "-c", str(folder / "nginx.conf")]
        process = subprocess.Popen(order, stderr=subprocess.DEVNULL)  # noqa: S603 -- whichever nginx this machine has
        try:
            _answers(port, process)
            keep_to(CPU_SERVER, process.pid)
            yield Server(process.pid, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(timeout=30)


def _answers(port: int, process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise Unprepared(f"{process.args!r} did not begin to answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""Load on an HTTP server of this machine: by wrk where there is one, else by a small client of our own."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from statistics import quantiles

import msgspec

CONNECTIONS_COUNT = 32
CPU_SERVER, CPU_CLIENT = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. `cpu_s` is what the server's process took of the processor."""

    requests: int
    seconds: float
    cpu_s: float
    p50_ms: float
    p99_ms: float

    @property
    def per_s(self) -> float:
        return self.requests / self.seconds

    @property
    def per_cpu_s(self) -> float:
        return self.requests / self.cpu_s if self.cpu_s else 0.0


def client() -> str:
    """The name of what makes the load."""
    return "wrk" if shutil.which("wrk") else "our own client, which is slower than the servers"


def load(url: str, lines: Sequence[str], *, server: int, seconds: int, status: int) -> Load:
    """Ask one address on many connections, as fast as it goes; every answer must have this status."""
    before = _cpu_s(server)
    found = _by_wrk(url, lines, seconds, status) if shutil.which("wrk") else _by_ourselves(url, lines, seconds, status)
    return msgspec.structs.replace(found, cpu_s=_cpu_s(server) - before)


def keep_to(processor: int, pid: int = 0) -> None:
    """Keep a process, with all its threads, to one processor, where there are several."""
    if (os.cpu_count() or 1) < 2:
        return
    for thread in os.listdir(f"/proc/{pid or 'self'}/task"):  # noqa: PTH208 -- names alone
        os.sched_setaffinity(int(thread), {processor})


def resident_mb(pid: int) -> float:
    """The memory of a process that is in use now."""
    with open(f"/proc/{pid}/status") as status:  # noqa: PTH123 -- a file of the kernel
        found = re.search(r"VmRSS:\s+(\d+) kB", status.read())
    assert found is not None, "every process has memory"
    return int(found[1]) * 1024 / 1e6


def _cpu_s(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 -- a file of the kernel
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_RAN = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m),")


def _by_wrk(url: str, lines: Sequence[str], seconds: int, status: int) -> Load:
    said = [part for line in lines for part in ("-H", line)]
    pinned = ["taskset", "-c", str(CPU_CLIENT)] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else []
    # Our own words, and an address that we serve ourselves.
    order = [*pinned, "wrk", "-t1", f"-c{CONNECTIONS_COUNT}", f"-d{seconds}s", "--latency", *said, url]
    ran_for = subprocess.run(order, capture_output=True, text=True, timeout=seconds + 60, check=True)  # noqa: S603 -- above
    text = ran_for.stdout
    ran = _RAN.search(text)
    if ran is None or "Socket errors" in text or (status < 400 and "Non-2xx" in text):
        raise RuntimeError(f"wrk on {url} went wrong:\n{text}")
    return Load(
        requests=int(ran[1]),
        seconds=float(ran[2]) * _UNITS[ran[3]] / 1000,
        cpu_s=0.0,
        p50_ms=_latency(text, 50),
        p99_ms=_latency(text, 99),
    )


def _latency(text: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk does not say the latency at {percent} percent:\n{text}")
    return float(found[1]) * _UNITS[found[2]]


def _by_ourselves(url: str, lines: Sequence[str], seconds: int, status: int) -> Load:
    return asyncio.run(_ask_for(url, lines, seconds, status))


async def _ask_for(url: str, lines: Sequence[str], seconds: int, status: int) -> Load:
    host, slash, path = url.removeprefix("http://").partition("/")
    name, _, port = host.partition(":")
    head = "\r\n".join([f"GET {slash}{path} HTTP/1.1", f"Host: {host}", *lines, "", ""]).encode()
    took_ms: list[float] = []
    begun = time.perf_counter()
    until = begun + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(name, int(port))
        try:
            while (asked := time.perf_counter()) < until:
                writer.write(head)
                top = await reader.readuntil(b"\r\n\r\n")
                if not top.startswith(b"HTTP/1.1 %d" % status):
                    raise RuntimeError(f"{url} answered {top[:40]!r}")
                length = re.search(rb"(?i)content-length: (\d+)", top)
                if length:
                    await reader.readexactly(int(length[1]))
                took_ms.append((time.perf_counter() - asked) * 1000)
        finally:
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS_COUNT)))
    cuts = quantiles(took_ms, n=100)
    spent = time.perf_counter() - begun
    return Load(requests=len(took_ms), seconds=spent, cpu_s=0.0, p50_ms=cuts[49], p99_ms=cuts[98])

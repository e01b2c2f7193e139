"""The bench of the server runs, and its figures are of the right things. What they are worth, a person judges."""

import re
import shutil
from pathlib import Path

import pytest

from broadsheet.project.bench import load as loading
from broadsheet.project.bench import serve as bench
from tests.readers.quay import Quay


def test_our_own_client_counts_the_answers(quay: Quay) -> None:
    tag = quay.ask("/en/", "Accept-Encoding: br").headers["etag"]
    url = f"http://127.0.0.1:{quay.port}/en/"
    for lines, status in ((["Accept-Encoding: br"], 200), (["Accept-Encoding: br", f"If-None-Match: {tag}"], 304)):
        found = loading._by_ourselves(url, lines, 3, status)
        assert found.requests > 10  # whatever else the machine does meanwhile
        assert 0 < found.p50_ms <= found.p99_ms
        assert found.per_s == pytest.approx(found.requests / found.seconds)
    with pytest.raises(RuntimeError, match="answered"):
        loading._by_ourselves(url, [], 1, 304)


@pytest.mark.slow
def test_the_bench_gives_each_figure_with_its_goal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if shutil.which("nginx") is None or not any(Path(one, bench.BROTLI_MODULE).exists() for one in bench.MODULES):
        pytest.skip("needs nginx with its module for ready-made Brotli (Debian: nginx libnginx-mod-http-brotli-static)")
    monkeypatch.setattr(bench, "ROUNDS", 1)
    monkeypatch.setattr(bench, "ROUND_S", 1)
    said: list[str] = []
    found = bench.figures(4, say=said.append)
    assert [one.name for one in found if one.goal] == ["brotli", "gzip", "304s", "memory of the serving process"]
    assert all(one.value > 0 for one in found)
    assert all((one.met is None) == (one.goal is None) for one in found)
    assert any(re.search(r"round 1, nginx: [\d,]+/s", line) for line in said)

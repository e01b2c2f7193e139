"""The Nu HTML checker over what the demo paper serves: one start of Java for all files of a test."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.newsstand import ROOT

JAR = ROOT / ".venv" / "tools" / "vnu.jar"
CHECK_S = 300

Checking = Callable[[Mapping[str, bytes], str], list[str]]


def where(fault: dict[str, Any]) -> str:
    return f":{fault.get('lastLine', 0)}: {fault['message']} … {fault.get('extract', '').strip()}"


@pytest.fixture
def nu(tmp_path: Path) -> Checking:
    """Give what the checker finds wrong in files of one kind (`html`, `css` or `svg`), a line each; names are ours."""
    java = shutil.which("java")
    assert java, "found no java on the PATH; install one of version 17 or later (Debian: default-jre-headless)"
    assert JAR.exists(), f"no {JAR}: run bash .ci/tools"

    def errors(files: Mapping[str, bytes], kind: str) -> list[str]:
        assert files, f"no {kind} to check"
        names = {}
        for number, (name, body) in enumerate(files.items()):
            path = tmp_path / f"{number:04d}.{kind}"
            path.write_bytes(body)
            names[str(path)] = name
        told = ["--stdout", "--format", "json", "--exit-zero-always", f"--{kind}"]
        ran = subprocess.run(
            [java, "-Xss1m", "-jar", str(JAR), *told, *names], capture_output=True, timeout=CHECK_S, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")[-2000:]
        messages: list[dict[str, Any]] = json.loads(ran.stdout)["messages"]
        faults = [message for message in messages if message["type"] != "info"]
        return [f"{names[unquote(urlsplit(fault['url']).path)]}{where(fault)}" for fault in faults]

    return errors

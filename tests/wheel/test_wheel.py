"""The wheel, installed alone from the lock, is a paper that runs: nothing is read from the source tree."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.newsstand import ROOT, served

pytestmark = pytest.mark.wheel

INSTALL_S = 600


def run(*command: str | Path, cwd: Path) -> str:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=INSTALL_S, check=False)
    assert ran.returncode == 0, f"{' '.join(map(str, command))}:\n{ran.stdout[-2000:]}\n{ran.stderr[-4000:]}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # From a copy: building writes beside the source, and what an earlier build left there would be packed again.
    copy = tmp_path_factory.mktemp("copy")
    for name in ("src", "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy2(source, copy / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", copy / "dist", copy, cwd=copy)
    (made,) = (copy / "dist").glob("broadsheet-*-py3-none-any.whl")
    return made


def test_the_wheel_has_all_that_is_in_the_package_and_nothing_else(wheel: Path) -> None:
    package = ROOT / "src" / "broadsheet"
    ours = {
        f"broadsheet/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert (ours - packed, packed - ours) == (set(), set())


def test_the_wheel_alone_serves_the_demo_paper(wheel: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    venv.create(alone, with_pip=True)
    python = alone / "bin" / "python"
    pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=tmp_path)
    run(*pip, "--no-deps", "--no-index", wheel, cwd=tmp_path)
    assert run(python, "-m", "pip", "check", cwd=tmp_path).strip() == "No broken requirements found."
    with served(tmp_path / "home", command=alone / "bin" / "broadsheet") as paper:
        assert {path: paper.get(paper.origin + path).status for path in ("/en/", "/ar/", "/health", "/desk/")} == {
            "/en/": 200,
            "/ar/": 200,
            "/health": 200,
            "/desk/": 302,
        }
        verified = paper.command("press", "verify")
        assert verified["pages"] > 0
        assert [verified["stale"], verified["missing"], verified["extra"]] == [0, 0, 0]

"""The guide to a first story is followed word for word: its commands are run, on the file that it tells to save."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = (Path(__file__).parents[2] / "docs" / "start" / "first-story.md").read_text("utf-8")
BROADSHEET = Path(sys.executable).with_name("broadsheet")
PASSWORD = "lemon-anchor-417"


def lines(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    (said,) = lines("json")
    (tmp_path / "ferry.json").write_text(said, "utf-8")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "BROADSHEET_HOME", "DJANGO_SETTINGS_MODULE", "PYTHONWARNINGS"}
    }
    answers = {}
    for command in "".join(lines("sh")).splitlines():
        words = shlex.split(command)
        assert words[0] == "broadsheet"
        if words[1] == "serve":
            continue  # it stays until somebody ends it; tests/wheel and tests/browser do that
        done = subprocess.run(
            [BROADSHEET, *words[1:]],
            cwd=tmp_path,
            env=environment,
            input=f"{PASSWORD}\n{PASSWORD}\n",
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            start_new_session=True,  # without a terminal, for the password would be asked there
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        answers[command] = done.stdout
    assert "15 pages" in answers["broadsheet story file ferry.json --publish --by rana"]
    assert "/en/story/late-ferry" in answers["broadsheet addresses --kind article"]
    assert "0 stale, 0 missing, 0 extra" in answers["broadsheet press verify"]
    assert answers["broadsheet reconcile"].endswith("0 differences\n")
    assert (tmp_path / "var").is_dir()

"""What the project's tests have: a house whose commits are real, in a home that looks like a paper's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from broadsheet.project import cli, ground
from broadsheet.project.home import home
from tests.desk.house import House, open_house


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    """The command line looks for the database's file before it asks the database; the tests' own lies beside it."""
    mark = home() / ground.DATABASE_FILE
    mark.touch()
    yield open_house()
    mark.unlink()


class Answered:
    """What a verb answered: its exit code, its document, and what it said on standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Answered]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a verb in this process."""

    def run(*words: object) -> Answered:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Answered(code, out, err)

    return run

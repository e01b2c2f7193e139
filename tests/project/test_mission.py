"""The mission table is true: each line of the source page has its place, and the code and tests it names are there."""

import ast
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from broadsheet.formats.legacy_page import LegacyPage, claims, read

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "broadsheet"
TEXT = (ROOT / "docs" / "mission.md").read_text("utf-8")
# An agency's text: it stays where it is, and only its figures are here.
SEEN = ROOT.parent / "shared" / "source-page" / "000_0b96b2e97f138096.txt"
LINES_COUNT = 157
CLASSES = {"story", "furniture", "doubled", "unexplained", "blank"}
STORY = {"headline", "caption", "place", "paper", "agency", "body"}


def rows(first: str) -> list[list[str]]:
    """The rows of the table whose heading begins so."""
    table = TEXT.split(f"\n| {first} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


def numbers(cell: str) -> list[int]:
    ranges = [tuple(map(int, part.split("–"))) for part in cell.split(",")]
    return [number for one in ranges for number in range(one[0], one[-1] + 1)]


def classes() -> dict[int, str]:
    return {number: row[1] for row in rows("lines") for number in numbers(row[0])}


@cache
def named_tests() -> dict[str, set[str]]:
    """The names of the tests in each file of tests."""
    named: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        named.setdefault(path.stem, set()).update(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return named


def test_every_line_of_the_page_has_one_class() -> None:
    counted = Counter(number for row in rows("lines") for number in numbers(row[0]))
    assert counted == Counter(range(1, LINES_COUNT + 1))
    assert set(classes().values()) == CLASSES


def test_the_tests_that_it_names_are_there() -> None:
    named = re.findall(r"`(test_\w+)::(\w+)`", TEXT)
    assert len(named) > 50
    assert [f"{file}::{test}" for file, test in named if test not in named_tests().get(file, set())] == []


def test_the_code_that_it_names_is_there() -> None:
    named = {one for one in re.findall(r"`([\w/]+\.\w+)`", TEXT) if "/" in one}
    assert len(named) > 30
    assert [one for one in sorted(named) if not (SOURCE / one).is_file()] == []


def test_what_is_there_is_shown_and_what_is_not_is_said_to_be_not_yet() -> None:
    for first, where, shown in (("lines", 4, 5), ("what | why", 3, 4)):
        for row in rows(first):
            is_again = row[1] in {"doubled", "blank"} or row[3].startswith("nothing")
            assert is_again or row[where] or "not yet" in row[shown - 2], row
            assert not row[where] or row[shown], row


def test_it_says_at_once_that_the_reading_is_ours() -> None:
    first = " ".join(TEXT.split("\n\n")[1].split())
    assert "The page specifies no system." in first
    assert "is our reading" in first


@pytest.fixture
def seen() -> LegacyPage:
    if not SEEN.exists():
        pytest.skip("the page that was seen is an agency's text, and not in this repository")
    page = read(SEEN.read_bytes())
    assert isinstance(page, LegacyPage)
    return page


def test_the_classes_are_those_that_the_reader_of_old_pages_finds(seen: LegacyPage) -> None:
    lines = SEEN.read_text("utf-8").split("\n")
    written = {number for number, line in enumerate(lines, start=1) if line.strip()}
    told = {number: what for number, what in classes().items() if what == "blank" or number in written}
    found = claims(seen)
    of_class = {one: {number for number, what in told.items() if what == one} for one in CLASSES}
    assert of_class["story"] == {number for number, names in found.items() if not STORY.isdisjoint(names)}
    assert of_class["unexplained"] == set(seen.unexplained)
    assert of_class["furniture"] | of_class["doubled"] == found.keys() - of_class["story"]
    assert of_class["blank"].isdisjoint(written)


def test_no_paragraph_of_the_report_is_in_the_repository(seen: LegacyPage) -> None:
    sentences = [one for text in seen.fields["body"].value for one in re.split(r"(?<=[.])\s+", text) if len(one) > 40]
    assert len(sentences) > 10
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60).stdout
    for name in files.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".png", ".mo", ".lock"}:
            text = " ".join(path.read_text("utf-8", errors="replace").split())
            assert [one for one in sentences if one in text] == [], name

"""The glossary has every word that the pure rooms are built of, and what it points at is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "broadsheet"
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
HEADINGS = re.findall(r"^### (.+)$", TEXT, re.MULTILINE)
POINTED_AT = re.findall(r"`([^`]+)`", TEXT)
PATHS = sorted({one for one in POINTED_AT if "/" in one} - {"src/broadsheet/"})


def classes(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}


def test_every_word_has_an_english_and_an_arabic_term_and_stands_once() -> None:
    terms = [heading.split(" · ") for heading in HEADINGS]
    assert [
        one for one in terms if len(one) != 2 or not re.search("[a-z]", one[0]) or not re.search("[ء-ي]", one[1])
    ] == []
    english = [one[0] for one in terms]
    assert sorted(english) == sorted(set(english))


def test_every_word_has_its_paragraph() -> None:
    assert re.findall(r"^### .+\n(?=\n|#)", TEXT, re.MULTILINE) == []


@pytest.mark.parametrize("path", PATHS)
def test_what_a_word_points_at_is_there(path) -> None:
    assert (SOURCE / path).exists()


def test_every_type_of_news_and_press_stands_under_its_word() -> None:
    files = [*SOURCE.glob("news/*.py"), *SOURCE.glob("press/*.py"), SOURCE / "pages" / "keys.py"]
    assert {name for path in files for name in classes(path)} - set(POINTED_AT) == set()

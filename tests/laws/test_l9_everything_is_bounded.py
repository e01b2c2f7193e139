"""L9: every loop, queue, body and retry has a bound in a `limits.py`, and every bound there is used."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import broadsheet

ROOMS = Path(broadsheet.__file__).parent
SOURCES = [path for path in ROOMS.rglob("*.py") if "migrations" not in path.parts]
LIMITS = sorted(ROOMS.rglob("limits.py"))


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


@pytest.mark.parametrize("path", LIMITS, ids=lambda path: path.parent.name)
def test_every_bound_is_used(path: Path) -> None:
    bounds = {
        target.id
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert bounds, "a limits.py without a bound"
    used = set().union(*(_names(ast.parse(other.read_text())) for other in SOURCES if other != path))
    assert bounds <= used


def test_no_loop_is_endless_by_its_own_words() -> None:
    endless = [
        f"{path.relative_to(ROOMS)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.While) and isinstance(node.test, ast.Constant)
    ]
    assert endless == []

"""The house rules, read off the syntax tree: what a room may import, and what is banned below the line.

An exemption is a line in a table here, with its reason. A new one is reviewed like code; one that is no longer needed
fails.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from broadsheet.pages.kinds import KINDS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "broadsheet"

# Room: the rooms that it may import. ARCHITECTURE.md has the drawing.
TABLE = {
    "news": set[str](),
    "press": set[str](),
    "formats": {"news"},
    "pages": {"news", "press", "formats"},
    "record": {"news", "press", "pages"},
    "wire": {"news", "formats"},
    "desk": {"news", "record", "wire"},
    "archive": {"news", "formats", "record", "desk"},
    "comments": {"news", "record"},
    "readers": {"record", "comments", "pages"},
}
ALL_ROOMS = {*TABLE, "project"}
BELOW_THE_LINE = {"news", "press", "formats", "pages"}
THIRD_PARTIES_BELOW = {"lxml", "jinja2", "markupsafe", "msgspec"}

# Modules of the standard library that reach the world, the clock, the environment or chance.
BANNED_BELOW = {
    "asyncio": "network",
    "ftplib": "network",
    "getpass": "environment",
    "glob": "disk",
    "http.client": "network",
    "http.server": "network",
    "multiprocessing": "processes",
    "os": "environment",
    "pathlib": "disk",
    "platform": "environment",
    "random": "chance",
    "secrets": "chance",
    "select": "network",
    "shutil": "disk",
    "signal": "processes",
    "smtplib": "network",
    "socket": "network",
    "socketserver": "network",
    "sqlite3": "disk",
    "ssl": "network",
    "subprocess": "processes",
    "tempfile": "disk",
    "threading": "threads: a page is made in one",
    "time": "clock",
    "urllib.request": "network",
}
# Calls that ask a clock, chance or the disk, by the last two words of their names.
BANNED_CALLS_BELOW = {
    "date.today": "clock",
    "datetime.now": "clock",
    "datetime.today": "clock",
    "datetime.utcnow": "clock",
    "os.getenv": "environment",
    "uuid.getnode": "chance",
    "uuid.uuid1": "clock",
    "uuid.uuid4": "chance",
    "uuid1": "clock",
    "uuid4": "chance",
    "open": "disk",
    "print": "output",
    "input": "input",
    "breakpoint": "input",
}
BANNED_WORDS = {
    "manager",
    "helper",
    "helpers",
    "util",
    "utils",
    "base",
    "data",
    "info",
    "processor",
    "service",
    "common",
}

# (module, what it does there): why. Each is read by the rule that it is an exemption from.
IMPORTS_EXEMPT: dict[tuple[str, str], str] = {}
BELOW_EXEMPT: dict[tuple[str, str], str] = {}
NAMES_EXEMPT: dict[tuple[str, str], str] = {}
PRINTS_EXEMPT: dict[tuple[str, str], str] = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One module's source."""

    path: Path
    module: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.module.split(".")[1] if self.module.count(".") else ""

    def at(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def _sheet(path: Path, top: Path) -> Sheet:
    words = path.relative_to(top).with_suffix("").parts
    module = ".".join(words[:-1] if words[-1] == "__init__" else words)
    text = path.read_text(encoding="utf-8")
    return Sheet(path, module, text, ast.parse(text, str(path)))


@cache
def sheets() -> tuple[Sheet, ...]:
    return tuple(_sheet(path, SOURCE.parent) for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def sheets_of_tests() -> tuple[Sheet, ...]:
    return tuple(_sheet(path, ROOT) for path in sorted((ROOT / "tests").rglob("*.py")))


def imports(sheet: Sheet) -> Iterator[tuple[ast.AST, str]]:
    """Each imported module by its full name; `from a import b` gives `a.b`, which may be a module or a name in one."""
    for node in ast.walk(sheet.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{sheet.at(node)}: import by the full name"
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def called(node: ast.Call) -> str:
    """The last two words of what is called: `datetime.now` for `datetime.datetime.now()`."""
    words = []
    at: ast.AST = node.func
    while isinstance(at, ast.Attribute):
        words.append(at.attr)
        at = at.value
    if isinstance(at, ast.Name):
        words.append(at.id)
    return ".".join(reversed(words[:2]))


def words_of(name: str) -> list[str]:
    """`StoryInfo` and `story_info` alike: story, info."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def faults_but(found: dict[tuple[str, str], str], exempt: dict[tuple[str, str], str]) -> list[str]:
    """What was found and is not exempt, and each exemption that nothing needs any more."""
    unneeded = [
        f"{module}: exempt from {what}, and no longer needs to be"
        for module, what in sorted(exempt.keys() - found.keys())
    ]
    return [fault for key, fault in sorted(found.items()) if key not in exempt] + unneeded


def none_of(faults: list[str]) -> None:
    """Fail with all of them, a line each: they are read one by one, and mended so."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_rooms_import_only_what_the_table_allows() -> None:
    found = {}
    for sheet in sheets():
        for node, name in imports(sheet):
            parts = name.split(".")
            if parts[0] != "broadsheet" or len(parts) < 2 or parts[1] not in ALL_ROOMS:
                continue
            if sheet.room in TABLE and parts[1] != sheet.room and parts[1] not in TABLE[sheet.room]:
                allowed = ", ".join(sorted(TABLE[sheet.room])) or "none"
                found[sheet.module, parts[1]] = (
                    f"{sheet.at(node)}: {sheet.room} imports {name}; it may import: {allowed}"
                )
    none_of(faults_but(found, IMPORTS_EXEMPT))


def test_each_package_is_a_room_of_the_table() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert rooms - ALL_ROOMS == set()


def test_below_the_line_there_is_only_the_standard_library_and_four_packages() -> None:
    found = {}
    for sheet in sheets():
        if sheet.room not in BELOW_THE_LINE:
            continue
        for node, name in imports(sheet):
            top = name.split(".")[0]
            if top != "broadsheet" and top not in sys.stdlib_module_names and top not in THIRD_PARTIES_BELOW:
                found[sheet.module, top] = (
                    f"{sheet.at(node)}: {name}; below the line: {', '.join(sorted(THIRD_PARTIES_BELOW))}"
                )
    none_of(faults_but(found, {}))


def test_below_the_line_nobody_asks_clock_network_disk_environment_or_chance() -> None:
    found = {}
    for sheet in sheets():
        if sheet.room not in BELOW_THE_LINE:
            continue
        for node, name in imports(sheet):
            for banned, why in BANNED_BELOW.items():
                if name == banned or name.startswith(f"{banned}."):
                    found[sheet.module, banned] = f"{sheet.at(node)}: imports {name} ({why})"
        for node in ast.walk(sheet.tree):
            if isinstance(node, ast.Call) and called(node) in BANNED_CALLS_BELOW:
                name = called(node)
                found[sheet.module, name] = f"{sheet.at(node)}: calls {name} ({BANNED_CALLS_BELOW[name]})"
    none_of(faults_but(found, BELOW_EXEMPT))


def test_the_pure_rooms_load_no_django() -> None:
    pure = [sheet.module for sheet in sheets() if sheet.room in BELOW_THE_LINE]
    asked = f"import sys, importlib; [importlib.import_module(m) for m in {pure!r}]; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout.strip() == "False"


def test_names_are_words_of_the_newsroom() -> None:
    found = {}
    for sheet in sheets():
        for word in words_of(sheet.module.removeprefix("broadsheet")):
            if word in BANNED_WORDS:
                found[sheet.module, word] = f"{sheet.path.relative_to(ROOT)}: {word} in a module's name"
        for node in ast.walk(sheet.tree):
            if isinstance(node, ast.ClassDef) and BANNED_WORDS.intersection(words_of(node.name)):
                found[sheet.module, node.name] = f"{sheet.at(node)}: class {node.name}"
    none_of(faults_but(found, NAMES_EXEMPT))


def test_only_the_command_line_prints() -> None:
    found = {}
    for sheet in sheets():
        if sheet.module.startswith("broadsheet.project.cli"):
            continue
        for node in ast.walk(sheet.tree):
            if isinstance(node, ast.Call) and called(node) == "print":
                found[sheet.module, "print"] = f"{sheet.at(node)}: print"
    none_of(faults_but(found, PRINTS_EXEMPT))


def test_each_test_has_a_name_of_its_own() -> None:
    named = defaultdict(list)
    for sheet in sheets_of_tests():
        holders = [("", sheet.tree.body)] + [
            (node.name, node.body) for node in sheet.tree.body if isinstance(node, ast.ClassDef)
        ]
        for holder, body in holders:
            for node in body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                    named[holder, node.name].append(sheet.at(node))
    none_of([f"{name}: {' and '.join(places)}" for (_, name), places in named.items() if len(places) > 1])


def test_each_exemption_in_the_code_has_its_reason() -> None:
    """A rule set aside names the rule, and behind it (or in the comment on the line before) says why."""
    bare = re.compile(r"#\s*(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?|fmt:\s*\w+)\s*$")
    faults = []
    for sheet in (*sheets(), *sheets_of_tests()):
        before = ""
        for number, line in enumerate(sheet.text.splitlines(), 1):
            if bare.search(line) and not before.strip().startswith("#"):
                faults.append(f"{sheet.path.relative_to(ROOT)}:{number}: {line.strip()}")
            before = line
    none_of(faults)


def test_no_test_is_left_out_without_a_word() -> None:
    """A test that is skipped or expected to fail says so with a reason."""
    faults = []
    for sheet in sheets_of_tests():
        for node in ast.walk(sheet.tree):
            if not isinstance(node, ast.Call) or called(node) not in {"mark.skip", "mark.xfail", "mark.skipif"}:
                continue
            if not any(keyword.arg == "reason" for keyword in node.keywords):
                faults.append(f"{sheet.at(node)}: {called(node)} without a reason")
    none_of(faults)


TEMPLATE_RULES = [
    (re.compile(r"\sstyle\s*="), "a style in an attribute"),
    (re.compile(r"<style\b"), "a style in the page"),
    (re.compile(r"<script\b(?![^>]*\b(src=|type=\"application/ld\+json\"))"), "a script in the page"),
    (re.compile(r"\son[a-z]+\s*="), "a script in an attribute"),
    (re.compile(r"""\b(src|href|action)\s*=\s*["']//"""), "an address without a scheme"),
    (re.compile(r"\|\s*safe\b"), "a value not escaped"),
    (re.compile(r"{%-?\s*autoescape\s+false"), "values not escaped"),
]
# (template, what): why.
TEMPLATES_EXEMPT: dict[tuple[str, str], str] = {
    ("pages/templates/article.html", "a value not escaped"): "a paragraph's markup is made clean before it is an entry",
}


def test_templates_carry_no_style_no_script_and_nothing_unescaped() -> None:
    found = {}
    for path in sorted(SOURCE.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(SOURCE))
        for pattern, what in TEMPLATE_RULES:
            for hit in pattern.finditer(text):
                found[name, what] = f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {what}"
    none_of(faults_but(found, TEMPLATES_EXEMPT))


PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border|scroll-margin|scroll-padding)-(left|right)(-\w+)*|(left|right)"
    r"|border-(top|bottom)-(left|right)-radius)\s*:"
    r"|(?<![\w-])(text-align|float|clear)\s*:\s*(left|right)\b"
)
# (sheet, property): why it must be physical.
SHEETS_EXEMPT: dict[tuple[str, str], str] = {}


def test_sheets_know_no_left_and_no_right() -> None:
    """What is written for one direction is wrong in the other; the logical property is right in both."""
    found = {}
    for path in sorted(SOURCE.rglob("*.css")):
        text = re.sub(
            r"/\*.*?\*/", lambda hit: re.sub(r"[^\n]", " ", hit[0]), path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        name = str(path.relative_to(SOURCE))
        for hit in PHYSICAL.finditer(text):
            found[name, hit[0].strip()] = f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0].strip()}"
    none_of(faults_but(found, SHEETS_EXEMPT))


# Kinds of a whole paper, whose page is one for all its editions.
OF_THE_PAPER = {"news-sitemap", "robots", "sitemap"}
# kind: why it has no golden page.
GOLDEN_EXEMPT = {
    "script": "the same bytes for every edition, and read as source",
    "stylesheet": "the same rules for both directions, and read as source",
}


def golden_names(kind: str, language: str) -> set[str]:
    """Where the golden page of a kind may stand: as a page, or as a feed, which is named by what it is of."""
    if kind in OF_THE_PAPER:
        return {f"feeds/{kind}.xml", f"feeds/{kind}.txt"}
    page = {f"pages/{language}/{kind}.html", f"pages/{language}/{kind}.svg"}
    return page | {f"feeds/front-{language}.{kind}", f"feeds/{kind}-{language}.xml"}


def test_every_kind_of_page_has_a_golden_page_in_both_directions() -> None:
    golden = ROOT / "tests" / "golden"
    there = {path.relative_to(golden).as_posix() for path in golden.rglob("*") if path.is_file()}
    none_of(
        [
            f"{kind} in {language}: none of {', '.join(sorted(golden_names(kind, language)))}"
            for kind in sorted(KINDS.press.keys() - GOLDEN_EXEMPT.keys())
            for language in ("en", "ar")
            if not there & golden_names(kind, language)
        ]
    )


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", "\n".join(lines), flags=re.MULTILINE))


def test_tests_run_on_the_versions_that_a_paper_runs_on() -> None:
    run, tools = pins("requirements.lock"), pins("requirements-dev.lock")
    # Only building needs it; pip-tools leaves it out of a lock unless told otherwise.
    del run["setuptools"]
    assert {name: version for name, version in run.items() if tools.get(name) != version} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert re.findall(r"^[\w.-]+==\S+(?! \\)$", text, flags=re.MULTILINE) == []


def test_what_is_locked_runs_on_the_python_of_debian_12() -> None:
    """`requires-python` says 3.11; a package that asks for a later 3.11 would be refused there."""
    locked = {name.lower().replace("_", "-") for name in pins("requirements-dev.lock")}
    asked = {
        of.metadata["Name"]: of.metadata["Requires-Python"] or ""
        for of in distributions()
        if of.metadata["Name"].lower().replace("_", "-") in locked
    }
    assert {name: python for name, python in asked.items() if not SpecifierSet(python).contains("3.11.2")} == {}


def test_the_version_is_said_once_in_two_places() -> None:
    said = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    here = re.search(
        r'^__version__ = "(.+)"$', (SOURCE / "__init__.py").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert said is not None
    assert here is not None
    assert said[1] == here[1]

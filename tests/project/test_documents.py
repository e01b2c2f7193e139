"""The documents are true: what they name is there, links lead somewhere, commands are such, numbers are the code's."""

import importlib
import itertools
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import click
import pytest
from PIL import Image

from broadsheet import __version__
from broadsheet.news.story import BylineName
from broadsheet.pages import addresses, keys, stylesheet
from broadsheet.pages.kinds import KINDS
from broadsheet.press.rebuild import rebuild
from broadsheet.press.run import run
from broadsheet.press.store import MemoryStore
from broadsheet.project import reference
from broadsheet.project.cli import VERBS
from broadsheet.project.cli import broadsheet as command_line
from broadsheet.project.commands import bench
from tests.press.archive import archive
from tests.press.newsroom import MORNING, PEOPLE, TOPICS
from tests.press.stories import story
from tests.project.test_house import ALL_ROOMS, TABLE

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "broadsheet"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/adr/0*.md"))
ABOUT_THE_CODE = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *DECISIONS, *ROOT.glob("docs/design/*.md")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TICKED = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[a-z_]\w*(\.\w+)+")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=named)
every_document_about_the_code = pytest.mark.parametrize("path", ABOUT_THE_CODE, ids=named)


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def prose(path: Path) -> str:
    """A document without its blocks of code."""
    return FENCE.sub("", text(path))


@cache
def anchors(path: Path) -> set[str]:
    """What the headings of a document can be linked by, as hosts of repositories make it."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@every_document
def test_links_lead_somewhere(path: Path) -> None:
    lost = []
    for target in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = path.parent / file if file else path
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


@every_document_about_the_code
def test_what_is_named_in_backticks_is_there(path: Path) -> None:
    assert [one for one in TICKED.findall(prose(path)) if not is_there(one)] == []


def is_there(name: str) -> bool:
    """Whether a path or a dotted name leads to something; whatever is neither is no claim about the code."""
    first = re.split(r"[./]", name)[0]
    if first and re.fullmatch(r"[\w./-]+", name) and "/" in name and (first in ALL_ROOMS or (ROOT / first).is_dir()):
        return (ROOT / name).exists() or (SOURCE / name).exists()
    if re.fullmatch(r"[\w-]+\.(md|toml|lock|py)", name):
        return (ROOT / name).exists() or any(SOURCE.rglob(name))
    if DOTTED.fullmatch(name) and first in ALL_ROOMS:
        return resolves(f"broadsheet.{name}")
    return name not in ALL_ROOMS or (SOURCE / name).is_dir()


def resolves(dotted: str) -> bool:
    words = dotted.split(".")
    for count in range(len(words), 0, -1):
        try:
            found: object = importlib.import_module(".".join(words[:count]))
        except ModuleNotFoundError:
            continue
        for word in words[count:]:
            if not hasattr(found, word):
                return False
            found = getattr(found, word)
        return True
    return False


# Commands.


def commands(path: Path) -> Iterator[list[str]]:
    """The commands in a document's blocks of shell, each as words, without comments and without settings before it."""
    for language, block in FENCE.findall(text(path)):
        if language not in {"sh", "console"}:
            continue
        for line in block.replace("\\\n", " ").splitlines():
            words = list(shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True))
            for is_joint, group in itertools.groupby(words, lambda word: word in {"&&", "||", "|", ";", "&"}):
                if not is_joint:
                    yield from [rest] if (rest := list(itertools.dropwhile(is_setting, group))) else []


def is_setting(word: str) -> bool:
    return re.match(r"[A-Z_]+=", word) is not None or word in {"sudo", "exec"}


@every_document
def test_commands_are_such(path: Path) -> None:
    assert [" ".join(words) for words in commands(path) if not is_command(words)] == []


def is_command(words: list[str]) -> bool:
    name = Path(words[0]).name
    if name == "make":
        targets = [word for word in words[1:] if not is_setting(word) and not word.startswith("-")]
        return all(
            re.search(rf"^{target}:|^\.PHONY:.*\b{target}\b", text(ROOT / "Makefile"), re.MULTILINE)
            for target in targets
        )
    if name == "broadsheet":
        return is_verb(words[1:])
    if words[1:2] == ["install"] and name == "pip":
        return PROJECT["name"] in words or any(word.endswith((".whl", ".txt", ".lock")) for word in words)
    return True


def is_verb(words: list[str]) -> bool:
    """Whether the words name a verb of ours, with options that it has."""
    command: click.Command | None = command_line
    context = click.Context(command_line)
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.get_command(context, rest.pop(0))
    if command is None:
        return False
    known = {option for one in command.get_params(context) for option in (*one.opts, *one.secondary_opts)}
    return {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)} <= known


def test_the_readme_is_one_screen_with_the_two_commands() -> None:
    readme = text(ROOT / "README.md")
    assert len(readme.splitlines()) <= 70
    assert {"make demo", "make test"} <= {" ".join(words) for words in commands(ROOT / "README.md")}


def test_the_picture_of_the_front_is_a_light_one() -> None:
    picture = ROOT / "docs" / "start" / "front.png"
    assert picture.stat().st_size < 250_000
    with Image.open(picture) as image:
        assert image.width == 1440
    assert picture.relative_to(ROOT).as_posix() in LINK.findall(text(ROOT / "README.md"))


# Rooms and laws, in ARCHITECTURE.md.

ARCHITECTURE = text(ROOT / "ARCHITECTURE.md")


def rows(first: str) -> list[list[str]]:
    """The rows of all tables whose first cell matches."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in ARCHITECTURE.splitlines() if line[:1] == "|"
    ]
    return [row for row in cells if re.fullmatch(first, row[0])]


def test_each_room_stands_in_the_table_with_what_it_may_import() -> None:
    told = {row[0].strip("`* ").removesuffix(" (later)"): row for row in rows(r"(`\w+`|\w+ \(later\))")}
    imports = {room: {one.strip("` ") for one in row[3].split(",")} - {"–"} for room, row in told.items()}
    assert imports == {**TABLE, "project": {"all"}}
    assert {room for room, row in told.items() if "(later)" in row[0]} == {
        room for room in ALL_ROOMS if not (SOURCE / room).is_dir()
    }


def test_each_law_stands_with_its_tests() -> None:
    told = {row[0]: set(re.findall(r"tests/laws/(\w+\.py)", row[2])) for row in rows(r"L\d")}
    there = {
        f"L{number}": {one.name for one in ROOT.glob(f"tests/laws/test_l{number}_*.py")} for number in range(1, 10)
    }
    assert told == there


# Decisions.

PARTS = ["Context", "Decision", "What it costs", "What would make us change it"]


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_each_decision_has_its_four_parts(path: Path) -> None:
    assert re.findall(r"^## (.+)$", text(path), re.MULTILINE) == PARTS
    assert f"({path.name})" in text(ROOT / "docs" / "adr" / "README.md")


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_each_dependency_has_its_reason_and_its_way_out() -> None:
    wanted = [*PROJECT["dependencies"], *itertools.chain(*PROJECT["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=~!; ]", one)[0] for one in wanted}
    table = [line for line in text(DECISIONS[2]).splitlines() if line.startswith("| `")]
    assert {name for line in table for name in TICKED.findall(line.split("|")[1])} == names
    assert [line for line in table if len([cell for cell in line.split("|") if cell.strip()]) != 3] == []


def test_a_publish_presses_as_many_pages_as_we_say() -> None:
    said = re.search(r"\*\*(\d+) \+ (\d+) \(\*T\* \+ \*A\*\)\*\*", text(DECISIONS[4]))
    assert said is not None
    alone, each = int(said[1]), int(said[2])
    for topics_count, people_count in itertools.product(range(len(TOPICS) + 1), range(len(PEOPLE) + 1)):
        assert pressed_count(topics_count, people_count) == alone + each * (topics_count + people_count)


def pressed_count(topics_count: int, people_count: int) -> int:
    plain, store = archive(50, now=MORNING + timedelta(hours=1)), MemoryStore()
    rebuild(plain.addresses(), lambda: plain, store, KINDS)
    new = story(
        5000,
        topics=TOPICS[:topics_count],
        byline=tuple(BylineName(person=one) for one in PEOPLE[:people_count]),
        first_published_at=MORNING,
        updated_at=MORNING,
        revised_at=MORNING,
    )
    plain.put(new)
    return len(run(keys.touched(None, new, "UTC", plain.after), plain, store, KINDS).pressed)


# The reference and the rest.


@pytest.mark.parametrize("name", ["commands.md", "page-kinds.md", "addresses.md", "settings.md"])
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert text(ROOT / "docs" / "reference" / name) == reference.documents()[name], (
        "make it anew: .venv/bin/python -m broadsheet.project.reference"
    )


def test_each_command_kind_address_and_setting_has_a_heading() -> None:
    said = {
        path.name: set(re.findall(r"^## (.+)$", text(path), re.MULTILINE)) for path in ROOT.glob("docs/reference/*.md")
    }
    assert {f"broadsheet {verb}" for verb in VERBS} <= said["commands.md"]
    assert set(KINDS.press) == said["page-kinds.md"]
    assert {addresses.place(addresses.front(keys.EditionKey("{paper}.{edition}"))).path} <= said["addresses.md"]
    assert {"BROADSHEET_HOME", "DATABASE_URL", "PORT"} <= said["settings.md"]


def test_each_bench_has_its_section_and_each_figure_with_a_goal_its_line() -> None:
    measurements = text(ROOT / "docs" / "measurements.md")
    for name in bench.NAMES:
        (section,) = [
            one for one in re.split(r"^## ", measurements, flags=re.MULTILINE) if one.startswith(name.title())
        ]
        assert f"broadsheet bench {name}" in section
        calls = re.findall(
            r"\b(?:at_least|at_most)\(\s*\"([^\"]+)\"", text(SOURCE / "project" / "bench" / f"{name}.py")
        )
        assert [one for one in calls if f"| {one}" not in section] == []


def test_the_changelog_begins_with_this_version_or_the_next() -> None:
    first = re.search(r"^## \[(.+?)\]", text(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert first[1] in {"Unreleased", __version__}


SELLING = re.compile(
    r"\b(blazing|seamless|effortless|powerful|robust|cutting-edge|state-of-the-art|world-class|best-in-class|leverag\w+)\b",
    re.IGNORECASE,
)


@every_document
def test_nothing_is_sold_and_no_machine_of_ours_is_named(path: Path) -> None:
    assert SELLING.findall(prose(path)) == []
    assert f"{ROOT.parent}/" not in text(path) or ROOT.parent == Path("/")


# The design.

DESIGN = ROOT / "docs" / "design" / "README.md"
SHEET = "".join(path.read_text("utf-8") for path in sorted(SOURCE.glob("pages/css/*.css")))


def test_tokens_and_classes_of_the_design_are_in_the_sheet() -> None:
    named = TICKED.findall(text(DESIGN))
    tokens = {one for one in named if one.startswith("--")} - set(re.findall(r"--[\w-]+(?=:)", SHEET)) - {"--accent"}
    classes = {one for one in named if re.fullmatch(r"\.[a-z][\w-]*", one)} - set(re.findall(r"\.[a-z][\w-]*", SHEET))
    assert (tokens, classes) == (set(), set())


def test_colours_and_their_contrasts_are_as_told() -> None:
    told = re.findall(r"\| `--(\w+)` \| (#\w+) \| ?([\d.]*) \| (#\w+) \| ?([\d.]*) \|", text(DESIGN))
    colours = {name: (light, dark) for name, light, _, dark, _ in told}
    assert colours["accent"] == (stylesheet.ACCENT, stylesheet.ACCENT_DARK)
    for name, pair in colours.items():
        assert name == "accent" or pair == tuple(re.findall(rf"--{name}: (#\w+)", SHEET)[:2]), name
    for name, light, contrast, dark, contrast_dark in told:
        if contrast:
            found = (contrast_of(light, colours["paper"][0]), contrast_of(dark, colours["paper"][1]))
            assert found == (float(contrast), float(contrast_dark)), name


def contrast_of(one: str, other: str) -> float:
    """WCAG 2's contrast of two colours, to one place."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return round((lighter + 0.05) / (darker + 0.05), 1)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

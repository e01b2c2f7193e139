"""What docs/reference/promises.md promises, where code can be asked."""

import re
from pathlib import Path

from broadsheet.news.story import PaperKey
from broadsheet.pages import addresses, keys, limits
from broadsheet.pages.kinds import PRESS
from broadsheet.project.cli import VERBS

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "promises.md").read_text("utf-8")
PAPER = PaperKey("harbour")


def rows(heading: str) -> list[list[str]]:
    """The rows of all tables under a heading."""
    part = re.split(r"^##+ ", TEXT, flags=re.MULTILINE)
    under = next(one for one in part if one.startswith(heading))
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in under.splitlines() if line.startswith("| `")
    ]


def test_every_kind_of_page_is_promised_with_a_path_that_is_its_own() -> None:
    promised = {kind.strip("`"): path.strip("`") for kind, path, *_ in rows("Addresses") if not kind.startswith("`/")}
    read = {kind: addresses.read(PAPER, path) for kind, path in promised.items()}
    assert {kind: address.kind if address else None for kind, address in read.items()} == {kind: kind for kind in PRESS}
    assert {kind: addresses.path(address) for kind, address in read.items() if address} == promised


def test_the_verbs_of_the_command_line_are_those_that_are_promised() -> None:
    commands = [row[0].strip("`").split() for row in rows("The command line")]
    promised = {command[1] for command in commands if command[0] == "broadsheet"}
    assert promised <= set(VERBS)


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"{keys.FRONT_COUNT} stories on a front's feed, {keys.LIST_COUNT} on any other" in TEXT
    assert f"at most {limits.SITEMAP_COUNT:,}, the newest days first" in TEXT
    assert f"last {keys.NEWS_WINDOW_HOURS} hours, at most {keys.NEWS_WINDOW_COUNT:,}" in TEXT

"""The documents in docs/reference that are made from the code: `python -m broadsheet.project.reference [FOLDER]`.

What stands in them is asked of the code: verbs of the command line, kinds of pages with what they read, paths, and the
environment. A test says when they are out of date.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from textwrap import fill
from typing import Any

import click
import msgspec

from broadsheet.pages import addresses
from broadsheet.pages.kinds import CALLED_BY, KINDS, PRESS
from broadsheet.press.copy import Answers
from broadsheet.press.key import Address
from broadsheet.press.run import made
from broadsheet.project import example
from broadsheet.project.cli import VERBS
from broadsheet.project.cli import broadsheet as command_line
from broadsheet.readers import door

FOLDER = Path("docs/reference")
WIDTH_CHARS = 126
MADE = "<!-- Made by `python -m broadsheet.project.reference`: change the code and make it anew. -->"


def documents() -> dict[str, str]:
    """The documents by file name."""
    return {
        "commands.md": _document("Commands", _COMMANDS, _commands()),
        "page-kinds.md": _document("Kinds of pages", _PAGE_KINDS, _page_kinds()),
        "addresses.md": _document("Addresses", _ADDRESSES, _addresses()),
        "settings.md": _document("Settings", _SETTINGS, _settings()),
    }


def _document(title: str, about: str, parts: Iterator[str]) -> str:
    return "\n\n".join([MADE, f"# {title}", _filled(about), *parts]) + "\n"


def _filled(text: str) -> str:
    return fill(" ".join(text.split()), WIDTH_CHARS, break_long_words=False, break_on_hyphens=False)


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (head, ("---", "---"), *rows)]
    return "\n".join(f"| {one} | {other} |" for one, other in cells)


# The command line.

_COMMANDS = """
The verbs of `broadsheet`. Each has `--help`. With `--json` a verb prints one JSON document on standard output and
nothing else; its keys are promises, and stand in [promises.md](promises.md). Exit codes: 0 done, 1 the check found
something, 2 wrong usage or unreadable input.
"""


def _commands() -> Iterator[str]:
    context = click.Context(command_line, info_name="broadsheet")
    for name in VERBS:
        command = command_line.get_command(context, name)
        assert command is not None, f"the verb {name} is listed and not there"
        yield from _command(command, f"broadsheet {name}")


def _command(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## {name}"
    yield from (_filled(paragraph) for paragraph in (command.help or "").split("\n\n"))
    if isinstance(command, click.Group):
        for verb, under in command.commands.items():
            yield from _command(under, f"{name} {verb}")
        return
    yield f"```\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```"
    rows = [(f"`{record[0]}`", record[1]) for one in command.params if (record := one.get_help_record(context))]
    if rows:
        yield _table(("option", "what"), rows)


# The kinds of pages.

_PAGE_KINDS = """
A kind of page is a pure function from copy and address to a page, or to none. What each asks and answers has been
noted while it pressed the pages of a small newspaper (`project/example.py`). Keys stand in `pages/keys.py`, and the
glossary says what a key is.
"""


class Seen(msgspec.Struct, frozen=True):
    """What a kind of page has been seen to do."""

    asked: set[str]
    answered: set[str]


def _page_kinds() -> Iterator[str]:
    seen, calling = _seen(), _calling()
    for kind, press in PRESS.items():
        yield f"## {kind}"
        yield _filled(_sentence(press))
        rows = [
            (
                "path",
                _ticked(sorted({addresses.place(one).path for called in calling.values() for one in called[kind]})),
            ),
            ("made by", f"`{press.__module__.removeprefix('broadsheet.')}.{press.__name__}`"),
            ("called by", _ticked(key for key, called in calling.items() if called[kind])),
            ("asks", _ticked(sorted(seen[kind].asked)) or "nothing"),
            ("answers", "; ".join(sorted(seen[kind].answered)) or "nothing yet"),
        ]
        yield _table(("", ""), rows)


def _ticked(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _sentence(press: Any) -> str:
    """What a kind says of itself, or else what its module says."""
    said = inspect.getdoc(press) or sys.modules[press.__module__].__doc__ or ""
    return said.partition("\n\n")[0]


@cache
def _calling() -> dict[str, dict[str, list[Address]]]:
    """For each kind of key the addresses that it calls into being, by kind; parts are names in braces."""
    found: dict[str, dict[str, list[Address]]] = {}
    for key, call in CALLED_BY.items():
        parts = [
            "{paper}.{edition}" if one == "edition" else f"{{{one}}}" for one in inspect.signature(call).parameters
        ]
        found[key] = defaultdict(list)
        for address in call(*parts):
            found[key][address.kind].append(address)
    return found


def _seen() -> dict[str, Seen]:
    """Press every page of the example, and note what is asked and answered."""
    seen = {kind: Seen(set(), set()) for kind in PRESS}
    plain = example.newspaper()
    answers = Answers(plain)
    for address in plain.addresses():
        one = made(address, answers, KINDS)
        seen[address.kind].asked.update(key.kind for key in one.reads)
        if one.page is not None:
            seen[address.kind].answered.add(f"{one.page.status} {one.page.content_type.partition(';')[0]}")
    return seen


# Addresses.

_ADDRESSES = """
What stands in braces differs from page to page; `{edition}` is the first part of an edition's paths, such as `en`.
Paths are Unicode in form NFC, and percent-encoded where they are printed. An address that was once public answers
for ever; see [promises.md](promises.md).
"""
_OF_THE_DOOR = {
    "/": "Leads to the front in the language that the reader prefers (302).",
    door.MEDIA: "Pictures in the sizes and formats of readers, named by their content and kept for ever.",
    door.STATIC: "The desk's own files, named by their content.",
    "/desk/": "The desk, behind its log-in.",
    "/health/": "Whether the paper is well: version, database, open tickets. 200, or 503 with what is wrong.",
    "/demo/": "In the demo alone: log-ins by role, a walk through what is worth trying, and a reset.",
}


def _addresses() -> Iterator[str]:
    said = {place.rstrip("/"): what for place, what in _OF_THE_DOOR.items()}
    for place in ("/", *door.INNER_PATHS, door.MEDIA, door.STATIC):
        yield f"## {place}"
        yield _filled(said[place.rstrip("/")])
    for path, address in sorted(_patterns().items()):
        yield f"## {path}"
        about = f"{_sentence(PRESS[address.kind])} Kind: [`{address.kind}`](page-kinds.md#{address.kind})."
        yield _filled(about)


def _patterns() -> dict[str, Address]:
    return {
        addresses.place(address).path: address
        for called in _calling().values()
        for of in called.values()
        for address in of
    }


# The environment.

_SETTINGS = """
What stands in the environment is for the machine; what a newsroom chooses (papers, editions, sections, accounts,
terms) is edited at the desk. Nothing has to be set.
"""
_VARIABLES = {
    "BROADSHEET_HOME": "The folder that holds a paper: database, pictures, secret. Where it is not set: `./var`.",
    "DATABASE_URL": """Another database than the file in the home: `postgresql://user:password@host:port/name`. What
        stands behind a `?` is given to the driver.""",
    "PORT": "The port to serve on, and to name in the addresses of a new paper. Where it is not set: 8000.",
    "BROADSHEET_ORIGIN": """The desk's own origin, such as `https://desk.example.org`, for links in its messages. Where
        it begins with `https://`, the desk's cookies are sent over https alone.""",
    "BROADSHEET_TRUSTED_PROXIES": """Addresses or networks, with commas between, whose `X-Forwarded-For` and
        `X-Forwarded-Proto` are believed: `127.0.0.1, 10.0.0.0/8`. Where it is not set: nobody's.""",
    "BROADSHEET_SECRET_KEY": """The secret that signs sessions and forms. Where it is not set, one is made at first use
        and kept in the home, readable by its owner alone.""",
    "BROADSHEET_MAIL_URL": """The server that takes the desk's mails, such as `smtp://user:password@host:587`, or
        `smtps` for one that speaks TLS from the first word. Where it is not set, each mail is a file in `outbox` in
        the home.""",
    "BROADSHEET_MAIL_FROM": "Whom the desk's mails are from, such as `desk@paper.example`.",
    "BROADSHEET_DEBUG": "`1` shows the trace of an error at the desk to whoever meets it. Never where readers are.",
}


def _settings() -> Iterator[str]:
    for name in sorted(_variables()):
        yield f"## {name}"
        yield _filled(_VARIABLES[name])


def _variables() -> set[str]:
    """The variables of the environment that the code reads. One without a word here is a KeyError."""
    return {
        ast.literal_eval(node.args[0])
        for path in Path(__file__).parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get"
    }


def main(words: list[str]) -> None:
    """Write the documents into a folder."""
    folder = Path(words[0]) if words else FOLDER
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

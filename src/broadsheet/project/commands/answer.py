"""How a verb answers: one JSON document, or lines for a person; everything else goes to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar  # click has no public name for it

Verb = TypeVar("Verb", bound=Callable[..., Any])


def as_json(verb: Verb) -> Verb:
    """Give a verb the option `--json`, which it gets as `is_json`."""
    option = click.option("--json", "is_json", is_flag=True, help="Print one JSON document on standard output.")
    return option(verb)


def answer(document: object, lines: Iterable[str], *, is_json: bool) -> None:
    """Print the document, or the lines; instants in a document are ISO 8601 with offset already."""
    if is_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(line)


def tell(line: str) -> None:
    """Say something by the way, to a person."""
    click.echo(line, err=True)


def ended(code: int) -> None:
    """End the verb with this exit code."""
    raise click.exceptions.Exit(code)


@contextmanager
def progress(label: str, length: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while something long goes on; the block is given what moves it on by a count."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    bar: ProgressBar[int]
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Set rows in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()

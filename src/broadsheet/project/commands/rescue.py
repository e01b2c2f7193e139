"""The rescue of old pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.project import ground
from broadsheet.project.commands.answer import answer, as_json, ended, progress, tell

if TYPE_CHECKING:
    from broadsheet.archive.rescue import Rescued  # its module wants Django

PAGE_ENDINGS = (".txt", ".text", ".html", ".htm")


@click.group()
def archive() -> None:
    """Old sites: their pages become stories for review."""


@archive.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--edition", default="", help="Edition by key or prefix; default: the first in the page's language.")
@click.option("--by", default="command line", show_default=True, help="User name of whoever rescues.")
@as_json
def rescue(*, paths: tuple[Path, ...], edition: str, by: str, is_json: bool) -> None:
    """Make a story for review of each page in PATHS: files, or folders of .txt and .html files.

    Each field has the lines that it rests on and a confidence. Nothing is public before an editor confirms it and gives
    its date. A file that is no such page is refused with the reason; then the exit code is 1, or 2 if all were refused.
    """
    ground.paper()
    from broadsheet.archive import rescue as rescuing
    from broadsheet.project.clock import now

    files = [file for path in paths for file in _files(path)]
    found = []
    with progress("Rescuing pages", len(files)) as moved:
        for file in files:
            found.append(rescuing.rescue(file, edition=edition, by=by, at=now()))
            moved(1)
    lines = [line for one in found for line in _lines(one)]
    answer([rescuing.as_json(one) for one in found], lines, is_json=is_json)
    refused = [one for one in found if one.status == "refused"]
    for one in refused:
        tell(one.reason)
    ended(0 if not refused else 2 if len(refused) == len(found) else 1)


def _files(path: Path) -> list[Path]:
    """The file itself, or the pages in a folder, in order; what is not there is left to the rescue to refuse."""
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in PAGE_ENDINGS)
    if not found:
        raise click.UsageError(f"{path} holds no page; files that end in {', '.join(PAGE_ENDINGS)} would do")
    return found


def _lines(one: Rescued) -> Iterator[str]:
    yield f"{one.file}: {one.status}"
    if one.desk:
        yield f"  review at {one.desk}"
    for name, field in one.fields.items():
        value = field.value if isinstance(field.value, str) else f"{len(field.value)} paragraphs"
        yield f"  {name:<9} {field.confidence:.2f}  {value}"
    if one.others:
        yield f"  {len(one.others)} other headlines, to be matched later"

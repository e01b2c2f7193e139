"""Stories by the command line: filed, published, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from broadsheet.project import ground
from broadsheet.project.commands.answer import answer, as_json, counted, ended, progress, tell

if TYPE_CHECKING:
    from broadsheet.desk.filing import Filed  # its module wants Django
    from broadsheet.desk.models import Story

COMMAND = "command line"


@click.group()
def story() -> None:
    """File, publish and withdraw stories."""


@story.command("file")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--publish", "is_to_publish", is_flag=True, help="Publish; returns when every page is fresh.")
@click.option("--by", default=COMMAND, show_default=True, help="User name of whoever files; stands in the record.")
@as_json
def file_stories(*, files: tuple[Path, ...], is_to_publish: bool, by: str, is_json: bool) -> None:
    """File stories from JSON FILES: one object or a list in each; - is standard input.

    Keys: slug, language, edition, section, headline, kicker, standfirst, body, byline, dateline, agency, topics,
    published_at, embargo_until, translation_of, picture; also rank, kind, corrections, note. The same slug in the same
    edition is an update. Pictures lie beside the file. Each story is filed whole or not at all; the first that is
    refused ends the filing, and those before it stay.
    """
    ground.paper()
    found = [one for path in files for one in _read(path)]
    done = []
    with progress("Filing stories", len(found)) as moved:
        for where, base, value in found:
            done.append(_filed(value, base, by, where, is_to_publish=is_to_publish))
            moved(1)
    lines = [line for one in done for line in _lines(one)]
    answer(done, lines, is_json=is_json)


def _read(path: Path) -> Iterator[tuple[str, Path, Any]]:
    """Each story of a file, with how to call it and the folder that its pictures lie below."""
    from broadsheet.desk import limits

    name, base = ("standard input", Path.cwd()) if str(path) == "-" else (str(path), path.parent)
    try:
        with click.open_file(str(path), "rb") as file:
            raw = file.read(limits.FILING_BYTES + 1)
        if len(raw) > limits.FILING_BYTES:
            raise click.UsageError(f"{name}: more than {limits.FILING_BYTES:,} bytes; several smaller files would do")
        value = json.loads(raw)
    except OSError as error:
        raise click.UsageError(f"{name}: no file that can be read ({error.strerror}); a JSON file would do") from error
    except ValueError as error:
        raise click.UsageError(f"{name}: {error}; a story or a list of stories as JSON would do") from error
    stories = value if isinstance(value, list) else [value]
    if len(stories) > limits.STORIES_IN_A_FILING:
        raise click.UsageError(
            f"{name}: {len(stories):,} stories; at most {limits.STORIES_IN_A_FILING:,} in a file would do"
        )
    for number, one in enumerate(stories):
        yield (f"{name}[{number}]" if isinstance(value, list) else name), base, one


def _filed(value: Any, base: Path, by: str, where: str, *, is_to_publish: bool) -> dict[str, Any]:
    from broadsheet.desk import filing
    from broadsheet.project.clock import now
    from broadsheet.record import pressroom
    from broadsheet.record.refused import Refused

    with pressroom.collecting() as reports:
        try:
            filed = filing.file(value, by=by, at=now(), publish=is_to_publish, base_dir=base)
        except Refused as refused:
            raise click.UsageError(f"{where}: {refused}") from refused
    for note in filed.notes:
        tell(f"{where}: {note}")
    return _document(filed) | _pressed(reports)


def _document(filed: Filed) -> dict[str, Any]:
    from broadsheet.desk.models import Edition
    from broadsheet.pages import addresses

    address = addresses.article(filed.edition, filed.slug)
    paper, _, prefix = filed.edition.partition(".")
    origin = Edition.objects.get(paper__key=paper, prefix=prefix).paper.origin
    return {
        "story": filed.story,
        "url": addresses.url(origin, address),
        "path": addresses.path(address),
        "edition": filed.edition,
        "slug": filed.slug,
        "state": filed.state,
    }


def _pressed(reports: list[Any]) -> dict[str, Any]:
    """What the runs of one act pressed; a page that failed keeps its old bytes, and is named."""
    from broadsheet.pages import addresses

    absent = [addresses.path(address) for report in reports for address in report.absent]
    failed = [
        {"path": addresses.path(one.address) if one.address else "", "error": one.error}
        for report in reports
        for one in report.failed
    ]
    for one in failed:
        tell(f"{one['path'] or 'press'}: failed, and the old page stays: {one['error']}")
    return {
        "pressed": list(dict.fromkeys(path for report in reports for path in report.paths)),
        "emptied": list(dict.fromkeys(absent)),
        "failed": failed,
        "ms": round(sum(report.ms for report in reports), 1),
    }


def _lines(one: dict[str, Any]) -> Iterator[str]:
    yield f"{one['state']}: {one['url']}"
    if one["pressed"]:
        yield f"  {counted(len(one['pressed']), 'page', 'pages')}, {one['ms']:.0f} ms"


@story.command()
@click.argument("where", metavar="PATH-or-URL")
@click.option("--reason", default="", help="What readers are told at the address.")
@click.option("--by", default=COMMAND, show_default=True, help="User name of whoever withdraws it.")
@as_json
def withdraw(*, where: str, reason: str, by: str, is_json: bool) -> None:
    """Withdraw the story at PATH-or-URL: its address says that it is gone; its text stays at the desk as a draft."""
    ground.paper()
    from broadsheet.desk import publish
    from broadsheet.pages import addresses
    from broadsheet.project.clock import now
    from broadsheet.record import pressroom

    found = _story_at(where)
    path = addresses.path(addresses.article(*_name(found)))
    at: datetime = now()
    with pressroom.collecting() as reports:
        publish.withdraw(found, by=by, at=at, reason=reason)
    document = {"path": path, **_pressed(reports)}
    line = f"withdrawn: {path}, {counted(len(document['pressed']), 'page', 'pages')}, {document['ms']:.0f} ms"
    answer(document, [line], is_json=is_json)
    ended(0)


def _name(found: Story) -> Any:
    from broadsheet.news.story import EditionKey, Slug

    return EditionKey(found.edition.key), Slug(found.slug)


def _story_at(where: str) -> Story:
    """The story whose address this is, or was: of the paper on that host, else of the first that knows the path."""
    from broadsheet.desk.models import Paper, Story
    from broadsheet.pages import addresses
    from broadsheet.record.models import AddressRow

    parts = urlsplit(where)
    path = addresses.decoded(parts.path.encode())
    papers = Paper.objects.order_by("pk")
    if parts.netloc:
        papers = papers.filter(origin__in=[f"{scheme}://{parts.netloc}" for scheme in ("http", "https")])
    rows = AddressRow.objects.filter(path=path, paper__in=papers.values("key")).exclude(story="")
    row = rows.order_by("paper").first()
    known = Story.objects.filter(uuid=row.story) if row is not None else Story.objects.none()
    found: Story | None = known.select_related("edition__paper").first()
    if found is None:
        raise click.UsageError(
            f"{where!r} is the address of no story; `broadsheet addresses --kind article` lists those that are"
        )
    return found

"""What is measured inside a home: publishing, the desk, a rebuild, the store. Prints its samples as JSON.

Run as `python -m broadsheet.project.bench.inside WHAT`, with BROADSHEET_HOME naming a filled home, which is changed.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import msgspec

from broadsheet.project import ground

PUBLISHES_COUNT, WARM_COUNT = 24, 4
"""In three rounds a day grows to some eighty stories by that: more than most newsrooms publish."""
DESK_COUNT = 15
PARAGRAPHS_COUNT = 11
PARAGRAPH = "One sentence that is measured and not read. " * 9
PASSWORD = "measured-once-and-thrown-away"  # noqa: S105 -- of an account in a home that is thrown away


class Samples(msgspec.Struct, frozen=True):
    """By name, every value that was measured, in the order of measuring."""

    values: dict[str, list[float]]


def publish() -> dict[str, list[float]]:
    """New stories, an agency's with one topic and no byline: the press's part of each, and its pages."""
    from django.db import transaction

    from broadsheet.project.clock import now
    from broadsheet.record import pressroom, published, release

    pattern = next(published.all_live())
    agency = msgspec.structs.replace(pattern, byline=(), agency="Bahr Press", topics=pattern.topics[:1], notes=())
    signed = msgspec.structs.replace(pattern, topics=pattern.topics[:3], agency="")
    values: dict[str, list[float]] = {
        name: [] for name in ("press_ms", "release_ms", "pages", "signed_pages", "fix_ms")
    }
    for number in range(PUBLISHES_COUNT + WARM_COUNT):
        at = now()
        new = _new(agency if number % 4 else signed, at)
        start = perf_counter()
        with pressroom.collecting() as reports, transaction.atomic():
            release.story(new, by="bench", at=at)
            released = perf_counter()
        (report,) = reports
        if number < WARM_COUNT:
            continue
        if number % 4:
            values["press_ms"].append(report.ms)
            values["pages"].append(len(report.pressed))
            values["release_ms"].append((released - start) * 1000)
        else:
            values["signed_pages"].append(len(report.pressed))
        values["fix_ms"].append(_fix(new))
    return values


def _new(pattern: Any, at: Any) -> Any:
    from uuid import uuid4

    id = str(uuid4())
    return msgspec.structs.replace(
        pattern, id=id, family=id, slug=f"bench-{id}", first_published_at=at, updated_at=at, revised_at=at, rank=""
    )


def _fix(story: Any) -> float:
    from django.db import transaction

    from broadsheet.project.clock import now
    from broadsheet.record import pressroom, release

    at = now()
    with pressroom.collecting() as reports, transaction.atomic():
        release.story(msgspec.structs.replace(story, body=story.body[:-1], revised_at=at), by="bench", at=at)
    return reports[0].ms


def desk() -> dict[str, list[float]]:
    """The list, the edit view, and the click on Publish, as an editor's browser asks for them."""
    client = _editor()
    values: dict[str, list[float]] = {}
    pages = {"list": "/desk/stories/", "edit": _an_edit_page()}
    for name, path in pages.items():
        for number in range(DESK_COUNT + 2):
            ms, queries = _asked(lambda path=path: client.get(path))  # type: ignore[misc]  # bound now
            if number >= 2:
                values.setdefault(f"{name}_ms", []).append(ms)
                values.setdefault(f"{name}_queries", []).append(queries)
    for number in range(DESK_COUNT + 2):
        ms, _ = _asked(_publish_click(client))
        if number >= 2:
            values.setdefault("click_ms", []).append(ms)
    return values


def _editor() -> Any:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    account, _ = get_user_model().objects.get_or_create(username="bench")
    account.set_password(PASSWORD)
    account.save()
    account.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _asked(ask: Callable[[], Any]) -> tuple[float, int]:
    """Ask once: milliseconds, and how many questions that was to the database."""
    from django.db import connection

    questions = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal questions
        questions += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        start = perf_counter()
        answer = ask()
        ms = (perf_counter() - start) * 1000
    assert answer.status_code in {200, 302}, f"the desk answers {answer.status_code}"
    return ms, questions


def _an_edit_page() -> str:
    from broadsheet.desk.models import Story

    return f"/desk/stories/edit/{Story.objects.order_by('-pk').values_list('pk', flat=True)[0]}/"


def _publish_click(client: Any) -> Callable[[], Any]:
    """Write a draft and open its form as a browser does; what is returned sends the form with Publish."""
    from uuid import uuid4

    from lxml import html

    from broadsheet.desk import filing
    from broadsheet.desk.models import Edition, Story
    from broadsheet.project.clock import now

    edition = Edition.objects.select_related("paper").order_by("pk")[0]
    slug = f"bench-{uuid4()}"
    filed = {
        "slug": slug,
        "edition": edition.prefix,
        "section": edition.sections.all()[0].section.key,
        "headline": "A story that is measured",
        "standfirst": "Its words do not matter.",
        "body": [PARAGRAPH] * PARAGRAPHS_COUNT,
        "agency": "Bahr Press",
    }
    filing.file(filed, by="bench", at=now(), publish=False, base_dir=None)
    path = f"/desk/stories/edit/{Story.objects.get(slug=slug).pk}/"
    page: Any = html.document_fromstring(client.get(path).content)
    form = max(page.forms, key=lambda one: len(one.fields))
    fields = {name: value for name, value in form.form_values() if name}
    sent = fields | dict(_body_fields()) | {"action-publish": "action-publish"}

    def send() -> Any:
        answer = client.post(path, sent)
        assert answer.status_code == 302, "the form came back: the click did not publish"
        assert Story.objects.get(slug=slug).live
        return answer

    return send


def _body_fields() -> Iterator[tuple[str, str]]:
    """What the editor's script makes of a body: fields that are not in the form as it comes."""
    yield "body-count", str(PARAGRAPHS_COUNT)
    block = {"key": "bench", "text": PARAGRAPH, "type": "unstyled", "depth": 0}
    content = {"blocks": [block | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
    for number in range(PARAGRAPHS_COUNT):
        yield f"body-{number}-deleted", ""
        yield f"body-{number}-order", str(number)
        yield f"body-{number}-type", "paragraph"
        yield f"body-{number}-id", ""
        yield f"body-{number}-value", msgspec.json.encode(content).decode()


def rebuild() -> dict[str, list[float]]:
    """Every page from nothing into an empty store: processor seconds of this one process."""
    from django.db import transaction

    from broadsheet.record import proof
    from broadsheet.record.models import PageRead, PressedPage, PressKey

    with transaction.atomic():
        for rows in (PageRead, PressedPage, PressKey):
            rows.objects.all().delete()
    start, began = process_time(), perf_counter()
    done = proof.press_everything()
    cpu_s, wall_s = process_time() - start, perf_counter() - began
    return {"pages": [done.pages], "cpu_s": [cpu_s], "wall_s": [wall_s]}


def store() -> dict[str, list[float]]:
    """What articles take in the store: their compressed pages and reads, copied alone into a file and weighed."""
    from django.db import connection

    if connection.vendor != "sqlite":
        raise SystemExit("the store is weighed as a file of SQLite; this home has another database")
    with tempfile.TemporaryDirectory(dir=Path(str(connection.settings_dict["NAME"])).parent) as folder:
        file = Path(folder) / "store.sqlite3"
        with _copied(Path(str(connection.settings_dict["NAME"])), file) as link:
            (articles,) = link.execute("SELECT count(*) FROM record_pressedpage").fetchone()
            (body,) = link.execute("SELECT avg(length(body)) FROM record_pressedpage").fetchone()
            (plain,) = link.execute("SELECT avg(body_bytes) FROM record_pressedpage").fetchone()
            (reads,) = link.execute("SELECT count(*) FROM record_pageread").fetchone()
        bytes_count = file.stat().st_size
    return {
        "articles": [articles],
        "article_bytes": [bytes_count / articles],
        "body_bytes": [body],
        "plain_bytes": [plain],
        "reads": [reads / articles],
    }


@contextmanager
def _copied(source: Path, file: Path) -> Iterator[sqlite3.Connection]:
    """The store's tables with their indexes and nothing but articles, as small as SQLite makes them."""
    link = sqlite3.connect(file)
    link.execute("ATTACH ? AS whole", [f"{source}"])
    schema = "SELECT sql FROM whole.sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC"
    chosen = {
        "record_pressedpage": "address LIKE 'article|%'",
        "record_pageread": "page_id IN (SELECT id FROM record_pressedpage)",
        "record_presskey": "id IN (SELECT key_id FROM record_pageread)",
    }
    for table, condition in chosen.items():
        for (statement,) in link.execute(schema, [table]).fetchall():
            link.execute(statement)
        link.execute(f"INSERT INTO {table} SELECT * FROM whole.{table} WHERE {condition}")  # noqa: S608 -- names from above
    link.commit()
    link.execute("DETACH whole")
    link.execute("VACUUM")
    try:
        yield link
    finally:
        link.close()


WHAT = {"publish": publish, "desk": desk, "rebuild": rebuild, "store": store}


def main() -> None:
    """Measure what the command line names."""
    ground.set_up()
    values = WHAT[sys.argv[1]]()
    sys.stdout.write(msgspec.json.encode(Samples(values)).decode())


if __name__ == "__main__":
    main()

"""The demo paper: what the package brings of it, put into an empty home by the same doors that a newsroom uses."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from broadsheet.desk import filing
from broadsheet.desk.models import Paper, Person, Picture, Topic
from broadsheet.project import accounts, demo_mark, founding
from broadsheet.project.accounts import Role
from broadsheet.project.clock import now
from broadsheet.project.demo_mark import Login, Mark
from broadsheet.record import pressroom, proof
from broadsheet.record.assets import make_renditions

COPY = Path(__file__).parents[1] / "demo"
FILED_BY = "desk"
EMBARGO_DAYS = 30
PICTURES_AT_ONCE = 2

Say = Callable[[str], None]


# Role, name, user name, and who that is in the paper.
STAFF: tuple[tuple[Role, str, str, str], ...] = (
    ("reporter", "Yara Fakhour", "yara", "yara-fakhour"),
    ("editor", "Hala Mansour", "hala", "hala-mansour"),
    ("administrator", "Night Porter", "porter", ""),
)


def load(home: Path, *, port: int, say: Say) -> Mark:
    """Load the demo paper, once; later only follow it to another port. Its home must have been claimed.

    A load that was cut off has left nothing in the database but the tables, and begins again.
    """
    known = demo_mark.read(home)
    assert known is not None, f"{home} has not been claimed for the demo"
    origins = {paper.key: f"http://{paper.host}:{port}" for paper in house().papers}
    if known.is_whole:
        founding.migrate()
        follow(origins, say=say)
        return _pressed_anew(home, known, say)
    with pictures_in_the_making(home / "media"):
        say("Preparing the database …")
        founding.migrate()
        say("Filing the demo paper’s stories …")
        with transaction.atomic():
            logins = tuple(_login(*one) for one in STAFF)
            fill(origins, at=now())
    say("Pressing its pages …")
    pressroom.run_all()
    whole = Mark(is_whole=True, logins=logins, pressed_by=program())
    demo_mark.write(home, whole)
    return whole


def _pressed_anew(home: Path, known: Mark, say: Say) -> Mark:
    """Press every page if the program makes other pages than the one that pressed them may have."""
    if known.pressed_by == program():
        return known
    say("Pressing its pages by the new program …")
    proof.press_everything()
    renewed = msgspec.structs.replace(known, pressed_by=program())
    demo_mark.write(home, renewed)
    return renewed


def program() -> str:
    """Name the program that makes pages, by everything that a page is made of besides the record."""
    digest = sha256()
    for room in ("formats", "news", "pages", "press"):
        for path in sorted((COPY.parent / room).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".mjs", ".toml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def fill(origins: dict[str, str], *, at: datetime) -> None:
    """Put papers, people, topics and stories into an empty desk, in a transaction whose accounts are there already.

    Its pages are pressed on its commit; what is more than a click's worth waits on tickets.
    """
    papers = tuple(msgspec.structs.replace(one, origin=origins[one.key]) for one in house().papers)
    founding.found(msgspec.structs.replace(house(), papers=papers))
    for key, topic in _read("topics.json").items():
        latitude, longitude = topic.pop("point", None) or (None, None)
        Topic.objects.create(key=key, latitude=latitude, longitude=longitude, **topic)
    accounts_of = dict(get_user_model().objects.values_list("username", "pk"))
    users = {person: accounts_of.get(username) for _, _, username, person in STAFF}
    for key, person in _read("people.json").items():
        Person.objects.create(key=key, user_id=users.get(key), **person)
    for story in stories():
        filing.file(story, by=FILED_BY, at=at, publish=True, base_dir=COPY)
    for story in _read("drafts.json"):
        filing.file(story, by=FILED_BY, at=at, publish=False, base_dir=COPY)
    for story in _read("embargoed.json"):
        until = at.replace(minute=0, second=0, microsecond=0) + timedelta(days=EMBARGO_DAYS)
        filing.file(story | {"embargo_until": until.isoformat()}, by=FILED_BY, at=at, publish=True, base_dir=COPY)


def reset(home: Path, *, at: datetime) -> None:
    """Bring the demo back to what it was, accounts and their passwords too; readers get it all at once."""
    known = demo_mark.read(home)
    assert known is not None, f"{home} holds no demo"
    with transaction.atomic():
        origins = dict(Paper.objects.values_list("key", "origin"))
        _empty()
        _set_logins_back(known.logins)
        fill(origins, at=at)
    pressroom.run_all()
    _remove_lost_uploads()


EMPTIED = ("record_", "desk_", "archive_", "taggit_")
EMPTIED_OF_WAGTAIL = (
    "wagtailcore_revision",
    "wagtailcore_referenceindex",
    "wagtailcore_modellogentry",
    "wagtailcore_workflowstate",
    "wagtailcore_taskstate",
    "wagtailadmin_editingsession",
    "wagtailsearch_indexentry",
)
KEPT = ("record_lastrun",)
"""By its number, servers know whether what they remember of the store is old; it never goes back."""


def _empty() -> None:
    """Delete all that a newsroom has made. Constraints are looked at when the transaction ends: order is no matter."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if (table.startswith(EMPTIED) or table in EMPTIED_OF_WAGTAIL) and table not in KEPT:
                # The name is the database's own.
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608


def _set_logins_back(logins: tuple[Login, ...]) -> None:
    """The demo's accounts as they were; others go."""
    users = get_user_model().objects
    users.exclude(username__in=[one.username for one in logins]).delete()
    for login, (role, name, username, _) in zip(logins, STAFF, strict=True):
        account = users.filter(username=username).first()
        if account is None:
            accounts.create(username, password=login.password, role=role, name=name)
            continue
        account.is_active, account.is_superuser = True, role == "administrator"
        if not account.check_password(login.password):
            account.set_password(login.password)
        account.save()


def _remove_lost_uploads() -> None:
    """Remove what was uploaded and belongs to no picture any more."""
    kept = set(Picture.objects.values_list("file", flat=True))
    root = Path(settings.DESK_MEDIA_ROOT)
    for path in sorted((root / "original_images").glob("*")):
        if path.relative_to(root).as_posix() not in kept:
            path.unlink(missing_ok=True)


def follow(origins: dict[str, str], *, say: Say) -> None:
    """Give the papers the addresses at which they are served now; pages that name them are pressed again."""
    moved = [paper for paper in Paper.objects.order_by("key") if origins.get(paper.key, paper.origin) != paper.origin]
    if not moved:
        return
    say("Pressing its pages for another port …")
    with transaction.atomic():
        for paper in moved:
            # Two papers may change places, and no two may have one address even for a moment.
            Paper.objects.filter(pk=paper.pk).update(origin=f"http://{paper.key}.invalid")
        for paper in moved:
            paper.origin = origins[paper.key]
            paper.save()
    pressroom.run_all()


def house() -> founding.House:
    """The group, its papers and editions, as the package brings them."""
    return msgspec.convert(_read("papers.json"), founding.House)


def stories() -> list[dict[str, Any]]:
    """What is published in the demo, the oldest first: each language version after its original."""
    found = [story for path in sorted((COPY / "stories").glob("*.json")) for story in json.loads(path.read_bytes())]
    return sorted(found, key=lambda story: (story.get("translation_of") is not None, story["published_at"]))


@contextlib.contextmanager
def pictures_in_the_making(media: Path) -> Iterator[None]:
    """Make the sizes of all pictures meanwhile; filing then finds those that are done, and makes the others itself."""
    pool = ThreadPoolExecutor(PICTURES_AT_ONCE)
    made = [pool.submit(make_renditions, path, media) for path in sorted((COPY / "pictures").glob("*.png"))]
    try:
        yield
        for one in made:
            one.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _read(name: str) -> Any:
    return json.loads((COPY / name).read_bytes())


def _login(role: Role, name: str, username: str, _person: str) -> Login:
    password = f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(900) + 100}"
    accounts.create(username, password=password, role=role, email=f"{username}@levantine.example", name=name)
    return Login(role=role, name=name, username=username, password=password)


_WORDS = ("almond", "anchor", "basket", "chalk", "cistern", "ferry", "gull", "harbour", "kettle", "lemon", "lentil")

"""What is done to the papers of `quay`, in processes of their own: make them, publish in them, serve them."""

import json
import sys
from pathlib import Path

import msgspec
import uvloop
from django.core.management import call_command
from django.db import transaction

from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, Language, PaperKey, Slug
from broadsheet.project.clock import now
from broadsheet.project.serve import CannotServe, serve, serve_door
from broadsheet.readers.bridge import Bridge, networks
from broadsheet.readers.door import Door
from broadsheet.readers.files import Media, StaticFiles
from broadsheet.readers.shelf import SqliteShelf
from broadsheet.record import release
from tests.pages import harbour
from tests.readers.telling import telling

ISLAND = EditionKey("island.en")


def make() -> None:
    """The Harbour in English and Arabic on harbour.example, and the Island in English on island.example."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    island = Edition(
        key=ISLAND,
        paper=PaperKey("island"),
        group="Harbour Press",
        name="The Island",
        language=Language("en"),
        origin="http://island.example:8008",
    )
    with transaction.atomic():
        for edition in (harbour.edition(harbour.EN), harbour.edition(harbour.AR), island):
            release.edition(edition, at=now())
        for topic in harbour.TOPICS:
            release.topic(topic, at=now())
        for person in harbour.PEOPLE:
            release.person(person, at=now())
        for story in (harbour.FERRY, harbour.UNSIGNED, harbour.ARABIC):
            release.story(story, by="tests", at=now())


def publish(slug: str, headline: str) -> None:
    """Publish or correct the story of the ferries, perhaps under another slug."""
    with transaction.atomic():
        story = msgspec.structs.replace(harbour.FERRY, slug=Slug(slug), headline=headline)
        release.story(story, by="tests", at=now())


def withdraw() -> None:
    """Take the story of the tram stops back."""
    with transaction.atomic():
        release.withdraw(harbour.UNSIGNED.id, by="tests", at=now(), reason="Wrong.")


def put_back() -> None:
    with transaction.atomic():
        release.story(harbour.UNSIGNED, by="tests", at=now())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def act() -> None:
    """Do what each line of standard input says, and say `done` to each."""
    acts = {"publish": publish, "withdraw": withdraw, "put_back": put_back}
    for line in sys.stdin:
        verb, *words = json.loads(line)
        acts[verb](*words)
        _say("done")


def serve_it(port: str, export: str = "") -> None:
    try:
        serve(port=int(port), export=Path(export) if export else None, say=_say)
    except CannotServe as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def bridge(port: str, trusted: str) -> None:
    """Serve the application of `telling` behind the door, where Django would be."""
    passing = Bridge(telling, trusted_proxies=networks(trusted))
    folder = Path()
    shelf = SqliteShelf(folder / "none", default_language="en")
    door = Door(shelf, media=Media(folder), static=StaticFiles(folder), inner=passing)
    uvloop.run(serve_door(door, "127.0.0.1", int(port), _say, abandon=passing.abandon))
    passing.close(within_s=0.5)


def main() -> None:
    verb, *words = sys.argv[1:]
    {"make": make, "act": act, "serve": serve_it, "bridge": bridge}[verb](*words)

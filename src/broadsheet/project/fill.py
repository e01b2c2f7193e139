"""Filling a home with a synthetic archive: desk, record and store, in bulk, on all cores.

Values are made in other processes, rows are written by this one. What it writes is what filing and publishing each
story would have written: `reconcile` and `press verify` say so. Not to be run while the paper is served and edited.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from wagtail.models import Revision

from broadsheet.desk import pictures
from broadsheet.desk.frozen import picture_value
from broadsheet.desk.models import Edition, Person, Picture, Section, Story, StoryByline, StoryTopic, Topic
from broadsheet.news import story as news
from broadsheet.pages.kinds import KINDS
from broadsheet.press.copy import Answers
from broadsheet.press.key import Address
from broadsheet.press.limits import PAGES_IN_A_BATCH
from broadsheet.press.rebuild import batched
from broadsheet.press.run import made
from broadsheet.press.store import Pressing
from broadsheet.project import founding, ground, synthetic
from broadsheet.project.clock import now
from broadsheet.project.synthetic import Material
from broadsheet.record import locks, many, pressroom
from broadsheet.record.copy_source import DatabaseCopy
from broadsheet.record.stores.database import DatabaseStore

STORIES_AT_ONCE = 500
PICTURES_COUNT = 6
FILLED_BY = "fill"
AHEAD = 3
"""How many batches each process may be ahead of the one that writes."""

Moved = Callable[[int], None]
One = TypeVar("One")
Other = TypeVar("Other")


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, with the parts of the time."""

    stories: int
    pages: int
    seconds: float
    writing_s: float
    pressing_s: float


def fill(*, stories: int, seed: int, moved: Moved, pressed: Callable[[int], Moved]) -> Filled:
    """Fill the paper that is there, or a new one with an English and an Arabic edition, with this many stories.

    `pressed` is given the number of pages to press, and gives what is told of them.
    """
    start = perf_counter()
    at = now()
    if not Edition.objects.exists():
        founding.found(_house())
    material = _material(stories, seed)
    with ProcessPoolExecutor(os.cpu_count() or 1, multiprocessing.get_context("spawn"), ground.set_up) as processes:
        places = _Places(material)
        numbers = [range(low, min(low + STORIES_AT_ONCE, stories)) for low in range(0, stories, STORIES_AT_ONCE)]
        for some in _ahead(processes, _values, ((one, material) for one in numbers)):
            with transaction.atomic():
                places.write(some, at)
            moved(len(some))
        _reset_sequences()
        written = perf_counter()
        addresses = pressroom.known_addresses()
        pages = _press(processes, addresses, pressed(len(addresses)))
    pressroom.run_all()
    done = perf_counter()
    return Filled(
        stories=stories,
        pages=pages,
        seconds=done - start,
        writing_s=written - start,
        pressing_s=done - written,
    )


def _house() -> founding.House:
    """A paper to fill, where there is none."""
    editions = (
        founding.EditionOf(prefix="en", name="The Synthetic", language="en", language_name="English"),
        founding.EditionOf(prefix="ar", name="المصطنعة", language="ar", language_name="العربية", numerals="arab"),
    )
    origin = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    paper = founding.PaperOf(
        key="synthetic", name="The Synthetic", origin=origin, sections=tuple(founding.SECTIONS), editions=editions
    )
    group = founding.GroupOf(key="synthetic", name="Synthetic Group")
    return founding.House(group=group, sections=founding.SECTIONS, papers=(paper,))


def _material(stories: int, seed: int) -> Material:
    """Topics, people and pictures for the stories, added to what is there; the first paper's editions."""
    first = Edition.objects.select_related("paper").order_by("paper__key", "prefix")
    editions = {one.language.partition("-")[0]: one for one in reversed(first.filter(paper=first[0].paper_id))}
    english = editions.get("en") or first[0]
    with transaction.atomic():
        topics, people = synthetic.counts_for(stories)
        names = synthetic.topic_names(topics, seed)
        for key, by_language in names.items():
            Topic.objects.get_or_create(key=key, defaults={"names": by_language})
        writers = synthetic.people_names(people, seed)
        for key, by_language in writers.items():
            Person.objects.get_or_create(key=key, defaults={"names": by_language})
        shown = [pictures.add(path.read_bytes(), name=path.name, title=path.stem) for path in _drawings()]
    values = [picture_value(one, "en", alt=one.title, caption=one.title) for one in shown]
    return Material(
        seed=seed,
        stories=stories,
        editions={language: editions.get(language, english).key for language in set(synthetic.LANGUAGES)},
        sections=tuple(english.sections.values_list("section__key", flat=True)),
        topics=tuple(names),
        people=tuple(writers),
        pictures=tuple(one for one in values if one is not None),
    )


def _drawings() -> Sequence[Path]:
    return sorted((synthetic.COPY / "pictures").glob("*.png"))[:PICTURES_COUNT]


def _values(task: tuple[range, Material]) -> list[news.Story]:
    """In another process: the stories of these numbers."""
    numbers, material = task
    return [synthetic.story(number, material) for number in numbers]


def _rendered(addresses: list[Address]) -> list[Pressing]:
    """In another process: these pages, as the record has them; nothing is written there."""
    answers = Answers(DatabaseCopy())
    pressings = (made(address, answers, KINDS) for address in addresses)
    return [Pressing(one.address, one.page, dict(one.reads)) for one in pressings]  # a view of reads does not travel


def _press(processes: ProcessPoolExecutor, addresses: list[Address], moved: Moved) -> int:
    """Press everything: rendered by all processes, compressed and kept by this one."""
    pages = 0
    for pressings in _ahead(processes, _rendered, batched(addresses, PAGES_IN_A_BATCH)):
        with locks.pressing(), transaction.atomic():
            DatabaseStore().put(pressings)
        pages += sum(one.page is not None for one in pressings)
        moved(len(pressings))
    return pages


def _ahead(processes: ProcessPoolExecutor, work: Callable[[One], Other], tasks: Iterable[One]) -> Iterator[Other]:
    """The results in order, with a bounded number of tasks ahead: results are large, and none may pile up."""
    waiting: deque[Future[Other]] = deque()
    for task in tasks:
        waiting.append(processes.submit(work, task))
        if len(waiting) > AHEAD * (os.cpu_count() or 1):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class _Places:
    """Where the desk's next rows go, and what the rows refer to."""

    def __init__(self, material: Material) -> None:
        self._story, self._revision = _next(Story), _next(Revision)
        self._byline, self._topic = _next(StoryByline), _next(StoryTopic)
        self._kind = ContentType.objects.get_for_model(Story)
        self._editions = {one.key: one for one in Edition.objects.select_related("paper")}
        self._sections = {one.key: one for one in Section.objects.all()}
        self._people = dict(Person.objects.values_list("key", "pk"))
        self._topics = dict(Topic.objects.values_list("key", "pk"))
        self._pictures = {one.title: one for one in Picture.objects.all()}
        self._zone = next(one.zone for one in self._editions.values() if one.key in material.editions.values())

    def write(self, values: list[news.Story], at: datetime) -> None:
        """Write a batch to desk and record; must be called in a transaction."""
        many.release_first(values, zone=self._zone, by=FILLED_BY, at=at)
        stories = [self._row(value, at) for value in values]
        Story.objects.bulk_create(stories, batch_size=100)
        StoryByline.objects.bulk_create((one for story in stories for one in story.byline.all()), batch_size=200)
        StoryTopic.objects.bulk_create((one for story in stories for one in story.topics.all()), batch_size=200)
        Revision.objects.bulk_create((self._first_revision(story, at) for story in stories), batch_size=100)
        pairs = [(story.pk, story.live_revision_id) for story in stories]
        with connection.cursor() as cursor:
            # Stories and revisions name each other; the stories came first.
            cursor.executemany(
                "UPDATE desk_story SET live_revision_id = %s, latest_revision_id = %s WHERE id = %s",
                [(revision, revision, story) for story, revision in pairs],
            )

    def _row(self, value: news.Story, at: datetime) -> Story:
        story = Story(
            pk=self._story,
            uuid=value.id,
            family=value.family,
            edition=self._editions[value.edition],
            slug=value.slug,
            headline=value.headline,
            kicker=value.kicker,
            standfirst=value.standfirst,
            body=[_raw(block) for block in value.body],
            section=self._sections[value.section],
            genre=value.genre,
            dated_at=value.first_published_at,
            updated_at=value.updated_at,
            revised_at=value.revised_at,
            first_published_at=at,
            last_published_at=at,
            live=True,
            has_unpublished_changes=False,
        )
        if value.picture is not None:
            story.picture = self._pictures[value.picture.alt]
            story.picture_alt = story.picture_caption = value.picture.alt
        story.byline = [self._name(name, order) for order, name in enumerate(value.byline)]
        story.topics = [self._about(topic, order) for order, topic in enumerate(value.topics)]
        self._story += 1
        return story

    def _name(self, name: news.BylineName, order: int) -> StoryByline:
        self._byline += 1
        person = self._people[name.person]
        return StoryByline(pk=self._byline - 1, story_id=self._story, person_id=person, sort_order=order)

    def _about(self, topic: news.TopicKey, order: int) -> StoryTopic:
        self._topic += 1
        return StoryTopic(pk=self._topic - 1, story_id=self._story, topic_id=self._topics[topic], sort_order=order)

    def _first_revision(self, story: Story, at: datetime) -> Revision:
        revision = Revision(
            pk=self._revision,
            content_type=self._kind,
            base_content_type=self._kind,
            object_id=str(story.pk),
            created_at=at,
            object_str=story.headline[:255],
            content=story.serializable_data(),
        )
        story.live_revision_id = self._revision
        self._revision += 1
        return revision


def _raw(block: news.BodyBlock) -> dict[str, Any]:
    """A block of a value as the desk stores it."""
    if isinstance(block, news.Paragraph):
        id, _, key = block.id.rpartition("-")
        return {"type": "paragraph", "value": f'<p data-block-key="{key}">{block.markup}</p>', "id": id}
    if isinstance(block, news.Quote):
        return {"type": "quote", "value": {"text": block.text, "speaker": block.speaker}, "id": block.id}
    assert isinstance(block, news.Subheading), f"synthetic stories have no {type(block).__name__}"
    return {"type": "subheading", "value": block.text, "id": block.id}


def _next(model: Any) -> int:
    return int(model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1  # noqa: SLF001 -- Django's public name


def _reset_sequences() -> None:
    """PostgreSQL counts on its own; it is told of the numbers that were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Story, StoryByline, StoryTopic, Revision]):
            cursor.execute(statement)

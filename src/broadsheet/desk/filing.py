"""Filing: stories that come as JSON, from a command, a script or the demo, into the desk and out to readers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.create import CreateAction
from wagtail.actions.edit import EditAction

from broadsheet.desk import found, pictures, slip
from broadsheet.desk.filed_body import raw_body
from broadsheet.desk.models import Edition, Picture, Story, StoryByline, StoryNote, StoryTopic
from broadsheet.desk.publish import identity, publish
from broadsheet.desk.ready import hindrances
from broadsheet.desk.refused import Refused
from broadsheet.desk.slip import PictureSlip, Slip
from broadsheet.news.slug import slug
from broadsheet.news.story import EditionKey, Slug, StoryId
from broadsheet.record import published
from broadsheet.record.assets import PictureRefused

State = Literal["draft", "scheduled", "published", "unchanged"]


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a filed story. `entry_number` is that of its last entry, 0 where readers never got one."""

    story: StoryId
    edition: EditionKey
    slug: Slug
    state: State
    entry_number: int = 0
    notes: tuple[str, ...] = ()


def file(story_json: object, *, by: str, at: datetime, publish: bool, base_dir: Path | None) -> Filed:
    """File one story as `broadsheet story file` takes it, and publish it if asked; all of it or nothing.

    The slug names the story in its edition: what is there is updated, and keys that were not filed stay as they are.
    A story under embargo is scheduled for its end. Raises Refused with the path of what is wrong. Pictures lie below
    `base_dir`.
    """
    desk = _Desk(slip.read(story_json), by=by, at=at, base_dir=base_dir)
    desk.make_sizes()
    with transaction.atomic():
        return desk.take(is_to_publish=publish)


class _Desk:
    """One filing, while it is going on."""

    def __init__(self, filed: Slip, *, by: str, at: datetime, base_dir: Path | None) -> None:
        self.slip = filed
        self.by, self.at, self.base_dir = by, at, base_dir
        self.account = get_user_model().objects.filter(username=by).first()
        self.notes: list[str] = []

    def make_sizes(self) -> None:
        """Make the sizes of all pictures, before the transaction: a second for each, in which nobody could write."""
        body = self.slip.body if isinstance(self.slip.body, tuple) else ()
        shown = [(one.picture, f"{one.path}.value.file") for one in body if one.picture is not None]
        lead = self.slip.picture if isinstance(self.slip.picture, PictureSlip) else None
        for picture, path in [(lead, "picture.file"), *shown]:
            if picture is not None:
                with _at(path):
                    pictures.make_sizes(self._bytes_of(picture, path), name=picture.file)

    def take(self, *, is_to_publish: bool) -> Filed:
        edition = found.edition_of(self.slip.edition, self.slip.language)
        address = self.slip.slug or (slug(self.slip.headline) if isinstance(self.slip.headline, str) else "")
        if not address:
            raise Refused("slug", "nothing, and no headline to make it of", "a slug or a headline would do")
        row = Story.objects.filter(edition=edition.pk, slug=address).select_related("edition__paper", "section").first()
        self._refuse_dates_to_come()
        if row is not None:
            self._refuse_others_work(row, is_to_publish=is_to_publish)
        story = row.get_latest_revision_as_object() if row is not None else Story(edition=edition, slug=address)
        former = None if row is None else _compared(story)
        self._write(story, edition)
        is_changed = former != _compared(story)
        if is_to_publish and story.embargo_until is not None and story.embargo_until > self.at:
            self._schedule(story)
            is_changed = True
        if is_changed:
            self._save(story, is_new=row is None)
        return self._answer(story, is_changed=is_changed, is_to_publish=is_to_publish)

    def _answer(self, story: Story, *, is_changed: bool, is_to_publish: bool) -> Filed:
        state: State = "draft" if is_changed else "unchanged"
        row = Story.objects.get(pk=story.pk)
        if is_to_publish and (is_changed or row.has_unpublished_changes or not row.live):
            entry = publish(row, by=self.by, at=self.at, updated_at=self._editorial_instant(row))
            state = "published" if entry is not None else "scheduled"
        last = published.last_entry(identity(row))
        return Filed(
            story=identity(row),
            edition=EditionKey(row.edition.key),
            slug=Slug(row.slug),
            state=state,
            entry_number=last.number if last is not None else 0,
            notes=tuple(self.notes),
        )

    def _refuse_dates_to_come(self) -> None:
        at = self.slip.published_at
        if isinstance(at, datetime) and at > self.at:
            raise Refused(
                "published_at",
                at.isoformat(),
                f"a time not after now ({self.at.isoformat()}) would do; for a story that is to appear later there is"
                " embargo_until",
            )

    def _refuse_others_work(self, row: Story, *, is_to_publish: bool) -> None:
        """A filing neither writes over what somebody has locked, nor publishes a colleague's half-done draft."""
        if row.locked and row.locked_by_id != (self.account and self.account.pk):
            raise Refused(
                "slug", f"{row.slug!r}, which {row.locked_by} has locked", "a story that is not locked would do"
            )
        draft = row.latest_revision if row.live and row.has_unpublished_changes else None
        if is_to_publish and draft is not None and draft.user_id != (self.account and self.account.pk):
            who = draft.user or "somebody"
            raise Refused(
                "slug",
                f"{row.slug!r}, with changes by {who} that are not published",
                "publish or discard them at the desk first, or file without publishing",
            )

    def _write(self, story: Story, edition: Edition) -> None:
        filed = self.slip
        for field in ("headline", "kicker", "standfirst", "agency", "genre", "rank", "precision", "embargo_until"):
            value = getattr(filed, field)
            if value is not msgspec.UNSET:
                setattr(story, field, value)
        if filed.note is not msgspec.UNSET:
            story.editors_note = filed.note
        if isinstance(filed.published_at, datetime):
            story.dated_at = filed.published_at
        if filed.dateline is not msgspec.UNSET:
            story.dateline_place, story.dateline_source = filed.dateline
        self._write_section(story, edition)
        self._write_family(story, edition)
        self._write_picture(story)
        if filed.body is not msgspec.UNSET:
            former = story.body.get_prep_value() if story.pk else []
            story.body = raw_body(filed.body, former, edition, self._add_picture)
        self._write_lists(story, edition)
        if filed.posts_count:
            self.notes.append(f"posts: {filed.posts_count} posts were left out; live pages are not there yet")

    def _write_section(self, story: Story, edition: Edition) -> None:
        if self.slip.section is not msgspec.UNSET:
            story.section = found.section_of(self.slip.section, edition)
        elif story.section_id is None:
            raise Refused("section", "nothing", "a section of the edition would do")
        if not story.headline:
            raise Refused("headline", "nothing", "a headline would do")

    def _write_family(self, story: Story, edition: Edition) -> None:
        name, family = self.slip.translation_of, None
        if name:
            original = found.translated(name, edition)
            if original is None and not self.slip.family:
                raise Refused(
                    "translation_of",
                    repr(name),
                    f"the slug of a story in another edition of {edition.paper.key} would do; file that one first",
                )
            family = original.family if original is not None else None
        if family is None and self.slip.family:
            family = found.family_of(self.slip.family, edition)
        if family is None or family == story.family:
            return
        taken = Story.objects.filter(family=family, edition=edition.pk).exclude(pk=story.pk).first()
        if taken is not None:
            path = "translation_of" if name else "family"
            raise Refused(
                path, f"a family that has {taken.slug!r} in {edition.key} already", "one story for each edition"
            )
        story.family = family

    def _write_picture(self, story: Story) -> None:
        picture = self.slip.picture
        if picture is msgspec.UNSET:
            return
        words = picture or PictureSlip(file="")
        story.picture = self._add_picture(picture, "picture.file") if picture is not None else None
        story.picture_caption, story.picture_credit, story.picture_alt = words.caption, words.credit, words.alt
        if picture is not None and not picture.alt:
            self.notes.append("picture.alt: nothing; readers who cannot see the picture are told nothing of it")

    def _add_picture(self, picture: PictureSlip, path: str) -> Picture:
        place = Path(picture.file)
        with _at(path):
            return pictures.add(self._bytes_of(picture, path), name=place.name, title=place.stem)

    def _bytes_of(self, picture: PictureSlip, path: str) -> bytes:
        if self.base_dir is None:
            raise Refused(
                path, repr(picture.file), "a story without pictures would do, where no folder for them is known"
            )
        base = self.base_dir.resolve()
        place = (base / picture.file).resolve()
        if not place.is_relative_to(base):
            raise Refused(path, repr(picture.file), f"a file below {base} would do")
        if not place.is_file():
            raise Refused(path, f"{picture.file!r}, where there is no file", f"a path from {base} would do")
        return place.read_bytes()

    def _write_lists(self, story: Story, edition: Edition) -> None:
        filed = self.slip
        if filed.byline is not msgspec.UNSET:
            named = [found.name_of(one, f"byline[{number}]") for number, one in enumerate(filed.byline)]
            story.byline = [
                StoryByline(person=person, name=name, role=one.role, sort_order=number)
                for number, ((person, name), one) in enumerate(zip(named, filed.byline, strict=True))
            ]
        if filed.topics is not msgspec.UNSET:
            story.topics = list(self._topics(filed.topics, edition))
        if filed.notes is not msgspec.UNSET:
            story.notes = [
                StoryNote(kind=one.kind, text=one.text, at=one.at or self.at, sort_order=number)
                for number, one in enumerate(filed.notes)
            ]

    def _topics(self, names: Iterable[str], edition: Edition) -> Iterable[StoryTopic]:
        seen: set[int] = set()
        for number, name in enumerate(names):
            topic, is_new = found.topic_of(name, edition.language)
            if is_new:
                self.notes.append(
                    f"topics[{number}]: {name!r} was not known and has been made; give it a kind and names"
                )
            if topic.pk not in seen:
                seen.add(topic.pk)
                yield StoryTopic(topic=topic, sort_order=number)

    def _schedule(self, story: Story) -> None:
        assert story.embargo_until is not None, "asked for by its embargo"
        for hindrance in hindrances(story, at=story.embargo_until):
            raise hindrance
        story.go_live_at = story.embargo_until
        self.notes.append(f"embargo_until: {story.embargo_until.isoformat()}; it goes live by itself then")

    def _save(self, story: Story, *, is_new: bool) -> None:
        try:
            if is_new:
                CreateAction(story, user=self.account, clean=True).execute(skip_permission_checks=True)
            else:
                EditAction(story, user=self.account, clean=True).execute(skip_permission_checks=True)
        except ValidationError as error:
            path, reasons = next(iter(error.message_dict.items()))
            raise Refused(path, repr(getattr(story, path, "")), " ".join(reasons)) from error

    def _editorial_instant(self, row: Story) -> datetime | None:
        """When an update was news: the instant of its latest note, where the filing tells of something past."""
        if not row.live or not self.slip.notes:
            return None
        known = {(note.text, note.at) for note in StoryNote.objects.filter(story=row.pk)}
        fresh = [one.at for one in self.slip.notes if one.at is not None and (one.text, one.at) not in known]
        return max(fresh) if fresh and max(fresh) <= self.at else None


@contextmanager
def _at(path: str) -> Iterator[None]:
    """Name the place in the file for what a picture's bytes are refused for."""
    try:
        yield
    except PictureRefused as refused:
        raise Refused(path, refused.found, refused.expected) from refused


def _compared(story: Story) -> dict[str, object]:
    """What makes two states of a story the same for a filing; identities of rows do not."""
    content = dict(story.serializable_data())
    content["body"] = json.loads(content["body"])  # as a value: PostgreSQL gives the keys of an object in its own order
    for facts in ("byline", "topics", "notes"):
        content[facts] = [{**one, "pk": None, "story": None, "sort_order": None} for one in content[facts]]
    return {key: content[key] for key in content if key not in _OF_THE_ROW}


_OF_THE_ROW = {
    "expired",
    "first_published_at",
    "has_unpublished_changes",
    "hindrance",
    "is_small_fix",
    "last_published_at",
    "latest_revision",
    "live",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "pk",
    "revised_at",
    "updated_at",
}

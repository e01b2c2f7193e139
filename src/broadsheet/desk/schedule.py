"""What falls due at the desk as time passes: stories that go live or expire, and rights that end. The tick calls it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Revision

from broadsheet.desk import limits, pictures
from broadsheet.desk.acting import THE_DESK, Act, acting
from broadsheet.desk.models import Story
from broadsheet.desk.publish import identity
from broadsheet.desk.refused import Refused
from broadsheet.news.story import StoryId

log = logging.getLogger(__name__)


_BEFORE_ALL, _AFTER_ALL = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A revision that goes live at its time, by its row and its story's."""

    revision: int
    story: int


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """What the passing of time did. A hindered story stays a draft, with the reason beside it at the desk."""

    published: tuple[StoryId, ...] = ()
    expired: tuple[StoryId, ...] = ()
    hindered: tuple[StoryId, ...] = ()
    pictures_count: int = 0

    def __bool__(self) -> bool:
        return bool(self.published or self.expired or self.hindered or self.pictures_count)


def due(at: datetime) -> Passed:
    """Carry out everything that is due by now, each act in a transaction of its own; must not be called in one.

    Every question asked here is answered by an index over what is still to come, however large the archive. At most
    `limits.DUE_COUNT` of a kind are done; the next tick goes on.
    """
    published, hindered = _go_live(at)
    return Passed(published=published, expired=_expire(at), hindered=hindered, pictures_count=pictures.end_rights(at))


def waiting(*, until: datetime | None = None) -> list[Waiting]:
    """The stories that go live by themselves, the next one first.

    The revision's kind is compared here and not in the query: asked for both, the database takes the index over all
    revisions of stories, and a question that is asked each second would grow with the archive.
    """
    kind = ContentType.objects.get_for_model(Story).pk
    scheduled = Revision.objects.filter(
        approved_go_live_at__gt=_BEFORE_ALL, approved_go_live_at__lte=until or _AFTER_ALL
    )
    rows = scheduled.order_by("approved_go_live_at", "pk").values_list("pk", "object_id", "base_content_type_id")
    return [Waiting(revision=pk, story=int(object_id)) for pk, object_id, of in rows if of == kind]


def _go_live(at: datetime) -> tuple[tuple[StoryId, ...], tuple[StoryId, ...]]:
    published: list[StoryId] = []
    hindered: list[StoryId] = []
    for one in waiting(until=at)[: limits.DUE_COUNT]:
        revision = Revision.objects.select_related("user").get(pk=one.revision)
        story = Story.objects.filter(pk=one.story).first()
        if story is None:
            revision.delete()
            continue
        (published if _goes_live(revision, story, at) else hindered).append(identity(story))
    return tuple(published), tuple(hindered)


def _goes_live(revision: Revision, story: Story, at: datetime) -> bool:
    by = revision.user.get_username() if revision.user else THE_DESK
    try:
        with transaction.atomic(), acting(Act(by=by, at=at)):
            revision.publish(log_action="wagtail.publish.scheduled", changed=False)
    except Refused as refused:
        log.warning("story %s is not published as scheduled: %s", story.uuid, refused)
        with transaction.atomic():
            story.revisions.update(approved_go_live_at=None)
            Story.objects.filter(pk=story.pk).update(hindrance=str(refused))
        return False
    return True


def _expire(at: datetime) -> tuple[StoryId, ...]:
    over = Story.objects.filter(live=True, expire_at__isnull=False, expire_at__lte=at).order_by("expire_at")
    expired = []
    for story in over[: limits.DUE_COUNT]:
        with transaction.atomic(), acting(Act(by=THE_DESK, at=at)):
            story.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        expired.append(identity(story))
    return tuple(expired)

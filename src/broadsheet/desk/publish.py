"""Publishing and withdrawing: the acts by which the desk changes what readers get."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.actions.unpublish import UnpublishAction

from broadsheet.desk.acting import Act, act, acting, kept
from broadsheet.desk.frozen import frozen
from broadsheet.desk.models import Story
from broadsheet.desk.ready import hindrances
from broadsheet.desk.refused import NotReady
from broadsheet.news import story as news
from broadsheet.news.entry import Entry
from broadsheet.news.story import StoryId
from broadsheet.record import published, release


def publish(story: Story, *, by: str, at: datetime, updated_at: datetime | None = None) -> Entry | None:
    """Publish the story's latest draft, in a transaction of its own; the pressing starts on its commit.

    An embargo in the future raises Embargoed, a rescued story without a date DateWanted; a story that goes live later
    by its own wish is only scheduled, and None comes back.
    """
    with transaction.atomic(), acting(Act(by=by, at=at, updated_at=updated_at)):
        revision = story.latest_revision or story.save_revision(clean=False)
        revision.publish(user=_account(by), skip_permission_checks=True)
    story.refresh_from_db()
    return published.last_entry(identity(story)) if story.live else None


def withdraw(story: Story, *, by: str, at: datetime, reason: str = "") -> Entry:
    """Take a live story from readers, who are told the reason; its text stays at the desk as a draft."""
    story.refresh_from_db()
    if not story.live:
        raise NotReady("story", f"“{story}”, which is not public", "a story that is live would do")
    with transaction.atomic(), acting(Act(by=by, at=at, reason=reason)):
        UnpublishAction(story, user=_account(by)).execute(skip_permission_checks=True)
    entry = published.last_entry(identity(story))
    assert entry is not None, "a story that was live has entries"
    return entry


def identity(story: Story) -> StoryId:
    return StoryId(str(story.uuid))


def release_live(story: Story) -> None:
    """Give the record what has just gone live, in its transaction; what Wagtail has only scheduled is left alone."""
    if not story.live:
        return
    now = act()
    for hindrance in hindrances(story, at=now.at):
        raise hindrance
    former = published.live(identity(story))
    value = value_for_readers(story, former, now)
    release.story(value, by=now.by, at=now.at, reason=now.reason)
    _note_on_row(story, value)


def release_again(story: Story, *, by: str, at: datetime, reason: str) -> None:
    """Freeze a live story anew because something that it shows has changed; no news for readers. In a transaction."""
    former = published.live(identity(story))
    if story.live and former is not None:
        again = Act(by=by, at=at, reason=reason, is_fix=True)
        release.story(value_for_readers(story, former, again), by=by, at=at, reason=reason)


def release_withdrawal(story: Story) -> None:
    """Tell the record that a story is no longer public, if it was. Called in a transaction."""
    now = act()
    if published.live(identity(story)) is not None:
        release.withdraw(identity(story), by=now.by, at=now.at, reason=now.reason)


def value_for_readers(story: Story, former: news.Story | None, now: Act) -> news.Story:
    """The value to release, with its three instants.

    The first time, a story that was published before keeps its own: readers are not told that a report of 2017 was
    updated today. Later, each change moves `revised_at`, and `updated_at` unless it is a small fix. The same text is
    the same value.
    """
    if former is None:
        return _first_value(story, now)
    dated_at = story.dated_at or former.first_published_at
    value = frozen(story, dated_at=dated_at, updated_at=former.updated_at, revised_at=former.revised_at)
    if value == former:
        return former
    updated_at = former.updated_at if now.is_fix or story.is_small_fix else now.updated_at or kept(now.at)
    return frozen(
        story, dated_at=dated_at, updated_at=max(updated_at, dated_at), revised_at=max(kept(now.at), former.revised_at)
    )


def _first_value(story: Story, now: Act) -> news.Story:
    dated_at = story.dated_at or kept(now.at)
    noted = [note.at for note in story.notes.all() if note.at is not None]
    updated_at = now.updated_at or story.updated_at or max([dated_at, *noted])
    revised_at = kept(now.at) if story.updated_at else updated_at
    return frozen(story, dated_at=dated_at, updated_at=updated_at, revised_at=max(revised_at, updated_at))


def _note_on_row(story: Story, value: news.Story) -> None:
    """Keep on the row what publishing decided. Past the signals on purpose: this is their own act, not another one."""
    decided = {
        "dated_at": value.first_published_at,
        "updated_at": value.updated_at,
        "revised_at": value.revised_at,
        "is_small_fix": False,
        "hindrance": "",
    }
    Story.objects.filter(pk=story.pk).update(**decided)
    for name, fact in decided.items():
        setattr(story, name, fact)
    for note in story.notes.all():
        if note.at is None:
            note.at = value.revised_at
            story.notes.model.objects.filter(pk=note.pk).update(at=value.revised_at)


def same_for_readers(one: news.Story, other: news.Story) -> bool:
    """Whether two values differ in nothing but the instants that publishing gives them."""
    instants = {"updated_at": other.updated_at, "revised_at": other.revised_at}
    return msgspec.structs.replace(one, **instants) == other


def _account(by: str) -> object:
    """The account of somebody named by their user name; None for the desk itself or a name without an account."""
    return get_user_model().objects.filter(username=by).first()

"""Publishing and withdrawing at the desk, and what readers get of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.desk import filing, pictures, publish, reconcile, schedule
from broadsheet.desk.models import Picture, Story, StoryNote, Topic
from broadsheet.desk.publish import identity
from broadsheet.desk.refused import DateWanted, Embargoed, NotReady
from broadsheet.news import story as news
from broadsheet.record import pressroom, published
from broadsheet.record.models import PressedPage, Standing
from tests.desk.house import NOW, House, only_story, picture_file, slip

LATER = NOW + timedelta(hours=1)


def draft(**changes: Any) -> Story:
    filing.file(slip(**changes), by="reporters", at=NOW, publish=False, base_dir=None)
    return only_story()


def live(story: Story) -> news.Story:
    value = published.live(identity(story))
    assert value is not None
    return value


def page(story: Story) -> PressedPage | None:
    return PressedPage.objects.filter(address=f"article|levantine.en|{story.slug}").first()


def test_publishing_presses_every_page_at_once(pressing_house: House) -> None:
    story = draft()
    with pressroom.collecting() as reports:
        entry = publish.publish(story, by="editors", at=NOW)
    assert entry is not None
    assert (entry.number, entry.kind, entry.by, entry.at) == (1, "first", "editors", NOW)
    (report,) = reports
    assert report.failed == ()
    assert {"/en/", "/en/story/ferry-keeps-its-timetable", "/en/section/region", "/en/topic/tyre"} <= set(report.paths)
    shown = page(story)
    assert shown is not None
    assert shown.status == 200


def test_the_preview_is_the_page_that_publishing_then_presses(pressing_house: House) -> None:
    story = draft()
    previewed = pressroom.preview(publish.value_for_readers(story, None, publish.Act(by="editors", at=NOW)))
    with pressroom.collecting():
        publish.publish(story, by="editors", at=NOW)
    shown = page(story)
    assert shown is not None
    assert shown.etag == previewed.etag


def test_withdrawing_leaves_the_reason_for_readers_and_the_text_at_the_desk(pressing_house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    entry = publish.withdraw(story, by="editors", at=LATER, reason="The ferry did not sail.")
    assert (entry.kind, entry.reason, entry.by) == ("withdrawal", "The ferry did not sail.", "editors")
    story.refresh_from_db()
    assert (story.live, story.headline) == (False, "Ferry keeps its timetable")
    shown = page(story)
    assert shown is not None
    assert shown.status == 410
    with pytest.raises(NotReady, match="which is not public"):
        publish.withdraw(story, by="editors", at=LATER)


def test_deleting_a_live_story_withdraws_it(pressing_house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    story.delete()
    shown = page(story)
    assert shown is not None
    assert shown.status == 410


def test_what_was_withdrawn_comes_back_at_its_address_with_its_date(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    publish.withdraw(story, by="editors", at=LATER)
    entry = publish.publish(story, by="editors", at=LATER + timedelta(hours=1))
    assert entry is not None
    assert entry.number == 3
    assert live(story).first_published_at == NOW.replace(hour=15, minute=20, second=0)


def test_an_embargo_in_the_future_is_a_hard_gate(house: House) -> None:
    story = draft(embargo_until=(NOW + timedelta(hours=2)).isoformat())
    with pytest.raises(Embargoed, match=r"^embargo_until: found 2017-09-17T20:49:16\+00:00; publish after it"):
        publish.publish(story, by="editors", at=NOW)
    assert published.live(identity(story)) is None
    assert not Story.objects.get().live
    assert publish.publish(story, by="editors", at=NOW + timedelta(hours=2)) is not None


def test_a_rescued_story_without_a_date_waits_for_an_editors(house: House) -> None:
    story = draft(published_at=None)
    Story.objects.filter(pk=story.pk).update(needs_date=True)
    story.refresh_from_db()
    with pytest.raises(DateWanted, match="date and precision wanted"):
        publish.publish(story, by="editors", at=NOW)
    story.dated_at, story.precision = NOW.replace(year=2009, hour=0, minute=0, second=0), "day"
    story.save_revision()
    publish.publish(story, by="editors", at=NOW)
    value = live(story)
    assert (value.first_published_at.year, value.precision, value.updated_at) == (2009, "day", value.first_published_at)


def test_a_small_fix_moves_no_time_that_readers_see(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    story.headline, story.is_small_fix = "Ferry keeps to its timetable", True
    story.save_revision()
    entry = publish.publish(story, by="editors", at=LATER)
    assert entry is not None
    assert (entry.kind, live(story).updated_at, live(story).revised_at) == (
        "fix",
        NOW.replace(hour=15, minute=20, second=0),
        LATER,
    )
    assert not Story.objects.get().is_small_fix


def test_a_correction_without_a_time_is_dated_by_its_publishing(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    story.notes.add(StoryNote(kind="correction", text="It leaves at seven."))
    story.save_revision()
    entry = publish.publish(story, by="editors", at=LATER)
    assert entry is not None
    assert (entry.kind, live(story).notes) == (
        "correction",
        (news.Note(kind="correction", text="It leaves at seven.", at=LATER),),
    )
    assert StoryNote.objects.get().at == LATER
    again = publish.publish(Story.objects.get(), by="editors", at=LATER + timedelta(hours=1))
    assert again is not None
    assert again.number == 2


def test_publishing_the_same_again_is_no_new_entry(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    entry = publish.publish(story, by="editors", at=LATER)
    assert entry is not None
    assert entry.number == 1


def test_a_draft_of_a_live_story_is_for_the_desk_alone(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    story.headline = "BAIT"
    story.save_revision()
    with transaction.atomic():
        publish.release_again(Story.objects.get(), by="desk", at=LATER, reason="")
    assert live(story).headline == "Ferry keeps its timetable"


def test_a_changed_name_reaches_the_record(house: House) -> None:
    topic = Topic.objects.get(key="tyre")
    topic.names = {"en": "Tyre, the harbour", "ar": "صور"}
    topic.save()
    assert b"Tyre, the harbour" in bytes(Standing.objects.get(key="topic|tyre").value)
    house.english.name = "The Levantine Times"
    house.english.save()
    for edition in ("levantine.en", "levantine.ar"):
        assert b"The Levantine Times" in bytes(Standing.objects.get(key=f"edition|{edition}").value), edition


def test_what_is_due_is_done_once_and_an_index_finds_it(house: House) -> None:
    past = timezone.now() - timedelta(minutes=1)
    story = draft(published_at=None)
    story.go_live_at = past + timedelta(seconds=30)
    revision = story.save_revision(user=house.editor())
    revision.approved_go_live_at = story.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    assert not schedule.due(past)
    passed = schedule.due(timezone.now())
    assert passed == schedule.Passed(published=(identity(story),))
    (entry,) = published.entries(identity(story))
    assert entry.by == "editors"
    assert not schedule.due(timezone.now())


def test_a_scheduled_story_that_may_not_go_out_says_why_and_stays(house: House) -> None:
    story = draft(published_at=None)
    story.embargo_until = timezone.now() + timedelta(hours=1)
    revision = story.save_revision()
    revision.approved_go_live_at = timezone.now()
    revision.save(update_fields=["approved_go_live_at"])
    assert schedule.due(timezone.now()) == schedule.Passed(hindered=(identity(story),))
    story.refresh_from_db()
    assert story.hindrance.startswith("embargo_until: found ")
    assert published.live(identity(story)) is None
    assert not schedule.due(timezone.now())


def test_a_story_that_expires_is_withdrawn(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    Story.objects.filter(pk=story.pk).update(expire_at=LATER)
    assert not schedule.due(NOW)
    assert schedule.due(LATER) == schedule.Passed(expired=(identity(story),))
    assert published.live(identity(story)) is None
    assert Story.objects.get().expired


def test_a_picture_whose_rights_end_leaves_the_stories_that_show_it(house: House) -> None:
    picture = pictures.add(picture_file(), name="boat.png")
    story = draft(published_at=None)
    story.picture, story.picture_alt = picture, "A boat"
    story.body = [{"type": "picture", "value": {"picture": picture.pk, "caption": "", "credit": "", "alt": "A boat"}}]
    story.save_revision()
    publish.publish(story, by="editors", at=NOW)
    assert live(story).picture is not None
    Picture.objects.filter(pk=picture.pk).update(rights_until=LATER)
    assert not schedule.due(NOW)
    assert schedule.due(LATER) == schedule.Passed(pictures_count=1)
    value = live(story)
    assert (value.picture, value.body, value.updated_at) == (None, (), NOW)
    assert not schedule.due(LATER)


def test_other_words_of_a_picture_reach_the_stories_that_show_it(house: House) -> None:
    picture = pictures.add(picture_file(), name="boat.png")
    story = draft(published_at=None)
    story.picture = picture
    story.save_revision()
    publish.publish(story, by="editors", at=NOW)
    picture.alt, picture.credits, picture.focal_point_x, picture.focal_point_y = (
        {"en": "A boat"},
        {"en": "Drawing"},
        42,
        140,
    )
    picture.save()
    shown = live(story).picture
    assert shown is not None
    assert (shown.alt, shown.credit, shown.focal_x, shown.focal_y) == ("A boat", "Drawing", 10, 50)


def test_reconciling_brings_the_record_to_what_the_desk_says(house: House) -> None:
    story = draft()
    publish.publish(story, by="editors", at=NOW)
    filing.file(slip(slug="second-boat", headline="Second boat"), by="editors", at=NOW, publish=True, base_dir=None)
    filing.file(slip(slug="third-boat", headline="Third boat"), by="editors", at=NOW, publish=False, base_dir=None)
    assert reconcile.reconcile(at=NOW) == reconcile.Reconciled(desk_count=2, record_count=2, differences=())
    # Past all signals, as a restored backup or a hand in the database would.
    Story.objects.filter(pk=story.pk).update(headline="Another headline")
    Story.objects.filter(slug="second-boat").update(live=False)
    Story.objects.filter(slug="third-boat").update(live=True)
    found = {one.slug: (one.what, one.fields) for one in reconcile.differences(NOW)}
    assert found == {
        "ferry-keeps-its-timetable": ("differs between desk and record", ("headline",)),
        "second-boat": ("is in the record and not live at the desk", ()),
        "third-boat": ("is live at the desk and not in the record", ()),
    }
    assert len(reconcile.repair(LATER)) == 3
    assert reconcile.reconcile(at=LATER) == reconcile.Reconciled(desk_count=2, record_count=2, differences=())
    assert live(story).headline == "Another headline"


def test_arabic_lies_in_the_table_as_it_was_typed(house: House) -> None:
    story = draft()
    story.body = [{"type": "subheading", "value": "العبّارة"}]
    story.save()
    row = Story.objects.filter(body__icontains="العبّارة")
    assert row.count() == 1

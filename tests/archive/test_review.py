from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from broadsheet.archive.models import Source, Stub, Told
from broadsheet.archive.rescue import rescue
from broadsheet.archive.review import confirm, dates_told, floor, instant, match_all
from broadsheet.archive.take_over import has_now, take_over
from broadsheet.desk import filing
from broadsheet.desk.models import Account, Story, Terms
from broadsheet.desk.refused import NotReady, Refused
from broadsheet.record.models import Standing
from broadsheet.record.values import edition as edition_value
from tests.archive.newsroom import EDITOR, NOW, OWN, edition, open_newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _newsroom(db) -> None:
    open_newsroom()


def rescued(text: str | None = None, name: str = "page.txt") -> Story:
    raw = OWN.read_bytes() if text is None else text.encode()
    answer = rescue(raw, name=name, edition="morning.en", by=EDITOR, at=NOW)
    return Story.objects.get(uuid=answer.story)


def dated(story: Story, at: datetime, precision: Any = "day", **words: Any) -> Story:
    return confirm(story, first_published_at=at, precision=precision, by=EDITOR, at=NOW, **words)


def filed(headline: str, at: str, precision: str = "minute") -> Story:
    slip = {
        "edition": "morning.en",
        "section": "city",
        "headline": headline,
        "published_at": at,
        "precision": precision,
    }
    found = filing.file({**slip, "body": ["Words."]}, by=EDITOR, at=NOW, publish=False, base_dir=None)
    return Story.objects.get(uuid=found.story)


# --- the date


@pytest.mark.parametrize(
    ("precision", "kept"),
    [
        ("second", datetime(2017, 9, 18, 3, 49, 16, tzinfo=UTC)),
        ("minute", datetime(2017, 9, 18, 3, 49, tzinfo=UTC)),
        ("day", datetime(2017, 9, 17, 21, tzinfo=UTC)),
        ("month", datetime(2017, 8, 31, 21, tzinfo=UTC)),
        ("year", datetime(2016, 12, 31, 22, tzinfo=UTC)),
    ],
)
def test_a_date_is_kept_no_more_exactly_than_it_is_known(precision: Any, kept: datetime) -> None:
    story = dated(rescued(), datetime(2017, 9, 18, 3, 49, 16, 400, tzinfo=UTC), precision)
    assert (story.dated_at, story.precision) == (kept, precision)
    row = Story.objects.get()
    assert (row.dated_at, row.precision, row.live) == (kept, precision, False)
    assert row.get_latest_revision_as_object().dated_at == kept


def test_a_date_and_a_clock_are_of_the_editions_own_zone() -> None:
    assert instant(date(2017, 9, 18), "6:49", "minute", edition()) == datetime(2017, 9, 18, 3, 49, tzinfo=UTC)
    assert instant(date(2017, 1, 18), "", "day", edition()) == datetime(2017, 1, 17, 22, 0, tzinfo=UTC)


def test_a_day_whose_midnight_the_clocks_left_out_is_still_that_day() -> None:
    """In Beirut summer time begins at midnight."""
    morning = instant(date(2017, 3, 26), "", "day", edition())
    assert morning == datetime(2017, 3, 25, 22, 0, tzinfo=UTC)
    assert floor(morning, "day", edition()) == morning


@pytest.mark.parametrize(
    ("at", "precision", "said"),
    [
        (datetime(2027, 1, 1, tzinfo=UTC), "day", "first_published_at: found 2027-01-01"),
        (datetime(1599, 1, 1, tzinfo=UTC), "day", "a year from 1600 on would do"),
        (datetime(2017, 1, 1, tzinfo=UTC), "hour", "precision: found 'hour'; one of these would do: second, minute"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_nothing_is_kept(at: datetime, precision: str, said: str) -> None:
    story = rescued()
    with pytest.raises(Refused) as refused:
        dated(story, at, precision)
    assert said in str(refused.value)
    assert Story.objects.get().dated_at is None


def test_other_fields_are_changed_with_the_date_or_not_at_all() -> None:
    story = rescued()
    day = datetime(2017, 9, 18, tzinfo=UTC)
    changed = dated(story, day, changes={"section": "city", "agency": "TNA wire"})
    assert (changed.section.key, changed.agency) == ("city", "TNA wire")
    with pytest.raises(Refused, match="slug"):
        dated(story, day, changes={"agency": "ABC", "slug": "Not a slug!"})
    with pytest.raises(Refused, match="body: found a field that is not changed here"):
        dated(story, day, changes={"body": "x"})
    assert Story.objects.get().agency == "TNA wire"


def test_a_story_that_a_colleague_has_locked_is_left_alone() -> None:
    story = rescued()
    colleague = get_user_model().objects.create_user("rana")
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=colleague, locked_at=NOW)
    with pytest.raises(NotReady, match="which rana has locked"):
        dated(story, datetime(2017, 9, 18, tzinfo=UTC))


# --- headlines find their stories


def other_page(headline: str = "Signal tower keeper retires after forty winters") -> str:
    """Another page of the same paper, whose story is one that the first page lists."""
    slugged = headline.lower().replace(",", "")
    return (
        OWN.read_text("utf-8")
        .replace("Ferry crews' pay talks resume at Vellmouth, union says", headline)
        .replace("ferry crews pay talks resume at vellmouth union says", slugged)
        .replace("GMT 09:15 2016 Monday ,14 March", "GMT 10:00 2016 Monday ,14 March")
        .replace("\nSignal tower keeper retires after forty winters\n\nGMT 22", "\nGulls counted\n\nGMT 22")
    )


def test_a_headline_finds_a_story_that_the_desk_has() -> None:
    story = filed("Signal tower keeper retires after forty winters", "2016-03-14T09:15:20+00:00")
    filed("Lamp oil, and what became of it", "2014-10-30T22:40:00+00:00")
    rescued()
    assert {(one.headline, one.story) for one in Stub.objects.filter(story__isnull=False)} == {(story.headline, story)}


@pytest.mark.parametrize(
    ("at", "precision", "is_found"),
    [
        ("2014-10-31T00:00:00+00:00", "day", True),  # the day that the list prints
        ("2014-10-31T22:00:00+00:00", "day", True),  # the same instant's day in Beirut, where it was past midnight
        ("2014-10-29T22:00:00+00:00", "day", False),
        ("2014-10-01T12:00:00+00:00", "month", True),
        ("2014-09-01T12:00:00+00:00", "month", False),
        ("2014-02-01T12:00:00+00:00", "year", True),
        ("2014-10-31T22:41:00+00:00", "minute", False),
    ],
)
def test_headline_and_story_meet_as_exactly_as_the_date_is_known(at: str, precision: str, is_found: bool) -> None:
    filed("Lamp oil, and what became of it", at, precision)
    rescued()
    assert Stub.objects.filter(story__isnull=False).exists() == is_found


def test_a_headline_finds_a_story_that_is_rescued_and_dated_later() -> None:
    rescued()
    story = rescued(other_page(), "other.txt")
    assert not Stub.objects.filter(story__isnull=False).exists()
    dated(story, datetime(2016, 3, 14, 9, 15, tzinfo=UTC), "minute")
    assert [one.story for one in Stub.objects.filter(story__isnull=False)] == [story]


def test_other_pages_tell_the_date_of_a_rescued_story() -> None:
    first = rescued()
    story = rescued(other_page(), "other.txt")
    assert [one.at for one in dates_told(story)] == [datetime(2016, 3, 14, 9, 15, tzinfo=UTC)]
    assert dates_told(first) == []
    assert Story.objects.get(pk=story.pk).dated_at is None


def test_headlines_look_for_stories_that_came_to_the_desk_since() -> None:
    rescued()
    story = filed("Island school wins the kite day", "2018-01-10T06:02:00+00:00")
    assert match_all() == 1
    assert Stub.objects.get(story__isnull=False).story == story
    assert match_all() == 0


def test_two_stories_of_the_same_words_and_time_leave_a_headline_alone() -> None:
    for slug in ("one", "two"):
        filing.file(
            {
                "edition": "morning.en",
                "section": "city",
                "slug": slug,
                "headline": "Island school wins the kite day",
                "published_at": "2018-01-10T06:02:00+00:00",
            },
            by=EDITOR,
            at=NOW,
            publish=False,
            base_dir=None,
        )
    rescued()
    assert not Stub.objects.filter(story__isnull=False).exists()


def test_a_page_may_list_one_headline_twice() -> None:
    twice = OWN.read_text("utf-8").replace(
        "GMT 22:40 2014 Friday ,31 October\n\nLamp oil, and what became of it",
        "GMT 09:15 2016 Monday ,14 March\n\nSignal tower keeper retires after forty winters",
    )
    rescued(twice)
    stub = Stub.objects.get(headline__startswith="Signal tower")
    assert [one.lines for one in stub.sightings.all()] == [[84, 86, 88, 90]]


def test_deleting_a_story_leaves_its_source_and_headlines() -> None:
    rescued()
    story = filed("Island school wins the kite day", "2018-01-10T06:02:00+00:00")
    match_all()
    story.delete()
    Story.objects.all().delete()
    assert Stub.objects.filter(story__isnull=True).count() == 4
    assert Source.objects.get().story is None


# --- taking over what a page tells of its paper


def told(part: str, value: str = "") -> Told:
    rows = Told.objects.filter(part=part)
    return rows.get(value=value) if value else rows.get()


def in_the_record(key: str = "morning.en") -> Any:
    return edition_value.decode(Standing.objects.get(key=f"edition|{key}").value)


def test_address_rights_and_credit_are_taken_over_and_released() -> None:
    rescued()
    for part in ("address", "rights", "developer"):
        take_over(told(part), edition(), by=EDITOR, at=NOW)
    value = in_the_record()
    assert (value.address_language, value.rights_holder, value.rights_year, value.credit) == (
        "ar",
        "Harbour Courant Press House",
        "2019",
        "Maintained and developed by Tidewater Type Works.",
    )
    assert value.address == told("address").value
    assert (told("rights").taken_at, told("rights").taken_by) == (NOW, EDITOR)
    assert has_now(told("rights"), edition()) == "Harbour Courant Press House 2019"


def test_publishing_terms_become_a_new_version_of_the_terms_of_use() -> None:
    rescued()
    with pytest.raises(Refused, match=r"morning\.en without terms of use"):
        take_over(told("terms"), edition(), by=EDITOR, at=NOW)
    Terms.objects.create(edition=edition(), version="2017", text="Be kind.", publishing_terms="")
    take_over(told("terms"), edition(), by=EDITOR, at=NOW)
    take_over(told("terms"), edition(), by=EDITOR, at=NOW)
    assert list(Terms.objects.order_by("pk").values_list("version", "text")) == [
        ("2017", "Be kind."),
        ("2026-11-24", "Be kind."),
        ("2026-11-24-2", "Be kind."),
    ]
    assert in_the_record().terms.publishing_terms == told("terms").value


def test_an_account_needs_the_address_that_the_page_does_not_print() -> None:
    rescued()
    with pytest.raises(Refused, match="the page prints only its name"):
        take_over(told("account", "YouTube"), edition(), by=EDITOR, at=NOW)
    with pytest.raises(Refused, match="url"):
        take_over(told("account", "YouTube"), edition(), by=EDITOR, at=NOW, url="not an address")
    for url in ("https://video.example/a", "https://video.example/b"):
        take_over(told("account", "YouTube"), edition(), by=EDITOR, at=NOW, url=url)
    assert [(one.kind, one.name, one.url) for one in Account.objects.all()] == [
        ("youtube", "YouTube", "https://video.example/b")
    ]
    assert has_now(told("account", "YouTube"), edition()) == "https://video.example/b"


@pytest.mark.parametrize(("part", "value"), [("name", ""), ("form", ""), ("account", "RSS")])
def test_name_form_and_feeds_are_told_and_not_taken_over(part: str, value: str) -> None:
    rescued()
    with pytest.raises(Refused, match="a part that editions do not take over"):
        take_over(told(part, value), edition(), by=EDITOR, at=NOW, url="https://paper.example/feed")
    assert not Account.objects.exists()

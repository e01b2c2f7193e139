import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Revision

from broadsheet.archive.models import Evidence, Sighting, Source, Stub, Told
from broadsheet.archive.rescue import Rescued, as_json, rescue
from broadsheet.desk.frozen import frozen
from broadsheet.desk.models import EditionSection, Story
from broadsheet.desk.ready import hindrances
from broadsheet.desk.refused import DateWanted
from broadsheet.formats import limits as format_limits
from broadsheet.news.story import Paragraph
from tests.archive.newsroom import EDITOR, NOW, OWN, OWN_ARABIC, edition, open_newsroom

pytestmark = pytest.mark.django_db

HEADLINE = "Ferry crews' pay talks resume at Vellmouth, union says"


@pytest.fixture(autouse=True)
def _newsroom(db) -> None:
    open_newsroom()


def rescued(page: Any = OWN, **words: Any) -> Rescued:
    return rescue(page, **{"by": EDITOR, "at": NOW, "edition": "morning.en"} | words)


def draft() -> Story:
    return Story.objects.get().get_latest_revision_as_object()


def nothing_is_kept() -> bool:
    return not any(one.objects.exists() for one in (Story, Source, Evidence, Stub, Sighting, Told, Revision))


# --- a story for review


def test_a_page_becomes_a_draft_with_what_it_says_and_nothing_of_its_furniture() -> None:
    rescued()
    story = draft()
    assert (story.headline, story.slug, story.live, story.needs_date) == (
        HEADLINE,
        "ferry-crews-pay-talks-resume-at-vellmouth-union-says",
        False,
        True,
    )
    assert story.picture_caption == "Two ferries lie idle below the signal tower at Vellmouth"
    assert (story.dateline_place, story.dateline_source, story.agency) == ("Vellmouth", "Harbour Courant", "TNA")
    value = frozen(story, dated_at=NOW, updated_at=NOW, revised_at=NOW)
    assert all(isinstance(block, Paragraph) for block in value.body)
    lines = OWN.read_text("utf-8").split("\n")
    assert [block.markup for block in value.body] == [lines[number - 1] for number in (17, 19, 21, 23, 25)]


def test_no_date_is_invented_and_publishing_waits_for_one() -> None:
    rescued()
    story = draft()
    assert story.dated_at is None
    found = hindrances(story, at=NOW)
    assert [type(one) for one in found] == [DateWanted]
    assert "date and precision wanted" in str(found[0])


def test_the_caption_of_a_lost_picture_reaches_readers() -> None:
    rescued()
    value = frozen(draft(), dated_at=NOW, updated_at=NOW, revised_at=NOW)
    assert value.picture is not None
    assert value.picture.caption == "Two ferries lie idle below the signal tower at Vellmouth"
    assert value.picture.renditions == ()


def test_text_that_looks_like_markup_stays_text() -> None:
    page = OWN.read_text("utf-8").replace("Talks go on", "Talks <b>go</b> on &amp; on")
    rescued(page.encode(), name="page.txt")
    value = frozen(draft(), dated_at=NOW, updated_at=NOW, revised_at=NOW)
    assert value.body[-1].markup == "Talks &lt;b&gt;go&lt;/b&gt; on &amp;amp; on at the customs house on Thursday."


def test_a_dateline_of_the_edition_itself_names_no_other_paper() -> None:
    own = edition()
    own.name = "Harbour Courant"
    own.save()
    rescued()
    assert draft().dateline_source == ""


def test_the_note_for_editors_tells_where_the_story_is_from() -> None:
    rescued()
    assert draft().editors_note == (
        f"Rescued from {OWN} (SHA-256 {hashlib.sha256(OWN.read_bytes()).hexdigest()[:16]})."
        " The page tells a time without a date (17:05:42 GMT)."
        " It names no section: this one is only where the story waits."
    )


def test_a_slug_that_another_story_has_gets_a_number() -> None:
    rescued()
    other = OWN.read_text("utf-8").replace("Talks go on at", "Talks will go on at")
    rescued(other.encode(), name="other.txt")
    assert sorted(Story.objects.values_list("slug", flat=True)) == [
        "ferry-crews-pay-talks-resume-at-vellmouth-union-says",
        "ferry-crews-pay-talks-resume-at-vellmouth-union-says-2",
    ]


# --- evidence


def test_each_field_keeps_value_lines_confidence_and_grounds() -> None:
    rescued()
    kept = {one.field: (one.value, one.lines) for one in Evidence.objects.all() if one.field != "body"}
    assert kept == {
        "headline": (HEADLINE, [8]),
        "caption": ("Two ferries lie idle below the signal tower at Vellmouth", [14]),
        "place": ("Vellmouth", [15]),
        "paper": ("Harbour Courant", [15]),
        "agency": ("TNA", [27]),
        "stamp": ("17:05:42 GMT", [2, 5]),
    }
    body = Evidence.objects.get(field="body")
    assert (len(body.value), body.lines) == (5, [17, 19, 21, 23, 25])
    assert all(0.5 < one.confidence < 1 and one.told.endswith(".") for one in Evidence.objects.all())


def test_the_bytes_are_kept_as_they_came() -> None:
    rescued()
    source = Source.objects.get()
    assert bytes(source.raw) == OWN.read_bytes()
    assert source.sha256 == hashlib.sha256(OWN.read_bytes()).hexdigest()
    assert (source.arrived_at, source.arrived_by, source.kind) == (NOW, EDITOR, "legacy_page")


def test_other_headlines_become_stubs_with_their_instants_and_weekdays_checked() -> None:
    rescued()
    assert [
        (one.stub.headline, one.stub.at, one.weekday_agrees, one.lines)
        for one in Sighting.objects.select_related("stub")
    ] == [
        (
            "Signal tower keeper retires after forty winters",
            datetime(2016, 3, 14, 9, 15, tzinfo=UTC),
            True,
            [84, 86],
        ),
        ("Lamp oil, and what became of it", datetime(2014, 10, 31, 22, 40, tzinfo=UTC), True, [88, 90]),
        ("Island school wins the kite day", datetime(2018, 1, 10, 6, 2, tzinfo=UTC), False, [92, 94]),
        ("A recipe for salted plums", None, False, [96, 98]),
    ]
    assert Story.objects.count() == 1


def test_what_the_page_tells_of_its_paper_is_kept_as_a_note() -> None:
    rescued()
    assert [(one.part, one.value, one.detail, one.lines) for one in Told.objects.all() if one.part != "form"] == [
        ("name", "Harbour Courant", "", [3, 4, 6, 10, 99]),
        ("address", "بناية المنارة - شارع الميناء _ قرب الجسر القديم _فلموث - الجزيرة", "ar", [112]),
        ("rights", "Harbour Courant Press House", "2019", [104, 107]),
        ("developer", "Maintained and developed by Tidewater Type Works.", "", [103, 106]),
        (
            "terms",
            "Write as you would speak across a neighbour's table. No threats, no slander, and no names of children.",
            "",
            [46, 72],
        ),
        ("account", "Facebook", "1", [101]),
        ("account", "Twitter", "1", [101]),
        ("account", "RSS", "1", [101]),
        ("account", "YouTube", "2", [101]),
    ]
    form = Told.objects.get(part="form")
    assert (form.value, form.detail) == ("Name · E-mail · Comment Title · Comment · Security Code", "2")


# --- the answer


def test_the_answer_is_as_promised() -> None:
    first = rescued(name="own-page.txt")
    answer = json.loads(json.dumps(as_json(first)))
    assert list(answer) == ["file", "kind", "status", "story", "desk", "fields", "others", "reason"]
    story, source = Story.objects.get(), Source.objects.get()
    assert answer["file"] == "own-page.txt"
    assert (answer["kind"], answer["status"], answer["reason"]) == ("legacy_page", "review", "")
    assert (answer["story"], answer["desk"]) == (str(story.uuid), f"/desk/rescue/{source.pk}/")
    assert list(answer["fields"]) == ["headline", "caption", "place", "paper", "agency", "body", "stamp"]
    assert all(list(one) == ["value", "lines", "confidence"] for one in answer["fields"].values())
    assert isinstance(answer["fields"]["body"]["value"], list)
    assert answer["fields"]["stamp"]["lines"] == [2, 5]
    assert answer["others"][0] == {
        "headline": "Signal tower keeper retires after forty winters",
        "at": "2016-03-14T09:15:00+00:00",
        "lines": [84, 86],
    }
    assert answer["others"][3]["at"] is None


def test_a_file_that_is_no_such_page_is_refused_with_its_reason_and_leaves_nothing() -> None:
    answer = as_json(rescued(b"<!doctype html><p>Hello", name="hello.html"))
    assert answer == {
        "file": "hello.html",
        "kind": None,
        "status": "refused",
        "story": None,
        "desk": None,
        "fields": {},
        "others": [],
        "reason": "hello.html: line 1: found markup: “<!doctype html><p>Hello”; expected the flattened text of one page"
        " of the old portal, one block of the page a line",
    }
    assert nothing_is_kept()


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"One line.", b"\x89PNG\r\n", b"Name *\n" * 40])
def test_whatever_is_no_page_leaves_nothing(raw: bytes) -> None:
    answer = rescued(raw, name="x")
    assert answer.status == "refused"
    assert answer.reason.startswith("x: ")
    assert nothing_is_kept()


def test_a_file_that_is_not_there_is_refused(tmp_path) -> None:
    missing = tmp_path / "none.txt"
    assert rescued(missing).reason == (
        f"{missing}: found no file that could be read (No such file or directory); the path of a file would do"
    )
    assert rescued(tmp_path).status == "refused"


def test_a_file_beyond_the_bound_is_refused_by_its_size(tmp_path) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"a" * (format_limits.PAGE_BYTES + 1_000))
    assert rescued(big).reason == f"{big}: found 1,001,000 bytes; at most 1,000,000 bytes, one page, would do"
    assert nothing_is_kept()


def test_a_field_that_the_desk_cannot_take_leaves_nothing() -> None:
    place = "Vellmouth" * 20
    page = OWN.read_text("utf-8").replace("Vellmouth - Harbour", f"{place} - Harbour")
    answer = rescued(page.encode(), name="page.txt")
    assert answer.status == "refused"
    assert answer.reason.startswith("page.txt: dateline_place: found 'Vellmouth")
    assert nothing_is_kept()


def test_an_edition_without_sections_takes_no_story() -> None:
    EditionSection.objects.all().delete()
    answer = rescued()
    assert answer.reason == "section: found morning.en without sections; give the edition a section at the desk first"
    assert nothing_is_kept()


# --- again


def test_the_same_bytes_again_are_the_same_story() -> None:
    first, second = as_json(rescued(name="a.txt")), rescued(name="b.txt")
    again = as_json(second)
    assert (Story.objects.count(), Source.objects.count(), Revision.objects.count()) == (1, 1, 1)
    assert second.is_again
    assert again["reason"] == "the same bytes were rescued on 2026-11-24 as a.txt: this is their story"
    assert again | {"file": "a.txt", "reason": ""} == first


def test_the_same_text_with_other_furniture_is_evidence_for_the_same_story() -> None:
    rescued()
    later = OWN.read_text("utf-8").replace("Island school wins", "Other school wins")
    answer = rescued(later.encode(), name="later.txt")
    assert (Story.objects.count(), Source.objects.count(), Stub.objects.count(), Sighting.objects.count()) == (
        1,
        2,
        5,
        8,
    )
    assert answer.reason == f"headline and body are those of {OWN}, rescued on 2026-11-24: one story"


def test_a_page_whose_story_was_deleted_gets_a_new_one() -> None:
    first = rescued()
    Story.objects.get().delete()
    second = rescued()
    assert second.story != first.story
    assert (Story.objects.count(), Source.objects.count(), Evidence.objects.count()) == (1, 1, 7)


# --- which edition


def test_the_edition_is_the_first_papers_in_the_pages_language() -> None:
    rescued(edition="")
    rescued(OWN_ARABIC, edition="")
    assert {one.edition.key for one in Story.objects.all()} == {"evening.en", "morning.ar"}


def test_an_arabic_page_makes_an_arabic_story() -> None:
    rescued(OWN_ARABIC, edition="")
    story = draft()
    assert story.edition.language == "ar"
    assert story.dateline_source
    assert story.agency


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("morning.ar", "edition: found 'morning.ar', which is in 'ar'; the page is in 'en'"),
        ("en", "edition: found 'en', which more than one edition answers to"),
        ("nowhere", "edition: found 'nowhere'; one of these editions would do"),
    ],
)
def test_an_edition_that_does_not_fit_is_refused(named: str, reason: str) -> None:
    answer = rescued(edition=named)
    assert answer.status == "refused"
    assert answer.reason.startswith(reason)
    assert nothing_is_kept()


def test_a_page_stays_in_the_edition_of_its_story() -> None:
    rescued()
    assert rescued(edition="evening.en").reason == (
        "edition: found 'evening.en', though the same bytes are in morning.en since 2026-11-24;"
        " the other edition would do, or none"
    )

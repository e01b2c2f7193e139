"""`broadsheet story file`, from JSON to the record: strict, whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.desk import filing, pictures
from broadsheet.desk.models import Picture, Story, Topic
from broadsheet.desk.publish import identity
from broadsheet.desk.refused import Refused
from broadsheet.news import story as news
from broadsheet.record import published
from tests.desk.house import NOW, House, arabic_slip, only_story, picture_file, slip


def file(story: object, *, publish: bool = True, base_dir: Path | None = None, at: Any = NOW) -> filing.Filed:
    return filing.file(story, by="editors", at=at, publish=publish, base_dir=base_dir)


def live(filed: filing.Filed) -> news.Story:
    story = published.live(filed.story)
    assert story is not None
    return story


def test_a_filed_story_is_published_as_it_was_filed(house: House) -> None:
    filed = file(slip(kicker="At sea", agency="AFP", kind="brief", rank="lead"))
    assert (filed.state, filed.entry_number, filed.notes) == ("published", 1, ())
    story = live(filed)
    ids = [block.id for block in story.body]
    assert len(set(ids)) == 3
    assert story == news.Story(
        id=filed.story,
        family=news.FamilyId(str(only_story().family)),
        edition=news.EditionKey("levantine.en"),
        language=news.Language("en"),
        slug=news.Slug("ferry-keeps-its-timetable"),
        headline="Ferry keeps its timetable",
        kicker="At sea",
        standfirst="The winter boats leave as they did last year.",
        body=(
            news.Paragraph(id=ids[0], markup="The first boat leaves at six."),
            news.Subheading(id=ids[1], text="On Sundays"),
            news.Paragraph(id=ids[2], markup="It leaves at seven."),
        ),
        byline=(news.BylineName(person=news.PersonKey("hala-mansour")),),
        dateline=news.Dateline(place="Tyre"),
        agency="AFP",
        section=news.SectionKey("region"),
        topics=(news.TopicKey("ferries"), news.TopicKey("tyre")),
        genre="brief",
        rank="lead",
        first_published_at=NOW.replace(hour=15, minute=20, second=0),
        updated_at=NOW.replace(hour=15, minute=20, second=0),
        revised_at=NOW.replace(hour=15, minute=20, second=0),
    )


def test_the_same_story_again_is_no_new_entry_and_no_new_revision(house: House) -> None:
    file(slip())
    revisions = only_story().revisions.count()
    filed = file(slip())
    assert (filed.state, filed.entry_number) == ("unchanged", 1)
    assert only_story().revisions.count() == revisions


def test_an_update_keeps_what_was_not_filed_and_the_identity_of_blocks_that_stay(house: House) -> None:
    first = live(file(slip()))
    body = [
        "A new opening.",
        "The first boat leaves at six.",
        {"type": "subheading", "value": "On Sundays"},
        "Or at eight.",
    ]
    later = NOW + timedelta(hours=1)
    filed = file({"slug": first.slug, "edition": "en", "body": body}, at=later)
    story = live(filed)
    assert (filed.state, filed.entry_number) == ("published", 2)
    assert (story.headline, story.topics, story.byline) == (first.headline, first.topics, first.byline)
    assert [block.id for block in story.body][1:] == [block.id for block in first.body]
    assert (story.first_published_at, story.updated_at, story.revised_at) == (first.first_published_at, later, later)


def test_an_update_by_a_note_of_the_past_is_dated_by_the_note(house: House) -> None:
    note = {"kind": "correction", "text": "An earlier version said five.", "at": "2017-09-17T16:00:00+00:00"}
    file(slip())
    filed = file(slip(corrections=[note]))
    assert live(filed).updated_at == NOW.replace(hour=16, minute=0, second=0)
    assert [entry.kind for entry in published.entries(filed.story)] == ["first", "correction"]


def test_a_story_with_corrections_comes_as_it_was_last_updated(house: House) -> None:
    note = {"kind": "update", "text": "With the Sunday boats.", "at": "2017-09-17T16:00:00+00:00"}
    story = live(file(slip(corrections=[note])))
    assert story.updated_at == NOW.replace(hour=16, minute=0, second=0)
    assert story.notes == (news.Note(kind="update", text="With the Sunday boats.", at=story.updated_at),)


def test_without_a_date_a_story_is_first_published_now(house: House) -> None:
    story = live(file(slip(published_at=None)))
    assert (story.first_published_at, story.precision) == (NOW, "minute")
    assert only_story().dated_at == NOW


def test_a_story_is_filed_without_publishing(house: House) -> None:
    filed = file(slip(), publish=False)
    assert (filed.state, filed.entry_number, published.live(filed.story)) == ("draft", 0, None)
    assert file(slip(), publish=True).state == "published"


def test_language_versions_are_one_family(house: House) -> None:
    english, arabic = live(file(slip())), live(file(arabic_slip()))
    assert english.family == arabic.family
    assert arabic.slug == "العبارة-تحفظ-مواعيدها"
    assert arabic.language == "ar"


def test_a_family_named_by_a_word_joins_without_the_other_story(house: House) -> None:
    arabic = live(file(arabic_slip(family="ferry")))
    english = live(file(slip(family="ferry")))
    assert english.family == arabic.family


def test_a_slug_with_marks_is_filed_without_them(house: House) -> None:
    assert file(arabic_slip(slug="أحوال-العبّارة", translation_of="", family="x")).slug == "احوال-العبارة"


def test_a_topic_that_nobody_knew_is_made_and_told(house: House) -> None:
    filed = file(slip(topics=["Sour", "Winter boats", "night-ferry"]))
    assert live(filed).topics == ("tyre", "winter-boats", "night-ferry")
    assert Topic.objects.get(key="winter-boats").names == {"en": "Winter boats"}
    assert Topic.objects.get(key="night-ferry").names == {"en": "Night ferry"}
    assert filed.notes == (
        "topics[1]: 'Winter boats' was not known and has been made; give it a kind and names",
        "topics[2]: 'night-ferry' was not known and has been made; give it a kind and names",
    )


def test_bylines_are_people_by_key_or_name_and_other_names_as_written(house: House) -> None:
    names = ["هالة منصور", "Nadia Karam", {"name": "reuters", "role": "agency"}]
    assert live(file(slip(byline=names))).byline == (
        news.BylineName(person=news.PersonKey("hala-mansour")),
        news.BylineName(name="Nadia Karam"),
        news.BylineName(name="reuters", role="agency"),
    )


def test_blocks_of_all_kinds_are_filed(house: House, tmp_path: Path) -> None:
    (tmp_path / "boat.png").write_bytes(picture_file())
    file(slip(slug="the-other-boat", headline="The other boat", body=[]))
    picture = {"file": "boat.png", "caption": "A boat", "credit": "Drawing", "alt": "A boat on flat water"}
    body = [
        {"type": "quote", "value": {"text": "We sail.", "speaker": "The master"}},
        {"type": "list", "value": ["one", "two"]},
        {"type": "facts", "value": {"title": "Boats", "items": ["six", "seven"]}},
        {"type": "picture", "value": picture},
        {"type": "story", "value": "/en/story/the-other-boat"},
        {"type": "link", "value": {"url": "https://ferry.example/", "text": "The timetable"}},
        {"type": "paragraph", "value": 'See <a href="https://ferry.example/">the <b>table</b></a>.'},
        "",
    ]
    story = live(file(slip(body=body, picture=picture), base_dir=tmp_path))
    quote, items, facts, shown, link, outside, paragraph = story.body
    assert quote == news.Quote(id=quote.id, text="We sail.", speaker="The master")
    assert items == news.ItemList(id=items.id, items=("one", "two"))
    assert facts == news.FactBox(id=facts.id, title="Boats", items=("six", "seven"))
    assert isinstance(shown, news.PictureBlock)
    assert shown.picture == story.picture
    assert link == news.StoryLink(id=link.id, edition=story.edition, slug=news.Slug("the-other-boat"))
    assert outside == news.OutsideLink(id=outside.id, url="https://ferry.example/", text="The timetable")
    assert paragraph == news.Paragraph(
        id=paragraph.id, markup='See <a href="https://ferry.example/">the <strong>table</strong></a>.'
    )
    assert story.picture is not None
    assert (story.picture.alt, story.picture.width_px, story.picture.focal_x) == ("A boat on flat water", 420, 50)
    assert {one.content_type for one in story.picture.renditions} == {"image/avif", "image/webp", "image/jpeg"}


def test_one_picture_filed_twice_is_one_picture(house: House, tmp_path: Path) -> None:
    (tmp_path / "boat.png").write_bytes(picture_file())
    file(slip(picture={"file": "boat.png", "alt": "A boat"}), base_dir=tmp_path)
    filed = file(arabic_slip(picture={"file": "boat.png"}), base_dir=tmp_path)
    assert Picture.objects.count() == 1
    assert filed.notes == ("picture.alt: nothing; readers who cannot see the picture are told nothing of it",)


def test_under_embargo_a_story_is_scheduled_for_its_end_and_nothing_is_public(house: House) -> None:
    until = timezone.now().replace(microsecond=0) + timedelta(hours=2)
    early = until - timedelta(microseconds=300)
    filed = file(slip(published_at=None, embargo_until=early.isoformat()), at=timezone.now())
    assert filed.state == "scheduled"
    assert published.live(filed.story) is None
    assert only_story().revisions.get().approved_go_live_at == until


BAD = [
    (
        {"headlin": "x"},
        "headlin: found a key that a story does not have; one of these would do: slug, edition, language,",
    ),
    ({"headline": ""}, "headline: found an empty text; a text with something in it would do"),
    ({"headline": 7}, "headline: found a number (7); a text would do"),
    ({"headline": "x" * 301}, "headline: found 301 characters; at most 300 would do"),
    (
        {"slug": "Not a slug!"},
        "slug: found 'Not a slug!'; letters, digits and single hyphens, at most 120, would do: not-a-slug",
    ),
    ({"edition": "fr"}, "edition: found 'fr'; one of these editions would do: levantine.ar, levantine.en"),
    ({"language": "ar"}, "language: found 'ar'; 'en', the language of levantine.en, would do"),
    (
        {"section": "weather"},
        "section: found 'weather'; one of the sections of levantine.en would do: world, region, sport",
    ),
    (
        {"byline": ["nobody-known"]},
        "byline[0]: found 'nobody-known'; {\"name\": …} for somebody without a page, or one of these: hala-mansour",
    ),
    ({"byline": [{}]}, "byline[0]: found neither person nor name; one of them would do"),
    ({"body": "One."}, "body: found a text ('One.'); a list would do"),
    (
        {"body": ["One.", {"type": "video", "value": 1}]},
        (
            "body[1].type: found a text ('video'); one of these would do: 'paragraph', 'subheading', 'quote', "
            "'picture', 'list', 'facts', 'story', 'link'"
        ),
    ),
    ({"body": [{"type": "quote", "value": {"speaker": "x"}}]}, "body[0].value.text: found nothing; a value would do"),
    ({"body": [{"type": "list", "value": ["a", None, 3]}]}, "body[0].value[2]: found a number (3); a text would do"),
    (
        {"body": [{"type": "link", "value": {"url": "javascript:x", "text": "x"}}]},
        "body[0].value.url: found 'javascript:x'; an address that begins with https:// would do",
    ),
    (
        {"body": [{"type": "story", "value": "not-there"}]},
        "body[0].value: found 'not-there'; the slug of a story of levantine.en would do",
    ),
    (
        {"published_at": "2017-09-17T15:20:00"},
        (
            "published_at: found '2017-09-17T15:20:00', without an offset; a time with its offset would do: "
            "2017-09-17T18:49:00+00:00"
        ),
    ),
    (
        {"published_at": "last Sunday"},
        "published_at: found 'last Sunday'; a time with its offset would do: 2017-09-17T18:49:00+00:00",
    ),
    (
        {"published_at": "2017-09-18T00:00:00+00:00"},
        (
            "published_at: found 2017-09-18T00:00:00+00:00; a time not after now (2017-09-17T18:49:16+00:00) would do; "
            "for a story that is to appear later there is embargo_until"
        ),
    ),
    (
        {"corrections": [{"kind": "slip", "text": "x"}]},
        "corrections[0].kind: found a text ('slip'); one of these would do:",
    ),
    (
        {"corrections": [], "notes": []},
        "notes: found the same thing twice under two keys; only one of them for notes would do",
    ),
    (
        {"translation_of": "not-there"},
        (
            "translation_of: found 'not-there'; the slug of a story in another edition of levantine would do; "
            "file that one first"
        ),
    ),
    (
        {"picture": {"file": "boat.png"}},
        "picture.file: found 'boat.png'; a story without pictures would do, where no folder for them is known",
    ),
]


@pytest.mark.parametrize(("wrong", "said"), BAD, ids=[said.split(";")[0] for _, said in BAD])
def test_what_is_wrong_is_named_with_its_path_and_nothing_is_half_made(
    house: House, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        file(slip(topics=["never-seen"]) | wrong)
    assert str(refused.value).startswith(said)
    assert not Story.objects.exists()
    assert not Topic.objects.filter(key="never-seen").exists()


@pytest.mark.parametrize("filed", [None, [], "a story", 3, b"bytes"])
def test_what_is_no_story_at_all_is_refused(house: House, filed: object) -> None:
    with pytest.raises(Refused, match=r"^story: found .*; an object with the story's keys would do$"):
        file(filed)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("../boat.png", b"", "picture.file: found '../boat.png'; a file below "),
        ("none.png", b"", "picture.file: found 'none.png', where there is no file; a path from "),
        ("boat.png", b"no picture", "picture.file: found no picture that we can read; a picture as JPEG, PNG, WebP,"),
    ],
)
def test_a_picture_that_is_none_is_refused_and_the_story_with_it(
    house: House, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "boat.png").write_bytes(content)
    with pytest.raises(Refused) as refused:
        file(slip(picture={"file": name}), base_dir=folder)
    assert str(refused.value).startswith(said)
    assert not Story.objects.exists()


def test_a_draft_of_a_colleague_is_not_published_by_a_filing(house: House) -> None:
    file(slip())
    story = only_story()
    story.headline = "Half a thought"
    story.save_revision(user=house.reporter())
    with pytest.raises(Refused, match="with changes by reporters that are not published"):
        file(slip(headline="Ferry keeps its winter timetable"))
    story.refresh_from_db()
    assert story.get_latest_revision_as_object().headline == "Half a thought"


def test_one_family_has_one_story_in_an_edition(house: House) -> None:
    file(slip(family="ferry"))
    with pytest.raises(
        Refused, match=r"family: found a family that has 'ferry-keeps-its-timetable' in levantine\.en already"
    ):
        file(slip(slug="another", family="ferry"))


def test_an_embargoed_story_without_a_section_of_the_edition_is_refused_before_it_is_due(house: House) -> None:
    house.english.sections.filter(section__key="region").delete()
    with pytest.raises(Refused, match=r"^section: found 'region'"):
        file(slip())


def test_a_picture_is_found_again_by_its_bytes(house: House) -> None:
    one = pictures.add(picture_file(), name="a.png")
    assert pictures.add(picture_file(), name="b.png") == one
    assert identity(Story()) != identity(Story())


def test_a_moment_finer_than_drafts_keep_it_makes_no_change(house: House) -> None:
    filed = file(slip(published_at=None), at=NOW.replace(microsecond=123_456))
    assert live(filed).first_published_at == NOW
    again = file(slip(published_at=None, headline="Ferry keeps its winter timetable"), at=NOW + timedelta(hours=1))
    assert live(again).first_published_at == NOW

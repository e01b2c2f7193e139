"""The desk as editors use it: real requests to Wagtail's pages, and what comes of them in the record."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import TaskState

from broadsheet.desk import filing, pictures
from broadsheet.desk.models import Edition, Person, Picture, Section, Story, Terms, Topic
from broadsheet.desk.publish import identity, publish, withdraw
from broadsheet.record import pressroom, published
from broadsheet.record.models import EntryRow, PressedPage, Standing, Ticket
from tests.desk.house import NOW, House, only_story, picture_file, slip

LIST = "/desk/stories/"


def client_of(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def form_of(house: House, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a story."""
    return {
        "edition": house.english.pk,
        "section": Section.objects.get(key="region").pk,
        "genre": "news",
        "rank": "",
        "headline": "Boats wait for the wind",
        "kicker": "",
        "standfirst": "",
        "slug": "",
        "precision": "minute",
        "dated_at": "",
        "embargo_until": "",
        "go_live_at": "",
        "expire_at": "",
        "picture": "",
        "picture_alt": "",
        "picture_caption": "",
        "picture_credit": "",
        "dateline_place": "Tyre",
        "dateline_source": "",
        "agency": "",
        "editors_note": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "subheading",
        "body-0-id": "",
        "body-0-value": "At the quay",
        **formset("byline"),
        **formset("topics", [{"topic": Topic.objects.get(key="tyre").pk}]),
        **formset("notes"),
    } | changes


def formset(name: str, rows: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    rows = rows or []
    sent: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": 0,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 60,
    }
    for number, row in enumerate(rows):
        sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
        sent |= {f"{name}-{number}-ORDER": number + 1, f"{name}-{number}-DELETE": "", f"{name}-{number}-id": ""}
    return sent


def written(**changes: Any) -> Story:
    filing.file(slip(**changes), by="reporters", at=NOW, publish=False, base_dir=None)
    return only_story()


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def edit(story: Story) -> str:
    return f"{LIST}edit/{story.pk}/"


def test_an_editor_publishes_and_is_told_what_was_pressed(pressing_house: House) -> None:
    client = client_of(pressing_house.editor())
    response = client.post(f"{LIST}add/", form_of(pressing_house) | {"action-publish": "1"})
    assert response.status_code == 302
    story = only_story()
    assert (story.live, story.slug) == (True, "boats-wait-for-the-wind")
    (entry,) = published.entries(identity(story))
    assert (entry.kind, entry.by) == ("first", "editors")
    page = PressedPage.objects.get(address="article|levantine.en|boats-wait-for-the-wind")
    assert page.status == 200
    messages = said(response)
    assert messages[0].startswith("Story &#x27;Boats wait for the wind&#x27; created and published.")
    assert "pages pressed, " in messages[1]
    assert '<a href="/en/story/boats-wait-for-the-wind" target="_blank"' in messages[1]


def test_a_draft_is_in_no_entry_and_on_no_page(pressing_house: House) -> None:
    client = client_of(pressing_house.editor())
    response = client.post(f"{LIST}add/", form_of(pressing_house, headline="BAIT"))
    assert response.status_code == 302
    assert only_story().headline == "BAIT"
    assert not EntryRow.objects.exists()
    assert not PressedPage.objects.filter(address__contains="bait").exists()


def test_half_a_story_is_kept_as_a_draft_and_refused_for_readers(house: House) -> None:
    client = client_of(house.editor())
    half = form_of(house, headline="") | {"body-0-value": ""}
    assert client.post(f"{LIST}add/", half).status_code == 302
    assert only_story().headline == ""
    response = client.post(f"{LIST}add/", half | {"action-publish": "1"})
    assert response.status_code == 200
    assert "This field is required." in response.content.decode()


def test_what_stands_in_the_way_is_told_beside_the_fields_and_no_text_is_lost(house: House) -> None:
    client = client_of(house.editor())
    later = timezone.now() + timedelta(days=1)
    sent = form_of(house, headline="Kept text", embargo_until=f"{later:%Y-%m-%d %H:%M}", section=_sectionless(house))
    response = client.post(f"{LIST}add/", sent | {"action-publish": "1"})
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert set(errors) == {"embargo_until", "section"}
    assert errors["embargo_until"][0].startswith("Under embargo: nothing may be public before then.")
    assert errors["section"] == ["Found 'weather'; a section of this edition would do: world, region, sport."]
    assert "Kept text" in response.content.decode()
    assert not Story.objects.exists()


def _sectionless(house: House) -> int:
    return int(Section.objects.create(key="weather", names={"en": "Weather"}).pk)


def test_a_story_under_embargo_is_scheduled_for_its_end(house: House) -> None:
    later = f"{timezone.now() + timedelta(days=1):%Y-%m-%d %H:%M}"
    sent = form_of(house, embargo_until=later, go_live_at=later) | {"action-publish": "1"}
    response = client_of(house.editor()).post(f"{LIST}add/", sent)
    assert response.status_code == 302
    story = only_story()
    assert (story.live, story.approved_schedule) == (False, True)
    assert not EntryRow.objects.exists()


def test_an_address_that_another_story_had_is_refused_in_the_form(pressing_house: House) -> None:
    filing.file(slip(slug="old-address"), by="editors", at=NOW, publish=True, base_dir=None)
    only_story().delete()
    sent = form_of(pressing_house, slug="old-address", headline="Kept text") | {"action-publish": "1"}
    response = client_of(pressing_house.editor()).post(f"{LIST}add/", sent)
    assert response.status_code == 200
    assert response.context["form"].errors["slug"] == [
        "Found 'old-address'; a slug that no other story of levantine.en has or had."
    ]
    assert "Kept text" in response.content.decode()
    assert not Story.objects.exists()


def test_a_made_slug_steps_aside_for_one_that_is_there(house: House) -> None:
    filing.file(slip(slug="boats-wait-for-the-wind"), by="editors", at=NOW, publish=False, base_dir=None)
    client_of(house.editor()).post(f"{LIST}add/", form_of(house) | {"action-publish": "1"})
    assert set(Story.objects.values_list("slug", flat=True)) == {"boats-wait-for-the-wind", "boats-wait-for-the-wind-2"}


# 2026-11-24: Wagtail leaves the temporary file of a thumbnail that it makes for the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_goes_out_with_words_for_those_who_cannot_see_it(house: House) -> None:
    picture = pictures.add(picture_file(), name="boat.png")
    client = client_of(house.editor())
    sent = form_of(house, picture=picture.pk) | {"action-publish": "1"}
    response = client.post(f"{LIST}add/", sent)
    assert list(response.context["form"].errors) == ["picture_alt"]
    assert client.post(f"{LIST}add/", sent | {"picture_alt": "A boat"}).status_code == 302


def test_a_topic_chosen_twice_is_told_and_not_a_crash(house: House) -> None:
    twice = formset("topics", [{"topic": Topic.objects.get(key="tyre").pk}] * 2)
    response = client_of(house.editor()).post(f"{LIST}add/", form_of(house) | twice | {"action-publish": "1"})
    assert response.status_code == 200
    assert "Please correct the duplicate" in response.content.decode()
    assert not Story.objects.exists()


def test_a_reporter_drafts_and_submits_and_an_editor_publishes(house: House) -> None:
    reporter, editor = client_of(house.reporter()), client_of(house.editor())
    assert reporter.post(f"{LIST}add/", form_of(house) | {"action-publish": "1"}).status_code == 302
    story = only_story()
    assert not story.live, "a reporter's button for publishing saves a draft"
    assert reporter.post(edit(story), form_of(house) | formset("topics") | {"action-submit": "1"}).status_code == 302
    task = TaskState.objects.get()
    approval = f"{LIST}workflow/action/{story.pk}/approve/{task.pk}/"
    assert reporter.post(approval).status_code in {302, 403}
    assert not only_story().live
    assert editor.post(approval, {"comment": ""}).status_code in {200, 302}
    assert only_story().live
    (entry,) = published.entries(identity(story))
    assert entry.by == "editors"


def test_an_approval_under_embargo_is_undone_and_explained(house: House) -> None:
    reporter, editor = client_of(house.reporter()), client_of(house.editor())
    later = f"{timezone.now() + timedelta(days=1):%Y-%m-%d %H:%M}"
    reporter.post(f"{LIST}add/", form_of(house, embargo_until=later) | {"action-submit": "1"})
    story, task = only_story(), TaskState.objects.get()
    response = editor.post(
        f"{LIST}workflow/action/{story.pk}/approve/{task.pk}/",
        {"comment": ""},
        headers={"referer": "http://testserver/desk/"},
    )
    assert (response.status_code, response["Location"]) == (302, "http://testserver/desk/")
    assert said(response)[0].startswith("Under embargo")
    assert not only_story().live
    assert TaskState.objects.get().status == "in_progress"


PAGES = {
    "/desk/": (200, 200, 200),
    LIST: (200, 200, 200),
    f"{LIST}add/": (200, 200, 200),
    "/desk/topics/": (200, 200, 200),
    "/desk/people/": (200, 200, 200),
    "/desk/people/new/": (302, 200, 200),
    "/desk/editions/": (302, 302, 200),
    "/desk/editions/new/": (302, 302, 200),
    "/desk/papers/": (302, 302, 200),
    "/desk/houses/": (302, 302, 200),
    "/desk/sections/new/": (302, 200, 200),
    "/desk/terms/": (302, 200, 200),
    "/desk/terms/new/": (302, 200, 200),
    "/desk/press/": (200, 200, 200),
    "/desk/images/": (200, 200, 200),
    "/desk/users/": (302, 302, 200),
    "/desk/workflows/list/": (302, 302, 200),
}


def test_each_group_gets_its_pages_and_no_others(house: House) -> None:
    clients = [client_of(account) for account in (house.reporter(), house.editor(), house.administrator())]
    for page, wanted in PAGES.items():
        assert tuple(client.get(page).status_code for client in clients) == wanted, page
    assert Client().get(LIST)["Location"].startswith("/desk/login/")


def test_a_reporter_neither_withdraws_nor_deletes_nor_presses_again(house: House) -> None:
    story = written()
    publish(story, by="editors", at=NOW)
    reporter = client_of(house.reporter())
    for address in (f"{LIST}unpublish/{story.pk}/", f"{LIST}delete/{story.pk}/"):
        assert reporter.post(address, {"reason": "x"}).status_code == 302
    assert only_story().live
    response = reporter.post("/desk/press/again/")
    assert said(response)[-1] == "Only who publishes may do that."


def test_withdrawing_asks_for_the_reason_that_readers_get(pressing_house: House) -> None:
    story = written()
    publish(story, by="editors", at=NOW)
    client = client_of(pressing_house.editor())
    page = client.get(f"{LIST}unpublish/{story.pk}/").content.decode()
    assert "Reason, for readers" in page
    too_long = client.post(f"{LIST}unpublish/{story.pk}/", {"reason": "x" * 601})
    assert too_long.status_code == 422
    response = client.post(f"{LIST}unpublish/{story.pk}/", {"reason": "The ferry did not sail."})
    assert response.status_code == 302
    entry = published.entries(identity(story))[-1]
    assert (entry.kind, entry.reason, entry.by) == ("withdrawal", "The ferry did not sail.", "editors")
    gone = PressedPage.objects.get(address=f"article|levantine.en|{story.slug}")
    assert gone.status == 410


def test_a_language_version_is_a_draft_of_the_family_in_the_other_edition(house: House) -> None:
    story = written()
    client = client_of(house.reporter())
    address = f"/desk/stories/version/{story.pk}/{house.arabic.pk}/"
    assert client.get(address).status_code == 200
    assert Story.objects.count() == 1
    assert client.post(address).status_code == 302
    version = Story.objects.get(edition=house.arabic)
    assert (version.family, version.live, version.slug) == (story.family, False, "")
    assert version.uuid != story.uuid
    assert (version.headline, version.section) == (story.headline, story.section)
    assert [one.topic_id for one in version.topics.all()] == [one.topic_id for one in story.topics.all()]
    first = {block.id for block in story.body}
    assert first.isdisjoint(block.id for block in version.body)
    assert client.post(address)["Location"] == f"{LIST}edit/{version.pk}/"
    assert Story.objects.count() == 2


def test_the_preview_is_the_page_that_publishing_would_press(house: House) -> None:
    story = written()
    client = client_of(house.reporter())
    preview = f"{LIST}preview/{story.pk}/"
    sent = form_of(house, headline="Seen before it is said", slug=story.slug) | formset("topics")
    assert client.post(preview, sent).json() == {"is_valid": True, "is_available": True}
    page = client.get(preview)
    assert page.status_code == 200
    assert "Seen before it is said" in page.content.decode()
    assert '<html lang="en" dir="ltr"' in page.content.decode()
    assert published.live(identity(story)) is None


def test_a_failed_page_is_shown_at_the_desk_and_pressed_again(
    pressing_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = pressroom.KINDS.press

    def broken(_copy: Any, _address: Any) -> Any:
        raise ValueError("no ink")

    monkeypatch.setitem(press, "front", broken)
    client = client_of(pressing_house.editor())
    response = client.post(f"{LIST}add/", form_of(pressing_house) | {"action-publish": "1"})
    assert any("page could not be pressed. The old one stays until it can." in message for message in said(response))
    assert only_story().live
    shown = client.get("/desk/press/").content.decode()
    assert "ValueError: no ink" in shown
    assert "Try again" in shown
    assert "1 ticket failed" in client.get("/desk/").content.decode()
    monkeypatch.undo()
    assert client.post("/desk/press/again/").status_code == 302
    assert not Ticket.objects.exists()
    assert "Every page is up to date." in client.get("/desk/press/").content.decode()


def test_an_answer_of_500_leaves_nothing_behind(pressing_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("in the middle of publishing")

    monkeypatch.setattr("broadsheet.desk.publish.release.story", broken)
    client = Client(raise_request_exception=False)
    client.force_login(pressing_house.editor())
    assert client.post(f"{LIST}add/", form_of(pressing_house) | {"action-publish": "1"}).status_code == 500
    assert not Story.objects.exists()


def test_the_list_asks_a_bounded_number_of_questions(house: House, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        filing.file(
            slip(slug=f"boat-{number}", headline=f"Boat {number}"), by="x", at=NOW, publish=False, base_dir=None
        )
    client = client_of(house.editor())
    client.get(LIST)
    with django_assert_max_num_queries(25):
        page = client.get(LIST).content.decode()
    assert page.count("<tr data-object-pk") + page.count('class="title-wrapper"') >= 50
    found = client.get(f"{LIST}?q=Boat 59").content.decode()
    assert ("Boat 59" in found, "Boat 58" in found) == (True, False)


def test_the_list_is_filtered_by_state_section_edition_and_date(house: House) -> None:
    written()
    filing.file(
        slip(slug="second", headline="Second boat", section="sport"), by="x", at=NOW, publish=True, base_dir=None
    )
    client = client_of(house.editor())

    def shown(query: str) -> set[str]:
        page = client.get(f"{LIST}?{query}").content.decode()
        return {headline for headline in ("Ferry keeps its timetable", "Second boat") if headline in page}

    sport = Section.objects.get(key="sport").pk
    assert shown("") == {"Ferry keeps its timetable", "Second boat"}
    assert shown("state=live") == {"Second boat"}
    assert shown("state=draft") == {"Ferry keeps its timetable"}
    assert shown(f"section={sport}") == {"Second boat"}
    assert shown(f"edition={house.arabic.pk}") == set()
    assert shown("dated_at_from=2017-09-17&dated_at_to=2017-09-17") == {"Ferry keeps its timetable", "Second boat"}
    assert shown("dated_at_from=2017-09-18") == set()


@pytest.mark.parametrize("words", ["Tyre", "صور", "Sour", "tyre"])
def test_a_topic_is_found_by_any_of_its_names(house: House, words: str) -> None:
    page = client_of(house.reporter()).get("/desk/topic_chooser/results/", {"q": words}).content.decode()
    assert "Tyre · صور" in page
    assert "Ferries" not in page


def test_people_and_stories_are_found_by_a_word(house: House) -> None:
    story = written()
    client = client_of(house.reporter())
    assert "Hala Mansour" in client.get("/desk/person_chooser/results/", {"q": "منصور"}).content.decode()
    stories = "/desk/snippets/choose/desk/story/results/"
    assert story.headline in client.get(stories, {"q": "timetable"}).content.decode()
    assert story.headline not in client.get(stories, {"q": "locomotive"}).content.decode()


def test_names_by_language_are_edited_and_reach_the_record(house: House) -> None:
    topic = Topic.objects.get(key="tyre")
    client = client_of(house.editor())
    page = client.get(f"/desk/topics/edit/{topic.pk}/").content.decode()
    assert 'name="names_ar" value="صور" lang="ar"' in page
    sent = {"kind": "place", "names_en": "Tyre", "names_ar": "صور", "variants_en": "Sour\nTyros\n", "variants_ar": ""}
    sent |= {"abbreviations_en": "", "about_en": "A harbour.", "latitude": "33.27", "longitude": "35.2"}
    assert client.post(f"/desk/topics/edit/{topic.pk}/", sent).status_code == 302
    topic.refresh_from_db()
    assert (topic.key, topic.variants, topic.about) == ("tyre", {"en": ["Sour", "Tyros"]}, {"en": "A harbour."})
    assert b'"variants":{"en":["Sour","Tyros"]}' in bytes(Standing.objects.get(key="topic|tyre").value)


def test_a_topic_that_stories_name_is_not_deleted(house: House) -> None:
    filing.file(slip(topics=["tyre"]), by="editors", at=NOW, publish=True, base_dir=None)
    editor = house.editor()
    for key, is_there in (("tyre", True), ("ferries", False)):
        topic = Topic.objects.get(key=key)
        response = client_of(editor).post(f"/desk/topics/delete/{topic.pk}/")
        assert Topic.objects.filter(key=key).exists() is is_there
        assert response.status_code == 302
        assert any("is in use and stays" in message for message in said(response)) is is_there


def test_a_key_stays_as_it_is(house: House) -> None:
    person = Person.objects.get()
    sent = {"key": "somebody-else", "names_en": "Hala M.", "roles_en": "", "about_en": "", "user": ""}
    client_of(house.editor()).post(f"/desk/people/edit/{person.pk}/", sent)
    person.refresh_from_db()
    assert (person.key, person.names) == ("hala-mansour", {"en": "Hala M."})


def test_the_zone_of_an_edition_stays_once_its_days_are_counted(house: House) -> None:
    filing.file(slip(), by="editors", at=NOW, publish=True, base_dir=None)
    client = client_of(house.administrator())
    address = f"/desk/editions/edit/{house.english.pk}/"
    response = client.post(address, _edition_form(zone="Asia/Tokyo"))
    assert response.context["form"].errors["zone"] == ["UTC: the days of published stories are counted in it."]
    assert client.post(address, _edition_form(name="The Levantine Times")).status_code == 302
    assert Edition.objects.get(prefix="en").name == "The Levantine Times"


def _edition_form(**changes: Any) -> dict[str, Any]:
    sent = {"name": "The Levantine", "tagline": "", "language": "en", "language_name": "English", "zone": "UTC"}
    sent |= {"zone_name": "GMT", "numerals": "latn", "months": "", "about": "", "contact": "", "address": ""}
    sent |= {"address_language": "", "rights_holder": "", "rights_year": "", "credit": "", "footer_note": ""}
    rows = [{"section": one.pk, "name": ""} for one in Section.objects.filter(key__in=["world", "region", "sport"])]
    # What was there is taken out and put in anew: the browser would send the rows' numbers.
    return sent | formset("accounts") | _replaced_sections(rows) | changes


def _replaced_sections(rows: list[dict[str, Any]]) -> dict[str, Any]:
    there = list(Edition.objects.get(prefix="en").sections.all())
    sent: dict[str, Any] = {
        "sections-TOTAL_FORMS": len(there),
        "sections-INITIAL_FORMS": len(there),
        "sections-MIN_NUM_FORMS": 0,
        "sections-MAX_NUM_FORMS": 60,
    }
    for number, one in enumerate(there):
        sent |= {
            f"sections-{number}-id": one.pk,
            f"sections-{number}-section": one.section_id,
            f"sections-{number}-name": one.name,
            f"sections-{number}-ORDER": number + 1,
            f"sections-{number}-DELETE": "",
        }
    return sent


def test_terms_are_added_in_versions_and_never_changed(house: House) -> None:
    client = client_of(house.administrator())
    sent = {"edition": house.english.pk, "version": "2017-09-01", "text": "One.\n\nTwo.", "publishing_terms": ""}
    assert client.post("/desk/terms/new/", sent).status_code == 302
    terms = Terms.objects.get()
    assert client.post(f"/desk/terms/edit/{terms.pk}/", sent | {"text": "Other."}).status_code == 302
    terms.refresh_from_db()
    assert terms.text.replace("\r\n", "\n") == "One.\n\nTwo."
    assert b'"paragraphs":["One.","Two."]' in bytes(Standing.objects.get(key="edition|levantine.en").value)


# 2026-11-24: the same.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_uploaded_picture_has_its_sizes_and_keeps_its_file_from_readers(house: House, settings: Any) -> None:
    client = client_of(house.reporter())
    file = BytesIO(picture_file((20, 90, 120)))
    file.name = "quay.png"
    sent = {
        "title": "The quay",
        "file": file,
        "alt_en": "A quay",
        "alt_ar": "رصيف",
        "captions_en": "",
        "credits_en": "",
        "tags": "",
    }
    assert client.post("/desk/images/add/", sent).status_code == 302
    picture = Picture.objects.get()
    assert picture.alt == {"en": "A quay", "ar": "رصيف"}
    assert {one["content_type"] for one in picture.made["renditions"]} == {"image/avif", "image/webp", "image/jpeg"}
    assert not picture.file.path.startswith(str(settings.MEDIA_ROOT))


def test_what_is_no_picture_is_refused_with_a_word(house: House) -> None:
    file = BytesIO(b"<svg onload=alert(1)>")
    file.name = "x.svg"
    response = client_of(house.reporter()).post("/desk/images/add/", {"title": "x", "file": file})
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert not Picture.objects.exists()


def test_a_picture_that_is_far_too_large_is_refused_before_it_is_kept(house: House) -> None:
    content = BytesIO()
    Image.new("L", (20_001, 1)).save(content, "PNG")
    content.seek(0)
    content.name = "long.png"
    response = client_of(house.reporter()).post("/desk/images/add/", {"title": "x", "file": content})
    (error,) = response.context["form"].errors["file"]
    assert error == "Found a picture of 20,001 × 1 pixels; at most 60 million pixels and 20,000 on a side would do."
    assert not Picture.objects.exists()


def test_wrong_passwords_are_counted_and_then_nobody_gets_in(house: House) -> None:
    house.editor()
    client = Client()
    wrong = {"username": "editors", "password": "guess"}
    answers = [client.post("/desk/login/", wrong).status_code for _ in range(9)]
    assert answers[0] == 200
    assert answers[-1] == 429
    right = client.post("/desk/login/", wrong | {"password": "ink-and-paper"})
    assert right.status_code == 429


def test_the_menu_has_what_a_newsroom_needs(house: House) -> None:
    page = client_of(house.administrator()).get("/desk/").content.decode()
    for item in ("Stories", "Topics", "People", "Pictures", "Press", "The paper"):
        assert f'"label": "{item}"' in page or f'"{item}"' in page, item
    for item in ("explorer", "documents", "snippets", "Editor guide"):
        assert f'"{item}"' not in page, item


def test_the_desk_speaks_arabic(house: House) -> None:
    written()
    client = client_of(house.editor())
    page = client.get(LIST, headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in page
    assert "آخر عمل عليه" in page


def test_a_withdrawn_story_is_a_draft_that_can_be_mended(house: House) -> None:
    story = written()
    publish(story, by="editors", at=NOW)
    withdraw(story, by="editors", at=NOW)
    client = client_of(house.editor())
    assert client.get(edit(story)).status_code == 200
    sent = form_of(house, slug=story.slug, headline="Mended") | formset("topics") | {"action-publish": "1"}
    assert client.post(edit(story), sent).status_code == 302
    value = published.live(identity(story))
    assert value is not None
    assert value.headline == "Mended"


def test_history_comparing_locking_and_the_old_revision_work(house: House) -> None:
    story = written()
    client = client_of(house.editor())
    client.post(edit(story), form_of(house, slug=story.slug, headline="Second thought") | formset("topics"))
    first, second = story.revisions.order_by("pk").values_list("pk", flat=True)[:2]
    for address in (
        f"{LIST}history/{story.pk}/",
        f"{LIST}history/{story.pk}/revisions/compare/{first}...{second}/",
        f"{LIST}history/{story.pk}/revisions/{first}/revert/",
        f"{LIST}history/{story.pk}/revisions/{first}/view/",
    ):
        assert client.get(address).status_code == 200, address
    assert client.post(f"{LIST}lock/{story.pk}/").status_code == 302
    assert only_story().locked
    other = client_of(house.reporter())
    other.post(edit(story), form_of(house, slug=story.slug, headline="Not mine") | formset("topics"))
    assert only_story().get_latest_revision_as_object().headline == "Second thought"


def test_a_form_keeps_the_seconds_of_a_stamp(house: House) -> None:
    """Without them each edit would move the story to the beginning of its minute."""
    story = written(published_at="2017-09-17T18:49:16+00:00")
    assert 'value="2017-09-17 18:49:16"' in client_of(house.editor()).get(edit(story)).content.decode()

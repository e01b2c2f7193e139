"""The desk's pages of rescue, as an editor's browser asks for them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext, override
from lxml import html
from wagtail.users.models import UserProfile

from broadsheet.archive import limits
from broadsheet.archive.models import Source, Stub, Told
from broadsheet.archive.rescue import rescue
from broadsheet.desk.models import Edition, Story
from tests.archive.newsroom import EDITOR, NOW, OWN, OWN_ARABIC, ROOT, open_newsroom

TEMPLATES = ROOT / "src" / "broadsheet" / "archive" / "templates"


@pytest.fixture(autouse=True)
def _newsroom(db) -> None:
    open_newsroom()


@pytest.fixture
def editor() -> Client:
    return logged_in(EDITOR)


def logged_in(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


def reporter() -> Client:
    """Somebody who writes stories and does not publish them."""
    account = get_user_model().objects.create_user("rana", password="a long password")
    rights = [("wagtailadmin", "access_admin"), ("desk", "add_story"), ("desk", "change_story"), ("desk", "view_story")]
    for app, codename in rights:
        account.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return logged_in("rana")


def uploaded(*pages: Path | tuple[str, bytes]) -> list[SimpleUploadedFile]:
    named = [(page.name, page.read_bytes()) if isinstance(page, Path) else page for page in pages]
    return [SimpleUploadedFile(name, raw, content_type="text/plain") for name, raw in named]


def rescued(page: Path = OWN) -> str:
    answer = rescue(page, name=page.name, by=EDITOR, at=NOW)
    assert answer.desk is not None
    return answer.desk


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def shown(answer: Any, what: str) -> list[Any]:
    found: list[Any] = html.fromstring(answer.content).xpath(what)
    return found


# --- files in


def test_several_files_are_each_reported(editor: Client) -> None:
    files = uploaded(OWN, OWN_ARABIC, ("notes.txt", b"Buy ink."))
    answer = editor.post("/desk/rescue/", {"pages": files})
    assert answer.status_code == 200
    reports = shown(answer, "//li[contains(@class,'rescue-report')]")
    assert [one.get("class").rpartition("--")[2] for one in reports] == ["review", "review", "refused"]
    assert "notes.txt: line 1: found 1 lines of text that begin “Buy ink.”" in reports[2].text_content()
    assert Story.objects.count() == 2
    assert set(Source.objects.values_list("arrived_by", flat=True)) == {EDITOR}


def test_the_same_file_again_is_known(editor: Client) -> None:
    rescued()
    answer = editor.post("/desk/rescue/", {"pages": uploaded(OWN)})
    assert "Known" in text_of(answer)
    assert Story.objects.count() == 1


@pytest.mark.parametrize("raw", [b"", b"\x89PNG", b"x" * 1_000_001])
def test_a_file_that_is_no_page_is_refused_in_words(editor: Client, raw: bytes) -> None:
    answer = editor.post("/desk/rescue/", {"pages": uploaded(("strange.bin", raw))})
    assert answer.status_code == 422
    assert "Refused" in text_of(answer)
    assert "strange.bin" in text_of(answer)
    assert not Source.objects.exists()


def test_no_file_and_too_many_files_are_told_so(editor: Client) -> None:
    assert "No file was chosen" in text_of(editor.post("/desk/rescue/", {}))
    many = uploaded(*((f"{number}.txt", b"x") for number in range(limits.FILES_IN_AN_UPLOAD + 1)))
    assert "41 files; 40 at a time would do." in text_of(editor.post("/desk/rescue/", {"pages": many}))


def test_an_edition_can_be_named(editor: Client) -> None:
    editor.post("/desk/rescue/", {"pages": uploaded(OWN), "edition": "morning.en"})
    assert Story.objects.get().edition.key == "morning.en"


def test_the_list_shows_what_each_rescued_story_waits_for(editor: Client) -> None:
    rescued()
    rescued(OWN_ARABIC)
    Story.objects.filter(edition__language="ar").delete()
    rows = shown(editor.get("/desk/rescue/"), "//table[contains(@class,'listing')]/tbody/tr")
    assert [row.xpath("string(td[2])").strip() for row in rows] == ["The story was deleted", "Waits for a date"]


# --- review


def test_each_line_stands_with_its_number_and_what_rests_on_it(editor: Client) -> None:
    answer = editor.get(rescued())
    lines = {one.get("id"): one for one in shown(answer, "//li[contains(@class,'rescue-line')]")}
    assert len(lines) == sum(bool(line.strip(" \xa0")) for line in OWN.read_text("utf-8").split("\n"))
    headline = lines["line-8"]
    assert headline.get("class") == "rescue-line headline"
    assert headline.xpath("string(span[1])") == "Ferry crews' pay talks resume at Vellmouth, union says"
    assert [one.text for one in lines["line-15"].xpath("span[2]/span")] == ["Place", "Paper"]
    assert lines["line-29"].get("class") == "rescue-line unexplained"
    assert lines["line-112"].xpath("span[1]/@dir") == ["rtl"]
    assert lines["line-8"].xpath("span[1]/@dir") == ["ltr"]


def test_each_field_links_to_the_lines_it_rests_on(editor: Client) -> None:
    answer = editor.get(rescued())
    stamp = shown(answer, "//article[@id='field-stamp']")[0]
    assert stamp.xpath(".//a/@href") == ["#line-2"]
    assert stamp.xpath("string(.//a)") == "lines 2, 5"
    assert "no date is printed with it, and none is invented" in stamp.text_content()
    assert len(shown(answer, "//article[@id='field-body']//li")) == 5


def test_a_date_with_its_precision_is_kept(editor: Client) -> None:
    desk = rescued()
    answer = editor.post(desk, {"on": "2017-09-18", "precision": "day", "clock": "", "section": "city", "do": "keep"})
    assert (answer.status_code, answer["location"]) == (302, desk)
    story = Story.objects.get()
    assert (story.dated_at.isoformat(), story.precision, story.section.key, story.live) == (
        "2017-09-18T00:00:00+00:00",
        "day",
        "city",
        False,
    )
    again = editor.get(desk)
    assert shown(again, "//input[@name='on']/@value") == ["2017-09-18"]
    assert shown(again, "//select[@name='precision']/option[@selected]/@value") == ["day"]


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({}, "The story has no date, and none is invented"),
        ({"on": "18.9.2017"}, "This is no date; 2017-09-17 would do."),
        ({"on": "2017-09-18", "precision": ""}, "Say how exactly the date is known"),
        ({"on": "2017-09-18", "precision": "day", "clock": "18:49"}, "A time of day, and “only the day is known”"),
        ({"on": "2017-09-18", "precision": "minute"}, "A time of day would do: 18:49."),
        ({"on": "2017-09-18", "precision": "second", "clock": "18:49"}, "A time with its second would do"),
        ({"on": "2017-09-18", "precision": "minute", "clock": "25:00"}, "“25:00” is no time of day"),
        ({"on": "2999-09-18", "precision": "day"}, "Found 2999-09-18T00:00:00+00:00; a moment not after"),
        ({"on": "0017-09-18", "precision": "day"}, "a year from 1600 on would do"),
        ({"on": "2017-09-18", "precision": "day", "section": "sport"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_and_what_was_typed_comes_back(
    editor: Client, filled: dict[str, str], said: str
) -> None:
    desk = rescued()
    answer = editor.post(desk, {"section": "city", "do": "publish"} | filled)
    assert answer.status_code == 422
    assert said in text_of(answer)
    if filled.get("on"):
        assert shown(answer, "//input[@name='on']/@value") == [filled["on"]]
    story = Story.objects.get()
    assert (story.dated_at, story.live) == (None, False)


@pytest.mark.django_db(transaction=True)
def test_publishing_says_what_was_pressed_and_leads_to_the_page(editor: Client) -> None:
    desk = rescued()
    filled = {"on": "2017-09-18", "precision": "day", "section": "city", "do": "publish"}
    answer = editor.post(desk, filled, follow=True)
    assert "Published. The page" in text_of(answer)
    assert re.search(r"\d\d pages pressed, \d+ ms", text_of(answer))
    url = "https://evening.example/en/story/ferry-crews-pay-talks-resume-at-vellmouth-union-says"
    assert shown(answer, f"//a[@href='{url}']")
    assert Story.objects.get().live


def test_what_stands_in_the_way_of_publishing_is_said(editor: Client) -> None:
    desk = rescued()
    draft = Story.objects.get().get_latest_revision_as_object()
    draft.embargo_until = NOW.replace(year=2999)
    draft.save_revision()
    answer = editor.post(desk, {"on": "2017-09-18", "precision": "day", "section": "city", "do": "publish"})
    assert answer.status_code == 422
    assert "embargo_until: Under embargo" in text_of(answer)
    assert not Story.objects.get().live


def test_a_reporter_dates_a_story_and_does_not_publish_it(editor: Client) -> None:
    desk = rescued()
    client = reporter()
    assert "publish" not in shown(client.get(desk), "//button/@value")
    filled = {"on": "2017-09-18", "precision": "day", "section": "city"}
    assert client.post(desk, filled | {"do": "publish"}).status_code in {302, 403}
    assert Story.objects.get().dated_at is None
    client.post(desk, filled | {"do": "keep"})
    assert Story.objects.get().dated_at is not None


@pytest.mark.parametrize("path", ["", "headlines/", "1/", "1/paper/"])
def test_who_may_not_write_stories_does_not_see_rescue(path: str) -> None:
    rescued()
    account = get_user_model().objects.create_user("clerk")
    account.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = logged_in("clerk")
    asked = client.post if "paper" in path else client.get
    assert asked(f"/desk/rescue/{path}").status_code in {302, 403, 404}
    assert "/desk/rescue/" not in client.get("/desk/").content.decode()
    assert Client().get(f"/desk/rescue/{path}").status_code in {302, 405}


def test_text_of_a_page_cannot_become_markup_of_the_desk(editor: Client) -> None:
    page = OWN.read_text("utf-8").replace("Talks go on", "<script>alert(1)</script><b>Talks</b> go on")
    answer = rescue(page.encode(), name="<img src=x>.txt", by=EDITOR, at=NOW)
    text = editor.get(answer.desk).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x>" not in text


# --- headlines, and what a page tells of its paper


def test_headlines_wait_in_a_list_and_look_for_their_stories(editor: Client) -> None:
    rescued()
    answer = editor.get("/desk/rescue/headlines/")
    assert [one.text for one in shown(answer, "//td[@class='title']")] == [
        "Island school wins the kite day",
        "Signal tower keeper retires after forty winters",
        "Lamp oil, and what became of it",
        "A recipe for salted plums",
    ]
    assert "does not fit the date" in text_of(answer)
    said = text_of(editor.post("/desk/rescue/headlines/", follow=True))
    assert "0 headlines have found their stories." in said
    assert Stub.objects.filter(story__isnull=True).count() == 4


def test_chosen_parts_are_taken_over_and_refusals_are_said(editor: Client) -> None:
    desk = rescued()
    rights, account = Told.objects.get(part="rights"), Told.objects.get(part="account", value="YouTube")
    filled = {f"take-{rights.pk}": "on", f"take-{account.pk}": "on", f"url-{account.pk}": ""}
    said = text_of(editor.post(f"{desk}paper/", filled, follow=True))
    assert "Taken over: Rights." in said
    assert "Account: Found no address; the account's address would do" in said
    assert Edition.objects.get(paper__key="evening").rights_holder == "Harbour Courant Press House"


# --- in Arabic


def test_the_pages_are_in_the_editors_language(editor: Client) -> None:
    profile = UserProfile.get_for_user(get_user_model().objects.get(username=EDITOR))
    profile.preferred_language = "ar"
    profile.save()
    answer = editor.get(rescued(OWN_ARABIC))
    root = html.fromstring(answer.content)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert "متى نُشر أوّلاً؟" in text_of(answer)


def test_every_phrase_of_the_templates_is_there_in_arabic() -> None:
    phrases = {
        phrase
        for path in TEMPLATES.rglob("*.html")
        for phrase in re.findall(r'{% translate "([^"]+)" %}', path.read_text("utf-8"))
    }
    assert len(phrases) > 30
    with override("ar"):
        assert [phrase for phrase in phrases if gettext(phrase) == phrase] == []

"""The verbs of the command line, with the keys and exit codes that others rely on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import brotli
import pytest

from broadsheet.desk.models import Story
from broadsheet.project.cli import VERBS
from broadsheet.project.home import home
from broadsheet.record import published, release
from broadsheet.record.models import LiveStory, PressedPage, Ticket
from tests.desk.house import NOW, House, arabic_slip, slip
from tests.project.conftest import Command

COMMAND = Path(sys.executable).with_name("broadsheet")


def written(folder: Path, value: Any, name: str = "story.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


# --- help, usage, and what there is before there is a paper


def test_help_reads_no_django_and_makes_no_home(tmp_path: Path) -> None:
    asked = (
        "import sys; from broadsheet.project.cli import run;"
        "codes = [run([verb, '--help']) for verb in {verbs!r}] + [run(['--help'])];"
        "assert codes == [0] * len(codes), codes; print('DJANGO' if 'django' in sys.modules else 'NONE')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", asked.format(verbs=list(VERBS))],
        env={"BROADSHEET_HOME": str(tmp_path / "none"), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "NONE"
    assert not (tmp_path / "none").exists()


def test_each_verb_has_help_of_its_own(command: Command) -> None:
    said = {verb: command(verb, "--help") for verb in VERBS}
    assert {verb: answer.code for verb, answer in said.items()} == dict.fromkeys(VERBS, 0)
    assert all(len(answer.out.splitlines()) > 3 for answer in said.values())


@pytest.mark.parametrize(
    "verb", ["serve", "addresses", "press verify", "press status", "reconcile", "backup x", "tick"]
)
def test_without_a_paper_a_verb_says_what_would_do_and_leaves_nothing(
    verb: str, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    answer = command(*verb.split())
    assert (answer.code, answer.out) == (2, "")
    assert f"found no paper in {tmp_path / 'home'}" in answer.err
    assert "broadsheet demo" in answer.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", [["nonsense"], ["press"], ["press", "nonsense"], ["addresses", "--limit", "-1"], []])
def test_wrong_usage_is_told_and_ends_with_two(words: list[str], command: Command) -> None:
    answer = command(*words)
    assert answer.code == 2
    assert answer.err


def test_a_port_that_is_none_is_refused(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for port in ("0", "65536", "http", "-1", "٨٠"):
        monkeypatch.setenv("PORT", port)
        answer = command("serve")
        assert answer.code == 2
        assert "a number from 1 to 65535 would do" in answer.err


def test_the_demo_does_not_enter_a_home_that_holds_a_paper(command: Command, house: House) -> None:
    answer = command("demo")
    assert answer.code == 2
    assert re.search("wants a home of its own|a database that is not empty", answer.err)
    assert not (home() / "demo").exists()


# --- stories


def test_a_filed_story_is_a_draft_that_nobody_reads(command: Command, house: House, tmp_path: Path) -> None:
    answer = command("story", "file", written(tmp_path, slip()), "--json")
    assert answer.code == 0
    (one,) = answer.document
    assert (one["state"], one["pressed"], one["path"]) == ("draft", [], "/en/story/ferry-keeps-its-timetable")
    assert published.live_count() == 0


def test_a_published_story_has_every_page_fresh_when_the_verb_returns(
    command: Command, house: House, tmp_path: Path
) -> None:
    answer = command("story", "file", written(tmp_path, slip()), "--publish", "--by", "hala", "--json")
    (one,) = answer.document
    assert one["url"] == "https://levantine.example/en/story/ferry-keeps-its-timetable"
    assert one["story"] == str(Story.objects.get().uuid)
    assert one["state"] == "published"
    assert {"/en/story/ferry-keeps-its-timetable", "/en/", "/en/section/region"} <= set(one["pressed"])
    assert one["ms"] > 0
    assert one["failed"] == []
    assert not Ticket.objects.exists()
    assert command("press", "verify", "--json").code == 0
    assert published.entries(one["story"])[0].by == "hala"


def test_the_same_again_presses_nothing_and_a_change_is_an_update(
    command: Command, house: House, tmp_path: Path
) -> None:
    path = written(tmp_path, slip())
    command("story", "file", path, "--publish")
    assert command("story", "file", path, "--publish", "--json").document[0]["state"] == "unchanged"
    changed = written(tmp_path, slip(headline="Ferry keeps its winter timetable"))
    (one,) = command("story", "file", changed, "--publish", "--json").document
    assert one["state"] == "published"
    assert [entry.kind for entry in published.entries(one["story"])] == ["first", "update"]


def test_a_list_and_several_files_are_filed_in_order(command: Command, house: House, tmp_path: Path) -> None:
    pair = written(tmp_path, [slip(), arabic_slip()], "pair.json")
    third = written(tmp_path, slip(slug="third"), "third.json")
    answer = command("story", "file", pair, third, "--publish", "--json")
    assert [one["edition"] for one in answer.document] == ["levantine.en", "levantine.ar", "levantine.en"]
    assert answer.document[1]["path"].isascii()


REFUSED = [
    ('{"edition": "en", "slug": "x", "section": "region"}', "story.json: headline: found nothing"),
    (
        '[{"edition": "en", "headline": "One", "section": "region"}, {"headline": 7}]',
        "story.json[1]: headline: found a number (7)",
    ),
    ('{"headlin": "One"}', "headlin: found a key that a story does not have"),
    ('{"headline": "One", ', "as JSON would do"),
    ("\x00\xff", "as JSON would do"),
    ("7", "story.json: story: found a number (7)"),
    (
        '{"edition": "en", "headline": "One", "published_at": "2999-01-01T00:00:00+00:00"}',
        "for a story that is to appear later there is embargo_until",
    ),
]


def test_what_cannot_be_filed_is_refused_with_its_place(command: Command, house: House, tmp_path: Path) -> None:
    for text, told in REFUSED:
        (tmp_path / "story.json").write_bytes(text.encode("latin-1"))
        answer = command("story", "file", tmp_path / "story.json", "--publish", "--json")
        assert (answer.code, answer.out) == (2, "")
        assert told in answer.err


def test_a_story_is_withdrawn_by_its_path_or_url_and_readers_are_told(
    command: Command, house: House, tmp_path: Path
) -> None:
    command("story", "file", written(tmp_path, [slip(), slip(slug="second")]), "--publish")
    answer = command("story", "withdraw", "/en/story/second", "--reason", "Filed twice.", "--json")
    assert answer.document["path"] == "/en/story/second"
    assert "/en/" in answer.document["pressed"]
    url = "https://levantine.example/en/story/ferry-keeps-its-timetable"
    assert command("story", "withdraw", url, "--json").code == 0
    assert set(PressedPage.objects.filter(address__startswith="article|").values_list("status", flat=True)) == {410}
    assert command("story", "withdraw", url).code == 2
    for unknown in ("/en/story/never", "https://other.example/en/story/second", "nonsense"):
        assert "is the address of no story" in command("story", "withdraw", unknown).err
    assert command("press", "verify").code == 0


# --- the press


def test_addresses_tell_what_is_in_the_store(command: Command, house: House, tmp_path: Path) -> None:
    command("story", "file", written(tmp_path, [slip(), arabic_slip()]), "--publish")
    rows = command("addresses", "--json").document
    assert {"url", "host", "path", "kind", "edition", "language", "updated_at", "bytes", "etag"} <= rows[0].keys()
    articles = command("addresses", "--kind", "article", "--json").document
    assert [(one["edition"], one["language"], one["host"]) for one in articles] == [
        ("levantine.ar", "ar", "levantine.example"),
        ("levantine.en", "en", "levantine.example"),
    ]
    assert articles[0]["url"] == f"https://levantine.example{articles[0]['path']}"
    assert articles[1]["updated_at"] == "2017-09-17T15:20:00+00:00"
    assert articles[0]["path"].isascii()
    of_paper = [one for one in rows if one["kind"] in {"sitemap", "news-sitemap", "robots"}]
    assert [(one["edition"], one["url"].startswith("https://levantine.example/")) for one in of_paper] == [
        (None, True)
    ] * 3
    assert len(command("addresses", "--limit", "2", "--json").document) == 2


def test_verify_finds_what_is_stale_missing_and_extra(command: Command, house: House, tmp_path: Path) -> None:
    command("story", "file", written(tmp_path, [slip(), arabic_slip()]), "--publish")
    right = command("press", "verify", "--json")
    assert right.code == 0
    assert {name: right.document[name] for name in ("stale", "missing", "extra", "differences")} == {
        "stale": 0,
        "missing": 0,
        "extra": 0,
        "differences": [],
    }
    PressedPage.objects.filter(path="/en/").update(etag="old", body=brotli.compress(b"old"))
    PressedPage.objects.filter(path="/ar/").delete()
    wrong = command("press", "verify", "--json")
    assert wrong.code == 1
    assert {(one["path"], one["what"]) for one in wrong.document["differences"]} >= {
        ("/en/", "stale"),
        ("/ar/", "missing"),
    }
    rebuilt = command("press", "rebuild", "--json")
    assert rebuilt.document.keys() == {"pages", "seconds"}
    assert rebuilt.document["pages"] == right.document["pages"]
    assert command("press", "verify").code == 0


def test_status_tells_pages_bytes_and_what_is_owed(command: Command, house: House, tmp_path: Path) -> None:
    command("story", "file", written(tmp_path, slip()), "--publish")
    answer = command("press", "status", "--json")
    assert answer.code == 0
    assert answer.document.keys() == {"pages", "bytes", "open_tickets", "last_run", "wide_run"}
    assert answer.document["open_tickets"] == 0
    assert answer.document["last_run"]["pages"] > 0
    assert answer.document["wide_run"] is None
    assert answer.document["bytes"] > 0


def test_the_tick_presses_what_was_left(command: Command, house: House, tmp_path: Path) -> None:
    command("story", "file", written(tmp_path, slip()), "--publish")
    Ticket.objects.create(addresses="front|levantine.en", opened_at=NOW)
    answer = command("tick", "--json")
    assert "/en/" in answer.document["pressed"]
    assert not Ticket.objects.exists()


# --- desk and record


def test_reconcile_finds_repairs_and_presses(command: Command, house: House, tmp_path: Path) -> None:
    command("story", "file", written(tmp_path, [slip(), slip(slug="second")]), "--publish")
    same = command("reconcile", "--json")
    assert (same.code, same.document["desk"], same.document["record"], same.document["differences"]) == (0, 2, 2, [])
    Story.objects.filter(slug="second").update(live=False)
    found = command("reconcile", "--json")
    assert found.code == 1
    assert [one["slug"] for one in found.document["differences"]] == ["second"]
    assert LiveStory.objects.count() == 2
    assert command("reconcile", "--repair", "--json").code == 1
    assert LiveStory.objects.count() == 1
    assert command("reconcile").code == 0
    assert command("press", "verify").code == 0


def test_the_rescue_answers_for_each_file(command: Command, house: House, tmp_path: Path) -> None:
    page = Path(__file__).parents[1] / "corpus" / "legacy_page"
    good = next(path for path in sorted(page.glob("*.txt")))
    none = tmp_path / "letter.txt"
    none.write_text("Dear desk, the page is attached.")
    mixed = command("archive", "rescue", good, none, "--json")
    assert mixed.code == 1
    assert [one["status"] for one in mixed.document] == ["review", "refused"]
    assert {"file", "kind", "status", "story", "desk", "fields", "others", "reason"} == mixed.document[0].keys()
    assert mixed.document[0]["fields"]["headline"].keys() == {"value", "lines", "confidence"}
    assert "letter.txt" in mixed.err
    assert published.live_count() == 0
    assert command("archive", "rescue", none).code == 2
    assert command("archive", "rescue", tmp_path / "none.txt").code == 2


# --- accounts and papers


def test_an_account_is_made_with_the_rights_of_its_role(
    command: Command, house: House, tmp_path: Path, django_user_model: Any
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("ink-and-paper\n")
    answer = command("createuser", "rana", "--role", "reporter", "--name", "Rana Khalil", "--password-from", secret)
    assert answer.code == 0
    account = django_user_model.objects.get(username="rana")
    assert account.check_password("ink-and-paper")
    assert account.has_perm("desk.add_story")
    assert not account.has_perm("desk.publish_story")
    assert "which there is already" in command("createuser", "rana", "--password-from", secret).err
    secret.write_text("ink")
    assert "8 or more would do" in command("createuser", "other", "--password-from", secret).err
    assert not django_user_model.objects.filter(username="other").exists()


def test_a_new_paper_has_an_edition_and_answers(command: Command, house: House) -> None:
    answer = command("new", "The Evening", "--origin", "https://evening.example", "--language", "ar", "--json")
    assert answer.document["edition"] == "the-evening.ar"
    assert answer.document["url"] == "https://evening.example/ar/"
    fronts = command("addresses", "--kind", "front", "--json").document
    assert "https://evening.example/ar/" in {one["url"] for one in fronts}
    assert command("press", "verify").code == 0
    taken = command("new", "The Evening", "--origin", "https://other.example")
    assert (taken.code, "which another paper has" in taken.err) == (2, True)
    assert command("new", "المساء").code == 2
    assert "--key" in command("new", "المساء").err
    odd = command("new", "Third", "--origin", "https://third.example", "--zone", "Nowhere/Else")
    assert (odd.code, "zone" in odd.err) == (2, True)


def test_a_fault_of_ours_shows_where_and_ends_with_seventy(
    command: Command, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(release, "tick", broken)
    answer = command("tick", "--json")
    assert (answer.code, answer.out) == (70, "")
    assert "ZeroDivisionError" in answer.err


def test_a_reader_that_goes_away_is_no_fault(house: House) -> None:
    ran = subprocess.run(
        f"{COMMAND} --help | head -n 1", shell=True, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.startswith("Usage:")
    assert ran.stderr == ""

"""The demo paper: what the package brings is whole and can be filed; it is loaded once, walked through, and reset."""

from __future__ import annotations

import http.client
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from PIL import Image

from broadsheet.desk import slip
from broadsheet.desk.models import Edition
from broadsheet.desk.standing import edition_value
from broadsheet.news.bidi import direction_of
from broadsheet.project import demo, founding
from tests.newsstand import Paper, served

AS_OF = datetime(2017, 9, 17, 19, 0, tzinfo=UTC)
EVERYTHING = [*demo.stories(), *json.loads((demo.COPY / "drafts.json").read_bytes())]
EVERYTHING += json.loads((demo.COPY / "embargoed.json").read_bytes())


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return (
        [text for name, one in value.items() if name != "type" for text in texts(one)]
        if isinstance(value, dict)
        else []
    )


# --- the copy


def test_every_story_reads_as_a_filing() -> None:
    for story in EVERYTHING:
        assert slip.read(story).headline == story["headline"]


def test_every_story_of_the_main_paper_is_there_in_both_languages() -> None:
    families = Counter(
        (story["family"], story["edition"])
        for story in EVERYTHING
        if story["edition"] in {"levantine.en", "levantine.ar"}
    )
    assert set(families.values()) == {1}
    by_edition = {edition: {family for family, of in families if of == edition} for _, edition in families}
    assert by_edition["levantine.en"] - by_edition["levantine.ar"] == {"second-count-of-fishing-boats"}
    assert by_edition["levantine.ar"] <= by_edition["levantine.en"]
    assert len(by_edition["levantine.en"]) == 40


def test_everything_that_a_story_names_is_there() -> None:
    topics = json.loads((demo.COPY / "topics.json").read_bytes())
    people = json.loads((demo.COPY / "people.json").read_bytes())
    sections = {
        f"{paper.key}.{edition.prefix}": paper.sections for paper in demo.house().papers for edition in paper.editions
    }
    for story in EVERYTHING:
        assert set(story.get("topics", [])) <= topics.keys()
        assert set(story.get("byline", [])) <= people.keys()
        assert story["section"] in sections[story["edition"]]
    used = {topic for story in EVERYTHING for topic in story.get("topics", [])}
    assert used == topics.keys()
    assert {name for story in EVERYTHING for name in story.get("byline", [])} == people.keys()
    assert all(set(one["names"]) == {"en", "ar"} for one in (*topics.values(), *people.values()))


def test_every_picture_is_there_and_is_described_in_the_story_s_language() -> None:
    shown = [story for story in EVERYTHING if "picture" in story]
    assert {story["picture"]["file"] for story in shown} == {
        f"pictures/{path.name}" for path in (demo.COPY / "pictures").iterdir()
    }
    for story in shown:
        picture = story["picture"]
        wanted = "rtl" if story["language"] == "ar" else "ltr"
        assert {direction_of(picture[name]) for name in ("alt", "caption", "credit")} == {wanted}
    for path in (demo.COPY / "pictures").iterdir():
        with Image.open(path) as image:
            assert image.size == (1200, 800)


def test_the_front_is_of_one_evening() -> None:
    """What is published is dated before it, the lead stands alone, and nothing else is newer than the paper's day."""
    instants = [datetime.fromisoformat(story["published_at"]) for story in demo.stories()]
    instants += [
        datetime.fromisoformat(note["at"]) for story in demo.stories() for note in story.get("corrections", [])
    ]
    assert max(instants) <= AS_OF
    assert len({at.year for at in instants}) >= 4
    ranks = Counter((story["edition"], story.get("rank", "")) for story in demo.stories())
    assert {ranks[edition, "lead"] for edition in ("levantine.en", "levantine.ar", "levantine-economy.economy")} == {1}


def test_each_copy_is_in_its_own_script() -> None:
    for story in EVERYTHING:
        letters = re.findall(r"[^\W\d_]", " ".join(texts([story["headline"], story["body"]])))
        arabic = sum("\u0600" <= letter <= "\u06ff" for letter in letters) / len(letters)
        assert arabic > 0.7 if story["language"] == "ar" else arabic < 0.02, story["slug"]


def test_arabic_copy_counts_in_arabic_numerals() -> None:
    """But for the story on type, whose sign has both, and for what is Latin by nature: addresses, T1, HB-07."""
    for story in EVERYTHING:
        if story["language"] == "ar" and story["family"] != "typeface-for-two-scripts":
            assert re.findall(r"(?<![A-Za-z])[0-9]+", " ".join(texts([story["headline"], story["body"]]))) == [], story[
                "slug"
            ]


def test_every_footer_says_that_the_paper_is_invented() -> None:
    for paper in demo.house().papers:
        for edition in paper.editions:
            assert re.search("invented|متخيَّلة", edition.footer_note)
            assert edition.about
            assert edition.terms is not None
            assert edition.terms.publishing_terms
            assert all("example" in account.url for account in edition.accounts)


def test_the_house_is_called_by_its_name_in_each_language(db: None) -> None:
    papers = tuple(msgspec.structs.replace(one, origin=f"https://{one.key}.example") for one in demo.house().papers)
    founding.found(msgspec.structs.replace(demo.house(), papers=papers))
    called = {edition.key: edition_value(edition).group for edition in Edition.objects.all()}
    assert called["levantine.en"] == "Levantine Media Group"
    assert called["levantine.ar"] == "مجموعة المشرقية للإعلام"


# --- the paper, served


class Visitor:
    """A browser's least: it keeps cookies, and posts forms with their token."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.cookies = paper, {}

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str, dict[str, str]]:
        link = http.client.HTTPConnection("127.0.0.1", self.paper.port, timeout=120)
        body = urlencode(form | ({"csrfmiddlewaretoken": self.token} if method == "POST" else {}))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.paper.origin}
        link.request(method, path, body if method == "POST" else None, headers)
        answer = link.getresponse()
        text = answer.read().decode("utf-8")
        for line in answer.headers.get_all("set-cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        self.token = found[1] if found else getattr(self, "token", "")
        told = dict(answer.getheaders())
        link.close()
        return answer.status, text, told


@pytest.mark.slow
def test_the_demo_is_loaded_once_walked_through_and_reset(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served(home) as paper:
        visitor = Visitor(paper)
        status, page, _ = visitor.ask("GET", "/demo/")
        assert status == 200
        for path in sorted(set(re.findall(r'href="(/[^"]*)"', page))):
            wanted = {"/en/story/second-count-of-fishing-boats": 404}.get(path, 200)
            assert visitor.ask("GET", path)[0] in {wanted, 302}, path

        first = Visitor(paper)
        first.ask("GET", "/demo/")
        assert first.ask("POST", "/demo/login/", role="nobody")[0] == 404
        status, _, headers = first.ask("POST", "/demo/login/", role="editor")
        assert (status, headers["location"]) == (302, "/desk/")
        assert first.ask("GET", "/desk/")[0] == 200
        assert 'href="/desk/' in first.ask("GET", "/demo/")[1]

        withdrawn = paper.command("story", "withdraw", "/en/story/open-air-cinema-goes-indoors")
        assert paper.get(f"{paper.origin}{withdrawn['path']}").status == 410
        first.ask("GET", "/demo/")
        assert first.ask("POST", "/demo/reset/")[0] == 302
        assert paper.get(f"{paper.origin}{withdrawn['path']}").status == 200
        assert paper.command("press", "verify")["differences"] == []
        assert paper.command("reconcile")["differences"] == []
        assert first.ask("GET", "/desk/")[0] == 200
    mark = (home / "demo").read_bytes()
    with served(home) as again:
        assert (home / "demo").read_bytes() == mark
        assert again.command("press", "verify")["differences"] == []
        front = again.get(f"{again.origin}/en/")
        assert f"{again.origin}/en/" in front.text


def test_without_a_token_nobody_is_logged_in_and_nothing_reset(rf: Any, settings: Any) -> None:
    from django.middleware.csrf import CsrfViewMiddleware  # noqa: PLC0415 -- Django is there in a test's body

    from broadsheet.project import demo_page  # noqa: PLC0415 -- as above

    for view in (demo_page.log_in, demo_page.reset):
        request = rf.post("/demo/", {"role": "editor"}, HTTP_ORIGIN="https://other.example")
        refused = CsrfViewMiddleware(view).process_view(request, view, (), {})
        assert refused is not None
        assert refused.status_code == 403
        assert view(rf.get("/demo/")).status_code == 405

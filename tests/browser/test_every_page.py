"""What must hold on every kind of page in every edition, as a browser shows it."""

import struct
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import LOOKED, Look, Visiting, opened, window
from tests.newsstand import Address, Paper

pytestmark = pytest.mark.browser

RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const ringed = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  return [e.outerHTML.slice(0, 60), ringed, r.width * r.height > 0];
}"""

Looks = tuple[Look, ...]


def direction_of(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def but(looks: Looks, expected: object, of: Callable[[Look], Any]) -> dict[str, Any]:
    """The pages of which something else was noted than expected, and what."""
    return {look.named: of(look) for look in looks if of(look) != expected}


def test_there_is_a_page_of_each_kind_in_both_directions(paper: Paper) -> None:
    by_direction: dict[str, set[str]] = {"ltr": set(), "rtl": set()}
    for page in paper.pages:
        by_direction[direction_of(page.language)].add(page.kind)
    assert by_direction["ltr"] == by_direction["rtl"]
    assert by_direction["ltr"] >= {"front", "article", "section", "topic", "day"}


def test_the_promised_fronts_are_there(paper: Paper) -> None:
    fronts = {page.path: page.language for page in paper.pages if page.kind == "front"}
    assert fronts.get("/en/") == "en"
    assert fronts.get("/ar/") == "ar"


def test_axe_finds_nothing(looks: Looks) -> None:
    assert but(looks, [], lambda look: look.violations) == {}


def test_no_page_moves_sideways(looks: Looks) -> None:
    assert but(looks, (0, []), lambda look: (look.seen["sideways"], look.seen["stickingOut"])) == {}


def test_the_browser_has_nothing_to_complain_of(looks: Looks) -> None:
    """No line on the console, nothing that fails to load."""
    assert but(looks, ([], []), lambda look: (look.said, look.failed)) == {}


def test_nothing_is_asked_of_another_host(looks: Looks) -> None:
    assert but(looks, [], lambda look: look.foreign) == {}


def test_each_page_answers_with_the_status_of_its_kind(looks: Looks) -> None:
    assert but(looks, True, lambda look: look.status == look.address.status) == {}


def test_each_page_names_its_language_and_direction(looks: Looks) -> None:
    def named(look: Look) -> list[str]:
        direction = direction_of(look.address.language)
        wanted = {"language": look.address.language, "direction": direction, "flows": direction}
        return [
            f"{what} {look.seen[what]!r}, not {value!r}" for what, value in wanted.items() if look.seen[what] != value
        ]

    assert but(looks, [], named) == {}


def test_each_page_has_a_title_one_main_and_one_heading_of_the_first_level(looks: Looks) -> None:
    counts = (True, 1, 1)
    assert but(looks, counts, lambda look: (look.seen["title"] != "", look.seen["mains"], look.seen["headings"])) == {}


def test_each_fragment_that_a_page_links_to_is_on_it(looks: Looks) -> None:
    assert but(looks, [], lambda look: look.seen["lostFragments"]) == {}


def test_nothing_moves_for_a_reader_who_asked_for_less_motion(looks: Looks) -> None:
    assert but(looks, [], lambda look: look.seen["moving"]) == {}


def test_each_link_within_the_paper_leads_somewhere(paper: Paper, looks: Looks) -> None:
    """One hop from each page that was looked at, a link of the page to itself left out."""
    origins = tuple({address.url.removesuffix(address.path) + "/" for address in paper.pages})
    from_pages: dict[str, str] = {}
    for look in looks:
        for link in look.seen["links"]:
            if link.startswith(origins) and link != look.address.url:
                from_pages.setdefault(link, look.named)
    status = {link: paper.get(link).status for link in sorted(from_pages)}
    assert {link: (code, from_pages[link]) for link, code in status.items() if code >= 400} == {}


def test_a_picture_of_each_page_was_taken_to_be_looked_at(looks: Looks) -> None:
    """In var/screens/: a full page as wide as the window, whatever is on it."""

    def width(look: Look) -> int:
        head = look.picture.read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        return int(struct.unpack(">I", head[16:20])[0])

    assert {look.named: width(look) for look in looks if width(look) != look.width} == {}


def test_each_page_reads_the_same_without_a_script(browser: Browser, paper: Paper, looks: Looks) -> None:
    """Script may add to what the server sent; it takes no word away, and no page needs it to be laid out."""
    scripted = {look.address: set(look.seen["words"]) for look in looks if (look.width, look.scheme) == (360, "light")}
    look = LOOKED.read_text(encoding="utf-8")
    context = window(browser, width=360, script=False)
    found = {}
    for address in paper.pages:
        with opened(context, address.url) as visit:
            seen = visit.page.evaluate(look)
        found[address.named] = (set(seen["words"]) - scripted[address], seen["sideways"], seen["headings"])
    context.close()
    assert {named: what for named, what in found.items() if what != (set(), 0, 1)} == {}


def one_of(paper: Paper, kind: str, language: str) -> Address:
    return next(page for page in paper.pages if page.kind == kind and page.language == language)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", ["front", "article"])
def test_the_first_key_leads_to_the_content_and_each_stop_is_seen(
    paper: Paper, visit: Visiting, kind: str, language: str
) -> None:
    with visit(one_of(paper, kind, language).url) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        target = page.evaluate("() => document.activeElement.getAttribute('href')")
        assert target is not None
        assert page.locator(f"main{target}").count() == 1
        stops = []
        for _ in range(12):
            stops.append(page.evaluate(FOCUS))
            page.keyboard.press("Tab")
        assert [stop for stop in stops if stop[1:] != [True, True]] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_printed_story_is_the_story_without_the_furniture(paper: Paper, visit: Visiting, language: str) -> None:
    with visit(one_of(paper, "article", language).url, width=768, scheme="dark") as seen:
        seen.page.emulate_media(media="print", color_scheme="dark")
        assert seen.page.locator("h1").is_visible()
        assert seen.page.locator("nav:visible, form:visible").count() == 0
        ink = (
            "() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
        )
        black, white, bare = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"
        assert seen.page.evaluate(ink) in ([black, white], [black, bare])


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_fits_the_width_that_is_left_when_it_is_enlarged(
    paper: Paper, visit: Visiting, language: str, width: int
) -> None:
    """WCAG 1.4.10: a window of 1280 px, enlarged four times, leaves 320."""
    for kind in ("front", "article"):
        with visit(one_of(paper, kind, language).url, width=width) as seen:
            noted = seen.page.evaluate(LOOKED.read_text(encoding="utf-8"))
            assert (noted["sideways"], noted["stickingOut"]) == (0, [])

"""What must hold on every kind of page in every edition, as a browser shows it."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visiting
from tests.newsstand import Address, Paper

pytestmark = pytest.mark.browser

RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ku-Arab", "ps", "sd", "syr", "ug", "ur", "yi"}
SIZES = [360, 1440]
SCHEMES = ["light", "dark"]

# Elements that stick out sideways, but for what scrolls in a box of its own and what waits out of sight (a skip link).
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true; return false; };
  const out = (r) => r.width > 0 && ((r.right > wide + 1 && r.left < wide) || (r.left < -1 && r.right > 0));
  return [...document.body.querySelectorAll('*')].filter((e) => out(e.getBoundingClientRect()) && !inside(e))
    .slice(0, 5).map((e) => e.tagName + '.' + e.getAttribute('class') + ': ' + e.textContent.trim().slice(0, 40));
}"""
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const ringed = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  return [e.outerHTML.slice(0, 60), ringed, r.width * r.height > 0];
}"""
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def direction_of(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT or language in RIGHT_TO_LEFT else "ltr"


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


# The scheme changes colours, the width does not: three of the four tell all.
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "light"), (1440, "dark")])
def test_axe_finds_nothing(
    paper: Paper,
    visit: Visiting,
    axe: Callable[[Page], list[str]],
    subtests: pytest.Subtests,
    width: int,
    scheme: str,
) -> None:
    for address in paper.pages:
        with subtests.test(address.named), visit(address.url, width=width, scheme=scheme) as seen:
            assert axe(seen.page) == []


def test_no_page_moves_sideways_on_a_small_screen(paper: Paper, visit: Visiting, subtests: pytest.Subtests) -> None:
    for address in paper.pages:
        with subtests.test(address.named), visit(address.url, width=360) as seen:
            assert (seen.page.evaluate(SIDEWAYS), seen.page.evaluate(STICKING_OUT)) == (0, [])


def test_the_browser_has_nothing_to_complain_of(paper: Paper, visit: Visiting, subtests: pytest.Subtests) -> None:
    """No line on the console, nothing that fails to load, nothing asked of another host."""
    for address in paper.pages:
        with subtests.test(address.named), visit(address.url) as seen:
            seen.page.wait_for_load_state("networkidle")
            assert (seen.said, seen.failed, seen.foreign) == ([], [], [])
            assert seen.status == address.status


def test_each_page_names_its_language_and_direction(paper: Paper, visit: Visiting, subtests: pytest.Subtests) -> None:
    asked = (
        "() => [document.documentElement.lang, document.documentElement.dir, getComputedStyle(document.body).direction]"
    )
    for address in paper.pages:
        direction = direction_of(address.language)
        with subtests.test(address.named), visit(address.url) as seen:
            assert seen.page.evaluate(asked) == [address.language, direction, direction]


def test_each_page_has_one_heading_of_the_first_level_and_one_main(
    paper: Paper, visit: Visiting, subtests: pytest.Subtests
) -> None:
    for address in paper.pages:
        with subtests.test(address.named), visit(address.url) as seen:
            assert [seen.page.locator(what).count() for what in ("h1", "main", "title")] == [1, 1, 1]
            assert seen.page.title().strip() != ""


def words(page: Page) -> set[str]:
    """What a reader reads, by the browser's own reckoning of what is visible."""
    return set(page.locator("body").inner_text().split())


def test_each_page_reads_the_same_without_a_script(paper: Paper, visit: Visiting, subtests: pytest.Subtests) -> None:
    for address in paper.pages:
        with subtests.test(address.named):
            with visit(address.url, width=360, script=False) as seen:
                bare = words(seen.page)
                assert seen.page.locator("h1").is_visible()
                assert seen.page.evaluate(SIDEWAYS) == 0
            # Script may add to what the server sent; it takes no word away.
            with visit(address.url, width=360) as seen:
                assert bare - words(seen.page) == set()


def test_each_link_of_a_page_to_this_paper_leads_somewhere(
    paper: Paper, visit: Visiting, subtests: pytest.Subtests
) -> None:
    """One hop from each sample; the same address is asked once."""
    asked = "() => [...document.querySelectorAll('a[href], link[href]')].map((a) => a.href.split('#')[0])"
    status: dict[str, int] = {}
    for address in paper.pages:
        with subtests.test(address.named):
            origin = address.url.removesuffix(address.path) + "/"
            with visit(address.url) as seen:
                links = {link for link in seen.page.evaluate(asked) if link.startswith(origin)}
            for link in links - status.keys():
                status[link] = paper.get(link).status
            assert {link: status[link] for link in links if status[link] >= 400 and link != address.url} == {}


def test_each_fragment_that_a_page_links_to_is_on_it(paper: Paper, visit: Visiting, subtests: pytest.Subtests) -> None:
    asked = """() => [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1))
      .filter((id) => !document.getElementById(decodeURIComponent(id)))"""
    for address in paper.pages:
        with subtests.test(address.named), visit(address.url) as seen:
            assert seen.page.evaluate(asked) == []


def test_nothing_moves_for_a_reader_who_asked_for_less_motion(
    paper: Paper, visit: Visiting, subtests: pytest.Subtests
) -> None:
    for address in paper.pages:
        with subtests.test(address.named), visit(address.url) as seen:
            assert (
                seen.page.evaluate("() => document.getAnimations().map((a) => a.animationName || 'transition')") == []
            )


def png_width(path: Path) -> int:
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return int(struct.unpack(">I", head[16:20])[0])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", SIZES)
def test_a_picture_of_each_page_is_taken_to_be_looked_at(
    paper: Paper, visit: Visiting, screens: Path, subtests: pytest.Subtests, width: int, scheme: str
) -> None:
    for address in paper.pages:
        picture = screens / f"{address.kind}-{address.edition}-{width}-{scheme}.png"
        with subtests.test(address.named), visit(address.url, width=width, scheme=scheme) as seen:
            seen.page.screenshot(path=picture, full_page=True)
            assert png_width(picture) == width


def one_of(paper: Paper, kind: str, edition_language: str) -> Address:
    return next(page for page in paper.pages if page.kind == kind and page.language == edition_language)


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
        assert seen.page.evaluate(ink) in (
            ["rgb(0, 0, 0)", "rgb(255, 255, 255)"],
            ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"],
        )


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_fits_the_width_that_is_left_when_it_is_enlarged(
    paper: Paper, visit: Visiting, language: str, width: int
) -> None:
    """WCAG 1.4.10: a window of 1280 px, enlarged four times, leaves 320."""
    for kind in ("front", "article"):
        with visit(one_of(paper, kind, language).url, width=width) as seen:
            assert (seen.page.evaluate(SIDEWAYS), seen.page.evaluate(STICKING_OUT)) == (0, [])

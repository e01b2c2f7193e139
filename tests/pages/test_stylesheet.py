import re
from importlib.resources import files

import msgspec
import pytest

from broadsheet.pages import addresses
from broadsheet.pages.mark import drawing, mark
from broadsheet.pages.plain import PlainRecord
from broadsheet.pages.stylesheet import CSS, LAYERS, script, stylesheet, stylesheet_hash
from broadsheet.press.copy import Answers, Copy
from tests.newspaper import ARABIC, ENGLISH, newspaper

# A page mirrors by its logical properties alone.
PHYSICAL = re.compile(
    r"(?<![\w.-])(?:left|right|top|bottom)\s*:|(?:margin|padding|border)-(?:left|right|top|bottom)\b"
    r"|text-align:\s*(?:left|right)|(?<![\w.-])(?:min-|max-)?(?:width|height)\s*:|float:\s*(?:left|right)"
)
MEDIA = re.compile(r"@media[^{]*|@container[^{]*")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def css(layer: str) -> str:
    return files("broadsheet.pages").joinpath("css", f"{layer}.css").read_text("utf-8")


def with_colours(accent: str, accent_dark: str = "#e09ab8") -> PlainRecord:
    record = newspaper()
    record.editions[ENGLISH] = msgspec.structs.replace(record.editions[ENGLISH], accent=accent, accent_dark=accent_dark)
    return record


def sheet(record: PlainRecord) -> str:
    page = stylesheet(Copy(Answers(record)), addresses.stylesheet(ENGLISH))
    assert page is not None
    assert page.content_type == CSS
    return page.body.decode()


def test_layers_stand_in_their_order() -> None:
    text = sheet(newspaper())
    assert text.startswith("@layer reset, base, furniture, story, page, print;\n")
    assert re.findall(r"@layer (\w+)\{", text) == list(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_have_logical_properties_only(layer) -> None:
    assert PHYSICAL.findall(MEDIA.sub("", COMMENT.sub("", css(layer)))) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_load_nothing(layer) -> None:
    assert "url(" not in css(layer)
    assert "@import" not in css(layer)


def test_what_browsers_get_says_what_was_written() -> None:
    """Only comments and spaces that say nothing are left out: put back, they make the same text."""

    def bare(text: str) -> str:
        return re.sub(r"\s+", "", COMMENT.sub("", text))

    assert bare(sheet(newspaper())).endswith(bare("".join(css(layer) for layer in LAYERS)))
    assert 'content:" <" attr(href) ">"' in sheet(newspaper())
    assert ".k + :is(h2,h3,h4)" in sheet(newspaper())


def test_a_sheet_has_its_editions_colours_and_is_named_by_them() -> None:
    economy = with_colours("#0a555c", "#7cc7cc")
    assert ":root { --accent: #0a555c; }" in sheet(economy)
    assert "(prefers-color-scheme: dark) { :root { --accent: #7cc7cc; } }" in sheet(economy)
    hashes = {stylesheet_hash(record.editions[ENGLISH]) for record in (newspaper(), economy)}
    assert len(hashes) == 2
    assert stylesheet_hash(newspaper().editions[ENGLISH]) == stylesheet_hash(newspaper().editions[ARABIC])


@pytest.mark.parametrize("accent", ["red;} body{display:none", "url(https://a.example)", "#12345", "", "expression(1)"])
def test_a_colour_that_is_none_gives_way_to_the_usual_one(accent) -> None:
    assert sheet(with_colours(accent, accent)) == sheet(newspaper())


def test_motion_happens_only_where_it_is_welcome() -> None:
    for layer in LAYERS:
        moving = re.findall(r"(?:animation|transition)\s*:", css(layer))
        assert moving == [] or "prefers-reduced-motion" in css(layer)


def test_there_is_no_script_as_nothing_needs_one() -> None:
    assert script(Copy(Answers(newspaper())), addresses.script(ENGLISH)) is None


def svg_of(svg: str) -> str:
    record = newspaper()
    record.editions[ENGLISH] = msgspec.structs.replace(record.editions[ENGLISH], mark_svg=svg)
    page = mark(Copy(Answers(record)), addresses.mark(ENGLISH))
    assert page is not None
    return page.body.decode()


def test_a_mark_is_drawn_in_the_accent_as_favicon_and_in_the_texts_colour_on_pages() -> None:
    own = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
    assert svg_of(own) == own.replace("><circle", ' fill="#7a1846"><circle') + "\n"
    assert drawing(own) == (
        '<svg viewBox="0 0 10 10" aria-hidden="true" fill="currentColor"><circle cx="5" cy="5" r="4"/></svg>'
    )


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        "<style>*{fill:red}</style>",
        "<foreignObject><body/></foreignObject>",
        '<image href="https://a.example/x.png"/>',
        '<path style="fill:url(https://a.example)" d="M0 0"/>',
        "<!-- -->",
        "<?pi x?>",
    ],
)
def test_a_mark_is_nothing_but_shapes(part) -> None:
    drawn = svg_of(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{part}<rect width="9" height="9"/></svg>'
    )
    assert '<rect width="9" height="9"/></svg>' in drawn
    for bait in ("script", "onload", "<a", "style", "foreignObject", "image", "example", "!--", "?pi"):
        assert bait not in drawn


@pytest.mark.parametrize(
    "written", ["", "<svg", "<html/>", "x" * 20_001, '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>']
)
def test_what_is_no_drawing_gives_way_to_the_usual_mark(written) -> None:
    assert svg_of(written) == svg_of("")

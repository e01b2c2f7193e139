"""Texts as they may stand in an entry."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk import texts
from broadsheet.desk.refused import NotReady

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\tblanks \n here ", "two blanks here"),
        ("over\u202eridden\u202c", "overridden"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("half \ud800 a pair", "half a pair"),
        ("an \u2067isolate\u2069 kept", "an \u2067isolate\u2069 kept"),
        ("an isolate \u2067left open", "an isolate left open"),
        ("e\u0301", "\u00e9"),
        ("كَتَبَ", "كَتَبَ"),
    ],
)
def test_a_line_keeps_what_readers_read(typed: str, kept: str) -> None:
    assert texts.line(typed) == kept


@given(st.text())
def test_a_line_is_clean_whatever_was_typed_and_cleaning_again_changes_nothing(typed: str) -> None:
    clean = texts.line(typed)
    assert not set(OVERRIDES).intersection(clean)
    assert not {"Cc", "Cs"}.intersection(map(unicodedata.category, clean))
    clean.encode()
    assert texts.line(clean) == clean


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ('<a href="https://paper.example/x" onclick="x()">there</a>', '<a href="https://paper.example/x">there</a>'),
        ('<a href="javascript:alert(1)">there</a>', "there"),
        ('<a href="/en/">there</a>', "there"),
        ('<a href="mailto:desk@paper.example">write</a>', '<a href="mailto:desk@paper.example">write</a>'),
        ("<b>bold</b> and <i>slanted</i>", "<strong>bold</strong> and <em>slanted</em>"),
        ("<bdi>AFP</bdi>", "<bdi>AFP</bdi>"),
        ("a<script>alert(1)</script>b", "ab"),
        ('<p style="color:red">x<img src=x onerror=y></p>', "x"),
        ("one<br>two", "one two"),
        ("<em>\u202eover</em>", "<em>over</em>"),
    ],
)
def test_inline_markup_is_links_to_the_outside_and_three_kinds_of_stress(written: str, clean: str) -> None:
    assert texts.inline(written) == clean


@pytest.mark.parametrize(
    ("filed", "clean"),
    [
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("so <em>it</em> is & was", "so <em>it</em> is &amp; was"),
        ("Fish &amp; chips", "Fish &amp; chips"),
    ],
)
def test_a_filed_paragraph_without_markup_is_plain_text(filed: str, clean: str) -> None:
    assert texts.inline_of(filed) == clean


@given(st.text(alphabet='<>/ab="&;pscrit:javh \u202e', max_size=60))
def test_inline_markup_has_no_other_tag_whatever_was_written(written: str) -> None:
    clean = texts.inline(written)
    assert texts.inline(clean) == clean
    assert not {"<s", "<p", "<i"} & {clean[at : at + 2] for at in range(len(clean)) if clean[at : at + 8] != "<strong>"}


def test_paragraphs_of_the_editor_come_one_by_one_with_the_keys_that_they_keep() -> None:
    source = (
        '<p data-block-key="ab1">One <b>bold</b></p><p data-block-key="ab2"></p>stray<p data-block-key="ab3">Two</p>'
    )
    assert list(texts.rich_paragraphs(source)) == [("ab1", "One <strong>bold</strong>"), ("", "stray"), ("ab3", "Two")]


def test_a_text_that_is_too_long_is_refused_with_its_length_and_never_cut() -> None:
    with pytest.raises(NotReady) as refused:
        texts.bounded("x" * 31, 30, "kicker")
    assert str(refused.value) == "kicker: found 31 characters; at most 30 would do"

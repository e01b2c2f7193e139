import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.news.bidi import direction, direction_of, standing_alone


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("AR-LB", "rtl"),
        ("ku", "ltr"),
        ("ku-Arab", "rtl"),
        ("az-Latn-IR", "ltr"),
        ("he", "rtl"),
    ],
)
def test_direction_comes_from_the_language_and_its_script(language, expected) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("NATO", "ltr"), ("صحيفة", "rtl"), ("12: صحيفة", "rtl"), ("", "ltr"), ("2017", "ltr")]
)
def test_a_text_has_the_direction_of_its_first_letter(text, expected) -> None:
    assert direction_of(text) == expected


@pytest.mark.parametrize(
    ("text", "own", "alone"),
    [
        ("Ferries late", "ltr", "Ferries late"),
        ("العبّارات تتأخر", "rtl", "العبّارات تتأخر"),
        ("NATO: العبّارات تتأخر", "rtl", "\u2067NATO: العبّارات تتأخر\u2069"),
        ("نعم means yes", "ltr", "\u2066نعم means yes\u2069"),
        ("10 - 20", "rtl", "\u206710 - 20\u2069"),
        ("10 - 20", "ltr", "10 - 20"),
        ("\u202edlo\u202c \u2066news", "ltr", "dlo news"),
        ("", "rtl", ""),
    ],
)
def test_a_text_that_stands_alone_is_isolated_only_where_its_first_letter_would_turn_it(text, own, alone) -> None:
    assert standing_alone(text, own) == alone


@given(st.text(), st.sampled_from(["ltr", "rtl"]))
def test_what_stands_alone_closes_all_that_it_opens_and_is_left_alone_the_second_time(text, own) -> None:
    alone = standing_alone(text, own)
    kinds = [unicodedata.bidirectional(character) for character in alone]
    openings = {"LRI", "RLI", "FSI", "LRE", "RLE", "LRO", "RLO"}
    assert sum(kind in openings for kind in kinds) == kinds.count("PDI") <= 1
    assert kinds.count("PDF") == 0
    assert standing_alone(alone, own) == alone

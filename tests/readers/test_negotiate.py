"""Preferences of a request, against RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.readers import limits
from broadsheet.readers.negotiate import OFFERED, coding, has_already, language


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "identity"),
        ("", "identity"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;Q=1", "gzip"),
        ("deflate", "identity"),
        ("br;q=0", "identity"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0.001", "br"),
        ("identity", "identity"),
        ("identity, br;q=0.5", "identity"),
        ("*", "br"),
        ("*;q=0", None),
        ("*;q=0, identity", "identity"),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("gzip;q=1.0, identity; q=0.5, *;q=0", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br;q=none", "identity"),
        (" br ; q=1 ,, gzip", "br"),
        ("br;q=1.5", "identity"),
        (";q=1", "identity"),
        ("br, br;q=0", "br"),
    ],
)
def test_a_coding_is_chosen_as_the_standard_says(header: str | None, chosen: str | None) -> None:
    assert coding(header) == chosen


names = st.sampled_from(["br", "gzip", "identity", "*", "deflate", "zstd"])
qualities = st.integers(min_value=0, max_value=1000)


@given(st.lists(st.tuples(names, qualities), max_size=7, unique_by=lambda one: one[0]), st.data())
def test_the_chosen_coding_is_allowed_and_none_is_preferred_to_it(
    listed: list[tuple[str, int]], data: st.DataObject
) -> None:
    joints = data.draw(st.sampled_from([", ", ",", " ,\t"]))
    header = joints.join(f"{name};q={quality / 1000:.3f}" for name, quality in listed)
    asked = dict(listed)

    def wish(name: str) -> int | None:
        """How much a coding is wanted; None where the header says nothing of it."""
        return asked.get(name, asked.get("*"))

    def is_allowed(name: str) -> bool:
        wanted = wish(name)
        return wanted > 0 if wanted is not None else name == "identity"

    chosen = coding(header)
    if chosen is None:
        assert not any(is_allowed(name) for name in OFFERED)
        return
    assert is_allowed(chosen)
    for other in OFFERED:
        assert (wish(other) or 0) <= (wish(chosen) or 0), (header, chosen, other)


@given(st.text(max_size=300))
def test_any_text_is_a_header_that_leads_to_an_answer(header: str) -> None:
    assert coding(header) in {*OFFERED, None}
    assert language(header, ["en", "ar"]) in {0, 1, None}
    assert has_already(header, '"abc-br"') in {True, False}


def test_a_header_beyond_its_bound_is_heard_as_far_as_the_bound() -> None:
    padding = ", ".join(f"x{number}" for number in range(limits.PREFERENCES_COUNT))
    assert coding(f"br, {padding}") == "br"
    assert coding(f"{padding}, br") == "identity"
    assert coding("a" * limits.HEADER_CHARS + ", br") == "identity"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, None),
        ("", None),
        ("ar", 1),
        ("ar-EG, en;q=0.5", 1),
        ("en-GB,en;q=0.9", 0),
        ("fr, ar;q=0.3, en;q=0.7", 0),
        ("fr", None),
        ("*", 0),
        ("fr, *;q=0.1", 0),
        ("pt", 2),
        ("pt-PT", None),
        ("PT-br", 2),
        ("ar;q=0, en;q=0.1", 0),
    ],
)
def test_a_language_is_chosen_by_range_and_quality(header: str | None, chosen: int | None) -> None:
    assert language(header, ["en", "ar", "pt-BR"]) == chosen


@pytest.mark.parametrize(
    ("header", "known"),
    [
        (None, False),
        ('"abc-br"', True),
        ('W/"abc-br"', True),
        ('"x", "abc-br"', True),
        ('"x", W/"abc-br", "y"', True),
        ("*", True),
        (" * ", True),
        ('"x", *', False),
        ('"abc-gzip"', False),
        ('"abc"', False),
        ("abc-br", False),
        ('w/"abc-br"', False),
        ('"a,b", "abc-br"', True),
        ("", False),
    ],
)
def test_a_tag_is_known_by_the_weak_comparison(header: str | None, known: bool) -> None:
    assert has_already(header, '"abc-br"') is known

from hypothesis import given
from lxml import etree

from broadsheet.formats.xml_text import escaped, printable
from tests.formats.hostile import texts


@given(texts)
def test_a_parser_gives_back_what_can_be_printed_from_element_and_attribute(text: str) -> None:
    root = etree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')
    assert (root.text or "", root.get("b"), len(root)) == (printable(text), printable(text), 0)


def test_only_what_xml_cannot_hold_is_left_out() -> None:
    assert printable("a\x00\x08\x0b\x1f\ud800\ufffe\uffffb") == "ab"
    kept = "\t\n\r \x7f\x85\u200f\u2067\u2069\ufdd0\ufffd\U0001f4f0 صحيفة"
    assert printable(kept) == kept

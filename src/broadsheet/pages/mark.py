"""The paper's mark: a small drawing in the masthead, and the favicon."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from markupsafe import Markup

from broadsheet.news.story import EditionKey
from broadsheet.pages import keys
from broadsheet.press.copy import Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

SVG = "image/svg+xml"
SVG_CHARS = 20_000
SUN_OVER_WATER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 11a8 8 0 0 1 16 0zM0 13h24v2.2H0z'
    'M3.5 17.2h17v2.2h-17zM7.5 21.4h9V23.6h-9z"/></svg>'
)
"""The mark of a paper that has none of its own."""

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"svg", "g", "path", "circle", "ellipse", "rect", "line", "polygon", "polyline"})
_GEOMETRY = frozenset(
    {"viewBox", "d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "points"}
    | {"transform", "fill-rule", "clip-rule", "opacity"}
)
_PLAIN = re.compile(r"[-+.,0-9A-Za-z() ]*")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def colour(written: str, otherwise: str) -> str:
    """A colour as an edition's settings have it, if it is one."""
    return written if _COLOUR.fullmatch(written) else otherwise


@lru_cache(maxsize=64)
def _shapes(svg: str) -> tuple[str, str]:
    """The view box and the bare shapes of a drawing: no script, style, text, link or colour gets through."""
    root = _parsed(svg)
    if root is None:
        root = etree.fromstring(SUN_OVER_WATER)
    _strip(root)
    box = root.get("viewBox", "0 0 24 24")
    shapes = "".join(etree.tostring(child, encoding="unicode") for child in root)
    return box, shapes.replace(' xmlns="http://www.w3.org/2000/svg"', "")


def _parsed(svg: str) -> etree._Element | None:
    if not svg or len(svg) > SVG_CHARS:
        return None
    try:
        root = etree.fromstring(
            svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        )
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == f"{_NAMESPACE}svg" else None


def _strip(element: etree._Element) -> None:
    for name, value in list(element.attrib.items()):
        if str(name) not in _GEOMETRY or not _PLAIN.fullmatch(str(value)):
            del element.attrib[name]
    element.text = element.tail = None
    for child in list(element):
        tag = str(child.tag)
        if tag.removeprefix(_NAMESPACE) in _SHAPES and tag.startswith(_NAMESPACE):
            _strip(child)
        else:
            element.remove(child)


def drawing(svg: str) -> Markup:
    """The mark within a page, in the colour of the text around it."""
    box, shapes = _shapes(svg)
    bare = Markup(shapes)  # noqa: S704 -- see `_shapes`
    return Markup('<svg viewBox="{}" aria-hidden="true" fill="currentColor">{}</svg>').format(box, bare)


def mark(copy: Copy, address: Address) -> Page | None:
    """The favicon: the mark alone, in the edition's accent."""
    edition = copy.ask(keys.edition(EditionKey(address.fields[0])))
    if edition is None:
        return None
    box, shapes = _shapes(edition.mark_svg)
    fill = colour(edition.accent, "#7a1846")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="{fill}">{shapes}</svg>\n'
    return Page(body=svg.encode(), content_type=SVG)

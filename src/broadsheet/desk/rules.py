"""What a single text may be: rules that the database's fields and the desk's forms share."""

from __future__ import annotations

import re
import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from broadsheet.news.slug import is_slug, slug

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORIGIN = re.compile(r"https?://[^\s/?#@]+")
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title"}
_LOOKS = re.compile(
    r"(xmlns|viewBox|d|c[xy]|r[xy]?|[xy][12]?|width|height|points|transform|fill|stroke|opacity|id|role)([-:][a-z-]+)?"
)


def check_slug(value: str) -> None:
    if not is_slug(value):
        made = slug(value)
        raise ValidationError(
            _("“%(found)s” is not a slug; letters, digits and single hyphens would do: %(made)s"),
            params={"found": value, "made": made or "a-word-or-two"},
        )


def check_key(value: str) -> None:
    if not _KEY.fullmatch(value):
        raise ValidationError(
            _("“%(found)s” is not a key; small Latin letters, digits and single hyphens would do: deir-ezzor"),
            params={"found": value},
        )


def check_language(value: str) -> None:
    if not _LANGUAGE.fullmatch(value):
        raise ValidationError(
            _("“%(found)s” is not a BCP 47 language tag; en, ar or ku-Arab would do"), params={"found": value}
        )


def check_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(found)s” is no time zone; Asia/Beirut, Europe/Berlin or UTC would do"), params={"found": value}
        )


def check_colour(value: str) -> None:
    if not _COLOUR.fullmatch(value):
        raise ValidationError(
            _("“%(found)s” is no colour; six hexadecimal digits would do: #7a1846"), params={"found": value}
        )


def check_origin(value: str) -> None:
    if not _ORIGIN.fullmatch(value):
        raise ValidationError(
            _("“%(found)s” is no origin; scheme and host without a path would do: https://paper.example"),
            params={"found": value},
        )


def check_mark(value: str) -> None:
    """A mark is printed into pages as it stands: it may draw, and nothing else."""
    if not value.strip():
        return
    refusal = ValidationError(
        _("The mark is one <svg> drawing of plain shapes, without script, style, links or images.")
    )
    try:
        drawing = etree.fromstring(value.strip().encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise refusal from error
    if "<!" in value:
        raise refusal
    for shape in drawing.iter():
        name = shape.tag if isinstance(shape.tag, str) else ""
        if name.removeprefix(_SVG) not in _SHAPES or any(not _LOOKS.fullmatch(str(look)) for look in shape.attrib):
            raise refusal

"""What was read: a source line by line, each line with what rests on it, and each field with its lines."""

from __future__ import annotations

from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.archive.models import Evidence, Sighting, Source
from broadsheet.formats.legacy_lines import Line, lines_of, ranges
from broadsheet.formats.legacy_page import LegacyPage, claims, read
from broadsheet.formats.unreadable import Unreadable
from broadsheet.news.bidi import direction_of

FIELDS: Final[dict[str, str | Promise]] = {
    "headline": _("Headline"),
    "caption": _("Caption"),
    "place": _("Place"),
    "paper": _("Paper"),
    "agency": _("Agency"),
    "body": _("Body"),
    "stamp": _("Stamp"),
}
_CLAIMS: Final[dict[str, tuple[str, str | Promise]]] = {
    **{name: (name, label) for name, label in FIELDS.items()},
    "others": ("others", _("Other story")),
    "name": ("paper-told", _("Name of the paper")),
    "accounts": ("paper-told", _("Accounts")),
    "terms": ("paper-told", _("Publishing terms")),
    "rights": ("paper-told", _("Rights")),
    "developer": ("paper-told", _("Who made the site")),
    "address": ("paper-told", _("Postal address")),
    "headline_repeat": ("furniture", _("Headline again")),
    "picture_text": ("furniture", _("Text of a picture")),
    "form": ("furniture", _("Comment form")),
    "form_again": ("furniture", _("Comment form again")),
}
_UNEXPLAINED: Final = ("unexplained", _("Unexplained"))


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What rests on a line: `look` is its class in the style sheet, and for a field its name."""

    look: str
    label: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    text: str
    direction: str
    claims: tuple[Claim, ...]

    @property
    def looks(self) -> str:
        return " ".join(dict.fromkeys(one.look for one in self.claims))


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A field with its evidence, as an editor sees it."""

    name: str
    label: str
    paragraphs: tuple[str, ...]
    lines: tuple[int, ...]
    ranges: str
    percent: int
    told: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    rows: tuple[Row, ...]
    fields: tuple[Shown, ...]
    others: tuple[Sighting, ...]
    unexplained: str


def reading(source: Source) -> Reading:
    """Read the kept bytes again, as whoever rescued them did, and set them beside the kept evidence."""
    raw = bytes(source.raw)
    page, lines = read(raw, name=source.name), lines_of(raw, name=source.name)
    by_number = _claims(page) if isinstance(page, LegacyPage) else {}
    sightings = source.sightings.select_related("stub__story").order_by("pk")
    return Reading(
        rows=tuple(_rows(lines if not isinstance(lines, Unreadable) else (), by_number)),
        fields=tuple(_shown(one) for one in source.evidence.all()),
        others=tuple(sightings),
        unexplained=ranges(page.unexplained) if isinstance(page, LegacyPage) else "",
    )


def _claims(page: LegacyPage) -> dict[int, tuple[Claim, ...]]:
    by_number = {number: tuple(_claim(*_CLAIMS[one]) for one in names) for number, names in claims(page).items()}
    return by_number | {number: (_claim(*_UNEXPLAINED),) for number in page.unexplained}


def _claim(look: str, label: str | Promise) -> Claim:
    return Claim(look=look, label=str(label))


def _rows(lines: tuple[Line, ...], by_number: dict[int, tuple[Claim, ...]]) -> list[Row]:
    return [
        Row(
            number=line.number,
            text=line.text,
            direction=direction_of(line.text),
            claims=by_number.get(line.number, ()),
        )
        for line in lines
    ]


def _shown(one: Evidence) -> Shown:
    return Shown(
        name=one.field,
        label=str(FIELDS.get(one.field, one.field)),
        paragraphs=one.paragraphs,
        lines=tuple(one.lines),
        ranges=ranges(one.lines),
        percent=round(one.confidence * 100),
        told=one.told,
    )

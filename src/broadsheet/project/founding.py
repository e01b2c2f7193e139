"""Founding papers: a group, its papers and their editions, from values to the desk's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from broadsheet.desk.models import Account, Edition, EditionSection, Group, Paper, Section, Terms
from broadsheet.record.refused import Refused


class AccountOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: str
    name: str
    url: str


class TermsOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: str
    paragraphs: tuple[str, ...]
    publishing_terms: str = ""


class EditionOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition as it is founded; what is empty here is edited at the desk later."""

    prefix: str
    name: str
    language: str
    language_name: str = ""
    tagline: str = ""
    zone: str = "UTC"
    zone_name: str = "GMT"
    numerals: str = "latn"
    months: str = ""
    address: str = ""
    address_language: str = ""
    credit: str = ""
    rights_holder: str = ""
    rights_year: str = ""
    contact: str = ""
    footer_note: str = ""
    about: tuple[str, ...] = ()
    accounts: tuple[AccountOf, ...] = ()
    terms: TermsOf | None = None


class PaperOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper as it is founded. `host` is for the demo, whose port is not known before it is served."""

    key: str
    name: str
    origin: str = ""
    host: str = ""
    accent: str = "#7a1846"
    accent_dark: str = "#e09ab8"
    mark: str = ""
    sections: tuple[str, ...]
    editions: tuple[EditionOf, ...]


class GroupOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    name: str
    names: dict[str, str] = {}


class House(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group with all its papers; sections have names by language."""

    group: GroupOf
    sections: dict[str, dict[str, str]]
    papers: tuple[PaperOf, ...]


def migrate() -> None:
    """Bring the database's tables and the groups of rights to this version; does nothing where they are."""
    call_command("migrate", verbosity=0, interactive=False)


SECTIONS = {
    "news": {"en": "News", "ar": "أخبار"},
    "business": {"en": "Business", "ar": "اقتصاد"},
    "sport": {"en": "Sport", "ar": "رياضة"},
    "culture": {"en": "Culture", "ar": "ثقافة"},
    "opinion": {"en": "Opinion", "ar": "رأي"},
}
"""What a new paper begins with; an editor renames, adds and removes them at the desk."""


def begin(*, name: str, key: str, origin: str, language: str, prefix: str, zone: str) -> str:
    """Begin a paper with one edition, in a group of its name or in the one that is there; the edition's key.

    Raises Refused where the key or the address is another paper's, or a value is none.
    """
    with transaction.atomic():
        for field, value in (("key", key), ("origin", origin)):
            if Paper.objects.filter(**{field: value}).exists():
                raise Refused(field, f"{value!r}, which another paper has", "one that no paper has would do")
        group = Group.objects.order_by("pk").first() or Group.objects.create(key=key, name=name)
        sections = [
            Section.objects.get_or_create(key=one, defaults={"names": names})[0] for one, names in SECTIONS.items()
        ]
        edition = EditionOf(
            prefix=prefix,
            name=name,
            language=language,
            zone=zone,
            zone_name="GMT" if zone == "UTC" else zone.rpartition("/")[2].replace("_", " "),
            rights_holder=name,
        )
        paper = PaperOf(key=key, name=name, origin=origin, sections=tuple(SECTIONS), editions=(edition,))
        try:
            _found_paper(paper, group, {one.key: one for one in sections})
        except ValidationError as error:
            field, reasons = next(iter(error.message_dict.items()))
            raise Refused(field, "a value that will not do", " ".join(reasons)) from error
    return f"{key}.{prefix}"


def found(house: House) -> None:
    """Found a group and its papers where there are none, in one transaction; the pressing starts on its commit."""
    with transaction.atomic():
        group = Group.objects.create(key=house.group.key, name=house.group.name, names=house.group.names)
        sections = {key: Section.objects.create(key=key, names=names) for key, names in house.sections.items()}
        for paper in house.papers:
            _found_paper(paper, group, sections)


def _found_paper(value: PaperOf, group: Group, sections: Mapping[str, Section]) -> None:
    paper = Paper(
        group=group,
        key=value.key,
        name=value.name,
        origin=value.origin,
        accent=value.accent,
        accent_dark=value.accent_dark,
        mark_svg=_mark(value),
    )
    paper.full_clean()
    paper.save()
    for edition in value.editions:
        _found_edition(edition, paper, [sections[key] for key in value.sections])


def _mark(value: PaperOf) -> str:
    """A drawing of one path, in the paper's colour, becomes the mark that browsers show beside the title."""
    if not value.mark:
        return ""
    box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"'
    return f'<svg {box} fill="{value.accent}"><path d="{value.mark}"/></svg>'


_APART = {"about", "accounts", "terms"}


def _found_edition(value: EditionOf, paper: Paper, sections: Sequence[Section]) -> None:
    plain = {name: getattr(value, name) for name in value.__struct_fields__ if name not in _APART}
    edition = Edition(paper=paper, about="\n\n".join(value.about), **plain)
    edition.full_clean()
    edition.sections = [EditionSection(section=one, sort_order=number) for number, one in enumerate(sections)]
    edition.accounts = [
        Account(kind=one.kind, name=one.name, url=one.url, sort_order=number)
        for number, one in enumerate(value.accounts)
    ]
    edition.save()
    if value.terms is not None:
        Terms.objects.create(
            edition=edition,
            version=value.terms.version,
            text="\n\n".join(value.terms.paragraphs),
            publishing_terms=value.terms.publishing_terms,
        )

"""A small house for the desk's tests: one paper in two languages, three people at the desk, and stories to file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as UserGroup
from PIL import Image
from wagtail.models import Collection, Locale, Workflow

from broadsheet.desk import rights
from broadsheet.desk.models import Edition, EditionSection, Group, Paper, Person, Section, Story, Topic

NOW = datetime(2017, 9, 17, 18, 49, 16, tzinfo=UTC)
SECTIONS = {"world": ("World", "العالم"), "region": ("Region", "المنطقة"), "sport": ("Sport", "رياضة")}


@dataclass(frozen=True, slots=True)
class House:
    english: Edition
    arabic: Edition

    def reporter(self) -> Any:
        return _account(rights.REPORTERS)

    def editor(self) -> Any:
        return _account(rights.EDITORS)

    def administrator(self) -> Any:
        return _account(rights.ADMINISTRATORS)


def open_house() -> House:
    """Set up what a migration and an administrator set up; a test that flushed the database may have run before."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Locale.objects.get_or_create(language_code="en")
    if not Workflow.objects.exists():
        rights.set_up(apps)
    group = Group.objects.create(key="levant", name="Levant House")
    paper = Paper.objects.create(group=group, key="levantine", name="The Levantine", origin="https://levantine.example")
    sections = [
        Section.objects.create(key=key, names={"en": english, "ar": arabic})
        for key, (english, arabic) in SECTIONS.items()
    ]
    english = _edition(paper, sections, prefix="en", name="The Levantine", language="en")
    arabic = _edition(paper, sections, prefix="ar", name="المشرقية", language="ar", numerals="arab")
    Topic.objects.create(key="tyre", kind="place", names={"en": "Tyre", "ar": "صور"}, variants={"en": ["Sour"]})
    Topic.objects.create(key="ferries", names={"en": "Ferries", "ar": "عبّارات"})
    Person.objects.create(key="hala-mansour", names={"en": "Hala Mansour", "ar": "هالة منصور"})
    return House(english, arabic)


def _edition(paper: Paper, sections: list[Section], **of_edition: Any) -> Edition:
    edition = Edition(paper=paper, **of_edition)
    edition.sections = [EditionSection(section=one, sort_order=number) for number, one in enumerate(sections)]
    edition.save()
    return edition


def _account(group: str) -> Any:
    account = get_user_model().objects.create_user(group.lower(), f"{group.lower()}@levantine.example", "ink-and-paper")
    account.groups.add(UserGroup.objects.get(name=group))
    return account


def slip(**changes: Any) -> dict[str, Any]:
    """A story as it is filed."""
    return {
        "slug": "ferry-keeps-its-timetable",
        "edition": "en",
        "section": "region",
        "headline": "Ferry keeps its timetable",
        "standfirst": "The winter boats leave as they did last year.",
        "body": ["The first boat leaves at six.", {"type": "subheading", "value": "On Sundays"}, "It leaves at seven."],
        "byline": ["hala-mansour"],
        "dateline": "Tyre",
        "topics": ["ferries", "tyre"],
        "published_at": "2017-09-17T15:20:00+00:00",
    } | changes


def arabic_slip(**changes: Any) -> dict[str, Any]:
    return (
        slip(
            slug="العبارة-تحفظ-مواعيدها",
            edition="ar",
            headline="العبّارة تحفظ مواعيدها",
            standfirst="تغادر قوارب الشتاء كما في العام الماضي.",
            body=["يغادر القارب الأول عند السادسة."],
            dateline="صور",
            translation_of="ferry-keeps-its-timetable",
        )
        | changes
    )


def picture_file(colour: tuple[int, int, int] = (122, 24, 70), form: str = "PNG") -> bytes:
    content = BytesIO()
    Image.new("RGB", (420, 280), colour).save(content, form)
    return content.getvalue()


def only_story() -> Story:
    story: Story = Story.objects.get()
    return story

"""A newsroom whose paper is open: two papers, the first in English and Arabic, with sections, and an editor."""

from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model

from broadsheet.desk.models import Edition, EditionSection, Group, Paper, Section

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "corpus" / "legacy_page" / "own-page.txt"
OWN_ARABIC = ROOT / "tests" / "corpus" / "legacy_page" / "own-page-arabic.txt"
# An agency's text: it stays where it is, and only its figures are here.
SEEN = ROOT.parent / "shared" / "source-page" / "000_0b96b2e97f138096.txt"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EDITOR = "ilse"


def open_newsroom() -> None:
    house = Group.objects.create(key="house", name="The House")
    sections = [
        Section.objects.create(key=key, names={"en": name, "ar": arabic})
        for key, name, arabic in (("world", "World", "العالم"), ("city", "City", "المدينة"))
    ]
    for paper_key, prefix, language, name, zone in (
        ("evening", "en", "en", "Evening Quay", "UTC"),
        ("morning", "ar", "ar", "رصيف الصباح", "Asia/Beirut"),
        ("morning", "en", "en", "Morning Quay", "Asia/Beirut"),
    ):
        paper, _ = Paper.objects.get_or_create(
            key=paper_key, defaults={"group": house, "name": name, "origin": f"https://{paper_key}.example"}
        )
        edition = Edition.objects.create(
            paper=paper, prefix=prefix, name=name, language=language, language_name=language, zone=zone
        )
        for order, section in enumerate(sections):
            EditionSection.objects.create(edition=edition, section=section, sort_order=order)
    get_user_model().objects.create_superuser(EDITOR, "ilse@paper.example", "a long password")


def edition(key: str = "morning.en") -> Edition:
    paper, _, prefix = key.partition(".")
    return Edition.objects.select_related("paper").get(paper__key=paper, prefix=prefix)

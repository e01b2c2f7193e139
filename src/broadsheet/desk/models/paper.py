"""A group, its papers, their editions, and the sections and terms that an edition has."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from broadsheet.desk import limits
from broadsheet.desk.by_language import in_one_line
from broadsheet.desk.plain_json import ByLanguageField
from broadsheet.desk.rules import check_colour, check_key, check_language, check_mark, check_origin, check_zone


class Group(models.Model):
    """The house that owns papers."""

    key = models.CharField(_("key"), max_length=limits.KEY_CHARS, unique=True, validators=[check_key])
    name = models.CharField(_("name"), max_length=limits.NAME_CHARS)
    names = ByLanguageField(
        _("name by language"),
        blank=True,
        help_text=_("Only where an edition's language calls the group by another name."),
    )

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups of papers")

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):  # type: ignore[django-manager-missing]  # Edition's comes from modelcluster, untyped
    """A paper: one host, one mark, one colour, as many editions as it has languages."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="papers", verbose_name=_("group"))
    key = models.CharField(
        _("key"),
        max_length=40,
        unique=True,
        validators=[check_key],
        help_text=_("Stands in the record for ever; it cannot be changed later."),
    )
    name = models.CharField(_("name"), max_length=limits.NAME_CHARS)
    origin = models.CharField(
        _("address"),
        max_length=200,
        unique=True,
        validators=[check_origin],
        help_text=_("Scheme and host, as in https://paper.example. Every link that leaves the paper begins with it."),
    )
    accent = models.CharField(_("colour"), max_length=7, default="#7a1846", validators=[check_colour])
    accent_dark = models.CharField(
        _("colour on a dark page"), max_length=7, default="#e09ab8", validators=[check_colour]
    )
    mark_svg = models.TextField(
        _("mark"),
        blank=True,
        max_length=limits.MARK_CHARS,
        validators=[check_mark],
        help_text=_("An SVG drawing; browsers show it beside the page's title."),
    )

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self) -> str:
        return self.name


class Section(models.Model):  # type: ignore[django-manager-missing]  # the same
    """A section, the same in all editions; each edition gives it a place and may give it a name of its own."""

    key = models.CharField(
        _("key"),
        max_length=limits.KEY_CHARS,
        unique=True,
        validators=[check_key],
        help_text=_("Part of the section's address; it cannot be changed later."),
    )
    names = ByLanguageField(_("names"))

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return in_one_line(self.names) or self.key


class Numerals(models.TextChoices):
    LATIN = "latn", _("1 2 3")
    ARABIC = "arab", _("١ ٢ ٣")


class Edition(ClusterableModel):
    """A paper in one language."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="editions", verbose_name=_("paper"))
    prefix = models.CharField(
        _("first part of its addresses"),
        max_length=30,
        validators=[check_key],
        help_text=_("en gives /en/story/… It cannot be changed after the first story."),
    )
    name = models.CharField(_("name"), max_length=limits.NAME_CHARS, help_text=_("As it stands in the masthead."))
    tagline = models.CharField(_("line below the name"), max_length=limits.NAME_CHARS, blank=True)
    language = models.CharField(
        _("language"),
        max_length=limits.LANGUAGE_CHARS,
        validators=[check_language],
        help_text=_("A BCP 47 tag: en, ar, ku-Arab. The direction of writing follows from it."),
    )
    language_name = models.CharField(
        _("name of the language"), max_length=60, blank=True, help_text=_("In the language itself: العربية.")
    )
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_zone])
    zone_name = models.CharField(
        _("name of the time zone"), max_length=60, default="GMT", help_text=_("As readers see it behind every time.")
    )
    numerals = models.CharField(_("digits"), max_length=4, choices=Numerals.choices, default=Numerals.LATIN)
    months = models.CharField(
        _("names of months"),
        max_length=30,
        blank=True,
        help_text=_("Which names of months, where a language has several; empty for the usual ones."),
    )
    about = models.TextField(_("about the paper"), blank=True, help_text=_("Paragraphs, with an empty line between."))
    contact = models.CharField(_("contact"), max_length=200, blank=True, help_text=_("A mail address or a page."))
    address = models.TextField(_("postal address"), blank=True, max_length=1_000)
    address_language = models.CharField(
        _("language of the postal address"),
        max_length=limits.LANGUAGE_CHARS,
        blank=True,
        validators=[check_language],
        help_text=_("Only where it is not the edition's own."),
    )
    credit = models.CharField(_("who made the site"), max_length=limits.NAME_CHARS, blank=True)
    rights_holder = models.CharField(_("who holds the rights"), max_length=limits.NAME_CHARS, blank=True)
    rights_year = models.CharField(_("year of the rights line"), max_length=20, blank=True)
    footer_note = models.TextField(_("note at the foot of every page"), blank=True, max_length=2_000)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "prefix"], name="edition_prefix_once"),
        ]
        ordering: ClassVar = ["paper", "prefix"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    @property
    def key(self) -> str:
        """As the record names it."""
        return f"{self.paper.key}.{self.prefix}"


class EditionSection(Orderable):
    """A section's place in an edition's menu."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="places", verbose_name=_("section"))
    name = models.CharField(
        _("name in this edition"),
        max_length=limits.NAME_CHARS,
        blank=True,
        help_text=_("Empty: the section's own name in the edition's language."),
    )

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "section"], name="section_once_in_edition"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.section)


class Account(Orderable):
    """The paper's account with somebody else."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="accounts")
    kind = models.CharField(
        _("kind"), max_length=30, validators=[check_key], help_text=_("facebook, twitter, youtube, or any other.")
    )
    name = models.CharField(_("name"), max_length=limits.NAME_CHARS)
    url = models.URLField(_("address"), max_length=500)

    def __str__(self) -> str:
        return self.name


class Terms(models.Model):
    """One version of an edition's terms of use. Readers agreed to it, so it is never changed: a new version follows."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="terms", verbose_name=_("edition"))
    version = models.CharField(_("version"), max_length=30, help_text=_("As readers see it: 2017-09-01."))
    text = models.TextField(
        _("text"), max_length=limits.TERMS_CHARS, help_text=_("Paragraphs, with an empty line between.")
    )
    publishing_terms = models.TextField(
        _("publishing terms"),
        blank=True,
        max_length=limits.TERMS_CHARS,
        help_text=_("What a reader agrees to who sends a comment."),
    )
    released_at = models.DateTimeField(_("in force since"), auto_now_add=True)

    class Meta:
        verbose_name = _("terms of use")
        verbose_name_plural = _("terms of use")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "version"], name="terms_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.version}"

"""What was rescued from old sites: the files as they came, what they say, and headlines that await their story."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.archive import limits
from broadsheet.desk.models import Edition, Story
from broadsheet.desk.plain_json import PlainJSON


class Source(models.Model):
    """One file as it came, and the story that was made of it. A file that could not be read is not kept.

    Two files may have one story: the same page, scraped twice with other furniture around it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("file"), max_length=limits.NAME_CHARS)
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=35)
    raw = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    text_sha256 = models.CharField(max_length=64)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition"))
    story = models.ForeignKey(
        Story, on_delete=models.SET_NULL, null=True, related_name="rescued_from", verbose_name=_("story")
    )
    arrived_at = models.DateTimeField(_("arrived"))
    arrived_by = models.CharField(max_length=150)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rescued page")
        verbose_name_plural = _("rescued pages")
        ordering: ClassVar = ["-arrived_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-arrived_at", "-id"], name="source_by_arrival"),
            models.Index(fields=["edition", "text_sha256"], name="source_by_text"),
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """What a source says of one field of its story, the lines that it rests on, and why it is believed."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="evidence")
    field = models.CharField(max_length=20)
    value = models.JSONField(encoder=PlainJSON)
    lines = models.JSONField()
    confidence = models.FloatField()
    told = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "field"], name="evidence_once_of_a_field")]

    def __str__(self) -> str:
        return f"{self.field} of {self.source_id}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The value as texts, whether the field has one or several."""
        value: Any = self.value
        return tuple(value) if isinstance(value, list) else (value,)


class Stub(models.Model):
    """A headline that old pages list, with its instant: a story that once was there, and none of ours until one fits.

    `at` is null where the printed date is missing or impossible. `key` is the headline folded, to be compared by.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    headline = models.CharField(_("headline"), max_length=300)
    key = models.CharField(max_length=limits.KEY_CHARS)
    at = models.DateTimeField(_("first published"), null=True)
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, related_name="stubs")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("headline without its story")
        verbose_name_plural = _("headlines without their stories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "headline", "at"], name="stub_once"),
            models.UniqueConstraint(
                fields=["edition", "headline"], condition=models.Q(at__isnull=True), name="stub_without_date_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["edition", "key"], name="stub_by_headline"),
            models.Index(fields=["id"], condition=models.Q(story__isnull=True), name="stub_unmatched"),
        ]

    def __str__(self) -> str:
        return self.headline


class Sighting(models.Model):
    """That a source lists a headline, on which lines, and whether the weekday printed with the date fits it."""

    stub = models.ForeignKey(Stub, on_delete=models.CASCADE, related_name="sightings")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="sightings")
    lines = models.JSONField()
    weekday = models.CharField(max_length=100, blank=True)
    weekday_agrees = models.BooleanField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["stub", "source"], name="sighting_once")]

    def __str__(self) -> str:
        return f"{self.stub_id} in {self.source_id}"


class Part(models.TextChoices):
    """The parts of a paper's furniture that a page tells of."""

    NAME = "name", _("Name of the paper")
    ADDRESS = "address", _("Postal address")
    RIGHTS = "rights", _("Rights")
    DEVELOPER = "developer", _("Who made the site")
    TERMS = "terms", _("Publishing terms")
    ACCOUNT = "account", _("Account")
    FORM = "form", _("Comment form")


class Told(models.Model):
    """What a source tells of its paper: a note for editors, who may take it over into the edition.

    `detail` is the year of rights, the language of an address, or how often an account or the form stands there.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="told")
    part = models.CharField(max_length=12, choices=Part.choices)
    value = models.TextField()
    detail = models.CharField(max_length=35, blank=True)
    lines = models.JSONField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=150, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.part}: {self.value[:60]}"

"""Pictures, with their words by language and their rights."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from broadsheet.desk import limits
from broadsheet.desk.plain_json import ByLanguageField, PlainJSON


class Picture(AbstractImage):
    """A picture as it came; the sizes that readers get are made at upload and named by their content."""

    alt = ByLanguageField(
        _("alternative text"),
        blank=True,
        limit_chars=limits.ALT_CHARS,
        rows=2,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    captions = ByLanguageField(_("caption"), blank=True, limit_chars=limits.CAPTION_CHARS, rows=2)
    credits = ByLanguageField(_("credit"), blank=True, limit_chars=limits.CREDIT_CHARS)
    rights_note = models.CharField(
        _("rights"),
        max_length=limits.CREDIT_CHARS,
        blank=True,
        help_text=_("For editors: whose it is, what is agreed."),
    )
    rights_until = models.DateTimeField(
        _("may be shown until"), null=True, blank=True, help_text=_("After that, stories go on without it.")
    )
    rights_ended = models.BooleanField(default=False, editable=False)
    made = models.JSONField(default=dict, encoder=PlainJSON, editable=False)
    made_of = models.CharField(max_length=40, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "captions",
        "credits",
        "rights_note",
        "rights_until",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes: ClassVar = [
            models.Index(
                fields=["rights_until"],
                name="picture_rights_due",
                condition=models.Q(rights_until__isnull=False, rights_ended=False),
            )
        ]


class PictureRendition(AbstractRendition):
    """Wagtail's own small copies, for the desk alone."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="picture_rendition_once")
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"

"""Topics that stories are about, and people who write them; both without a language, with names by language."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.desk import limits
from broadsheet.desk.by_language import in_one_line
from broadsheet.desk.plain_json import ByLanguageField
from broadsheet.desk.rules import check_key, check_slug


class TopicKind(models.TextChoices):
    SUBJECT = "subject", _("Subject")
    PERSON = "person", _("Person")
    PLACE = "place", _("Place")
    ORGANISATION = "organisation", _("Organisation")


class Topic(models.Model):
    """A subject, person, place or organisation."""

    key = models.CharField(
        _("key"),
        max_length=limits.KEY_CHARS,
        unique=True,
        validators=[check_slug],
        help_text=_("Part of the topic's address; it cannot be changed later."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind.choices, default=TopicKind.SUBJECT)
    names = ByLanguageField(_("name"))
    variants = ByLanguageField(
        _("other spellings"),
        blank=True,
        limit_chars=limits.ABOUT_CHARS,
        rows=3,
        is_lines=True,
        help_text=_("One a line. A filed story that uses one of them gets this topic."),
    )
    abbreviations = ByLanguageField(_("abbreviation"), blank=True)
    about = ByLanguageField(_("about"), blank=True, limit_chars=limits.ABOUT_CHARS, rows=3)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="topic_point_whole",
            ),
        ]

    def __str__(self) -> str:
        return in_one_line(self.names) or self.key


class Person(models.Model):
    """Somebody who writes for the paper."""

    key = models.CharField(
        _("key"),
        max_length=limits.KEY_CHARS,
        unique=True,
        validators=[check_key],
        help_text=_("Part of the address of the person's page; it cannot be changed later."),
    )
    names = ByLanguageField(_("name"))
    roles = ByLanguageField(_("role"), blank=True)
    about = ByLanguageField(_("about"), blank=True, limit_chars=limits.ABOUT_CHARS, rows=3)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account at the desk"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return in_one_line(self.names) or self.key

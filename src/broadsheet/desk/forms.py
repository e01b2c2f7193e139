"""Forms of the desk. Whoever publishes is told everything that stands in the way at once, beside the fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images.forms import BaseImageForm

from broadsheet.desk import limits
from broadsheet.desk.models import Edition, Story
from broadsheet.desk.pictures import make_sizes
from broadsheet.desk.publish import identity
from broadsheet.desk.ready import hindrances
from broadsheet.desk.tidings import in_words
from broadsheet.news.slug import SLUG_CHARS, slug
from broadsheet.news.story import EditionKey, Slug
from broadsheet.record import published
from broadsheet.record.assets import PictureRefused

NUMBERED_COUNT = 100
"""How many stories of one headline get a number; whoever has more gives the slug by hand."""


class StoryForm(WagtailAdminModelForm):
    """A story's form. A draft may be half a story; what goes to readers or to an editor may not."""

    @property
    def is_to_leave(self) -> bool:
        """Whether the story is to go further than a draft: to an editor, or to readers."""
        return self.is_to_publish or bool(self.data.get("action-submit"))

    @property
    def is_to_publish(self) -> bool:
        is_approved = self.data.get("workflow-action-name") == "approve" and self.data.get("action-workflow-action")
        return bool(self.data.get("action-publish") or is_approved)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_to_leave and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = free_slug(cleaned.get("headline") or "", cleaned.get("edition"), self.instance)
        edition = cleaned.get("edition")
        if edition is not None and self.instance.pk and self._was_public() and edition.pk != self._former_edition():
            self.add_error("edition", gettext("A story stays in the edition in which it was first published."))
        return cleaned

    def _was_public(self) -> bool:
        return published.last_entry(identity(self.instance)) is not None

    def _former_edition(self) -> int:
        return int(Story.objects.values_list("edition_id", flat=True).get(pk=self.instance.pk))

    def _post_clean(self) -> None:
        """Ask after Django has put the fields on the instance, for `hindrances` looks at a story, not at fields."""
        super()._post_clean()
        if self.is_to_publish and not self.errors:
            for hindrance in hindrances(self.instance, at=self._goes_live_at()):
                self.add_error(hindrance.path if hindrance.path in self.fields else None, in_words(hindrance))
            self._want_alternative_text()

    def _goes_live_at(self) -> datetime:
        later: datetime | None = self.instance.go_live_at
        return max(later, timezone.now()) if later is not None else timezone.now()

    def _want_alternative_text(self) -> None:
        story = self.instance
        if story.picture is None or story.picture_alt.strip() or story.picture.alt.get(story.edition.language):
            return
        self.add_error("picture_alt", gettext("What does the picture show? Readers who cannot see it get these words."))


def free_slug(headline: str, edition: Edition | None, story: Story) -> str:
    """A slug made of the headline, with a number behind it where another story of the edition has or had it."""
    made = slug(headline)
    if not made or edition is None:
        return made
    numbered = (f"{made[: SLUG_CHARS - 6]}-{number}" for number in range(2, NUMBERED_COUNT))
    return next((one for one in (made, *numbered) if _is_free(one, edition, story)), made)


def _is_free(address: str, edition: Edition, story: Story) -> bool:
    if Story.objects.filter(edition=edition.pk, slug=address).exclude(pk=story.pk).exists():
        return False
    return not published.has_address(EditionKey(edition.key), Slug(address))


class FixedKeyForm(WagtailAdminModelForm):
    """A form whose key is given once: addresses and the record hold it for ever."""

    fixed_fields: tuple[str, ...] = ("key",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fixed_fields:
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


class EditionForm(FixedKeyForm):
    """An edition's form: what its published addresses and days are counted by stays as it is."""

    fixed_fields = ("paper", "prefix")

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if self.instance.pk:
            former = Edition.objects.values_list("zone", flat=True).get(pk=self.instance.pk)
            if zone != former and Story.objects.filter(edition=self.instance.pk, live=True).exists():
                raise ValidationError(
                    gettext("%(former)s: the days of published stories are counted in it."), params={"former": former}
                )
        return zone

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if self.instance.pk:
            former = Edition.objects.values_list("language", flat=True).get(pk=self.instance.pk)
            if language != former and Story.objects.filter(edition=self.instance.pk).exists():
                raise ValidationError(
                    gettext("%(former)s: the edition's stories are written in it."), params={"former": former}
                )
        return language


class PictureForm(BaseImageForm):
    """A picture's form: what cannot be shown to readers is refused here, and the sizes of what can are made."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                make_sizes(file.read(), name=file.name or "")
            except PictureRefused as refused:
                raise ValidationError(in_words(refused)) from refused
            file.seek(0)
        return file


class WithdrawForm(forms.Form):
    """Why a story is taken out; readers who come to its address are told."""

    reason = forms.CharField(
        label=_("Reason, for readers"),
        required=False,
        max_length=limits.REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("In the language of the story. Empty: readers are told that it has been withdrawn, and no more."),
    )

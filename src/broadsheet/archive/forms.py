"""What an editor fills in: files to rescue, and the date of a rescued story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from broadsheet.archive import limits
from broadsheet.desk.models import Edition, EditionSection
from broadsheet.desk.models.story import Precision
from broadsheet.formats import limits as format_limits

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each of its own name."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > limits.FILES_IN_AN_UPLOAD:
            raise forms.ValidationError(
                gettext("%(found)d files; %(limit)d at a time would do.")
                % {"found": len(files), "limit": limits.FILES_IN_AN_UPLOAD}
            )
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    pages = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        max_length=limits.NAME_CHARS,
        help_text=_("The flattened text of pages of the old site, one page a file."),
        error_messages={"required": _("No file was chosen; one or more text files would do.")},
    )
    edition = forms.ChoiceField(label=_("Edition"), required=False)

    def __init__(self, *args: Any, editions: Sequence[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_language = [("", gettext("The first in the page's own language"))]
        self.fields["edition"].choices = by_language + [(one.key, str(one)) for one in editions]  # type: ignore[attr-defined]  # a choice field

    def files_read(self) -> list[tuple[str, bytes]]:
        """Names and bytes; of a file that is too large just enough for the refusal to say so."""
        return [(one.name or "", one.read(format_limits.PAGE_BYTES + 1)) for one in self.cleaned_data["pages"]]


class DateForm(forms.Form):
    """When a rescued story was first published, no more exactly than an editor knows it."""

    on = forms.DateField(
        label=_("Date of first publication"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Of a month or a year any day will do."),
        error_messages={
            "required": _("The story has no date, and none is invented: give the day, or a day of the month or year."),
            "invalid": _("This is no date; 2017-09-17 would do."),
        },
    )
    precision = forms.ChoiceField(
        label=_("How exactly that is known"),
        choices=[
            ("", _("Choose …")),
            *sorted(Precision.choices, key=lambda one: one[0] not in {"day", "month", "year"}),
        ],
        error_messages={"required": _("Say how exactly the date is known: readers are shown no more than that.")},
    )
    clock = forms.CharField(
        label=_("Time of day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": "1"}),
        help_text=_("Only where it is known to the minute or the second, in the edition's own zone."),
    )
    section = forms.ChoiceField(label=_("Section"), help_text=_("The page names none."))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = EditionSection.objects.filter(edition=edition.pk).select_related("section").order_by("sort_order")
        names = [
            (one.section.key, one.name or one.section.names.get(edition.language) or one.section.key) for one in places
        ]
        self.fields["section"].choices = names  # type: ignore[attr-defined]  # a choice field

    def clean_clock(self) -> str:
        clock: str = self.cleaned_data["clock"].strip()
        if clock and not _CLOCK.fullmatch(clock):
            raise forms.ValidationError(
                gettext("“%(found)s” is no time of day; 18:49 would do.") % {"found": clock[:40]}
            )
        return clock

    def clean(self) -> dict[str, Any]:
        """Date, time and precision must say the same."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        clock, precision = cleaned.get("clock"), cleaned.get("precision")
        if clock is None or not precision:
            return cleaned
        if clock and precision not in {"second", "minute"}:
            self.add_error(
                "clock",
                gettext(
                    "A time of day, and “%(precision)s”: leave the time empty, or say that it is known to the minute."
                )
                % {"precision": Precision(precision).label},
            )
        elif precision == "minute" and not clock:
            self.add_error(
                "clock", gettext("A time of day would do: 18:49. If it is not known, say that only the day is.")
            )
        elif precision == "second" and clock.count(":") != 2:
            self.add_error("clock", gettext("A time with its second would do: 18:49:16."))
        return cleaned

    @property
    def known(self) -> tuple[date, str]:
        return self.cleaned_data["on"], self.cleaned_data["clock"]

"""What the desk tells an editor: what was pressed, what failed, what is in the way; in the language of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.desk.refused import DateWanted, Embargoed, Refused
from broadsheet.record.pressroom import Report

LINKS_COUNT = 60


def tell(request: HttpRequest, reports: Sequence[Report]) -> None:
    """Add to the editor's next page what the request has pressed."""
    for report in reports:
        if report.pressed:
            messages.success(request, pressed_in_words(report))
        if report.failed:
            messages.error(request, failed_in_words(report))


def pressed_in_words(report: Report) -> SafeString:
    """“14 pages, 32 ms”, each page a link."""
    count = len(report.paths)
    said = ngettext("%(count)d page pressed, %(ms)d ms", "%(count)d pages pressed, %(ms)d ms", count) % {
        "count": count,
        "ms": round(report.ms),
    }
    links = format_html_join(
        "", '<li><a href="{}" target="_blank" rel="noopener" dir="auto">{}</a></li>', _links(report.paths)
    )
    more = format_html("<li>{}</li>", _and_more(count - LINKS_COUNT)) if count > LINKS_COUNT else ""
    rest = format_html("<p>{}</p>", _("The rest follows by itself.")) if report.left_count else ""
    return format_html(
        '<details class="pressed"><summary>{}</summary><ul>{}{}</ul>{}</details>', said, links, more, rest
    )


def _links(paths: Sequence[str]) -> list[tuple[str, str]]:
    """Stories first, then pages, then what machines read."""
    ordered = sorted(paths, key=lambda path: ("/story/" not in path, "." in path, path))
    return [(path, unquote(path)) for path in ordered[:LINKS_COUNT]]


def _and_more(count: int) -> str:
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}


def failed_in_words(report: Report) -> SafeString:
    count = len(report.failed)
    said = ngettext(
        "%(count)d page could not be pressed. The old one stays until it can.",
        "%(count)d pages could not be pressed. The old ones stay until they can.",
        count,
    ) % {"count": count}
    return format_html('{} <a href="{}">{}</a>', said, reverse("desk_press"), _("See the press"))


def in_words(refused: Refused) -> str:
    """A refusal, for somebody who has not read the code."""
    if isinstance(refused, Embargoed):
        return _(
            "Under embargo: nothing may be public before then. To let it go out by itself, set its schedule to that"
            " time or later, and press Publish."
        )
    if isinstance(refused, DateWanted):
        return _("When was it first published? Give the date, and how exactly it is known.")
    return _("Found %(found)s; %(expected)s.") % {"found": refused.found, "expected": refused.expected}


def moment(at: datetime) -> str:
    """A moment with its date and zone, as the editor's own clock shows it."""
    local = localtime(at)
    # Translators: day, month, year, hours and minutes, in the letters of Django's date formats.
    form = _("j M Y, H:i")
    return f"{date_format(local, form)} {local.tzname()}"

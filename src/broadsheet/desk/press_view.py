"""The press, as the desk sees it: what it did last, what it still owes, what failed and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.desk.tidings import moment
from broadsheet.record import pressroom
from broadsheet.record.models import LastRun, Ticket

SHOWN_COUNT = 100
RIGHT = "desk.publish_story"


def standing() -> dict[str, Any]:
    """What the press page and the desk's first page say of the press."""
    last = LastRun.objects.first()
    failed = Ticket.objects.exclude(error="").order_by("pk")
    return {
        "last": last,
        "last_at": moment(last.at) if last is not None else "",
        "last_ms": round(last.ms) if last is not None else 0,
        "open_count": Ticket.objects.count(),
        "failed_count": failed.count(),
        "failed": [
            {
                "page": ticket.addresses.replace("\n", ", ").replace("|", " · "),
                "error": ticket.error,
                "tries": ticket.tries_count,
                "since": moment(ticket.opened_at),
            }
            for ticket in failed[:SHOWN_COUNT]
        ],
    }


class Press(WagtailAdminTemplateMixin, TemplateView):
    """Shown to everybody at the desk; only who publishes may try again."""

    template_name = "desk/press.html"
    page_title = _("Press")
    header_icon = "cog"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | standing() | {"may_try_again": self.request.user.has_perm(RIGHT)}


class TryAgain(TemplateView):
    """Press everything that is owed, pages that have failed too often included, once the request has committed."""

    http_method_names = ["post"]  # noqa: RUF012  # Django's own form

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if request.user.has_perm(RIGHT):
            pressroom.run_on_commit(is_patient=True)
        else:
            messages.error(request, gettext("Only who publishes may do that."))
        return redirect("desk_press")

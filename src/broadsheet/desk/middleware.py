"""Each writing request to the desk is one transaction; what it pressed is told to the editor who set it off."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from broadsheet.desk.acting import THE_DESK, Act, acting
from broadsheet.desk.refused import Refused
from broadsheet.desk.tidings import in_words, tell
from broadsheet.record import pressroom

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class DeskTransaction:
    """Wagtail opens no transaction around publishing; a story that is live at the desk alone would be the price.

    Reading requests have none, so that nobody who only looks waits for a writer. An answer of 500 and more is undone.
    Uploads of pictures have several short ones: their sizes take a second to make, and nobody could write meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in WRITING or not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        act = Act(by=request.user.get_username() or THE_DESK, at=timezone.now())
        is_upload = request.path.startswith(reverse("wagtailimages:index"))
        with pressroom.collecting() as reports, nullcontext() if is_upload else transaction.atomic(), acting(act):
            response = self.get_response(request)
            if response.status_code >= 500 and not is_upload:
                transaction.set_rollback(True)
        tell(request, reports)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undo an act that is refused outside a form, such as an approval, and explain it where it was asked for."""
        if not isinstance(exception, Refused):
            return None
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        messages.error(request, in_words(exception))
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back if is_ours else reverse("wagtailadmin_home"))

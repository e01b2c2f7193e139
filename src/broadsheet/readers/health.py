"""What monitoring asks: whether the paper can be read and published, and if not, why."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from broadsheet import __version__
from broadsheet.record.models import PressedPage, Ticket


def health(_request: HttpRequest) -> JsonResponse:
    """200 with `status: ok`, or 503 with what is wrong; `open_tickets` counts what the press still owes."""
    about: dict[str, object] = {"status": "ok", "version": __version__, "database": connection.vendor}
    wrong = []
    try:
        about["open_tickets"] = Ticket.objects.count()
        failed = Ticket.objects.exclude(error="").count()
        if not PressedPage.objects.exclude(body=None).exists():
            wrong.append("no page has been pressed yet; `broadsheet press rebuild` presses all")
    except DatabaseError as error:
        about["open_tickets"] = None
        failed = 0
        wrong.append(f"the database does not answer: {error}".strip())
    if failed:
        about["failed_tickets"] = failed
    if wrong:
        about |= {"status": "unavailable", "wrong": wrong}
    reply = JsonResponse(about, status=503 if wrong else 200)
    reply["Cache-Control"] = "no-store"
    return reply

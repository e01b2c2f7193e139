"""The preview: the exact bytes that publishing would press, without publishing."""

from __future__ import annotations

from django.http import HttpResponse

from broadsheet.desk.acting import act
from broadsheet.desk.models import Story
from broadsheet.desk.publish import identity, value_for_readers
from broadsheet.desk.refused import Refused
from broadsheet.record import pressroom, published


def preview(story: Story) -> HttpResponse:
    """Press one draft for nobody; a draft that cannot be pressed yet says what is missing, in plain text."""
    try:
        value = value_for_readers(story, published.live(identity(story)), act())
    except Refused as refused:
        return HttpResponse(f"{refused}\n", content_type="text/plain; charset=utf-8")
    page = pressroom.preview(value)
    return HttpResponse(page.body, content_type=page.content_type)

"""The preview: the exact bytes that publishing would press, without publishing."""

from __future__ import annotations

from django.http import HttpResponse

from broadsheet.desk.acting import act
from broadsheet.desk.models import Story
from broadsheet.desk.publish import identity, value_for_readers
from broadsheet.desk.refused import Refused
from broadsheet.desk.tidings import in_words
from broadsheet.news.slug import slug
from broadsheet.record import pressroom, published

CONTENT_SECURITY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'"
)
"""As readers' pages have it, but for the frame of the desk's own preview."""


def preview(story: Story) -> HttpResponse:
    """Press one draft for nobody; a draft that cannot be pressed yet says what is missing, in plain text."""
    story.slug = story.slug or slug(story.headline)
    try:
        value = value_for_readers(story, published.live(identity(story)), act())
    except Refused as refused:
        answer = HttpResponse(f"{refused.path}: {in_words(refused)}\n", content_type="text/plain; charset=utf-8")
    else:
        page = pressroom.preview(value)
        answer = HttpResponse(page.body, content_type=page.content_type)
    answer["Content-Security-Policy"] = CONTENT_SECURITY
    return answer

"""Addresses that Django answers; readers' pages come from the store and never reach it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from broadsheet.readers.health import health


@require_admin_access
def desk_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as it was uploaded, or the desk's small copy of it: for editors, since it may be under embargo."""
    reply = serve(request, path, document_root=str(settings.DESK_MEDIA_ROOT))
    reply.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    reply.headers["Cache-Control"] = "private, max-age=600"
    return reply


urlpatterns = [
    path("health", health),
    path("desk/media/<path:path>", desk_media),
    path("desk/", include(wagtailadmin_urls)),
]
if settings.IS_DEMO:
    urlpatterns.append(path("demo/", include("broadsheet.project.demo_page")))

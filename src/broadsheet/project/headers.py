"""What the desk's pages say of themselves: nobody keeps or frames them, and no other site's script runs in them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_AROUND = (
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
CONTENT_SECURITY_OUTSIDE = f"{_AROUND}; script-src 'self'; style-src 'self'"
"""For the log-in and whatever else anybody may see."""

CONTENT_SECURITY = f"{_AROUND}; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
"""Within: choosers, inline panels and dates of Wagtail 8 begin by inline scripts without a nonce (seen 2026-11-24)."""


def desk_headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. What a view has said itself stays: a preview carries the policy of readers' pages."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_within = request.path.startswith("/desk/") and _is_known(request)
        policy = CONTENT_SECURITY if is_within else CONTENT_SECURITY_OUTSIDE
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def _is_known(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated

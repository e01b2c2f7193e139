"""The demo's own page: log-ins by role at a click, a walk through what is worth trying, and a reset."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from broadsheet.desk.models import Story
from broadsheet.pages import addresses
from broadsheet.project import demo, demo_mark
from broadsheet.project.clock import now

MAIN = "levantine"
STORIES = {
    "lead": ("en", "generals-pick-up-the-telephone"),
    "draft": ("en", "city-tram-gets-a-drivers-school"),
    "arabic_draft": ("ar", "مدرسة-لسائقي-الترامواي"),
    "embargoed": ("en", "second-count-of-fishing-boats"),
    "withdrawable": ("en", "open-air-cinema-goes-indoors"),
    "related": ("en", "first-storm-of-the-season"),
}
"""Stories that the walk leads to, by the edition's prefix and the slug that the demo gave them."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def walk(request: HttpRequest) -> HttpResponse:
    """The page itself. Its links to the desk are there for whoever is logged in."""
    mark = demo_mark.read(settings.HOME)
    logins = mark.logins if mark is not None else ()
    values = {
        "logins": logins,
        "stories": {name: _links(*where, request) for name, where in STORIES.items()},
        "papers": [
            {
                "name": edition.name,
                "url": f"{request.scheme}://{paper.host}{_port(request)}/{edition.prefix}/",
                "language": edition.language,
            }
            for paper in demo.house().papers
            for edition in paper.editions
        ],
        "stylesheet": addresses.path(addresses.stylesheet(_edition("en"))),
        "icon": addresses.path(addresses.mark(_edition("en"))),
        "who": request.user.get_username() if request.user.is_authenticated else "",
        "is_reset": "reset" in request.GET,
    }
    return render(request, "demo/walk.html", values)


@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in as the account of a role, without its password: it stands on the page before anyway."""
    mark = demo_mark.read(settings.HOME)
    chosen = next((one for one in mark.logins if one.role == request.POST.get("role")), None) if mark else None
    account = chosen and get_user_model().objects.filter(username=chosen.username).first()
    if not account:
        raise Http404("no such role in the demo")
    login(request, account, backend=BACKEND)
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


@require_POST
def reset(_request: HttpRequest) -> HttpResponse:
    """Bring the demo paper back to what it was; takes about as long as its first start."""
    demo.reset(settings.HOME, at=now())
    return HttpResponseRedirect(f"{reverse('demo')}?reset")


@require_GET
def old_page(_request: HttpRequest) -> HttpResponse:
    """A page of an old site, as a file to be rescued."""
    reply = HttpResponse((demo.COPY / "old-page.txt").read_bytes(), content_type="text/plain; charset=utf-8")
    reply.headers["Content-Disposition"] = 'attachment; filename="old-page.txt"'
    return reply


def _edition(prefix: str) -> Any:
    return f"{MAIN}.{prefix}"


def _port(request: HttpRequest) -> str:
    port = request.get_port()
    return "" if port in {"80", "443"} else f":{port}"


def _links(prefix: str, slug: str, request: HttpRequest) -> dict[str, str]:
    """Where readers and editors find a story; nothing where a visitor has deleted it."""
    story = Story.objects.filter(edition__paper__key=MAIN, edition__prefix=prefix, slug=slug).first()
    if story is None:
        return {}
    edit = AdminURLFinder(request.user).get_edit_url(story) if request.user.is_authenticated else None
    return {
        "headline": story.headline,
        "public": addresses.path(addresses.article(_edition(prefix), slug)),  # type: ignore[arg-type]  # it is a slug
        "edit": edit or "",
    }


urlpatterns = [
    path("", walk, name="demo"),
    path("login/", log_in, name="demo_login"),
    path("reset/", reset, name="demo_reset"),
    path("old-page.txt", old_page, name="demo_old_page"),
]

"""What the archive adds to the desk: pages below `rescue/`, and their place in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.archive import views


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    pages = [
        path("", views.Index.as_view(), name="index"),
        path("headlines/", views.Headlines.as_view(), name="headlines"),
        path("<int:pk>/", views.Review.as_view(), name="review"),
        path("<int:pk>/paper/", views.TakeOver.as_view(), name="take_over"),
    ]
    return [path("rescue/", include((pages, "rescue"), namespace="rescue"))]


class RescueItem(MenuItem):
    """Shown to those who may add stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("desk.add_story"))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RescueItem(_("Rescue"), reverse("rescue:index"), name="rescue", icon_name="history", order=350)

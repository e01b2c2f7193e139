"""The desk in Wagtail: what is added to its menu and pages, and what a newsroom does not need of them."""

from __future__ import annotations

from typing import Any

import wagtail.admin.rich_text.editors.draftail.features as draftail
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from broadsheet.desk import viewsets
from broadsheet.desk.choosers import PersonChooser, TopicChooser
from broadsheet.desk.home import OwnStories, PressPanel
from broadsheet.desk.press_view import Press, TryAgain
from broadsheet.desk.story_views import MakeVersion

NOT_IN_THE_MENU = {"explorer", "documents", "snippets", "help"}
NOT_IN_SETTINGS = {"sites", "collections", "locales"}
NOT_IN_REPORTS = {"locked-pages", "aging-pages", "page-types-usage"}

register_snippet(viewsets.Stories)


@hooks.register("register_admin_viewset")
def register_lists() -> list[Any]:
    return [*viewsets.all_of_them(), TopicChooser("topic_chooser"), PersonChooser("person_chooser")]


@hooks.register("register_admin_urls")
def register_pages() -> list[URLPattern]:
    return [
        path("press/", Press.as_view(), name="desk_press"),
        path("press/again/", TryAgain.as_view(), name="desk_press_again"),
        path("stories/version/<str:pk>/<int:edition>/", MakeVersion.as_view(), name="desk_version"),
    ]


@hooks.register("register_admin_menu_item")
def register_press_item() -> MenuItem:
    return MenuItem(_("Press"), reverse("desk_press"), name="press", icon_name="cog", order=500)


class StorySearch(SearchArea):
    """The search in the sidebar finds stories; pages there are none."""

    def __init__(self) -> None:
        super().__init__(
            _("Stories"), reverse("wagtailsnippets_desk_story:list"), name="stories", icon_name="doc-full", order=1
        )


@hooks.register("register_admin_search_area")
def register_story_search() -> SearchArea:
    return StorySearch()


@hooks.register("construct_main_menu")
def without_pages(_request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_THE_MENU]
    for item in items:
        if item.name == "images":
            item.label = _("Pictures")


@hooks.register("construct_settings_menu")
def without_sites(_request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_SETTINGS]


@hooks.register("construct_reports_menu")
def without_reports_on_pages(_request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_IN_REPORTS]


@hooks.register("construct_homepage_panels")
def first_page(_request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's panels on pages go; what waits for an editor stays."""
    panels[:] = [panel for panel in panels if panel.name not in {"recent_edits", "locked_pages"}]
    panels.extend([OwnStories(), PressPanel()])


@hooks.register("construct_homepage_summary_items", order=1000)
def no_count_of_pages(_request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_snippet_action_menu")
def in_the_newsrooms_words(items: list[Any], _request: HttpRequest, _context: dict[str, Any]) -> None:
    for item in items:
        if item.name == "action-unpublish":
            item.label = _("Withdraw")


@hooks.register("insert_global_admin_css")
def sheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("register_rich_text_features", order=1000)
def link_to_the_outside(features: Any) -> None:
    """The link button asks for an outside address at once; Wagtail's own shows a tree of pages, and there are none."""
    link = features.plugins_by_editor["draftail"]["link"]
    link.data["chooserUrls"]["pageChooser"] = reverse_lazy("wagtailadmin_choose_page_external_link")


@hooks.register("register_rich_text_features")
def register_bdi(features: Any) -> None:
    """A name in the other script, kept from turning its neighbours round."""
    control = {
        "type": "BDI",
        "label": "⇄",
        "description": _("Keep apart a name in the other script"),
        "element": "bdi",
    }
    features.register_editor_plugin("draftail", "bdi", draftail.InlineStyleFeature(control))
    features.register_converter_rule(
        "contentstate",
        "bdi",
        {
            "from_database_format": {"bdi": InlineStyleElementHandler("BDI")},
            "to_database_format": {"style_map": {"BDI": "bdi"}},
        },
    )

"""The desk's first page: one's own work, what waits for an editor, and whether the press is well."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Revision

from broadsheet.desk.models import Story
from broadsheet.desk.press_view import standing
from broadsheet.desk.tidings import moment

OWN_COUNT = 8
LOOKED_COUNT = 60


class OwnStories(Component):
    """The stories that this editor worked on last."""

    name = "own_stories"
    template_name = "desk/own_stories.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        stories = own_stories(request.user)
        rows = [
            {
                "story": story,
                "url": reverse("wagtailsnippets_desk_story:edit", args=[story.pk]),
                "at": moment(story.latest_revision.created_at),
            }
            for story in stories
        ]
        return {
            "rows": rows,
            "list_url": reverse("wagtailsnippets_desk_story:list"),
            "add_url": reverse("wagtailsnippets_desk_story:add") if request.user.has_perm("desk.add_story") else "",
        }


def own_stories(user: Any) -> list[Story]:
    """Found by the editor's own latest revisions: that does not grow with the archive."""
    kind = ContentType.objects.get_for_model(Story)
    revisions = Revision.objects.filter(user=user, base_content_type=kind).order_by("-pk")
    ids = [int(one) for one in revisions.values_list("object_id", flat=True)[:LOOKED_COUNT]]
    stories = (
        Story.objects.filter(pk__in=set(ids))
        .select_related("edition__paper", "latest_revision")
        .only(
            "headline",
            "slug",
            "live",
            "has_unpublished_changes",
            "edition__prefix",
            "edition__paper__key",
            "latest_revision__created_at",
            "latest_revision__object_str",
        )
    )
    return sorted(stories, key=lambda story: story.latest_revision_id, reverse=True)[:OWN_COUNT]


class PressPanel(Component):
    """A line when all is well, and what failed when it is not."""

    name = "press"
    template_name = "desk/press_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002  # Wagtail's signature
        return standing() | {"press_url": reverse("desk_press")}

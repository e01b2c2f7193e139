"""What the desk lists, edits and deletes, and where in the menu it stands."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.desk import panels
from broadsheet.desk.choosers import StoryChooser
from broadsheet.desk.listing import StoryFilters, StoryList
from broadsheet.desk.models import Edition, Group, Paper, Person, Section, Story, Terms, Topic
from broadsheet.desk.story_views import EditStory, Withdraw, WriteStory


class Stories(SnippetViewSet):
    """Stories: a snippet in Wagtail's word, for it is no page and no address of Wagtail's."""

    model = Story
    icon = "doc-full-inverse"
    menu_label = _("Stories")
    menu_name = "stories"
    menu_order = 100
    add_to_admin_menu = True
    list_per_page = 50
    list_display: ClassVar = ["headline"]
    filterset_class = StoryFilters
    copy_view_enabled = False
    edit_handler = panels.STORY
    index_view_class = StoryList
    add_view_class = WriteStory
    edit_view_class = EditStory
    unpublish_view_class = Withdraw
    unpublish_template_name = "desk/withdraw.html"
    chooser_viewset_class = StoryChooser
    add_to_reference_index = True
    admin_url_namespace = "wagtailsnippets_desk_story"
    base_url_path = "stories"


class InOwnDirection(Column):
    """A text in its own direction, whatever the language of the desk."""

    cell_template_name = "desk/text_cell.html"


class NamesList(IndexView):
    """A list found by words of the names, which lie as JSON."""

    search_backend_name = None


class DeleteUnused(DeleteView):
    """What stories or editions still name stays; who wants it gone takes it out of them first."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            said = gettext("“%(name)s” is in use and stays. Take it out of what names it first.") % {
                "name": self.object
            }
            messages.error(self.request, said)
            return redirect(self.edit_url_name, self.object.pk)
        return response


class DeskViewSet(ModelViewSet):
    """What all of the desk's plain lists have."""

    delete_view_class = DeleteUnused

    copy_view_enabled = False
    index_view_class = NamesList
    list_per_page = 50
    add_to_admin_menu = False


class Topics(DeskViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_name = "topics"
    menu_order = 210
    add_to_admin_menu = True
    url_prefix = "topics"
    edit_handler = panels.TOPIC
    list_display: ClassVar = ["__str__", "key", "kind"]
    list_filter: ClassVar = ["kind"]
    search_fields: ClassVar = ["key", "names", "variants"]


class People(DeskViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_name = "people"
    menu_order = 220
    add_to_admin_menu = True
    url_prefix = "people"
    edit_handler = panels.PERSON
    list_display: ClassVar = ["__str__", "key"]
    search_fields: ClassVar = ["key", "names"]


class Sections(DeskViewSet):
    model = Section
    icon = "list-ul"
    menu_label = _("Sections")
    url_prefix = "sections"
    edit_handler = panels.SECTION
    list_display: ClassVar = ["__str__", "key"]


class Groups(DeskViewSet):
    model = Group
    icon = "group"
    menu_label = _("Groups of papers")
    url_prefix = "houses"
    name = "house"
    edit_handler = panels.GROUP


class Papers(DeskViewSet):
    model = Paper
    icon = "doc-full"
    menu_label = _("Papers")
    url_prefix = "papers"
    edit_handler = panels.PAPER
    list_display: ClassVar = ["name", "key", "origin", "group"]


class Editions(DeskViewSet):
    model = Edition
    icon = "globe"
    menu_label = _("Editions")
    url_prefix = "editions"
    edit_handler = panels.EDITION
    list_display: ClassVar = ["__str__", "paper", "language", "zone"]


class TermsOfUse(DeskViewSet):
    """Versions of the terms: added and looked at, never changed."""

    model = Terms
    icon = "doc-full"
    menu_label = _("Terms of use")
    url_prefix = "terms"
    edit_handler = panels.TERMS
    inspect_view_enabled = True
    list_display: ClassVar = ["version", "edition", "released_at"]


class ThePaper(ModelViewSetGroup):
    """What stands around stories."""

    menu_label = _("The paper")
    menu_name = "the-paper"
    menu_icon = "globe"
    menu_order = 400
    items = (Editions, Sections, TermsOfUse, Papers, Groups)
    add_to_admin_menu = True


def all_of_them() -> tuple[Any, ...]:
    return (Topics("topics"), People("people"), ThePaper())

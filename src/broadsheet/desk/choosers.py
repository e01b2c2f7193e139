"""Choosers: a word or two finds a topic, a person or a story; nobody scrolls through a thousand of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import ChooseResultsView as StoryResultsView
from wagtail.snippets.views.chooser import ChooseView as StoryChooseView
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from broadsheet.desk.models import Person, Story, Topic


class FoundByWords(BaseFilterForm):
    """The field for the words, and what they find."""

    q = forms.CharField(
        label=_("Find"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Name or key"), "dir": "auto"})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return self.finding(objects, words)

    def finding(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        named: QuerySet[Any] = objects.annotate(all_names=Cast("names", TextField()))
        return named.filter(Q(key__icontains=words) | Q(all_names__icontains=words))


class FoundTopics(FoundByWords):
    """Topics answer to their other spellings too."""

    def finding(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        spelt: QuerySet[Any] = objects.annotate(
            all_names=Cast("names", TextField()), spellings=Cast("variants", TextField())
        )
        return spelt.filter(Q(key__icontains=words) | Q(all_names__icontains=words) | Q(spellings__icontains=words))


class FoundStories(FoundByWords):
    """Stories by words of the headline or the slug."""

    def finding(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        return objects.filter(pk__in=found_stories(words))


def found_stories(words: str) -> QuerySet[Any]:
    """The keys of stories whose headline or slug holds these words; two narrow indexes are read, and no row."""
    by_headline = Story.objects.filter(headline__icontains=words).order_by().values("pk")
    by_slug = Story.objects.filter(slug__icontains=words).order_by().values("pk")
    found: QuerySet[Any] = by_headline.union(by_slug)
    return found


class TopicChooseView(ChooseView):
    filter_form_class = FoundTopics
    ordering: ClassVar = ["key"]

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("kind", label=_("Kind"), accessor="get_kind_display")]


class TopicResultsView(ChooseResultsView):
    filter_form_class = FoundTopics
    ordering: ClassVar = ["key"]

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("kind", label=_("Kind"), accessor="get_kind_display")]


class TopicChooser(ChooserViewSet):
    model = Topic
    icon = "tag"
    per_page = 20
    choose_one_text = _("Choose a topic")
    choose_another_text = _("Choose another topic")
    edit_item_text = _("Edit this topic")
    choose_view_class = TopicChooseView
    choose_results_view_class = TopicResultsView
    form_fields: ClassVar = ["key", "kind", "names"]
    creation_tab_label = _("New topic")
    create_action_label = _("Make it")


class PersonChooseView(ChooseView):
    filter_form_class = FoundByWords


class PersonResultsView(ChooseResultsView):
    filter_form_class = FoundByWords


class PersonChooser(ChooserViewSet):
    model = Person
    icon = "user"
    per_page = 20
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    choose_view_class = PersonChooseView
    choose_results_view_class = PersonResultsView


def _slim(stories: QuerySet[Any]) -> QuerySet[Any]:
    """Without bodies and drafts: a list shows none."""
    return stories.select_related("latest_revision").only(
        "headline", "live", "expired", "has_unpublished_changes", "latest_revision__object_str"
    )


class StoryListForChoosing:
    """What both views of the story chooser have."""

    filter_form_class = FoundStories
    ordering: ClassVar = ["-latest_revision", "-pk"]

    def get_object_list(self) -> QuerySet[Any]:
        return _slim(Story.objects.all())

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("live", label=_("Public"), accessor=_public)]  # type: ignore[attr-defined]  # Wagtail's


def _public(story: Story) -> str:
    return str(_("public") if story.live else _("not public"))


class StoryChoose(StoryListForChoosing, StoryChooseView):
    pass


class StoryResults(StoryListForChoosing, StoryResultsView):
    pass


class StoryChooser(SnippetChooserViewSet):
    choose_view_class = StoryChoose
    choose_results_view_class = StoryResults

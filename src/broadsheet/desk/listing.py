"""The list of stories: as quick at a hundred thousand as at a hundred, and without a search engine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.snippets.views.snippets import IndexView

from broadsheet.desk import limits
from broadsheet.desk.choosers import found_stories
from broadsheet.desk.models import Edition, Section, Story
from broadsheet.desk.schedule import waiting
from broadsheet.desk.tidings import moment


class CappedPaginator(WagtailPaginator):
    """Counts as far as anybody pages; beyond that there are filters, and the list says “more than”."""

    @cached_property
    def count(self) -> int:
        return min(limits.LISTED_COUNT, self._counted)

    @cached_property
    def _counted(self) -> int:
        return int(self.object_list.order_by()[: limits.LISTED_COUNT + 1].count())

    @cached_property
    def items_count_label(self) -> str:
        if self._counted > limits.LISTED_COUNT:
            return gettext("more than %(count)s stories") % {"count": f"{limits.LISTED_COUNT:,}"}
        label: str = super().items_count_label
        return label


class State(django_filters.ChoiceFilter):
    """Where a story stands, in words of the newsroom."""

    def filter(self, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        # `live__in` and not `live`: of a bare truth value SQLite uses no index.
        by_state: dict[str, dict[str, Any]] = {
            "live": {"live__in": [True]},
            "draft": {"live__in": [False]},
            "changed": {"live__in": [True], "has_unpublished_changes": True},
            "scheduled": {"pk__in": [one.story for one in waiting()]} if value == "scheduled" else {},
            "locked": {"locked": True},
        }
        return stories.filter(**by_state[value]) if value in by_state else stories


class StoryFilters(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(
        queryset=Edition.objects.order_by("paper__key", "prefix"),
        label=_("Edition"),
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    section = django_filters.ModelChoiceFilter(
        queryset=Section.objects.order_by("key"), label=_("Section"), widget=forms.RadioSelect, empty_label=_("All")
    )
    state = State(
        label=_("State"),
        choices=[
            ("live", _("public")),
            ("draft", _("draft")),
            ("changed", _("public, with changes to publish")),
            ("scheduled", _("scheduled")),
            ("locked", _("locked")),
        ],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    dated_at = django_filters.DateFromToRangeFilter(label=_("First published"), widget=DateRangePickerWidget)

    class Meta:
        model = Story
        fields = ("edition", "section", "state", "dated_at")


class HeadlineColumn(TitleColumn):
    """The headline, in its own direction."""

    cell_template_name = "desk/headline_cell.html"


class InstantColumn(Column):
    """A moment with its date, in the language of the desk."""

    def get_value(self, instance: Story) -> str:
        at: datetime | None = super().get_value(instance)
        return moment(at) if at is not None else ""


class StoryList(IndexView):
    """The list. One query for the page's stories, without bodies; one for the count; one for what is scheduled."""

    paginator_class = CappedPaginator
    search_fields = ("headline", "slug")
    default_ordering = ("-latest_revision", "-pk")

    def get_base_queryset(self) -> QuerySet[Any]:
        stories: QuerySet[Any] = Story.objects.select_related(
            "edition__paper", "section", "latest_revision__user"
        ).only(
            "headline",
            "slug",
            "live",
            "expired",
            "locked",
            "has_unpublished_changes",
            "dated_at",
            "edition__prefix",
            "edition__name",
            "edition__language",
            "edition__paper__key",
            "section__key",
            "section__names",
            "latest_revision__created_at",
            "latest_revision__object_str",
            "latest_revision__user__username",
            "latest_revision__user__first_name",
            "latest_revision__user__last_name",
        )
        return stories

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        orders = {
            "dated_at": ("dated_at", "pk"),
            "-dated_at": ("-dated_at", "-pk"),
            "latest_revision": ("latest_revision", "pk"),
        }
        return queryset.order_by(*orders.get(str(self.ordering), self.default_ordering))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=found_stories(self.search_query)) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[BaseColumn]:
        # No buttons in the rows: a menu for each costs more than all the rest, and the story's own page has them.
        return [
            HeadlineColumn("headline", label=_("Headline"), accessor=_latest_headline, get_url=self.get_edit_url),
            Column("edition", label=_("Edition"), accessor="edition.prefix"),
            Column("section", label=_("Section"), accessor=_section_name),
            StatusTagColumn("state", label=_("State"), accessor=self.state_of, primary=lambda story: story.live),
            InstantColumn("dated_at", label=_("First published"), sort_key="dated_at", classname="desk-moment"),
            InstantColumn(
                "latest_revision",
                label=_("Last worked on"),
                accessor="latest_revision.created_at",
                classname="desk-moment",
                sort_key="latest_revision",
            ),
            Column("by", label=_("By"), accessor=_worked_on_by),
        ]

    @cached_property
    def _scheduled(self) -> set[int]:
        return {one.story for one in waiting()}

    def state_of(self, story: Story) -> str:
        """Like Wagtail's own word, without its question to the database for each row."""
        words = [pgettext("story", "public") if story.live else pgettext("story", "draft")]
        if story.expired and not story.live:
            words = [pgettext("story", "expired")]
        if story.pk in self._scheduled:
            words.append(pgettext("story", "scheduled"))
        elif story.live and story.has_unpublished_changes:
            words.append(pgettext("story", "changed"))
        if story.locked:
            words.append(pgettext("story", "locked"))
        return " + ".join(words)

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator[Any]:
        return self.paginator_class(*args, **kwargs)


def _section_name(story: Story) -> str:
    names: dict[str, str] = story.section.names
    return names.get(story.edition.language) or str(story.section.key)


def _latest_headline(story: Story) -> str:
    draft = story.latest_revision if story.has_unpublished_changes else None
    return (draft.object_str if draft is not None else "") or str(story)


def _worked_on_by(story: Story) -> str:
    user = story.latest_revision.user if story.latest_revision is not None else None
    return (user.get_full_name() or user.get_username()) if user is not None else ""

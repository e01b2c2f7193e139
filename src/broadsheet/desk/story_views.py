"""The desk's pages for one story: writing it, its language versions, withdrawing it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.actions.create import CreateAction
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, UnpublishView

from broadsheet.desk.forms import WithdrawForm
from broadsheet.desk.models import Edition, EditionSection, Story, StoryByline, StoryTopic
from broadsheet.desk.publish import identity, withdraw
from broadsheet.desk.refused import Refused
from broadsheet.desk.tidings import in_words
from broadsheet.record import published


class RefusedInForm:
    """Whatever the record refuses in the course of publishing comes back as an error in the form; no text is lost."""

    object: Any

    def form_valid(self, form: Any) -> HttpResponse:
        former = form.instance.pk
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # Wagtail's views come after
        except Refused as refused:
            field, why = refused.path, in_words(refused)
        except IntegrityError:
            # Two people have given the same thing at the same moment, and the forms of both were right.
            field, why = "", gettext("Somebody has saved something in between. Look at the story in another window.")
        else:
            return response
        form.add_error(field if field in form.fields else None, why)
        self._as_before(form, former)
        self.produced_error_code = "refused"
        self.produced_error_message = gettext("The story could not be saved. Your text is kept below.")
        refusal: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]  # Wagtail's
        return refusal

    def _as_before(self, form: Any, former: int | None) -> None:
        """What the rolled-back save has put on the instance: a new story is new again."""
        if former is None:
            form.instance.pk = None
            self.object = None


class WriteStory(RefusedInForm, CreateView):
    """A new story. The edition may come with the address: that of the list that the button stands in."""

    def get_initial_form_instance(self) -> Story:
        story = Story()
        edition = Edition.objects.filter(pk=_number(self.request.GET.get("edition"))).first()
        if edition is not None:
            story.edition = edition
        return story


class EditStory(RefusedInForm, EditView):
    """A story at work. Its header leads to what readers see and to its versions in other languages."""

    object: Any

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.hydrate_create_view:
            return buttons
        shown = published.url(identity(self.object))
        if shown:
            buttons.append(
                Button(
                    gettext("As readers see it"), url=shown, icon_name="view", priority=1, attrs={"target": "_blank"}
                )
            )
        return buttons + self._versions()

    def _versions(self) -> list[Any]:
        others = Edition.objects.filter(paper=self.object.edition.paper_id).exclude(pk=self.object.edition_id)
        there = {one.edition_id: one for one in Story.objects.filter(family=self.object.family).only("edition_id")}
        return [
            self._version(other, there.get(other.pk), number) for number, other in enumerate(others.order_by("prefix"))
        ]

    def _version(self, edition: Edition, story: Story | None, number: int) -> Button:
        if story is not None:
            return Button(
                gettext("Version in %(edition)s") % {"edition": edition.name},
                url=reverse(self.edit_url_name, args=[story.pk]),
                icon_name="globe",
                priority=2 + number,
            )
        return Button(
            gettext("Make the version in %(edition)s") % {"edition": edition.name},
            url=reverse("desk_version", args=[self.object.pk, edition.pk]),
            icon_name="globe",
            priority=2 + number,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.object.hindrance and self.request.method == "GET":
            said = gettext("It was not published as scheduled: %(why)s") % {"why": self.object.hindrance}
            messages.warning(self.request, said)
        return context


class Withdraw(UnpublishView):
    """Withdrawing asks for the reason that readers get in the place of the story."""

    page_title = _("Withdraw")
    template_name = "desk/withdraw.html"
    success_message = _("“%(object)s” is withdrawn.")

    def unpublish(self) -> None:
        by = self.request.user.get_username()
        withdraw(self.object, by=by, at=timezone.now(), reason=self.form.cleaned_data["reason"].strip())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = WithdrawForm(request.POST)
        if not self.form.is_valid():
            answer: HttpResponse = self.render_to_response(self.get_context_data(), status=422)
            return answer
        done: HttpResponse = super().post(request, *args, **kwargs)
        return done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = getattr(self, "form", None) or WithdrawForm()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"form": form}


class MakeVersion(View):
    """A draft in another edition, of the same family, with the text to be translated in it."""

    def get(self, request: HttpRequest, pk: str, edition: int) -> HttpResponse:
        """The header's buttons are links; making something takes a form, so that this asks first."""
        story, other = self._asked_for(request, pk, edition)
        return TemplateResponse(request, "desk/make_version.html", {"story": story, "edition": other})

    def post(self, request: HttpRequest, pk: str, edition: int) -> HttpResponse:
        story, other = self._asked_for(request, pk, edition)
        there = Story.objects.filter(family=story.family, edition=other.pk).first()
        if there is None:
            there = version_of(story.get_latest_revision_as_object(), other)
            CreateAction(there, user=request.user, clean=False).execute(skip_permission_checks=True)
            messages.success(
                request, gettext("A draft with the text to translate. Its slug is made of the new headline.")
            )
        return redirect("wagtailsnippets_desk_story:edit", there.pk)

    def _asked_for(self, request: HttpRequest, pk: str, edition: int) -> tuple[Story, Edition]:
        if not request.user.has_perm("desk.add_story"):
            raise PermissionDenied
        story = get_object_or_404(Story, pk=unquote(str(pk)))
        return story, get_object_or_404(Edition.objects.exclude(pk=story.edition_id), pk=edition)


def version_of(story: Story, edition: Edition) -> Story:
    """A new draft of the family in another edition: what a translator starts from, and nothing that was decided."""
    has_section = EditionSection.objects.filter(edition=edition.pk, section=story.section_id).exists()
    first = EditionSection.objects.filter(edition=edition.pk).order_by("sort_order").first()
    section = story.section_id if has_section or first is None else first.section_id
    version = Story(
        uuid=uuid4(),
        family=story.family,
        edition=edition,
        section_id=section,
        slug="",
        embargo_until=story.embargo_until,
    )
    for field in _TAKEN_OVER:
        setattr(version, field, getattr(story, field))
    version.body = [{**block, "id": str(uuid4())} for block in story.body.get_prep_value()]
    version.byline = [
        StoryByline(person=one.person, name=one.name, role=one.role, sort_order=number)
        for number, one in enumerate(story.byline.all())
    ]
    version.topics = [StoryTopic(topic=one.topic, sort_order=number) for number, one in enumerate(story.topics.all())]
    return version


_TAKEN_OVER = (
    "headline",
    "kicker",
    "standfirst",
    "picture",
    "picture_caption",
    "picture_credit",
    "picture_alt",
    "dateline_place",
    "dateline_source",
    "agency",
    "genre",
    "rank",
    "editors_note",
)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0

"""The desk's side of rescue: files in, what was read beside the date, what a page tells of its paper, headlines."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.archive import limits, review, take_over
from broadsheet.archive.forms import DateForm, UploadForm
from broadsheet.archive.models import Source, Stub
from broadsheet.archive.reading import reading
from broadsheet.archive.rescue import Rescued, rescue
from broadsheet.desk.models import Edition, Story
from broadsheet.desk.publish import publish
from broadsheet.desk.refused import Refused
from broadsheet.desk.tidings import in_words
from broadsheet.news.story import StoryId
from broadsheet.record import published


class RescueView(WagtailAdminTemplateMixin, View):
    """The frame of the rescue pages, for those who may do what `permission` names."""

    permission = "desk.add_story"
    page_title = _("Rescue")
    header_icon = "history"
    breadcrumbs_items: ClassVar = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("rescue:index"), "label": _("Rescue")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.demand(self.permission)
        return super().dispatch(request, *args, **kwargs)

    def demand(self, permission: str) -> None:
        if not self.request.user.has_perm(permission):
            raise PermissionDenied

    @property
    def by(self) -> str:
        return str(self.request.user.get_username())

    def page_of(self, rows: Any) -> Page[Any]:
        return Paginator(rows, limits.LISTED_COUNT).get_page(self.request.GET.get("p"))


class Index(RescueView):
    """What has been rescued, the form for more, and a report for each file that has just come."""

    template_name = "archive/index.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.shown(UploadForm(editions=self.editions), [])

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, editions=self.editions)
        if not form.is_valid():
            return self.shown(form, [], status=422)
        now, edition = timezone.now(), form.cleaned_data["edition"]
        reports = [rescue(raw, name=name, edition=edition, by=self.by, at=now) for name, raw in form.files_read()]
        is_refused = all(one.status == "refused" for one in reports)
        return self.shown(UploadForm(editions=self.editions), reports, status=422 if is_refused else 200)

    @cached_property
    def editions(self) -> list[Edition]:
        return list(Edition.objects.select_related("paper").order_by("paper", "pk"))

    def shown(self, form: UploadForm, reports: list[Rescued], *, status: int = 200) -> HttpResponse:
        sources = Source.objects.select_related("edition__paper", "story").defer("raw").order_by("-arrived_at", "-pk")
        page = self.page_of(sources)
        context = self.get_context_data(
            form=form,
            reports=reports,
            sources=[(one, state_of(one.story)) for one in page],
            page=page,
            waiting_count=Stub.objects.filter(story__isnull=True).count(),
        )
        answer: HttpResponse = self.render_to_response(context, status=status)
        return answer


class Review(RescueView):
    """One rescued page: its lines, what was read from them, and the form that gives the story its date."""

    template_name = "archive/review.html"
    permission = "desk.change_story"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sources = Source.objects.select_related("edition__paper__group", "story__edition__paper", "story__section")
        self.source = get_object_or_404(sources, pk=kwargs["pk"])

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        return self.shown(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep date and section, and publish if the button said so; what was typed comes back with what is wrong."""
        is_to_publish = request.POST.get("do") == "publish"
        if is_to_publish:
            self.demand("desk.publish_story")
        form = self.form(request.POST)
        if self.source.story is None or not form.is_valid():
            return self.shown(form, status=422)
        try:
            self.confirm(form, self.source.story)
            if is_to_publish:
                self.publish(self.source.story)
            else:
                said = gettext("The date is kept. Readers are shown no more of it than is known.")
                messages.success(request, said)
        except Refused as refused:
            field = {"first_published_at": "on", "dated_at": "on"}.get(refused.path, refused.path)
            self.source.refresh_from_db()
            said = in_words(refused)
            form.add_error(*((field, said) if field in form.fields else (None, f"{refused.path}: {said}")))
            return self.shown(form, status=422)
        return redirect("rescue:review", pk)

    def form(self, filled: Any = None) -> DateForm:
        story = self.source.story
        initial = {}
        if story is not None:
            initial = {"section": story.section.key, **_date_of(story)}
        return DateForm(filled, edition=self.source.edition, initial=initial)

    def confirm(self, form: DateForm, story: Story) -> None:
        on, clock = form.known
        precision = form.cleaned_data["precision"]
        review.confirm(
            story,
            first_published_at=review.instant(on, clock, precision, story.edition),
            precision=precision,
            by=self.by,
            at=timezone.now(),
            changes={"section": form.cleaned_data["section"]},
        )

    def publish(self, story: Story) -> None:
        """Publish; what was pressed is told by the desk, once the request's transaction has committed."""
        story.refresh_from_db()
        publish(story, by=self.by, at=timezone.now())
        url = published.url(StoryId(str(story.uuid)))
        buttons = [messages.button(url, gettext("The page"))] if url else []
        messages.success(self.request, gettext("Published."), buttons=buttons)

    def get_page_subtitle(self) -> str:
        """The file's name, isolated: one that begins with digits would else come apart in an Arabic line."""
        return f"\u2068{self.source.name}\u2069"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_subtitle()}]

    def shown(self, form: DateForm, *, status: int = 200) -> HttpResponse:
        source, story, user = self.source, self.source.story, self.request.user
        edition = source.edition
        told = [(one, take_over.has_now(one, edition), take_over.is_offered(one)) for one in source.told.all()]
        sheet = reading(source)
        context = self.get_context_data(
            source=source,
            story=story,
            state=state_of(story),
            sheet=sheet,
            form=form,
            told=told,
            edition_url=AdminURLFinder(user).get_edit_url(edition),
            story_url=AdminURLFinder(user).get_edit_url(story) if story is not None else None,
            public_url=published.url(StoryId(str(story.uuid))) if story is not None else None,
            dates_told=review.dates_told(story) if story is not None else [],
            latest_listed_at=max((one.stub.at for one in sheet.others if one.stub.at), default=None),
            may_publish=user.has_perm("desk.publish_story"),
            may_take_over=user.has_perm("desk.change_edition"),
        )
        answer: HttpResponse = self.render_to_response(context, status=status)
        return answer


class TakeOver(RescueView):
    """Write the chosen parts of what a page tells of its paper into the edition."""

    permission = "desk.change_edition"
    http_method_names = ["post"]  # noqa: RUF012 -- Django's own name, and its type

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = get_object_or_404(Source.objects.select_related("edition__paper").defer("raw"), pk=pk)
        taken = []
        for told in source.told.all():
            if request.POST.get(f"take-{told.pk}") is None:
                continue
            try:
                url = request.POST.get(f"url-{told.pk}", "")
                take_over.take_over(told, source.edition, by=self.by, at=timezone.now(), url=url)
                taken.append(told.get_part_display())
            except Refused as refused:
                messages.error(request, f"{told.get_part_display()}: {in_words(refused)}")
        if taken:
            messages.success(request, gettext("Taken over: %(parts)s.") % {"parts": " · ".join(taken)})
        return redirect(f"{reverse('rescue:review', args=[pk])}#told")


class Headlines(RescueView):
    """Headlines that old pages list and that have no story yet; a button looks for their stories again."""

    template_name = "archive/headlines.html"
    page_subtitle = _("Headlines without their story")

    def get(self, _request: HttpRequest) -> HttpResponse:
        waiting = Stub.objects.filter(story__isnull=True).select_related("edition__paper")
        page = self.page_of(waiting.prefetch_related("sightings__source").order_by(F("at").desc(nulls_last=True), "pk"))
        answer: HttpResponse = self.render_to_response(self.get_context_data(page=page))
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        count = review.match_all()
        messages.success(
            request,
            ngettext("%(count)d headline has found its story.", "%(count)d headlines have found their stories.", count)
            % {"count": count},
        )
        return redirect("rescue:headlines")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_subtitle}]


def state_of(story: Story | None) -> tuple[str, str]:
    """Where a rescued story stands, as a word for the style sheet and in words."""
    if story is None:
        return "deleted", gettext("The story was deleted")
    if story.live:
        return "published", gettext("Published")
    if story.dated_at is None:
        return "date", gettext("Waits for a date")
    if story.first_published_at is not None:
        return "withdrawn", gettext("Withdrawn")
    return "ready", gettext("Has its date")


def _date_of(story: Story) -> dict[str, str]:
    """What the form shows of a date that the story has."""
    if story.dated_at is None:
        return {}
    local = review.local(story.dated_at, story.edition)
    known = {"on": local.date().isoformat(), "precision": story.precision, "clock": ""}
    if story.precision in {"second", "minute"}:
        known["clock"] = local.time().isoformat("seconds" if story.precision == "second" else "minutes")
    return known

"""A story as editors work on it. What readers get is frozen from it by `frozen` and kept by the record."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin

from broadsheet.desk import limits
from broadsheet.desk.blocks import BodyBlock
from broadsheet.desk.models.paper import Edition, Section
from broadsheet.desk.models.people import Person, Topic
from broadsheet.desk.models.picture import Picture
from broadsheet.desk.plain_json import PlainStreamField
from broadsheet.desk.rules import check_slug
from broadsheet.news.slug import SLUG_CHARS


class Precision(models.TextChoices):
    SECOND = "second", _("to the second")
    MINUTE = "minute", _("to the minute")
    DAY = "day", _("only the day is known")
    MONTH = "month", _("only the month is known")
    YEAR = "year", _("only the year is known")


class Genre(models.TextChoices):
    NEWS = "news", _("News")
    OPINION = "opinion", _("Opinion")
    FEATURE = "feature", _("Feature")
    BRIEF = "brief", _("Brief")


class Rank(models.TextChoices):
    NONE = "", _("By time alone")
    TOP = "top", _("Top: high on the front")
    LEAD = "lead", _("Lead: opens the front")


class NoteKind(models.TextChoices):
    UPDATE = "update", _("Update")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")


class Story(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """One story in one edition. Its row is what is live, or where nothing is, the latest draft.

    Wagtail's own `first_published_at` and `last_published_at` are its book-keeping; readers are shown `dated_at`.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    family = models.UUIDField(default=uuid4, db_index=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="stories", verbose_name=_("edition"))
    # Wagtail's index of references is for pictures and links: with these, half the archive would be listed as "usage".
    edition.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # Wagtail's own mark
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_CHARS,
        blank=True,
        validators=[check_slug],
        help_text=_("The last part of the address. Empty: made from the headline. A changed slug redirects."),
    )
    headline = models.CharField(_("headline"), max_length=limits.HEADLINE_CHARS)
    kicker = models.CharField(
        _("kicker"), max_length=limits.KICKER_CHARS, blank=True, help_text=_("The word or two above the headline.")
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=limits.STANDFIRST_CHARS,
        blank=True,
        help_text=_("The sentence or two below the headline; fronts and feeds show it."),
    )
    body: Any = PlainStreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    picture_caption = models.TextField(
        _("caption"), blank=True, max_length=limits.CAPTION_CHARS, help_text=_("Empty: the picture's own.")
    )
    picture_credit = models.CharField(
        _("credit"), blank=True, max_length=limits.CREDIT_CHARS, help_text=_("Empty: the picture's own.")
    )
    picture_alt = models.TextField(
        _("alternative text"),
        blank=True,
        max_length=limits.ALT_CHARS,
        help_text=_("What the picture shows, for readers who cannot see it. Empty: the picture's own."),
    )
    dateline_place = models.CharField(
        _("dateline"), max_length=limits.PLACE_CHARS, blank=True, help_text=_("Where it was filed from: Oslo.")
    )
    dateline_source = models.CharField(
        _("paper in the dateline"),
        max_length=limits.PLACE_CHARS,
        blank=True,
        help_text=_("Only where it is not this edition."),
    )
    agency = models.CharField(
        _("agency"), max_length=limits.AGENCY_CHARS, blank=True, help_text=_("Whose report it is, or rests on: AFP.")
    )
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="stories", verbose_name=_("section"))
    section.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # the same
    genre = models.CharField(_("kind"), max_length=8, choices=Genre.choices, default=Genre.NEWS)
    rank = models.CharField(_("place on the front"), max_length=4, choices=Rank.choices, default=Rank.NONE, blank=True)
    dated_at = models.DateTimeField(
        _("first published"),
        null=True,
        blank=True,
        help_text=_("Empty: the moment of publishing. Fill it in only for a story that was published before."),
    )
    precision = models.CharField(
        _("how exactly that is known"), max_length=6, choices=Precision.choices, default=Precision.MINUTE
    )
    needs_date = models.BooleanField(default=False, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)
    revised_at = models.DateTimeField(null=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Nothing of the story is public before this moment, whoever presses what."),
    )
    is_small_fix = models.BooleanField(
        _("a small fix"), default=False, help_text=_("Readers see the change, and no new time of an update.")
    )
    editors_note = models.TextField(
        _("note for editors"),
        blank=True,
        max_length=limits.EDITORS_NOTE_CHARS,
        help_text=_("Never shown to readers."),
    )
    hindrance = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="story_slug_once",
                condition=~models.Q(slug=""),
                violation_error_message=_("Another story of this edition has this slug."),
            ),
            models.UniqueConstraint(
                fields=["family", "edition"],
                name="story_version_once",
                violation_error_message=_("There is a version of this story in this edition already."),
            ),
            models.CheckConstraint(condition=models.Q(genre__in=Genre.values), name="story_genre"),
            models.CheckConstraint(condition=models.Q(rank__in=Rank.values), name="story_rank"),
            models.CheckConstraint(condition=models.Q(precision__in=Precision.values), name="story_precision"),
        ]
        indexes: ClassVar = [
            # The desk's list: the latest work first, in all editions, in one, in one section.
            models.Index(fields=["-latest_revision", "-id"], name="story_by_work"),
            models.Index(fields=["edition", "-latest_revision", "-id"], name="story_by_work_in_edition"),
            models.Index(fields=["section", "-latest_revision", "-id"], name="story_by_work_in_section"),
            models.Index(fields=["live", "-latest_revision", "-id"], name="story_by_work_and_state"),
            models.Index(fields=["-dated_at", "-id"], name="story_by_date"),
            models.Index(fields=["edition", "-dated_at", "-id"], name="story_by_date_in_edition"),
            # Finding by words of the headline reads these narrow indexes, not the rows with their bodies.
            models.Index(fields=["headline"], name="story_headline"),
            models.Index(fields=["slug"], name="story_slug"),
            # What falls due; see `schedule`.
            models.Index(
                fields=["expire_at"], name="story_expiry", condition=models.Q(expire_at__isnull=False, live=True)
            ),
            models.Index(
                fields=["has_unpublished_changes", "-latest_revision"],
                name="story_drafts",
                condition=models.Q(has_unpublished_changes=True),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.slug or str(self.uuid)

    def with_content_json(self, content: dict[str, Any]) -> Story:
        """Take the text from a revision; what belongs to the story whatever its text says stays as it is."""
        story: Story = super().with_content_json(content)
        for fact in ("uuid", "family", "needs_date", "updated_at", "revised_at", "hindrance"):
            setattr(story, fact, getattr(self, fact))
        if story.dated_at is None:
            story.dated_at, story.precision = self.dated_at, self.precision
        return story

    def serve_preview(self, request: Any, mode_name: str) -> Any:  # noqa: ARG002  # Wagtail's own signature
        """Answer with the exact bytes that publishing would press."""
        from broadsheet.desk.preview import preview  # noqa: PLC0415  # which needs these models

        return preview(self)


class StoryByline(Orderable):
    """One name of a byline: a person whom the paper knows, or only a name."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="byline")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    # Else each name and each topic that is saved would index the whole story again.
    person.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # the same
    name = models.CharField(
        _("name"), max_length=limits.NAME_CHARS, blank=True, help_text=_("For somebody without a page of their own.")
    )
    role = models.CharField(_("role"), max_length=limits.NAME_CHARS, blank=True, help_text=_("As printed, or empty."))

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(name=""),
                name="byline_has_a_name",
                violation_error_message=_("A name of a byline is a person or a name."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)


class StoryTopic(Orderable):
    """A topic of a story; the first three carry it into other stories' related lists."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", verbose_name=_("topic"))
    topic.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # the same

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["story", "topic"],
                name="story_topic_once",
                violation_error_message=_("The story has this topic already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.topic)


class StoryNote(Orderable):
    """What was changed after publication, in words for readers."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=13, choices=NoteKind.choices, default=NoteKind.CORRECTION)
    text = models.TextField(_("text"), max_length=limits.NOTE_CHARS)
    at = models.DateTimeField(_("when"), null=True, blank=True, help_text=_("Empty: the moment of publishing."))

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=NoteKind.values), name="note_kind"),
        ]

    def __str__(self) -> str:
        return self.text

"""What has been published, and the pressed pages. Nobody edits it by hand: `release` and `pressroom` write it."""

from __future__ import annotations

from django.db import models


class EntryRow(models.Model):
    """One act on a story, for ever. Rows are added, never changed and never deleted."""

    story = models.CharField(max_length=36)
    number = models.PositiveIntegerField()
    edition = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    value = models.BinaryField()
    digest = models.CharField(max_length=40)
    previous_digest = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="entry_number_once")]
        indexes = [models.Index(fields=["edition", "at"], name="entry_by_edition")]

    def __str__(self) -> str:
        return f"{self.story} #{self.number} ({self.kind})"


class LiveStory(models.Model):
    """A story that is public now: its last entry, and what lists are made by."""

    story = models.CharField(max_length=36, primary_key=True)
    entry = models.ForeignKey(EntryRow, on_delete=models.PROTECT)
    family = models.CharField(max_length=36)
    edition = models.CharField(max_length=80)
    language = models.CharField(max_length=35)
    section = models.CharField(max_length=60)
    slug = models.CharField(max_length=120)
    published_us = models.BigIntegerField()
    on_day = models.CharField(max_length=10)
    card = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="live_slug_once")]
        indexes = [
            models.Index(fields=["edition", "published_us", "story"], name="live_in_order"),
            models.Index(fields=["edition", "section", "published_us", "story"], name="live_in_section"),
            models.Index(fields=["edition", "on_day"], name="live_by_day"),
            models.Index(fields=["family"], name="live_by_family"),
            models.Index(fields=["published_us"], name="live_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}/{self.slug}"


class LiveTopic(models.Model):
    """A live story in one of its topics. `is_first` topics carry it into other stories' related lists."""

    story = models.CharField(max_length=36)
    edition = models.CharField(max_length=80)
    topic = models.CharField(max_length=80)
    is_first = models.BooleanField()
    published_us = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "topic"], name="live_topic_once")]
        indexes = [
            models.Index(fields=["edition", "topic", "published_us", "story"], name="topic_in_order"),
            models.Index(
                fields=["edition", "topic", "published_us", "story"],
                name="first_topic_in_order",
                condition=models.Q(is_first=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story} in {self.topic}"


class LiveAuthor(models.Model):
    """A live story by one of its authors whom the paper knows."""

    story = models.CharField(max_length=36)
    edition = models.CharField(max_length=80)
    person = models.CharField(max_length=80)
    published_us = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "person"], name="live_author_once")]
        indexes = [models.Index(fields=["edition", "person", "published_us", "story"], name="author_in_order")]

    def __str__(self) -> str:
        return f"{self.story} by {self.person}"


class LiveCorrection(models.Model):
    """A correction that a live story carries."""

    story = models.CharField(max_length=36)
    edition = models.CharField(max_length=80)
    at_us = models.BigIntegerField()
    value = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "at_us"], name="correction_in_order"),
            models.Index(fields=["story"], name="correction_of_story"),
        ]

    def __str__(self) -> str:
        return f"correction of {self.story}"


class AddressState(models.TextChoices):
    LIVE = "live"
    MOVED = "moved"
    GONE = "gone"


class AddressRow(models.Model):
    """An address that has been public. Never deleted from: it answers for ever (law L7)."""

    paper = models.CharField(max_length=40)
    path = models.CharField(max_length=400)
    address = models.CharField(max_length=300, unique=True)
    state = models.CharField(max_length=5, choices=AddressState.choices, default=AddressState.LIVE)
    story = models.CharField(max_length=36, blank=True)
    value = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "path"], name="path_once"),
            models.CheckConstraint(condition=models.Q(state__in=["live", "moved", "gone"]), name="address_state"),
        ]
        # Not a partial index: no database sees that a parameter is not the empty text; a release would look at all.
        indexes = [models.Index(fields=["story", "state"], name="address_of_story")]

    def __str__(self) -> str:
        return f"{self.paper}{self.path}"


class Standing(models.Model):
    """A value that stands around stories: an edition, a topic, a person. `key` is the press key that it answers."""

    key = models.CharField(max_length=200, primary_key=True)
    value = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Clock(models.Model):
    """The record's instant: one row, moved by releases and by the tick alone."""

    as_of = models.DateTimeField()

    def __str__(self) -> str:
        return self.as_of.isoformat()


class Ticket(models.Model):
    """What the press still has to do: touched keys, and addresses that must be pressed whatever their keys say."""

    keys = models.TextField(blank=True)
    addresses = models.TextField(blank=True)
    is_wide = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    error = models.TextField(blank=True)
    tries_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class PressKey(models.Model):
    """A key that some page has read, with the fingerprint of the answer that those pages were pressed from."""

    key = models.CharField(max_length=300, unique=True)
    fingerprint = models.BinaryField()

    def __str__(self) -> str:
        return self.key


class PressedPage(models.Model):
    """What one address answers, compressed; `body` is null where there is none: absence is remembered too."""

    address = models.CharField(max_length=300, unique=True)
    paper = models.CharField(max_length=40)
    path = models.CharField(max_length=400)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=60)
    location = models.CharField(max_length=1200, blank=True)
    etag = models.CharField(max_length=24)
    body = models.BinaryField(null=True)
    body_bytes = models.PositiveIntegerField()
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "path"], name="pressed_path_once")]

    def __str__(self) -> str:
        return f"{self.paper}{self.path}"


class PageRead(models.Model):
    """That a page has read a key."""

    pk = models.CompositePrimaryKey("page_id", "key_id")
    page = models.ForeignKey(PressedPage, on_delete=models.CASCADE, db_index=False)
    key = models.ForeignKey(PressKey, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"page {self.page_id} read key {self.key_id}"


class LastRun(models.Model):
    """What the last press run did, for the desk and for `press status`; its `number` is the store's generation."""

    number = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    pages_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()
    ms = models.FloatField()

    def __str__(self) -> str:
        return f"run {self.number}"

"""One line for each thing that happens at the desk and that readers may see. Nothing else listens."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from broadsheet.desk import pictures, publish, standing
from broadsheet.desk.models import (
    Account,
    Edition,
    EditionSection,
    Group,
    Paper,
    Person,
    Picture,
    Section,
    Story,
    Terms,
    Topic,
)


def _story_published(instance: Story, **_: Any) -> None:
    publish.release_live(instance)


def _story_unpublished(instance: Story, **_: Any) -> None:
    publish.release_withdrawal(instance)


def _story_deleted(instance: Story, **_: Any) -> None:
    publish.release_withdrawal(instance)


def _group_saved(instance: Group, **_: Any) -> None:
    standing.release_editions(Edition.objects.filter(paper__group=instance.pk))


def _paper_saved(instance: Paper, **_: Any) -> None:
    standing.release_editions(Edition.objects.filter(paper__group=instance.group_id))


def _edition_saved(instance: Edition, **_: Any) -> None:
    standing.release_edition(instance)


def _part_of_edition_saved(instance: EditionSection | Account | Terms, **_: Any) -> None:
    standing.release_editions(Edition.objects.filter(pk=instance.edition_id))


def _section_saved(instance: Section, **_: Any) -> None:
    standing.release_section(instance)


def _topic_saved(instance: Topic, **_: Any) -> None:
    standing.release_topic(instance)


def _person_saved(instance: Person, **_: Any) -> None:
    standing.release_person(instance)


def _picture_saved(instance: Picture, **_: Any) -> None:
    pictures.follow(instance)


def listen() -> None:
    """Called once, when the desk is ready."""
    published.connect(_story_published, sender=Story)
    unpublished.connect(_story_unpublished, sender=Story)
    post_delete.connect(_story_deleted, sender=Story)
    post_save.connect(_group_saved, sender=Group)
    post_save.connect(_paper_saved, sender=Paper)
    post_save.connect(_edition_saved, sender=Edition)
    for part in (EditionSection, Account, Terms):
        post_save.connect(_part_of_edition_saved, sender=part)
        post_delete.connect(_part_of_edition_saved, sender=part)
    post_save.connect(_section_saved, sender=Section)
    post_save.connect(_topic_saved, sender=Topic)
    post_save.connect(_person_saved, sender=Person)
    post_save.connect(_picture_saved, sender=Picture)

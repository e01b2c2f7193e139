"""Finding what a slip names: editions, sections, people, topics, stories. What is not there is refused with what is."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

from broadsheet.desk import limits
from broadsheet.desk.models import Edition, EditionSection, Person, Section, Story, Topic
from broadsheet.desk.refused import Refused
from broadsheet.desk.slip import NameSlip
from broadsheet.news.slug import slug

_LOOKS_LIKE_A_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FAMILIES = UUID("5ea0c9a2-6a3f-4b57-9f0b-0d9b9b0f6e11")
"""Namespace of families that a slip names by a word: the same word in the same paper is the same family."""
_SHOWN_COUNT = 40


def edition_of(name: str, language: str) -> Edition:
    """The edition by its key (`levantine.en`), its prefix (`en`) or, where nothing is said, by its language.

    A language alone means the first paper that has it, as an unknown host does; a prefix must be one paper's own.
    """
    editions = list(Edition.objects.select_related("paper").order_by("paper__key", "prefix"))
    keys = _list_of([one.key for one in editions]) or "none; make one at the desk first"
    if name:
        fitting = [one for one in editions if one.key == name] or [one for one in editions if one.prefix == name]
        path, said = "edition", name
    else:
        fitting = [one for one in editions if _same_language(one.language, language)] if language else editions
        path, said = ("language", language) if language else ("edition", "nothing")
        fitting = [one for one in fitting if one.paper_id == fitting[0].paper_id]
    if len(fitting) != 1:
        found = repr(said) if said != "nothing" else said
        several = ", which more than one edition answers to" if fitting else ""
        raise Refused(path, f"{found}{several}", f"one of these editions would do: {keys}")
    if language and not _same_language(fitting[0].language, language):
        raise Refused(
            "language", repr(language), f"{fitting[0].language!r}, the language of {fitting[0].key}, would do"
        )
    edition: Edition = fitting[0]
    return edition


def _same_language(one: str, other: str) -> bool:
    return one.lower() == other.lower() or one.lower().split("-")[0] == other.lower()


def section_of(name: str, edition: Edition) -> Section:
    """The section by its key, or by its name in the edition."""
    places = EditionSection.objects.filter(edition=edition.pk).select_related("section").order_by("sort_order")
    for place in places:
        if name in {place.section.key, place.name, place.section.names.get(edition.language)}:
            section: Section = place.section
            return section
    known = _list_of([place.section.key for place in places])
    raise Refused("section", repr(name), f"one of the sections of {edition.key} would do: {known or 'it has none'}")


def name_of(slip: NameSlip, path: str) -> tuple[Person | None, str]:
    """Somebody whom the paper knows, by key or by name; else a name to be printed as it is.

    What looks like a key and is nobody's is refused: it would stand in print as it was typed.
    """
    if not slip.who:
        return None, slip.name
    known = Person.objects.filter(key=slip.who).first() or next(
        (one for one in Person.objects.all() if slip.who in one.names.values()), None
    )
    if known is not None:
        return known, ""
    if _LOOKS_LIKE_A_KEY.fullmatch(slip.who):
        keys = _list_of(list(Person.objects.values_list("key", flat=True)[: _SHOWN_COUNT + 1]))
        raise Refused(
            path, repr(slip.who), f'{{"name": …}} for somebody without a page, or one of these: {keys or "none"}'
        )
    return None, slip.who


def topic_of(name: str, language: str) -> tuple[Topic, bool]:
    """The topic by its key, a name or another spelling; made where there is none, and then True comes beside it."""
    found = Topic.objects.filter(key=name).first() or Topic.objects.filter(key=slug(name)[: limits.KEY_CHARS]).first()
    if found is not None:
        return found, False
    for topic in Topic.objects.all():
        if name in topic.names.values() or any(name in spellings for spellings in topic.variants.values()):
            return topic, False
    key = slug(name)[: limits.KEY_CHARS].rstrip("-")
    if not key:
        raise Refused("topics", repr(name), "a topic with letters or digits would do")
    words = name.replace("-", " ").capitalize() if _LOOKS_LIKE_A_KEY.fullmatch(name) else name
    return Topic.objects.create(key=key, names={language: words}), True


def translated(name: str, edition: Edition) -> Story | None:
    """The story that another one is a language version of: by slug, path or identity, in the paper's other editions."""
    others = Story.objects.filter(edition__paper=edition.paper_id).exclude(edition=edition.pk)
    by_slug: list[Story] = list(others.filter(slug=slug(name.rstrip("/").rpartition("/")[2]))[:2])
    if len(by_slug) == 1:
        return by_slug[0]
    try:
        by_identity: Story | None = others.filter(uuid=UUID(name)).first()
    except ValueError:
        return None
    return by_identity


def linked_story(words: dict[str, str], edition: Edition, path: str) -> Story:
    """The story that a block of the body points at."""
    of = edition_of(words["edition"], "") if words["edition"] else edition
    found: Story | None = Story.objects.filter(edition=of.pk, slug=words["slug"]).first()
    if found is None:
        raise Refused(path, repr(words["slug"]), f"the slug of a story of {of.key} would do")
    return found


def family_of(name: str, edition: Edition) -> UUID:
    """The family that a slip names: an identity, or a word."""
    try:
        return UUID(name)
    except ValueError:
        return uuid5(_FAMILIES, f"{edition.paper.key}/{name}")


def _list_of(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN_COUNT])
    return f"{shown}, …" if len(names) > _SHOWN_COUNT else shown

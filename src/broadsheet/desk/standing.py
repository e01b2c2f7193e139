"""What stands around stories: editions, topics and people, from the desk's tables to the record's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from broadsheet.desk import texts
from broadsheet.desk.acting import act
from broadsheet.desk.models import Edition, EditionSection, Person, Section, Terms, Topic
from broadsheet.news import paper as news
from broadsheet.news.story import EditionKey, Language, PaperKey, PersonKey, SectionKey, TopicKey
from broadsheet.record import release


def edition_value(edition: Edition) -> news.Edition:
    """An edition with all that its pages show: its paper's looks, its sections in order, its sisters and its terms."""
    paper = edition.paper
    return news.Edition(
        key=EditionKey(edition.key),
        paper=PaperKey(paper.key),
        group=texts.line(paper.group.names.get(edition.language) or paper.group.name),
        name=texts.line(edition.name),
        tagline=texts.line(edition.tagline),
        language=Language(edition.language),
        origin=paper.origin,
        zone=edition.zone,
        zone_name=texts.line(edition.zone_name),
        numerals=edition.numerals,  # type: ignore[arg-type]  # a field with choices
        months=edition.months,
        accent=paper.accent,
        accent_dark=paper.accent_dark,
        sections=tuple(
            news.Section(key=SectionKey(place.section.key), name=section_name(place, edition.language))
            for place in edition.sections.all()
        ),
        siblings=tuple(_siblings(edition)),
        sisters=tuple(_sisters(edition)),
        accounts=tuple(
            news.Account(kind=one.kind, name=texts.line(one.name), url=one.url) for one in edition.accounts.all()
        ),
        address=texts.line(edition.address),
        address_language=Language(edition.address_language),
        credit=texts.line(edition.credit),
        rights_holder=texts.line(edition.rights_holder),
        rights_year=texts.line(edition.rights_year),
        about=texts.paragraphs(edition.about),
        terms=_terms(edition),
        contact=texts.line(edition.contact),
        footer_note=texts.line(edition.footer_note),
        mark_svg=paper.mark_svg.strip(),
    )


def section_name(place: EditionSection, language: str) -> str:
    """The section's name in this edition: its own, else the section's in the language, else in any, else the key."""
    names = place.section.names
    return texts.line(place.name or names.get(language) or next(iter(names.values()), place.section.key))


def _link(other: Edition, url: str) -> news.Sibling:
    return news.Sibling(
        edition=EditionKey(other.key),
        name=texts.line(other.name),
        language=Language(other.language),
        language_name=texts.line(other.language_name or other.language),
        url=url,
    )


def _siblings(edition: Edition) -> Iterator[news.Sibling]:
    others = edition.paper.editions.exclude(pk=edition.pk).select_related("paper").order_by("prefix")
    yield from (_link(other, f"/{other.prefix}/") for other in others)


def _sisters(edition: Edition) -> Iterator[news.Sibling]:
    """The group's other papers, each in this edition's language."""
    others = (
        Edition.objects.filter(paper__group=edition.paper.group_id, language=edition.language)
        .exclude(paper=edition.paper_id)
        .select_related("paper")
        .order_by("paper__key", "prefix")
    )
    yield from (_link(other, f"{other.paper.origin}/{other.prefix}/") for other in others)


def _terms(edition: Edition) -> news.Terms | None:
    terms = Terms.objects.filter(edition=edition.pk).order_by("-pk").first()
    if terms is None:
        return None
    return news.Terms(
        version=texts.line(terms.version),
        paragraphs=texts.paragraphs(terms.text),
        publishing_terms="\n\n".join(texts.paragraphs(terms.publishing_terms)),
    )


def topic_value(topic: Topic) -> news.Topic:
    return news.Topic(
        key=TopicKey(topic.key),
        kind=topic.kind,  # type: ignore[arg-type]  # a field with choices
        names=_by_language(topic.names),
        variants={
            language: tuple(found for one in of if (found := texts.line(one)))
            for language, of in sorted(topic.variants.items())
        },
        abbreviations=_by_language(topic.abbreviations),
        about=_by_language(topic.about),
    )


def person_value(person: Person) -> news.Person:
    return news.Person(
        key=PersonKey(person.key),
        names=_by_language(person.names),
        roles=_by_language(person.roles),
        about=_by_language(person.about),
    )


def _by_language(words: dict[str, str]) -> dict[str, str]:
    return {language: found for language, text in sorted(words.items()) if (found := texts.line(text))}


def release_edition(edition: Edition) -> None:
    """Give the record an edition, and its sisters where they name it. The same value again changes nothing."""
    with transaction.atomic():
        at = act().at
        release.edition(edition_value(edition), at=at)
        others = Edition.objects.filter(paper__group=edition.paper.group_id).exclude(pk=edition.pk)
        _release_all(others, at)


def release_editions(editions: Iterable[Edition]) -> None:
    with transaction.atomic():
        _release_all(editions, act().at)


def release_section(section: Section) -> None:
    """Give the record the editions that show a section's name."""
    release_editions(Edition.objects.filter(sections__section=section.pk))


def _release_all(editions: Iterable[Edition], at: datetime) -> None:
    for edition in editions:
        release.edition(edition_value(edition), at=at)


def release_topic(topic: Topic) -> None:
    with transaction.atomic():
        release.topic(topic_value(topic), at=act().at)


def release_person(person: Person) -> None:
    with transaction.atomic():
        release.person(person_value(person), at=act().at)

"""The group, its papers and their editions: all that stands around a story."""

from __future__ import annotations

from typing import Literal

import msgspec

from broadsheet.news.story import EditionKey, Language, PaperKey, PersonKey, SectionKey, TopicKey

TopicKind = Literal["subject", "person", "place", "organisation"]
Numerals = Literal["latn", "arab"]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    key: SectionKey
    name: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The paper's account with somebody else: `facebook`, `twitter`, `youtube`, or any other by its own name."""

    kind: str
    name: str
    url: str


class Sibling(msgspec.Struct, frozen=True, kw_only=True):
    """Another edition of the same paper, or a sister paper's, as a link needs it. `url` is "/en/" or absolute."""

    edition: EditionKey
    name: str
    language: Language
    language_name: str
    url: str


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the terms of use; old versions stay in the record, for readers agreed to them."""

    version: str
    paragraphs: tuple[str, ...]
    publishing_terms: str = ""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A paper in one language: what every one of its pages shows. In the record it is one standing value."""

    key: EditionKey
    paper: PaperKey
    group: str
    name: str
    tagline: str = ""
    language: Language
    origin: str
    zone: str = "UTC"
    zone_name: str = "GMT"
    numerals: Numerals = "latn"
    months: str = ""
    accent: str = "#7a1846"
    accent_dark: str = "#e09ab8"
    sections: tuple[Section, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    sisters: tuple[Sibling, ...] = ()
    accounts: tuple[Account, ...] = ()
    address: str = ""
    address_language: Language = Language("")
    credit: str = ""
    rights_holder: str = ""
    rights_year: str = ""
    about: tuple[str, ...] = ()
    terms: Terms | None = None
    contact: str = ""
    footer_note: str = ""
    mark_svg: str = ""

    def section_name(self, key: SectionKey) -> str:
        return next((one.name for one in self.sections if one.key == key), key)


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A subject, person, place or organisation; one in all languages, with names by language."""

    key: TopicKey
    kind: TopicKind
    names: dict[str, str]
    variants: dict[str, tuple[str, ...]] = {}
    abbreviations: dict[str, str] = {}
    about: dict[str, str] = {}

    def name(self, language: Language) -> str:
        return self.names.get(language) or next(iter(self.names.values()), self.key)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who writes for the paper, with name, role and a few words by language."""

    key: PersonKey
    names: dict[str, str]
    roles: dict[str, str] = {}
    about: dict[str, str] = {}

    def name(self, language: Language) -> str:
        return self.names.get(language) or next(iter(self.names.values()), self.key)

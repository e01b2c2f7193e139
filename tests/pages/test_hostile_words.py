"""Whatever is written in a field stays where it was put: as text, isolated, in its own place."""

import json
from typing import Any

import msgspec
import pytest
from lxml import html

from broadsheet.news.paper import Account, Edition, Section, Terms
from broadsheet.news.story import BylineName, Dateline, FactBox, ItemList, Note, OutsideLink, Quote, Story, Subheading
from broadsheet.pages import keys
from broadsheet.pages.kinds import KINDS
from broadsheet.pages.plain import PlainRecord
from broadsheet.pages.standing import about, missing, terms
from broadsheet.press.copy import Answers, Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page
from tests.newspaper import ENGLISH, FOUNDING, WITHDRAWN_BY_LANGUAGE, newspaper
from tests.pages.reading import read, set_article, text_nodes, texts_in

BAIT = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onload="alert(1)',
    "comment": "<!-- --> <!--",
    "end of script": "</script><img src=x onerror=alert(1)>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "entity": "&lt;b&gt; & &amp;",
    "right to left": "نص عربي (12)",
    "left to right": "Latin (12)",
    "override": "\u202eabc",
    "unclosed isolate": "\u2067abc",
    "stray end": "abc\u2069\u202c",
    "placeholder": "{name} {0} %s",
}
LISTS = (
    f"front|{ENGLISH}",
    f"section|{ENGLISH}|region",
    f"topic|{ENGLISH}|deir-ezzor",
    f"author|{ENGLISH}|hala-mansour",
    f"day|{ENGLISH}|2017-09-17",
    f"month|{ENGLISH}|2017-09",
    f"archive|{ENGLISH}",
    f"corrections|{ENGLISH}",
)
ELEMENTS_WITH_CODE = "//script[not(@type='application/ld+json')] | //iframe | //object | //embed | //base | //style"


def hostile(word: str) -> tuple[PlainRecord, set[str]]:
    """The newspaper with the word in every field that somebody writes, and those texts, each with its own mark."""
    record, put = newspaper(), []

    def w(field: str) -> str:
        put.append(f"⟦{field}⟧{word}")
        return put[-1]

    story = record.answer(keys.story(ENGLISH, FOUNDING))
    assert isinstance(story, Story)
    assert story.picture is not None
    record.put(
        msgspec.structs.replace(
            story,
            headline=w("headline"),
            kicker=w("kicker"),
            standfirst=w("standfirst"),
            agency=w("agency"),
            dateline=Dateline(place=w("place"), source=w("source")),
            byline=(
                BylineName(name=w("byline"), role=w("role")),
                BylineName(person=keys.PersonKey("hala-mansour"), role=w("role of a person")),
            ),
            picture=msgspec.structs.replace(story.picture, alt=w("alt"), caption=w("caption"), credit=w("credit")),
            body=(
                Subheading(id="1", text=w("subheading")),
                Quote(id="2", text=w("quote"), speaker=w("speaker")),
                ItemList(id="3", items=(w("item"),)),
                FactBox(id="4", title=w("facts"), items=(w("fact"),)),
                OutsideLink(id="5", url="https://example.org/" + word, text=w("link")),
                OutsideLink(id="6", url=word, text=w("link to nowhere")),
            ),
            notes=(Note(kind="correction", text=w("note"), at=story.updated_at),),
        )
    )
    for key, topic in record.topics.items():
        record.topics[key] = msgspec.structs.replace(
            topic,
            names={"en": w(f"topic {key}"), "ar": w(f"topic {key} in Arabic")},
            variants={"en": (w(f"variant of {key}"),)},
            abbreviations={"en": w(f"abbreviation of {key}")},
            about={"en": w(f"about {key}")},
        )
    for person in record.people.values():
        record.people[person.key] = msgspec.structs.replace(
            person,
            names={"en": w(f"person {person.key}")},
            roles={"en": w(f"role of {person.key}")},
            about={"en": w(f"about {person.key}")},
        )
    record.editions[ENGLISH] = _hostile_edition(record.editions[ENGLISH], w)
    return record, set(put)


def _hostile_edition(edition: Edition, w: Any) -> Edition:
    return msgspec.structs.replace(
        edition,
        name=w("name"),
        group=w("group"),
        tagline=w("tagline"),
        zone_name=w("zone"),
        accent=w("accent"),
        mark_svg=w("mark"),
        sections=(Section(key=keys.SectionKey("region"), name=w("section")),),
        siblings=tuple(
            msgspec.structs.replace(one, name=w("sibling"), language_name=w("language")) for one in edition.siblings
        ),
        sisters=tuple(msgspec.structs.replace(one, name=w("sister"), url=w("url")) for one in edition.sisters),
        accounts=(Account(kind=w("kind"), name=w("account"), url="https://example.org/" + w("account's url")),),
        address=w("address"),
        credit=w("paper's credit"),
        rights_holder=w("holder"),
        rights_year=w("year"),
        footer_note=w("footer note"),
        contact=w("contact") + "@example.org",
        about=(w("about"),),
        terms=Terms(version=w("version"), paragraphs=(w("terms"),), publishing_terms=w("publishing terms")),
    )


def set_all(record: PlainRecord) -> dict[str, Page]:
    copy = Copy(Answers(record))
    pages = {
        "story": set_article(record, ENGLISH, FOUNDING),
        "later story": set_article(record, ENGLISH, "river-front-lines"),
        "withdrawn": set_article(record, ENGLISH, WITHDRAWN_BY_LANGUAGE[ENGLISH]),
        "about": about(copy, Address(f"about|{ENGLISH}")),
        "terms": terms(copy, Address(f"terms|{ENGLISH}")),
        "missing": missing(copy, Address(f"missing|{ENGLISH}")),
        **{address: KINDS.press[Address(address).kind](copy, Address(address)) for address in LISTS},
    }
    return {name: page for name, page in pages.items() if page is not None}


def out_of_place(root: html.HtmlElement, put: set[str]) -> list[str]:
    """Texts with a mark that are neither isolated nor alone in an element."""
    return [
        text
        for element, text in text_nodes(root)
        if "⟦" in text and element.tag != "bdi" and not (text in put and texts_in(element) == [text])
    ]


@pytest.mark.parametrize("bait", BAIT)
def test_no_field_breaks_out_of_its_place(bait) -> None:
    record, put = hostile(BAIT[bait])
    pages = set_all(record)
    assert len(pages) == 6 + len(LISTS)
    for name, page in pages.items():
        root = read(page)
        assert root.xpath(ELEMENTS_WITH_CODE) == [], name
        assert [one for one in root.xpath("//@*") if one.attrname.startswith("on")] == [], name
        assert root.xpath("//@href[starts-with(., 'javascript:')]") == [], name
        assert root.xpath("//img[@src='x']") == [], name
        assert out_of_place(root, put) == [], name
        for block in root.xpath("//script/text()"):
            json.loads(block)


@pytest.mark.parametrize("bait", [bait for bait in BAIT if bait not in {"override", "unclosed isolate", "stray end"}])
def test_words_arrive_as_they_were_written(bait) -> None:
    record, put = hostile(BAIT[bait])
    page = set_all(record)["story"]
    shown = {text for _, text in text_nodes(read(page))}
    expected = {
        one for one in put if one.startswith(("⟦headline⟧", "⟦caption⟧", "⟦agency⟧", "⟦note⟧", "⟦fact⟧", "⟦role⟧"))
    }
    assert len(expected) == 6
    assert expected <= shown


def test_marks_in_a_title_do_not_change_the_direction_of_what_follows() -> None:
    record, _ = hostile("\u202eabc")
    (title,) = read(set_all(record)["story"]).xpath("//title")
    assert "\u202e" not in title.text

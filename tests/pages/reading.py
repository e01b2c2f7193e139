"""Reading a page as a browser does: its elements, its texts, its links."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from broadsheet.news.story import EditionKey
from broadsheet.pages import addresses
from broadsheet.pages.article import article
from broadsheet.pages.kinds import KINDS
from broadsheet.pages.plain import PlainRecord
from broadsheet.press.copy import Answers, Copy
from broadsheet.press.key import Address
from broadsheet.press.page import Page

# What these hold is told to machines, or stands alone.
NOT_A_LINE = frozenset({"title", "script"})


def set_article(record: PlainRecord, edition: EditionKey, slug: str) -> Page | None:
    return article(Copy(Answers(record)), addresses.article(edition, addresses.Slug(slug)))


def set_page(record: PlainRecord, address: Address) -> Page | None:
    return KINDS.press[address.kind](Copy(Answers(record)), address)


def kinds_read(record: PlainRecord, address: Address) -> set[str]:
    """The kinds of questions that a page asks."""
    copy = Copy(Answers(record))
    KINDS.press[address.kind](copy, address)
    return {key.kind for key in copy.reads()}


def read(page: Page | None) -> html.HtmlElement:
    assert page is not None
    return html.document_fromstring(page.body.decode())


def of_class(root: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return root.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def texts(root: html.HtmlElement, path: str) -> list[str]:
    return [said(found) for found in root.xpath(path)]


def structured(root: html.HtmlElement) -> dict[str, Any]:
    (block,) = root.xpath("//script")
    assert block.get("type") == "application/ld+json"
    return json.loads(block.text)


def text_nodes(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Each text of a page with the element that it stands in."""
    for element in root.iter(etree.Element):
        if element.tag not in NOT_A_LINE and element.text and element.text.strip():
            yield element, element.text.strip()
        if element.tail and element.tail.strip():
            yield element.getparent(), element.tail.strip()


def texts_in(element: html.HtmlElement) -> list[str]:
    """The texts that stand in an element itself, not in one of its children."""
    return [text.strip() for text in (element.text, *(child.tail for child in element)) if text and text.strip()]

import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import msgspec
import pytest

from broadsheet.news.paper import Account, Edition
from broadsheet.news.story import EditionKey
from broadsheet.pages import addresses, furniture, keys, links
from broadsheet.pages.article import article
from broadsheet.pages.plain import PlainRecord
from broadsheet.pages.standing import about, missing, terms
from broadsheet.press.copy import Answers, Copy
from tests.newspaper import ARABIC, ENGLISH, FOUNDING, newspaper
from tests.pages.reading import of_class, read, said, set_article, texts

ABOUT = addresses.about(ENGLISH)
AT = datetime(2017, 9, 17, 18, 49, 16, tzinfo=UTC)
# A literal address in a template would be one that `addresses` did not make.
LITERAL_ADDRESS = re.compile(r"""(?:href|src|action|content)=["'](?:/|https?:)""")


def edited(**what) -> PlainRecord:
    record = newspaper()
    record.editions[ENGLISH] = msgspec.structs.replace(record.editions[ENGLISH], **what)
    return record


def page_about(record: PlainRecord | None = None, edition: EditionKey = ENGLISH):
    return about(Copy(Answers(record or newspaper())), addresses.about(edition))


def row_of(root, name: str) -> list[tuple[str, str]]:
    """The links of one column of the footer, by the column's label."""
    return [(said(a), a.get("href")) for a in root.xpath("//footer//nav[@aria-label=$name]//a", name=name)]


def test_the_masthead_has_mark_name_sections_and_the_other_editions() -> None:
    root = read(page_about())
    (name,) = of_class(root, "name")
    assert (said(name), name.find("a").get("href")) == ("The Levantine", "/en/")
    assert name.find("a/svg").get("aria-hidden") == "true"
    assert texts(root, "//header/nav//a") == ["Region", "World", "Business", "Sport", "Culture", "Media", "Opinion"]
    (other,) = root.xpath("//p[@class='tools']/a")
    assert (said(other), other.get("href"), other.get("lang"), other.get("dir")) == ("العربية", "/ar/", "ar", "rtl")


def test_a_page_that_shows_no_story_has_no_stamp() -> None:
    assert of_class(read(page_about()), "stamp") == []


@pytest.mark.parametrize(("edition", "first"), [(ENGLISH, "Skip to the content"), (ARABIC, "إلى المحتوى")])
def test_the_first_link_skips_to_the_content(edition, first) -> None:
    root = read(page_about(edition=edition))
    link = next(root.iter("a"))
    assert (said(link), link.get("href")) == (first, "#main")
    assert root.get_element_by_id("main").tag == "main"


def test_the_section_of_a_story_is_marked_as_where_one_is() -> None:
    root = read(set_article(newspaper(), ENGLISH, FOUNDING))
    assert [(said(a), a.get("aria-current")) for a in root.xpath("//a[@aria-current]")] == [("Region", "true")]


def test_the_footer_has_the_group_how_we_work_feeds_and_accounts() -> None:
    root = read(page_about())
    assert row_of(root, "The group") == [
        ("The Levantine", "/en/"),
        ("المشرقية", "/ar/"),
        ("The Levantine Economy", "https://economy.levantine.example/en/"),
    ]
    assert row_of(root, "How we work") == [
        ("Corrections", "/en/corrections"),
        ("About us", "/en/about"),
        ("Terms of use", "/en/terms"),
        ("Archive", "/en/archive"),
        ("Report an error", "mailto:editor@levantine.example"),
    ]
    assert row_of(root, "Follow this edition") == [
        ("RSS", "/en/feed.rss"),
        ("Atom", "/en/feed.atom"),
        ("JSON Feed", "/en/feed.json"),
        ("Facebook", "https://facebook.example/levantine"),
        ("Twitter", "https://twitter.example/levantine"),
        ("YouTube", "https://youtube.example/levantine"),
    ]


def test_the_address_of_the_office_keeps_its_own_language_and_direction() -> None:
    (address,) = read(page_about()).xpath("//address")
    assert (address.get("lang"), address.get("dir")) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("edition", "line"),
    [
        (ENGLISH, "Produced by Levantine Media Group SAL. All rights reserved, © 2017 Levantine Media Group."),
        (ARABIC, "تصدر عن مجموعة المشرقية للإعلام ش.م.ل. جميع الحقوق محفوظة © ٢٠١٧ مجموعة المشرقية للإعلام."),
    ],
)
def test_the_last_line_has_credit_rights_and_year(edition, line) -> None:
    assert texts(read(page_about(edition=edition)), "//footer/div/p")[0] == line


def test_a_footer_leaves_out_what_the_paper_does_not_have() -> None:
    record = edited(
        about=(), terms=None, contact="", address="", credit="", rights_holder="", footer_note="", accounts=()
    )
    root = read(missing(Copy(Answers(record)), addresses.missing(ENGLISH)))
    assert [name for name, _ in row_of(root, "How we work")] == ["Corrections", "Archive"]
    assert root.xpath("//address | //footer/div/p[@class='m']") == []


def test_links_of_settings_that_would_run_as_scripts_are_left_out() -> None:
    record = edited(
        accounts=(Account(kind="facebook", name="F", url="javascript:alert(1)"),), contact="javascript:alert(1)"
    )
    root = read(page_about(record))
    assert [name for name, _ in row_of(root, "Follow this edition")] == ["RSS", "Atom", "JSON Feed"]
    assert [name for name, _ in row_of(root, "How we work")] == ["Corrections", "About us", "Terms of use", "Archive"]


def test_the_head_names_feeds_mark_sheet_and_both_colours_of_the_scheme() -> None:
    root = read(page_about())
    assert root.xpath("//link[@rel='alternate' and @type]/@href") == ["/en/feed.rss", "/en/feed.atom", "/en/feed.json"]
    assert root.xpath("//link[@rel='icon']/@href") == ["/en/mark.svg"]
    (sheet,) = root.xpath("//link[@rel='stylesheet']/@href")
    assert re.fullmatch(r"/en/site\.css\?v=[0-9a-f]{12}", sheet)
    assert root.xpath("//meta[@name='theme-color']/@content") == ["#fff", "#121416"]
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://levantine.example/en/about"]


def test_no_edition_no_page() -> None:
    copy = Copy(Answers(PlainRecord([])))
    assert furniture.page(copy, ENGLISH, "about.html", address=ABOUT, title="About") is None
    assert about(copy, ABOUT) is None
    assert terms(copy, addresses.terms(ENGLISH)) is None
    assert missing(copy, addresses.missing(ENGLISH)) is None


def test_about_and_terms_exist_where_the_paper_has_words_for_them() -> None:
    record = edited(about=(), terms=None)
    assert page_about(record) is None
    assert terms(Copy(Answers(record)), addresses.terms(ENGLISH)) is None


def test_the_terms_say_their_version_and_the_publishing_terms() -> None:
    root = read(terms(Copy(Answers(newspaper())), addresses.terms(ENGLISH)))
    assert texts(root, "//h1") == ["Terms of use"]
    assert texts(root, "//main//p")[0] == "Version 2017-09-01"
    assert texts(root, "//h2[.='Publishing terms']/following-sibling::p")[0].startswith("Do not insult the author")


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC])
def test_the_page_for_addresses_that_lead_nowhere_is_not_to_be_found(edition) -> None:
    page = missing(Copy(Answers(newspaper())), addresses.missing(edition))
    assert page is not None
    root = read(page)
    assert (page.status, root.xpath("//meta[@name='robots']/@content")) == (404, ["noindex"])
    assert root.xpath("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:url')]") == []
    assert root.xpath("//main//a/@href") == [
        addresses.path(addresses.front(edition)),
        addresses.path(addresses.archive(edition)),
        "mailto:editor@levantine.example",
    ]


def shown(hours: int, *, updated: int = 0, precision: str = "minute") -> keys.Card:
    story = newspaper().answer(keys.card(ENGLISH, FOUNDING))
    first = AT + timedelta(hours=hours)
    return msgspec.structs.replace(
        story, first_published_at=first, updated_at=first + timedelta(hours=updated), precision=precision
    )


def test_the_stamp_is_the_latest_update_among_what_is_shown() -> None:
    assert furniture.latest([]) == furniture.Stamp()
    assert furniture.latest([shown(0, updated=5), shown(3)]).at == AT + timedelta(hours=5)
    vague, exact = shown(2, precision="day"), shown(1)
    assert furniture.latest([vague, exact]) == furniture.Stamp(at=vague.updated_at, precision="day")
    assert furniture.latest([shown(2, updated=1, precision="day")]).precision == "second"


def test_a_page_of_another_edition_is_linked_by_its_host_where_that_differs() -> None:
    record = newspaper()
    there = addresses.front(ARABIC)
    here = record.editions[ENGLISH]
    assert furniture.href(Copy(Answers(record)), here, there) == "/ar/"
    record.editions[ARABIC] = msgspec.structs.replace(record.editions[ARABIC], origin="https://mashriqiya.example")
    assert furniture.href(Copy(Answers(record)), here, there) == "https://mashriqiya.example/ar/"
    assert furniture.href(Copy(Answers(record)), here, addresses.front(EditionKey("levantine.fr"))) == ""


def test_furniture_that_is_kept_follows_its_edition() -> None:
    record = newspaper()
    before = set_article(record, ENGLISH, FOUNDING)
    edition = record.editions[ENGLISH]
    record.editions[ENGLISH] = msgspec.structs.replace(edition, footer_note="New.", sections=edition.sections[:2])
    root = read(set_article(record, ENGLISH, FOUNDING))
    assert texts(root, "//header/nav//a") == ["Region", "World"]
    assert texts(root, "//footer/div/p")[-1] == "New."
    record.editions[ENGLISH] = edition
    assert set_article(record, ENGLISH, FOUNDING) == before


def test_l3_a_page_is_a_function_of_what_it_read() -> None:
    address = addresses.article(ENGLISH, FOUNDING)
    copies = [Copy(Answers(newspaper())) for _ in range(2)]
    pages = [article(copy, address) for copy in copies]
    assert pages[0] == pages[1]
    assert copies[0].reads() == copies[1].reads()


def test_no_template_makes_an_address_of_its_own() -> None:
    templates = files("broadsheet.pages").joinpath("templates")
    found = {one.name: LITERAL_ADDRESS.findall(one.read_text("utf-8")) for one in templates.iterdir()}
    assert "page.html" in found
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("editor@levantine.example", "mailto:editor@levantine.example"),
        ("https://levantine.example/contact", "https://levantine.example/contact"),
        ("a b@c.example?cc=d@e.example", "mailto:a%20b@c.example%3Fcc%3Dd@e.example"),
        ("+961 1 000 000", ""),
        ("", ""),
    ],
)
def test_a_contact_is_an_e_mail_address_or_a_page(written, link) -> None:
    assert links.contact(written) == link


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "ftp://a.example", ""])
def test_only_links_to_the_web_are_links(url) -> None:
    assert not links.is_web(url)


def test_an_edition_is_the_whole_key_of_what_is_kept_with_it() -> None:
    """Kept furniture is found by the edition's value: compared by identity, pages would go stale."""
    edition = newspaper().editions[ENGLISH]
    assert isinstance(edition, Edition)
    assert hash(edition) == hash(msgspec.structs.replace(edition))
    assert msgspec.structs.replace(edition) == edition
    assert msgspec.structs.replace(edition, name="Another") != edition

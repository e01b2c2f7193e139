import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.formats import limits
from broadsheet.formats.legacy_furniture import Furniture
from broadsheet.formats.legacy_page import LegacyPage, claims, read
from broadsheet.formats.legacy_publication import Account
from broadsheet.formats.legacy_times import OtherStory
from broadsheet.formats.unreadable import Unreadable

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus" / "legacy_page"
OWN = (CORPUS / "own-page.txt").read_text(encoding="utf-8")
ARABIC = (CORPUS / "own-page-arabic.txt").read_text(encoding="utf-8")
# An agency's text: it stays where it is, and only its figures are here.
SEEN = ROOT.parent / "shared" / "source-page" / "000_0b96b2e97f138096.txt"

HEADLINE = "Ferry crews' pay talks resume at Vellmouth, union says"
SLUG = "ferry crews pay talks resume at vellmouth union says"
DATELINE = "Vellmouth - Harbour Courant"
FORM_LINES = (32, 34, 36, 38, 40, 42, 44, 48, 50)
FORM_AGAIN_LINES = (58, 60, 62, 64, 66, 68, 70, 74, 76)


def page_of(text: str | bytes) -> LegacyPage:
    page = read(text.encode() if isinstance(text, str) else text, name="page.txt")
    assert isinstance(page, LegacyPage), page
    return page


def refusal_of(raw: str | bytes) -> Unreadable:
    refusal = read(raw.encode() if isinstance(raw, str) else raw, name="page.txt")
    assert isinstance(refusal, Unreadable), refusal
    return refusal


def without(text: str, *numbers: int) -> str:
    return "\n".join(line for number, line in enumerate(text.split("\n"), start=1) if number not in numbers)


def values(page: LegacyPage) -> dict[str, str | tuple[str, ...]]:
    return {name: field.value for name, field in page.fields.items()}


def body_of(page: LegacyPage) -> tuple[str, ...]:
    body = page.fields["body"].value
    assert isinstance(body, tuple)
    return body


def assert_every_line_is_claimed_once(page: LegacyPage, text: str) -> None:
    written = [
        number for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1) if line.strip(" \t\xa0\ufeff")
    ]
    claimed = claims(page)
    assert sorted((*claimed, *page.unexplained)) == written
    assert {who for who in claimed.values() if len(who) > 1} <= {("place", "paper")}


# --- the page that was seen


@pytest.fixture
def seen() -> LegacyPage:
    if not SEEN.exists():
        pytest.skip("the page that was seen is an agency's text, and not in this repository")
    return page_of(SEEN.read_bytes())


def test_on_the_page_that_was_seen_each_field_rests_on_its_lines(seen: LegacyPage) -> None:
    assert {name: field.lines for name, field in seen.fields.items()} == {
        "headline": (8,),
        "caption": (14,),
        "place": (15,),
        "paper": (15,),
        "agency": (39,),
        "body": tuple(range(17, 38, 2)),
        "stamp": (2, 5),
    }


def test_its_short_fields_are_as_printed(seen: LegacyPage) -> None:
    assert [seen.fields[name].value for name in ("place", "paper", "agency", "stamp")] == [
        "Oslo",
        "Arab Today",
        "AFP",
        "06:49:16 GMT",
    ]


def test_its_headline_caption_and_body_are_the_ones_on_their_lines(seen: LegacyPage) -> None:
    lines = SEEN.read_text(encoding="utf-8").split("\n")
    assert seen.fields["headline"].value == lines[7]
    assert seen.fields["caption"].value == lines[13]
    assert body_of(seen) == tuple(lines[number - 1] for number in range(17, 38, 2))
    digest = hashlib.sha256("\n".join(body_of(seen)).encode()).hexdigest()
    assert digest == "fbc53da5a3dc226f8141ec663b7394fd04303b68c35501153956d8c071f2d522"


def test_every_field_of_it_is_believed_for_reasons(seen: LegacyPage) -> None:
    assert {name: field.confidence for name, field in seen.fields.items() if field.confidence < 0.8} == {}
    assert all(field.evidence.endswith(".") for field in seen.fields.values())


def test_no_date_is_made_up_for_its_stamp(seen: LegacyPage) -> None:
    assert seen.stamp_date_on is None
    assert "no date is printed with it, and none is invented" in seen.fields["stamp"].evidence


def test_its_twelve_other_stories_have_dates_that_fit_their_weekdays(seen: LegacyPage) -> None:
    assert [other.lines for other in seen.others] == [(number, number + 2) for number in range(96, 142, 4)]
    assert all(other.weekday_agrees for other in seen.others)
    instants = [other.at for other in seen.others if other.at is not None]
    assert len(instants) == 12
    assert min(instants) == datetime(2012, 1, 27, 0, 51, tzinfo=UTC)
    assert max(instants) == datetime(2018, 10, 30, 17, 53, tzinfo=UTC)


def test_it_tells_of_its_paper(seen: LegacyPage) -> None:
    told = seen.publication
    assert [(one.network, one.count) for one in told.accounts] == [
        ("Facebook", 1),
        ("Twitter", 1),
        ("RSS", 1),
        ("YouTube", 2),
    ]
    assert {one.lines for one in told.accounts} == {(145,)}
    assert told.name is not None
    assert (told.name.value, told.name.lines) == ("Arab Today", (3, 4, 6, 10, 143))
    assert told.terms is not None
    assert told.terms.lines == (58, 84)
    assert told.rights is not None
    assert (told.rights.value, told.rights.lines) == ("Arab Today Media Group", (148, 151))
    assert told.developer is not None
    assert (told.developer.value, told.developer.lines) == ("Arabs Today Group SAL", (147, 150))
    assert told.year == 2021
    assert told.address is not None
    assert (told.address.language, told.address.direction, told.address.lines) == ("ar", "rtl", (156,))
    assert told.form_fields == ("Name", "E-mail", "Comment Title", "Comment", "Security Code")


def test_its_furniture_and_riddles_keep_their_lines(seen: LegacyPage) -> None:
    assert {one.kind: one.lines for one in seen.furniture} == {
        "headline_repeat": (1, 64, 90),
        "picture_text": (12,),
        "form": (44, 46, 48, 50, 52, 54, 56, 60, 62),
        "form_again": (70, 72, 74, 76, 78, 80, 82, 86, 88),
    }
    assert seen.unexplained == (41, 42, 153, 154, 155, 157)
    assert_every_line_is_claimed_once(seen, SEEN.read_text(encoding="utf-8"))


# --- a page of our own


def test_the_story_is_read_from_our_own_page() -> None:
    page = page_of(OWN)
    body = [line for line in OWN.split("\n")[16:25] if line]
    assert values(page) == {
        "headline": HEADLINE,
        "caption": "Two ferries lie idle below the signal tower at Vellmouth",
        "place": "Vellmouth",
        "paper": "Harbour Courant",
        "agency": "TNA",
        "body": tuple(body),
        "stamp": "17:05:42 GMT",
    }
    assert {name: field.lines for name, field in page.fields.items()} == {
        "headline": (8,),
        "caption": (14,),
        "place": (15,),
        "paper": (15,),
        "agency": (27,),
        "body": (17, 19, 21, 23, 25),
        "stamp": (2, 5),
    }
    assert (page.language, page.direction, page.stamp_date_on) == ("en", "ltr", None)


def test_a_weekday_that_lies_and_a_day_that_never_was_are_told_and_not_mended() -> None:
    assert page_of(OWN).others == (
        OtherStory(
            headline="Signal tower keeper retires after forty winters",
            at=datetime(2016, 3, 14, 9, 15, tzinfo=UTC),
            weekday="Monday",
            weekday_agrees=True,
            lines=(84, 86),
        ),
        OtherStory(
            headline="Lamp oil, and what became of it",
            at=datetime(2014, 10, 31, 22, 40, tzinfo=UTC),
            weekday="Friday",
            weekday_agrees=True,
            lines=(88, 90),
        ),
        OtherStory(
            headline="Island school wins the kite day",
            at=datetime(2018, 1, 10, 6, 2, tzinfo=UTC),
            weekday="Tuesday",
            weekday_agrees=False,
            lines=(92, 94),
        ),
        OtherStory(
            headline="A recipe for salted plums", at=None, weekday="Thursday", weekday_agrees=False, lines=(96, 98)
        ),
    )


def test_the_paper_is_told_from_our_own_page() -> None:
    told = page_of(OWN).publication
    assert told.name is not None
    assert (told.name.value, told.name.lines) == ("Harbour Courant", (3, 4, 6, 10, 99))
    assert told.accounts == (
        Account(network="Facebook", count=1, lines=(101,)),
        Account(network="Twitter", count=1, lines=(101,)),
        Account(network="RSS", count=1, lines=(101,)),
        Account(network="YouTube", count=2, lines=(101,)),
    )
    assert told.terms is not None
    assert told.terms.value == (
        "Write as you would speak across a neighbour's table. No threats, no slander, and no names of children."
    )
    assert told.terms.lines == (46, 72)
    assert told.rights is not None
    assert (told.rights.value, told.rights.lines) == ("Harbour Courant Press House", (104, 107))
    assert told.developer is not None
    assert (told.developer.value, told.developer.lines) == ("Tidewater Type Works", (103, 106))
    assert told.year == 2019
    assert told.address is not None
    assert told.address.parts == ("بناية المنارة", "شارع الميناء", "قرب الجسر القديم", "فلموث", "الجزيرة")
    assert (told.address.language, told.address.direction, told.address.lines) == ("ar", "rtl", (112,))
    assert told.form_fields == ("Name", "E-mail", "Comment Title", "Comment", "Security Code")
    assert told.form_count == 2


def test_the_doubled_form_is_furniture_because_it_is_doubled() -> None:
    page = page_of(OWN)
    evidence = "the same 9 lines in the same order, 2 times: at 32–50 and at 58–76"
    assert page.furniture == (
        Furniture(kind="headline_repeat", lines=(1, 52, 78), evidence="the headline's words again"),
        Furniture(kind="picture_text", lines=(12,), evidence="the paper's name twice, then the headline"),
        Furniture(kind="form", lines=FORM_LINES, evidence=evidence),
        Furniture(kind="form_again", lines=FORM_AGAIN_LINES, evidence=evidence),
    )
    assert page.unexplained == (29, 30, 109, 110, 111, 113)


def test_an_arabic_page_reads_by_the_same_template() -> None:
    page = page_of(ARABIC)
    lines = ARABIC.split("\n")
    assert (page.language, page.direction) == ("ar", "rtl")
    assert values(page) == {
        "headline": lines[7],
        "caption": lines[13],
        "place": "فلموث",
        "paper": "بريد المرفأ",
        "agency": "و ن ج",
        "body": (lines[16], lines[18], lines[20]),
        "stamp": "17:05:42 GMT",
    }
    assert [(other.at, other.weekday_agrees) for other in page.others] == [
        (datetime(2016, 3, 14, 9, 15, tzinfo=UTC), True),
        (datetime(2014, 10, 31, 22, 40, tzinfo=UTC), True),
        (datetime(2018, 1, 10, 6, 2, tzinfo=UTC), False),
    ]
    told = page.publication
    assert told.rights is not None
    assert told.rights.value == "مجموعة بريد المرفأ"
    assert told.form_fields == ("الاسم", "البريد الإلكتروني", "عنوان التعليق", "التعليق", "رمز الأمان")
    assert page.unexplained == (25, 26, 101, 102, 104)


@pytest.mark.parametrize("text", [OWN, ARABIC], ids=["english", "arabic"])
def test_every_line_that_is_not_blank_is_claimed_once(text: str) -> None:
    assert_every_line_is_claimed_once(page_of(text), text)


# --- other pages of the same template


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: "\n".join(f"  {line}\t" for line in text.split("\n")).encode(),
    ],
    ids=["crlf", "cr", "bom", "utf-16", "indented"],
)
@pytest.mark.parametrize("text", [OWN, ARABIC], ids=["english", "arabic"])
def test_how_the_file_was_written_changes_nothing(text: str, written: Callable[[str], bytes]) -> None:
    assert page_of(written(text)) == page_of(text)


def test_blank_lines_are_not_needed() -> None:
    dense = "\n".join(line for line in OWN.split("\n") if line.strip())
    assert values(page_of(dense)) == values(page_of(OWN))


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ((14,), {"caption"}),
        ((12, 14), {"caption"}),
        ((15,), {"place"}),
        ((27,), {"agency"}),
        ((2, 5), {"stamp"}),
        (range(58, 81), set()),  # the form once
        (range(32, 84), set()),  # no form
        (range(84, 99), set()),  # no other stories
        (range(99, 114), set()),  # no foot
        ((29, 30), set()),  # no riddles
        ((1,), set()),
        (range(19, 26), set()),  # one paragraph
    ],
    ids=str,
)
def test_what_a_page_lacks_is_lacking_and_the_rest_is_read(gone: tuple[int, ...], missing: set[str]) -> None:
    text = without(OWN, *gone)
    page, whole = page_of(text), values(page_of(OWN))
    expected = {name: value for name, value in whole.items() if name not in missing}
    expected["body"] = tuple(line for line in body_of(page_of(OWN)) if line in text)
    assert values(page) == expected
    assert_every_line_is_claimed_once(page, text)


def test_a_paper_without_a_dateline_is_known_from_its_alternative_texts() -> None:
    paper = page_of(without(OWN, 15)).fields["paper"]
    assert (paper.value, paper.lines) == ("Harbour Courant", (3, 4, 6, 10, 98))
    assert paper.confidence < 0.5


def test_a_form_that_stands_once_is_read_once() -> None:
    told = page_of(without(OWN, *range(58, 81))).publication
    assert (told.form_count, told.form_fields) == (1, ("Name", "E-mail", "Comment Title", "Comment", "Security Code"))
    assert told.terms is not None
    assert told.terms.lines == (46,)


def test_a_form_in_words_that_nobody_knows_is_seen_by_its_doubling() -> None:
    labels = ("Imię", "Adres", "Tytuł", "Uwagi", "Kod", "Zasady", "Zgoda", "Reszta", "Wyślij")
    lines = OWN.split("\n")
    for number, label in zip((*FORM_LINES, *FORM_AGAIN_LINES), labels * 2, strict=True):
        lines[number - 1] = label
    lines[45] = lines[71] = "A word to our correspondents, of whom we ask that they be brief, be kind, and be right."
    page = page_of("\n".join(lines))
    assert {one.kind: one.lines for one in page.furniture if "form" in one.kind} == {
        "form": FORM_LINES,
        "form_again": FORM_AGAIN_LINES,
    }
    assert page.publication.terms is not None
    assert page.publication.terms.lines == (46, 72)
    assert values(page) == values(page_of(OWN))


@pytest.mark.parametrize("paper", ["Gazette", "The Salt Island Weekly Post"])
def test_any_paper_s_name_is_learnt(paper: str) -> None:
    page = page_of(OWN.replace("Harbour Courant", paper).replace("harbour courant", paper.lower()))
    assert page.fields["paper"].value == paper
    assert page.publication.name is not None
    assert page.publication.name.value == paper
    assert page.publication.rights is not None
    assert page.publication.rights.value == f"{paper} Press House"


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Resignation", "resignation"),
        ("Côte d'Azur's “new” quay: 5% dearer", "cote dazurs new quay 5 dearer"),
        ("Minister: 'No, no' to talks - report", "minister no no to talks report"),
        ("Harbour Courant wins a prize for its tide tables", "harbour courant wins a prize for its tide tables"),
        ("Prize for tide tables goes to Harbour Courant", "prize for tide tables goes to harbour courant"),
        # Spelt otherwise, or cut short: believed less.
        ("Fish & chips: prices up in 5 of 6 ports", "fish and chips prices up in 5 of 6 ports"),
        (
            "A headline that goes on and on until the last editor has gone home for the night",
            "a headline that goes on and on until the last editor",
        ),
    ],
)
def test_any_headline_is_told_from_its_repeats(headline: str, slug: str) -> None:
    page = page_of(OWN.replace(HEADLINE, headline).replace(SLUG, slug))
    assert page.fields["headline"].value == headline
    assert page.fields["headline"].lines == (8,)
    assert body_of(page) == body_of(page_of(OWN))


def test_a_headline_left_only_behind_the_name_is_taken_from_there_and_believed_less() -> None:
    whole, torn = page_of(OWN).fields["headline"], page_of(without(OWN, 8)).fields["headline"]
    assert (torn.value, torn.lines) == (HEADLINE, (11,))
    assert torn.confidence < whole.confidence


def test_a_headline_is_never_made_from_its_lower_case_repeats() -> None:
    assert "no repeated headline of which one printing has its capitals" in refusal_of(without(OWN, 8, 12)).found


@pytest.mark.parametrize(
    ("printed", "place", "paper"),
    [
        ("al-Sahil - Harbour Courant", "al-Sahil", "Harbour Courant"),
        ("Port-au-Sel – Harbour Courant", "Port-au-Sel", "Harbour Courant"),
        ("Vellmouth -Harbour Courant", "Vellmouth", "Harbour Courant"),
        ("Vellmouth - TNA", "Vellmouth", "TNA"),
    ],
)
def test_datelines_are_parted_at_the_last_dash(printed: str, place: str, paper: str) -> None:
    fields = page_of(OWN.replace(DATELINE, printed)).fields
    assert (fields["place"].value, fields["paper"].value) == (place, paper)


def test_a_dateline_that_nothing_confirms_is_believed_less() -> None:
    theirs = page_of(OWN.replace(DATELINE, "Vellmouth - TNA")).fields["paper"]
    assert theirs.confidence < 0.5 < page_of(OWN).fields["paper"].confidence


def test_confidence_grows_with_every_confirmation() -> None:
    fewer = [(), (52, 78), (1, 52, 78), (1, 12, 52)]
    believed = [page_of(without(OWN, *gone)).fields["headline"].confidence for gone in fewer]
    assert all(more > less for more, less in pairwise(believed))


def test_two_stamps_that_differ_are_told() -> None:
    stamp = page_of(OWN.replace("GMT 17:05:42", "GMT 17:05:43", 1)).fields["stamp"]
    assert (stamp.value, stamp.lines) == ("17:05:43 GMT", (2,))
    assert "another time on line 5" in stamp.evidence
    assert stamp.confidence < page_of(OWN).fields["stamp"].confidence


def test_a_stamp_that_prints_a_date_keeps_it() -> None:
    page = page_of(OWN.replace("GMT 17:05:42", "GMT 17:05:42 2016 Monday ,14 March"))
    assert (page.fields["stamp"].value, page.stamp_date_on) == ("17:05:42 GMT", date(2016, 3, 14))


def test_a_time_that_no_clock_shows_is_no_stamp() -> None:
    page = page_of(OWN.replace("17:05:42", "29:99:99"))
    assert "stamp" not in page.fields
    assert {2, 5} <= set(page.unexplained)


@pytest.mark.parametrize(
    ("printed", "at", "agrees"),
    [
        ("GMT 09:15 2016 Monday ,14 March", datetime(2016, 3, 14, 9, 15, tzinfo=UTC), True),
        ("UTC 09:15:30 Mon, 14 Mar 2016", datetime(2016, 3, 14, 9, 15, 30, tzinfo=UTC), True),
        ("GMT 09:15 2016 Sunday ,14 March", datetime(2016, 3, 14, 9, 15, tzinfo=UTC), False),
        ("GMT 09:15 2016 الإثنين ,14 آذار / مارس", datetime(2016, 3, 14, 9, 15, tzinfo=UTC), True),
        ("GMT 09:15 2016 الإثنين ,14 آذار / نيسان", None, False),  # two months
        ("GMT 09:15 2016 Montag ,14 März", None, False),  # a language we do not know
        ("GMT 25:15 2016 Monday ,14 March", None, False),
        ("GMT 09:15 2015 Sunday ,29 February", None, False),
    ],
)
def test_dates_of_other_stories(printed: str, at: datetime | None, agrees: bool) -> None:
    other = page_of(OWN.replace("GMT 09:15 2016 Monday ,14 March", printed)).others[0]
    assert (other.headline, other.at, other.weekday_agrees) == (
        "Signal tower keeper retires after forty winters",
        at,
        agrees,
    )


def test_an_other_headline_whose_date_is_lost_is_kept_undated() -> None:
    others = page_of(without(OWN, 88)).others
    assert [(other.headline, other.at is None) for other in others][:3] == [
        ("Signal tower keeper retires after forty winters", False),
        ("Lamp oil, and what became of it", True),
        ("Island school wins the kite day", False),
    ]


def test_a_paragraph_about_sources_names_or_rights_stays_a_paragraph() -> None:
    paragraphs = (
        "Source: this word heads a paragraph here, and goes on for so long that it can be no agency's name.",
        "Copyright was not on the agenda.",
        "Facebook and Twitter were asked to stay away from the customs house.",
        "“No, no,” he said, and again: “No.”",
    )
    text = OWN.replace(
        "Talks go on at the customs house", "\n\n".join((*paragraphs, "Talks go on at the customs house"))
    )
    assert body_of(page_of(text)) == (*body_of(page_of(OWN))[:4], *paragraphs, body_of(page_of(OWN))[4])


# --- what is no such page


@pytest.mark.parametrize(
    ("raw", "path", "found"),
    [
        (b"", "page.txt: whole file", "an empty file"),
        (b"\n \n\xc2\xa0\n", "page.txt: whole file", "4 blank lines"),
        (b"%PDF-1.7\n", "page.txt: byte 0", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "page.txt: byte 0", "a PNG picture"),
        (b"Head\0line", "page.txt: whole file", "binary content (1 control characters)"),
        ("Côte".encode("latin-1"), "page.txt: byte 1", "bytes that are not UTF-8 (f4 74 65)"),
        (b"\xff\xfea", "page.txt: byte 2", "bytes that are not UTF-16 (61)"),
        (b"<!DOCTYPE html>\n<p>Hello", "page.txt: line 1", "markup: “<!DOCTYPE html>”"),
        (
            b"\n<p>One</p>\n<p>Two</p>\n<p>Three</p>",
            "page.txt: line 2",
            "HTML: tags on 3 of 3 lines, first “<p>One</p>”",
        ),
        (b'{"headline":\n"Hello"}', "page.txt: line 1", 'JSON: “{"headline":”'),
        (b"x" * (limits.PAGE_BYTES + 1), "page.txt: whole file", "1,000,001 bytes"),
        (b"\n" * limits.PAGE_LINES, "page.txt: whole file", "5,001 lines"),
    ],
    ids=lambda it: it[:12].decode("latin-1") if isinstance(it, bytes) else "",
)
def test_what_is_no_page_is_refused_with_what_was_found_and_where(raw: bytes, path: str, found: str) -> None:
    refusal = refusal_of(raw)
    assert (refusal.path, refusal.found) == (path, found)
    assert refusal.expected


def test_an_article_without_a_page_around_it_is_refused_and_told_what_a_page_has() -> None:
    refusal = refusal_of("\n\n".join((HEADLINE, *body_of(page_of(OWN)), "Source: TNA")))
    assert refusal.path == "page.txt: line 1"
    assert refusal.found == (
        f"7 lines of text that begin “{HEADLINE}”, with none of the signs; "
        "but no repeated headline of which one printing has its capitals"
    )
    for sign in ("Last Updated : GMT", "Name, name", "Name *", "GMT 00:00 2017 Thursday ,02 March"):
        assert sign in refusal.expected


def test_a_page_whose_story_is_gone_is_refused_and_told_where_it_was_looked_for() -> None:
    refusal = refusal_of(without(OWN, *range(16, 27)))
    assert "no paragraph between headline (line 8) and line 21" in refusal.found


def test_a_report_names_the_file_only_where_it_has_a_name() -> None:
    assert read(b"") == Unreadable("whole file", "an empty file", refusal_of(b"").expected)
    assert str(refusal_of(b"")).startswith("page.txt: whole file: found an empty file; expected ")


# --- any bytes at all

OWN_LINES = OWN.split("\n")
NEVER_IN_A_BODY = {
    line.strip()
    for number, line in enumerate(OWN_LINES, start=1)
    if number in {*FORM_LINES, 1, 2, 3, 12, 27, 46, 52, 101, 103, 104} and line.strip()
}


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_page_or_a_report(raw: bytes) -> None:
    assert isinstance(read(raw), LegacyPage | Unreadable)


@given(st.lists(st.sampled_from([*OWN_LINES, *ARABIC.split("\n")]) | st.text(max_size=80), max_size=60))
def test_any_lines_give_a_page_or_a_report(lines: list[str]) -> None:
    assert isinstance(read("\n".join(lines).encode("utf-8", "surrogatepass")), LegacyPage | Unreadable)


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """Our own page with lines lost, doubled and moved."""
    lines = list(OWN_LINES)
    for _ in range(draw(st.integers(1, 12))):
        act = draw(st.sampled_from(["lose", "double", "move", "copy"]))
        at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        if act == "lose" and len(lines) > 1:
            del lines[at]
        elif act == "double":
            lines.insert(at, lines[at])
        elif act == "move":
            lines.insert(to, lines.pop(at))
        else:
            lines.insert(to, lines[at])
    return "\n".join(lines)


@given(damaged_pages() | st.permutations(OWN_LINES).map("\n".join))
def test_furniture_is_never_taken_for_the_story_however_a_page_was_damaged(text: str) -> None:
    page = read(text.encode())
    if isinstance(page, LegacyPage):
        assert NEVER_IN_A_BODY.isdisjoint(body_of(page))
        assert page.fields["headline"].value in {HEADLINE, *(other.headline for other in page_of(OWN).others)}
        assert all(0 <= field.confidence < 1 for field in page.fields.values())
        assert_every_line_is_claimed_once(page, text)
    else:
        assert page.found
        assert page.expected


@given(st.data())
def test_a_torn_or_scribbled_file_never_breaks_the_reader(data: st.DataObject) -> None:
    raw = bytearray(OWN.encode())
    for _ in range(data.draw(st.integers(0, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(read(bytes(raw[: data.draw(st.integers(0, len(raw)))])), LegacyPage | Unreadable)

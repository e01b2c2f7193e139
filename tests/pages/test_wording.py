from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from broadsheet.news.paper import Edition
from broadsheet.news.story import EditionKey, Language, PaperKey
from broadsheet.pages.wording import Wording, wording, words_of

AT = datetime(2017, 9, 17, 18, 49, 16, tzinfo=UTC)
WEEKDAYS = {
    language: {name for width in words_of(language).weekdays.values() for name in width} for language in ("en", "ar")
}


def edition(language: str = "en", **settings) -> Edition:
    told = {
        "key": EditionKey(f"levantine.{language}"),
        "paper": PaperKey("levantine"),
        "group": "",
        "name": "",
        "language": Language(language),
        "origin": "https://levantine.example",
        "numerals": "arab" if language == "ar" else "latn",
    }
    return Edition(**{**told, **settings})


EN, AR = Wording(edition()), Wording(edition("ar"))


@pytest.mark.parametrize(
    ("precision", "english", "arabic"),
    [
        ("second", "Sunday 17 September 2017, 18:49:16 GMT", "الأحد ١٧ أيلول/سبتمبر ٢٠١٧، ١٨:٤٩:١٦ غرينتش"),
        ("minute", "Sunday 17 September 2017, 18:49 GMT", "الأحد ١٧ أيلول/سبتمبر ٢٠١٧، ١٨:٤٩ غرينتش"),
        ("day", "Sunday 17 September 2017", "الأحد ١٧ أيلول/سبتمبر ٢٠١٧"),
        ("month", "September 2017", "أيلول/سبتمبر ٢٠١٧"),
        ("year", "2017", "٢٠١٧"),
    ],
)
def test_an_instant_is_said_as_exactly_as_it_is_known(precision, english, arabic) -> None:
    assert EN.stamp_text(AT, precision) == english
    assert AR.stamp_text(AT, precision) == arabic


@pytest.mark.parametrize(
    ("precision", "machine"),
    [
        ("second", "2017-09-17T18:49:16Z"),
        ("minute", "2017-09-17T18:49:16Z"),
        ("day", "2017-09-17"),
        ("month", "2017-09"),
        ("year", "2017"),
    ],
)
def test_machines_are_told_no_more_than_is_known(precision, machine) -> None:
    assert EN.machine(AT, precision) == machine
    assert EN.stamp(AT, precision).startswith(f'<time datetime="{machine}"><bdi>')


def test_a_stamp_is_a_time_with_an_isolated_text() -> None:
    assert EN.stamp(AT) == Markup(
        '<time datetime="2017-09-17T18:49:16Z"><bdi>Sunday 17 September 2017, 18:49 GMT</bdi></time>'
    )


def test_short_stamps_keep_weekday_year_and_zone() -> None:
    assert html.fromstring(EN.short_stamp(AT)).text_content() == "Sun 17 Sep 2017, 18:49 GMT"
    assert html.fromstring(AR.short_stamp(AT)).text_content() == "الأحد ١٧ أيلول ٢٠١٧، ١٨:٤٩ غرينتش"


@given(
    at=st.integers(-2_000_000_000, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
    language=st.sampled_from(["en", "ar"]),
    zone=st.sampled_from(["UTC", "Asia/Beirut", "America/St_Johns", "Asia/Kathmandu"]),
    width=st.sampled_from(["long", "short"]),
)
def test_l8_each_time_has_its_weekday_day_year_and_zone(at, language, zone, width) -> None:
    words = Wording(edition(language, zone=zone, zone_name="Zone", numerals="latn"))
    said, local = words.stamp_text(at, "minute", width), at.astimezone(words.zone)
    assert any(said.startswith(f"{name} {local.day} ") for name in WEEKDAYS[language])
    assert f" {local.year}" in said
    assert said.endswith(f" {local:%H:%M} Zone")


@pytest.mark.parametrize(
    ("months", "long"),
    [
        ("", "الخميس ١٧ آب/أغسطس ٢٠١٧"),
        ("levant", "الخميس ١٧ آب/أغسطس ٢٠١٧"),
        ("egypt", "الخميس ١٧ أغسطس ٢٠١٧"),
        ("maghreb", "الخميس ١٧ أوت ٢٠١٧"),
        ("morocco", "الخميس ١٧ غشت ٢٠١٧"),
    ],
)
def test_an_arabic_edition_chooses_its_names_of_months(months, long) -> None:
    assert Wording(edition("ar", months=months)).stamp_text(AT - timedelta(days=31), "day") == long


def test_numerals_are_the_editions_own() -> None:
    assert Wording(edition("ar", numerals="latn")).stamp_text(AT, "day") == "الأحد 17 أيلول/سبتمبر 2017"
    assert AR.number(1_200) == "١٢٠٠"
    assert AR.digits("2017") == "٢٠١٧"


def test_times_are_told_in_the_editions_zone_under_the_zones_name() -> None:
    beirut = Wording(edition(zone="Asia/Beirut", zone_name="Beirut time"))
    assert beirut.stamp_text(AT) == "Sunday 17 September 2017, 21:49 Beirut time"
    assert beirut.stamp_text(AT + timedelta(hours=3), "day") == "Monday 18 September 2017"


@pytest.mark.parametrize(
    ("zone", "at", "said"),
    [
        ("Asia/Beirut", AT, "21:49 GMT+3"),
        ("Asia/Kolkata", AT, "00:19 GMT+5:30"),
        ("America/St_Johns", AT, "16:19 GMT-2:30"),
        ("Europe/London", AT, "19:49 GMT+1"),
        ("Europe/London", datetime(2017, 12, 17, 18, 49, tzinfo=UTC), "18:49 GMT"),
    ],
)
def test_a_time_that_is_not_gmt_is_never_called_gmt(zone, at, said) -> None:
    assert Wording(edition(zone=zone)).stamp_text(at).endswith(f", {said}")


def test_days_and_months_are_said_from_their_names() -> None:
    assert EN.day("2017-09-17") == "Sunday 17 September 2017"
    assert AR.month("2017-02") == "شباط/فبراير ٢٠١٧"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "٣ أخبار"),
        (10, "١٠ أخبار"),
        (11, "١١ خبراً"),
        (99, "٩٩ خبراً"),
        (100, "١٠٠ خبر"),
        (102, "١٠٢ خبر"),
        (103, "١٠٣ أخبار"),
        (111, "١١١ خبراً"),
        (200, "٢٠٠ خبر"),
    ],
)
def test_arabic_counts_in_six_forms(count, said) -> None:
    assert AR.text("story_count", count=count) == said


def test_english_counts_in_two_forms() -> None:
    assert [EN.text("story_count", count=count) for count in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]


def test_a_count_in_markup_is_isolated_and_in_the_editions_numerals() -> None:
    assert AR.say("corrected_times", count=3) == Markup("صُوّب <bdi>٣</bdi> مرات")
    assert AR.say("corrected_times", count=1) == Markup("صُوّب مرة")


def test_values_are_escaped_and_isolated_and_punctuation_is_the_phrases_own() -> None:
    assert EN.say("also_about", topics="<b>دير الزور</b> & co") == Markup(
        "Also about <bdi>&lt;b&gt;دير الزور&lt;/b&gt; &amp; co</bdi>"
    )
    assert EN.say("dateline", place="Oslo", source="AFP") == Markup("<bdi>Oslo</bdi> — <bdi>AFP</bdi>")
    assert AR.say("dateline", place="أوسلو", source="أ ف ب") == Markup("<bdi>أوسلو</bdi> – <bdi>أ ف ب</bdi>")


def test_plain_text_isolates_only_what_runs_the_other_way() -> None:
    assert EN.text("with_agency", agency="AFP") == "with AFP"
    assert EN.text("with_agency", agency="أ ف ب") == "with \u2068أ ف ب\u2069"
    assert AR.text("with_agency", agency="AFP") == "مع \u2068AFP\u2069"
    assert AR.text("with_agency", agency="١٢") == "مع ١٢"


@pytest.mark.parametrize("control", ["\u202e", "\u202b", "\u2067", "\u2069", "\u202c"])
def test_controls_of_direction_do_not_get_out_of_a_value(control) -> None:
    assert EN.text("with_agency", agency=f"A{control}B") == "with AB"
    assert EN.say("with_agency", agency=f"A{control}B") == Markup("with <bdi>AB</bdi>")


def test_lists_are_joined_as_the_language_joins_them() -> None:
    assert EN.listed(["A", "B", "<C>"]) == Markup("<bdi>A</bdi>, <bdi>B</bdi> and <bdi>&lt;C&gt;</bdi>")
    assert AR.listed(["سمر", "هالة"]) == Markup("<bdi>سمر</bdi> و<bdi>هالة</bdi>")
    assert EN.listed(["A"]) == Markup("<bdi>A</bdi>")
    assert EN.listed([]) == Markup("")
    assert EN.listed_text(["A", "B"]) == "A and B"


def test_both_files_say_the_same_phrases_with_the_same_values() -> None:
    english, arabic = words_of("en"), words_of("ar")
    assert english.phrases.keys() == arabic.phrases.keys()
    for phrase, forms in english.phrases.items():
        names = {name for _, name in forms["other"] if name}
        assert names == {name for _, name in arabic.phrases[phrase]["other"] if name}, phrase


def test_a_language_without_words_speaks_english_in_its_own_direction() -> None:
    persian = Wording(edition("fa"))
    assert (persian.direction, persian.text("skip")) == ("rtl", "Skip to the content")
    assert persian.read_in_this_language == ""


def test_a_region_of_a_language_has_the_languages_words() -> None:
    assert Wording(edition("ar-LB")).read_in_this_language == "اقرأ بالعربية"


def test_an_unknown_phrase_is_an_error_that_names_the_file() -> None:
    with pytest.raises(AssertionError, match=r"words/ar\.toml has no phrase 'nonsense'"):
        AR.say("nonsense")


def test_accounts_are_called_by_the_languages_word_or_their_own_name() -> None:
    assert AR.account("facebook", "The Levantine") == "فيسبوك"
    assert AR.account("harbour", "Harbour talk") == "Harbour talk"


def test_wording_is_kept_for_equal_editions() -> None:
    assert wording(edition()) is wording(edition())

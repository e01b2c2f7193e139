"""The words that the old template printed around a story, by language; all else about a page is learnt from it."""

from __future__ import annotations

import re
from itertools import chain

import msgspec

from broadsheet.formats.legacy_lines import words
from broadsheet.news.story import Language

Words = tuple[str, ...]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The template in one language. English is as seen on a real page; Arabic is deduced from it, and not seen."""

    language: Language
    weekdays: tuple[tuple[str, ...], ...]  # from Monday
    months: tuple[tuple[str, ...], ...]  # from January
    stamps: tuple[str, ...]
    sources: tuple[str, ...]
    labels: tuple[str, ...]  # of the form, with or without the mandatory mark
    legends: tuple[str, ...]  # marked like a field, and none
    terms: tuple[str, ...]
    rights: tuple[str, ...]
    makers: tuple[str, ...]


ENGLISH = Wording(
    language=Language("en"),
    weekdays=(
        ("Monday", "Mon"),
        ("Tuesday", "Tue"),
        ("Wednesday", "Wed"),
        ("Thursday", "Thu"),
        ("Friday", "Fri"),
        ("Saturday", "Sat"),
        ("Sunday", "Sun"),
    ),
    months=(
        ("January", "Jan"),
        ("February", "Feb"),
        ("March", "Mar"),
        ("April", "Apr"),
        ("May",),
        ("June", "Jun"),
        ("July", "Jul"),
        ("August", "Aug"),
        ("September", "Sep", "Sept"),
        ("October", "Oct"),
        ("November", "Nov"),
        ("December", "Dec"),
    ),
    stamps=("Last Updated", "Last Update", "Updated"),
    sources=("Source", "Agency"),
    labels=(
        "Name",
        "E-mail",
        "Comment Title",
        "Comment",
        "Characters Left",
        "Mandatory",
        "Terms of use",
        "I agree with the Terms of Use",
        "Security Code",
    ),
    legends=("Mandatory",),
    terms=("Publishing Terms", "Publishing Policy"),
    rights=("All rights reserved to", "All rights reserved", "Copyright"),
    makers=("Maintained and developed by", "Developed and maintained by", "Designed and developed by", "Developed by"),
)
ARABIC = Wording(
    language=Language("ar"),
    weekdays=(("الاثنين", "الإثنين"), ("الثلاثاء",), ("الأربعاء",), ("الخميس",), ("الجمعة",), ("السبت",), ("الأحد",)),
    months=(
        ("كانون الثاني", "يناير", "جانفي"),
        ("شباط", "فبراير", "فيفري"),
        ("آذار", "مارس"),
        ("نيسان", "أبريل", "إبريل", "أفريل"),
        ("أيار", "مايو", "ماي"),
        ("حزيران", "يونيو", "يونيه", "جوان"),
        ("تموز", "يوليو", "يوليه", "جويلية", "يوليوز"),
        ("آب", "أغسطس", "أوت", "غشت"),
        ("أيلول", "سبتمبر", "شتنبر"),
        ("تشرين الأول", "أكتوبر"),
        ("تشرين الثاني", "نوفمبر", "نونبر"),
        ("كانون الأول", "ديسمبر", "دجنبر"),
    ),
    stamps=("آخر تحديث", "أخر تحديث", "آخر تحديث للموقع"),
    sources=("المصدر", "الوكالة"),
    labels=(
        "الاسم",
        "البريد الإلكتروني",
        "عنوان التعليق",
        "التعليق",
        "تعليق",
        "الحروف المتبقية",
        "الأحرف المتبقية",
        "إلزامي",
        "إجباري",
        "شروط الاستخدام",
        "أوافق على شروط الاستخدام",
        "رمز الأمان",
        "كود الأمان",
    ),
    legends=("إلزامي", "إجباري"),
    terms=("شروط النشر", "سياسة النشر"),
    rights=("جميع الحقوق محفوظة لـ", "جميع الحقوق محفوظة", "كل الحقوق محفوظة"),
    makers=("صيانة وتطوير", "تصميم وتطوير", "تطوير وصيانة", "تم التطوير بواسطة"),
)
WORDINGS = (ENGLISH, ARABIC)

NETWORKS = {
    word: network
    for network, spellings in {
        "Facebook": ("facebook", "فيسبوك"),
        "Twitter": ("twitter", "تويتر"),
        "RSS": ("rss",),
        "YouTube": ("youtube", "يوتيوب"),
        "Instagram": ("instagram", "انستغرام", "إنستجرام"),
        "LinkedIn": ("linkedin", "لينكدإن"),
        "Telegram": ("telegram", "تيليغرام", "تلغرام"),
        "WhatsApp": ("whatsapp", "واتساب"),
        "Google+": ("google", "غوغل", "جوجل"),
        "Pinterest": ("pinterest", "بينتريست"),
        "Flickr": ("flickr",),
        "Vimeo": ("vimeo",),
        "SoundCloud": ("soundcloud",),
    }.items()
    for spelling in spellings
    for word in words(spelling)
}
ZONES = frozenset({"gmt", "utc"})


def _numbered(named: list[tuple[tuple[str, ...], ...]]) -> dict[Words, int]:
    return {words(name): number for names in named for number, same in enumerate(names, start=1) for name in same}


def _phrases(named: list[tuple[str, ...]]) -> tuple[Words, ...]:
    """Longest first, so that a phrase is found before its own beginning."""
    return tuple(sorted({words(phrase) for phrase in chain.from_iterable(named)}, key=lambda it: (-len(it), it)))


_WEEKDAYS = _numbered([wording.weekdays for wording in WORDINGS])
_MONTHS = _numbered([wording.months for wording in WORDINGS])
_STAMPS = _phrases([wording.stamps for wording in WORDINGS])
_SOURCES = _phrases([wording.sources for wording in WORDINGS])
_TERMS = _phrases([wording.terms for wording in WORDINGS])
_RIGHTS = _phrases([wording.rights for wording in WORDINGS])
_MAKERS = _phrases([wording.makers for wording in WORDINGS])
_LABELS = frozenset(_phrases([wording.labels for wording in WORDINGS]))
_LEGENDS = frozenset(_phrases([wording.legends for wording in WORDINGS]))


def weekday(word: str) -> int | None:
    """ISO number of a weekday, Monday 1; the word is folded."""
    return _WEEKDAYS.get((word,))


def month(named: Words) -> int | None:
    """Number of a month that may be named twice, as Arabic papers do (`آذار / مارس`); None where the names disagree."""
    numbers: set[int] = set()
    at = 0
    while at < len(named):
        length = next((size for size in (2, 1) if named[at : at + size] in _MONTHS), None)
        if length is None:
            return None
        numbers.add(_MONTHS[named[at : at + length]])
        at += length
    return numbers.pop() if len(numbers) == 1 else None


def after_stamp(named: Words) -> Words | None:
    return _after(named, _STAMPS)


def after_source(named: Words) -> Words | None:
    return _after(named, _SOURCES)


def after_terms(named: Words) -> Words | None:
    return _after(named, _TERMS)


def after_rights(named: Words) -> Words | None:
    return _after(named, _RIGHTS)


def after_maker(named: Words) -> Words | None:
    return _after(named, _MAKERS)


def is_label(named: Words) -> bool:
    return named in _LABELS


def is_legend(named: Words) -> bool:
    return named in _LEGENDS


def without(text: str, phrase: Words) -> str:
    """Cut a folded phrase off the beginning of the text as printed, with the punctuation that follows it."""
    ends = [match.end() for match in re.finditer(r"\S+?(?=[\s:：]|$)", text)]
    end = next((end for end in ends if words(text[:end]) == phrase), 0)
    return text[end:].lstrip(" \t\u00a0:：-–—.")


def language(lines_words: list[Words]) -> Language | None:
    """The language whose template words stand on most of the lines; None where there are none, or as many of each."""
    counts = {wording.language: _count(wording, lines_words) for wording in WORDINGS}
    most = max(counts.values())
    leading = [one for one, count in counts.items() if count == most]
    return leading[0] if most and len(leading) == 1 else None


def _count(wording: Wording, lines_words: list[Words]) -> int:
    heads = {words(phrase) for phrase in (*wording.stamps, *wording.sources, *wording.labels, *wording.terms)}
    days = {words(name)[0] for names in wording.weekdays for name in names}
    lengths = {len(head) for head in heads}
    return sum(
        any(named[:length] in heads for length in lengths) or (len(named) < 12 and not days.isdisjoint(named))
        for named in lines_words
    )


def _after(named: Words, phrases: tuple[Words, ...]) -> Words | None:
    phrase = next((one for one in phrases if named[: len(one)] == one), None)
    return None if phrase is None else named[len(phrase) :]

"""What an old page tells of its paper: name, accounts, publishing terms, rights, developer, address."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from broadsheet.formats import limits
from broadsheet.formats.legacy_lines import Galley, Line, bare, words
from broadsheet.formats.legacy_words import NETWORKS, Words, after_maker, after_rights, without
from broadsheet.news.bidi import Direction, direction
from broadsheet.news.story import Language

_NAME_CHARS = 80
_FOOTER_WORDS = 20
_ACCOUNT_WORDS = 6
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGN = re.compile(r"©|\(c\)", re.IGNORECASE)
_COMMA = re.compile(r"[,،|]")
_PART = re.compile(r"\s*[,،|/–—_]\s*|\s*-\s+|\s+-\s*")
# The Arabic "to" is written onto the word that follows; these are the words it is safely taken off.
_ARABIC_TO = re.compile(r"^ل(?:ـ\s*|\s+|(?=مجموعة|مؤسسة|شركة|صحيفة|جريدة|دار|موقع|شبكة))")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that the page says of its paper, and the lines that say it."""

    value: str
    lines: tuple[int, ...]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account by network, and how often it stands there: 2 is the page's own doubling, or two accounts."""

    network: str
    count: int
    lines: tuple[int, ...]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address as one line, and cut at its dashes. Its language is told by its letters alone."""

    value: str
    parts: tuple[str, ...]
    language: Language
    direction: Direction
    lines: tuple[int, ...]


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of the paper it stood in. `form_fields` are labels of mandatory fields, in order, once each."""

    name: Told | None = None
    accounts: tuple[Account, ...] = ()
    terms: Told | None = None
    rights: Told | None = None
    developer: Told | None = None
    year: int | None = None
    address: Address | None = None
    form_fields: tuple[str, ...] = ()
    form_count: int = 0


class Footer(msgspec.Struct, frozen=True, kw_only=True):
    rights: Told | None
    developer: Told | None
    year: int | None

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(number for told in (self.rights, self.developer) if told for number in told.lines)


def accounts(galley: Galley) -> tuple[tuple[Account, ...], Counter[Words]]:
    """Take the lines that are nothing but networks, each perhaps after the paper's name; count those names."""
    counts: Counter[str] = Counter()
    where: dict[str, list[int]] = {}
    names: Counter[Words] = Counter()
    for line in galley.free():
        networks = _networks(line)
        for network, name in networks:
            counts[network] += 1
            where.setdefault(network, []).append(line.number)
            names[name] += bool(name)
        if networks:
            galley.take(line)
    found = tuple(
        Account(network=network, count=count, lines=tuple(dict.fromkeys(where[network])))
        for network, count in counts.items()
    )
    return found, +names


def name_of(galley: Galley, votes: Counter[Words]) -> tuple[Told | None, Words]:
    """Learn the paper's name from alternative texts of the form `Name, name`, and take the lines that are only that.

    The folded name comes with it. One such line alone may be a turn of phrase; two say it.
    """
    printed: dict[Words, str] = {}
    for line in galley.free():
        left = _COMMA.split(line.text, maxsplit=1)[0]
        named = words(left) if len(left) <= _NAME_CHARS else ()
        if named and line.words[: 2 * len(named)] == named * 2 and left != line.text:
            votes[named] += 1
            printed.setdefault(named, bare(left))
    votes = Counter({named: count for named, count in votes.items() if named in printed})
    named, count = votes.most_common(1)[0] if votes else ((), 0)
    if count < 2:
        return None, ()
    lines = tuple(line for line in galley.free() if line.words in {named, named * 2})
    return Told(value=printed[named], lines=galley.take(*lines)), named


def footer(galley: Galley) -> Footer:
    """Take the lines of rights and developer's credit; of several readings the commonest is told, and all are taken."""
    rights, makers = [], []
    for line in galley.free():
        if len(line.words) > _FOOTER_WORDS:
            continue
        if _is_rights(line):
            rights.append(line)
        elif after_maker(line.words) is not None:
            makers.append(line)
    years = Counter(int(year) for line in rights for year in _YEAR.findall(line.text))
    return Footer(
        rights=_commonest(galley, rights, [_holder(line) for line in rights]),
        developer=_commonest(galley, makers, [_maker(line) for line in makers]),
        year=years.most_common(1)[0][0] if years else None,
    )


def address(galley: Galley, *, after: int, language: Language) -> Address | None:
    """Take the first line of the page's tail that is parts between dashes or commas and no chain of one word."""
    for line in galley.free(after=after):
        parts = tuple(part for part in map(bare, _PART.split(line.text)) if part)
        is_address = len(line.text) <= limits.HEADLINE_CHARS and len(parts) > 1 and len(set(line.words)) > 2
        if is_address and line.text[-1] not in ".!?؟":
            spoken = (
                Language("ar")
                if is_arabic(line.text)
                else Language("und")
                if is_arabic_language(language)
                else language
            )
            return Address(
                value=line.text, parts=parts, language=spoken, direction=direction(spoken), lines=galley.take(line)
            )
    return None


def is_arabic(text: str) -> bool:
    """Whether most letters are of the Arabic script, which says nothing about which of its languages it is."""
    letters = [one for one in text[: limits.PATTERN_CHARS] if one.isalpha()]
    arabic = sum(unicodedata.bidirectional(one) == "AL" for one in letters)
    return arabic * 2 > len(letters)


def is_arabic_language(language: Language) -> bool:
    return language == "ar"


def _networks(line: Line) -> list[tuple[str, Words]]:
    """The networks of a line and the name before each; empty where the line holds any other words.

    A network and its alternative text (`Paper Twitter,paper twitter`) are one account.
    """
    segments: list[Words] = []
    segment: list[str] = []
    for word in line.words:
        segment.append(word)
        if word in NETWORKS:
            segments.append(tuple(segment))
            segment = []
    is_lone = len(segments) == 1 and len(segments[0]) == 1
    names = {one[:-1] for one in segments}
    if segment or not segments or len(names) > 1 or max(map(len, segments)) > _ACCOUNT_WORDS:
        return []
    if len(segments) == 1 and not is_lone:
        return []
    found, at = [], 0
    while at < len(segments):
        found.append((NETWORKS[segments[at][-1]], segments[at][:-1]))
        at += 2 if segments[at : at + 2] == [segments[at]] * 2 else 1
    return found


def _is_rights(line: Line) -> bool:
    """A reserved-rights phrase, or copyright with a year: the word alone also begins news about the law."""
    rest = after_rights(line.words)
    is_reserved = rest is not None and len(line.words) - len(rest) > 1
    is_marked = rest is not None or _SIGN.search(line.text) is not None
    return is_reserved or (is_marked and _YEAR.search(line.text) is not None)


def _holder(line: Line) -> str:
    rest = after_rights(line.words)
    cut = without(line.text, line.words[: len(line.words) - len(rest)]) if rest is not None else line.text
    plain = bare(_SIGN.sub(" ", _YEAR.sub(" ", cut))).strip(" .,-–—|:")
    return _ARABIC_TO.sub("", bare(plain))


def _maker(line: Line) -> str:
    rest = after_maker(line.words) or ()
    return without(line.text, line.words[: len(line.words) - len(rest)]).rstrip(" .")


def _commonest(galley: Galley, lines: Sequence[Line], values: Sequence[str]) -> Told | None:
    if not lines:
        return None
    value = Counter(values).most_common(1)[0][0]
    return Told(value=value, lines=galley.take(*lines))

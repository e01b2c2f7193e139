"""The desk's own words in Arabic: none is missing, and what is compiled is what was written."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import broadsheet.desk

CATALOGUE = Path(broadsheet.desk.__file__).parent / "locale" / "ar" / "LC_MESSAGES"
CONTEXT = re.compile(r'^msgctxt "(.*)"$', re.MULTILINE)
WORD = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
# Of a plural the word for one; elsewhere there is only one.
SAID = re.compile(r'^msgstr(?:\[1\])? "(.*)"$', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[ds]|<[^>]+>")


def _entries() -> list[tuple[str, str, str]]:
    """Context, word and what is said for it."""
    written = (CATALOGUE / "django.po").read_text(encoding="utf-8").replace('\\"', "″")
    found = []
    for entry in written.split("\n\n")[1:]:
        context, word, said = CONTEXT.search(entry), WORD.search(entry), SAID.search(entry)
        assert word is not None, entry
        assert said is not None, entry
        found.append((context[1] if context else "", word[1].replace("″", '"'), said[1].replace("″", '"')))
    return found


def test_every_word_is_said_in_arabic_and_compiled_as_written() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    entries = _entries()
    assert len(entries) > 250
    for context, word, said in entries:
        assert said, word
        assert (compiled.pgettext(context, word) if context else compiled.gettext(word)) == said, word


def test_no_placeholder_is_lost_in_translation() -> None:
    for _context, word, said in _entries():
        lost = set(PLACEHOLDER.findall(word)) - set(PLACEHOLDER.findall(said))
        # Arabic says "one page" without the number.
        assert lost <= {"%(count)s", "%(count)d"}, word

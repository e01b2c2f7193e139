"""Synthetic stories: as many as one likes, the same for the same seed, of the demo's words in their own frequency."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from uuid import UUID

import msgspec

from broadsheet.news import story as news
from broadsheet.news.slug import slug

COPY = Path(__file__).parents[1] / "demo"
BEGINS_AT = datetime(2016, 1, 1, tzinfo=UTC)
DAYS = 3650
PARAGRAPHS = (7, 14)
SENTENCES = (2, 5)
WORDS = (7, 18)
TOPICS = (3, 6)
TOPICS_AT_MOST = 2_000
PEOPLE_AT_MOST = 200
SHARE_WITH_PICTURE = 0.5
LANGUAGES = ("en", "en", "en", "ar", "ar")
"""By number: three English stories in five, and of the Arabic two one is a version of the English one before it."""
TRANSLATED_PLACE = 3

_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*", re.UNICODE)


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What synthetic stories are about, by whom, where; the edition by language."""

    seed: int
    stories: int
    editions: dict[str, str]
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    people: tuple[str, ...]
    pictures: tuple[news.Picture, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of a language, the frequent ones first, with running sums of their frequencies for choosing."""

    words: tuple[str, ...]
    sums: tuple[float, ...]

    def text(self, lot: random.Random, count: int) -> str:
        return " ".join(lot.choices(self.words, cum_weights=self.sums, k=count))


@cache
def vocabulary(language: str) -> Vocabulary:
    """Read off the demo's stories, so that word lengths, letters and repetition are those of copy and not of chance."""
    counts: Counter[str] = Counter()
    for path in sorted((COPY / "stories").glob("*.json")):
        for story in json.loads(path.read_bytes()):
            if story["language"] == language:
                counts.update(_words_of(story["body"]))
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Vocabulary(tuple(word for word, _ in ordered), tuple(accumulate(float(count) for _, count in ordered)))


def _words_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (word.lower() for word in _WORD.findall(value))
    elif isinstance(value, list):
        for one in value:
            yield from _words_of(one)
    elif isinstance(value, dict):
        yield from _words_of([one for name, one in value.items() if name != "type"])


def topic_names(count: int, seed: int) -> dict[str, dict[str, str]]:
    """Keys and names of topics; no two are alike."""
    lot = random.Random(f"topics {seed}")
    found: dict[str, dict[str, str]] = {}
    for number in range(count):
        english = f"{vocabulary('en').text(lot, 2)} {number}"
        found[slug(english)[:60]] = {
            "en": english.capitalize(),
            "ar": f"{vocabulary('ar').text(lot, 2)} {number}",
        }
    return found


def people_names(count: int, seed: int) -> dict[str, dict[str, str]]:
    lot = random.Random(f"people {seed}")
    names = {f"writer-{number}": vocabulary("en").text(lot, 2).title() for number in range(count)}
    return {key: {"en": name, "ar": vocabulary("ar").text(lot, 2)} for key, name in names.items()}


def counts_for(stories: int) -> tuple[int, int]:
    """How many topics and people an archive of this size has."""
    return min(TOPICS_AT_MOST, max(20, stories // 5)), min(PEOPLE_AT_MOST, max(5, stories // 50))


def story(number: int, material: Material) -> news.Story:
    """The story of this number: it depends on the seed, the number and how many there are, and on nothing else."""
    lot = _lot(material, number)
    language = LANGUAGES[number % len(LANGUAGES)]
    words = vocabulary(language)
    headline = words.text(lot, lot.randint(5, 9)).capitalize()
    at = _instant(lot, number, material.stories)
    is_version = number % len(LANGUAGES) == TRANSLATED_PLACE
    return news.Story(
        id=news.StoryId(str(_identity(material, number))),
        family=news.FamilyId(str(_family(material, number - 1 if is_version else number))),
        edition=news.EditionKey(material.editions[language]),
        language=news.Language(language),
        slug=news.Slug(f"{slug(headline)[:80].rstrip('-')}-{number}"),
        headline=headline,
        kicker=words.text(lot, 1).capitalize(),
        standfirst=_sentence(words, lot),
        body=tuple(_body(words, lot)),
        picture=lot.choice(material.pictures) if material.pictures and lot.random() < SHARE_WITH_PICTURE else None,
        byline=(news.BylineName(person=news.PersonKey(_of_many(material.people, lot))),),
        section=news.SectionKey(lot.choice(material.sections)),
        topics=tuple(dict.fromkeys(news.TopicKey(_of_many(material.topics, lot)) for _ in range(lot.randint(*TOPICS)))),
        genre=lot.choices(("news", "feature", "brief", "opinion"), weights=(70, 12, 12, 6))[0],
        first_published_at=at,
        updated_at=at,
        revised_at=at,
    )


def _lot(material: Material, number: int) -> random.Random:
    return random.Random(f"{material.seed} {number}")


def _identity(material: Material, number: int) -> UUID:
    return UUID(int=random.Random(f"identity {material.seed} {number}").getrandbits(128), version=4)


def _family(material: Material, number: int) -> UUID:
    return UUID(int=random.Random(f"family {material.seed} {number}").getrandbits(128), version=4)


def _instant(lot: random.Random, number: int, of: int) -> datetime:
    """Stories are numbered about as they came, with some disorder, over the ten years."""
    day = DAYS * number / max(of, 1) + lot.uniform(0, 3)
    minutes = round(min(day, DAYS) * 24 * 60)
    return BEGINS_AT + timedelta(minutes=minutes)


def _of_many(keys: Sequence[str], lot: random.Random) -> str:
    """The first of a list are chosen far more often than the last, as topics and writers are."""
    return keys[min(int(len(keys) ** lot.random()) - 1, len(keys) - 1)]


def _body(words: Vocabulary, lot: random.Random) -> Iterator[news.BodyBlock]:
    for number in range(lot.randint(*PARAGRAPHS)):
        id = str(UUID(int=lot.getrandbits(128), version=4))
        if number and number % 4 == 0:
            yield news.Subheading(id=id, text=words.text(lot, lot.randint(2, 5)).capitalize())
        elif number and number % 5 == 0:
            yield news.Quote(id=id, text=_sentence(words, lot), speaker=words.text(lot, 2).title())
        else:
            text = " ".join(_sentence(words, lot) for _ in range(lot.randint(*SENTENCES)))
            yield news.Paragraph(id=f"{id}-{id[:5]}", markup=text)


def _sentence(words: Vocabulary, lot: random.Random) -> str:
    return f"{words.text(lot, lot.randint(*WORDS)).capitalize()}."

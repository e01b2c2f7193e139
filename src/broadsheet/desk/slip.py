"""The slip: a story as somebody files it in JSON, read strictly; every error names its place in the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from broadsheet.desk import limits, texts
from broadsheet.desk.refused import Refused
from broadsheet.news.slug import SLUG_CHARS, slug
from broadsheet.news.story import Genre, NoteKind, Precision, Rank

T = TypeVar("T")
_GENRES: tuple[Genre, ...] = ("news", "opinion", "feature", "brief")
_RANKS: tuple[Rank, ...] = ("", "top", "lead")
_NOTE_KINDS: tuple[NoteKind, ...] = ("update", "clarification", "correction")
_PRECISIONS: tuple[Precision, ...] = ("second", "minute", "day", "month", "year")


class PictureSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A picture by its file, with its words in the story's language."""

    file: str
    caption: str = ""
    credit: str = ""
    alt: str = ""


class BlockSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the body. `value` is text, items, a mapping of texts, or a PictureSlip, by `type`."""

    type: str
    path: str
    text: str = ""
    items: tuple[str, ...] = ()
    words: dict[str, str] = {}
    picture: PictureSlip | None = None


class NameSlip(msgspec.Struct, frozen=True, kw_only=True):
    """One name of the byline: `who` is a key or a name, still to be looked up; `name` is to be printed as it is."""

    who: str = ""
    name: str = ""
    role: str = ""


class NoteSlip(msgspec.Struct, frozen=True, kw_only=True):
    kind: NoteKind
    text: str
    at: datetime | None = None


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """What was filed; UNSET is a key that was not there, and leaves what the desk has."""

    edition: str = ""
    language: str = ""
    slug: str = ""
    headline: str | msgspec.UnsetType = msgspec.UNSET
    kicker: str | msgspec.UnsetType = msgspec.UNSET
    standfirst: str | msgspec.UnsetType = msgspec.UNSET
    body: tuple[BlockSlip, ...] | msgspec.UnsetType = msgspec.UNSET
    byline: tuple[NameSlip, ...] | msgspec.UnsetType = msgspec.UNSET
    dateline: tuple[str, str] | msgspec.UnsetType = msgspec.UNSET
    agency: str | msgspec.UnsetType = msgspec.UNSET
    section: str | msgspec.UnsetType = msgspec.UNSET
    topics: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    genre: Genre | msgspec.UnsetType = msgspec.UNSET
    rank: Rank | msgspec.UnsetType = msgspec.UNSET
    published_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    precision: Precision | msgspec.UnsetType = msgspec.UNSET
    embargo_until: datetime | msgspec.UnsetType | None = msgspec.UNSET
    picture: PictureSlip | msgspec.UnsetType | None = msgspec.UNSET
    notes: tuple[NoteSlip, ...] | msgspec.UnsetType = msgspec.UNSET
    note: str | msgspec.UnsetType = msgspec.UNSET
    translation_of: str = ""
    family: str = ""
    posts_count: int = 0


def read(filed: object) -> Slip:
    """Read one story; raises Refused with the path of the first thing that is wrong."""
    if not isinstance(filed, Mapping):
        raise Refused("story", _kind(filed), "an object with the story's keys would do")
    keys = [str(key) for key in filed]
    unknown = [key for key in keys if key not in _KEYS]
    if unknown:
        raise Refused(unknown[0], "a key that a story does not have", f"one of these would do: {', '.join(_KEYS)}")
    found: dict[str, Any] = {}
    for key, value in filed.items():
        field, reading = _KEYS[str(key)]
        if field in found:
            raise Refused(str(key), "the same thing twice under two keys", f"only one of them for {field} would do")
        found[field] = reading(value, str(key))
    return Slip(**found)


def _kind(value: object) -> str:
    names = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        dict: "an object",
        list: "a list",
    }
    if value is None:
        return "null"
    name = names.get(type(value), type(value).__name__)
    return f"{name} ({_short(value)})" if isinstance(value, str | int | float) else name


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _text(limit_chars: int, *, is_wanted: bool = False) -> Callable[[object, str], str]:
    def reading(value: object, path: str) -> str:
        if value is None and not is_wanted:
            return ""
        if not isinstance(value, str):
            raise Refused(path, _kind(value), "a text would do")
        clean = texts.line(value)
        if is_wanted and not clean:
            raise Refused(path, "an empty text", "a text with something in it would do")
        if len(clean) > limit_chars:
            raise Refused(path, f"{len(clean):,} characters", f"at most {limit_chars:,} would do")
        return clean

    return reading


def _markup(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise Refused(path, _kind(value), "a text would do")
    clean = texts.inline_of(value)
    if len(clean) > limits.PARAGRAPH_CHARS:
        raise Refused(path, f"{len(clean):,} characters", f"at most {limits.PARAGRAPH_CHARS:,} would do")
    return clean


def _one_of(words: Sequence[T]) -> Callable[[object, str], T]:
    def reading(value: object, path: str) -> T:
        for word in words:
            if value == word:
                return word
        raise Refused(path, _kind(value), f"one of these would do: {', '.join(repr(word) for word in words)}")

    return reading


def _list(item: Callable[[object, str], T], limit_count: int) -> Callable[[object, str], tuple[T, ...]]:
    def reading(value: object, path: str) -> tuple[T, ...]:
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            raise Refused(path, _kind(value), "a list would do")
        if len(value) > limit_count:
            raise Refused(path, f"{len(value):,} items", f"at most {limit_count:,} would do")
        return tuple(item(one, f"{path}[{number}]") for number, one in enumerate(value))

    return reading


def _object(value: object, path: str, wanted: tuple[str, ...], possible: tuple[str, ...] = ()) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Refused(path, _kind(value), f"an object with {', '.join((*wanted, *possible))} would do")
    for key in value:
        if key not in wanted and key not in possible:
            raise Refused(
                f"{path}.{key}", "an unknown key", f"one of these would do: {', '.join((*wanted, *possible))}"
            )
    for key in wanted:
        if key not in value:
            raise Refused(f"{path}.{key}", "nothing", "a value would do")
    return value


def _instant(value: object, path: str) -> datetime | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Refused(path, _kind(value), _INSTANT)
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refused(path, _short(value), _INSTANT) from error
    if at.tzinfo is None:
        raise Refused(path, f"{_short(value)}, without an offset", _INSTANT)
    if not 1600 <= at.year <= 9000:
        raise Refused(path, _short(value), "a year between 1600 and 9000 would do")
    return at.astimezone(UTC).replace(microsecond=0)


def _not_before(value: object, path: str) -> datetime | None:
    """An instant that ends something: of a fraction of a second, the whole second after it."""
    at = _instant(value, path)
    return at + timedelta(seconds=1) if at is not None and at < datetime.fromisoformat(str(value)) else at


_INSTANT = "a time with its offset would do: 2017-09-17T18:49:00+00:00"


def _slug(value: object, path: str) -> str:
    """A slug, without the marks that addresses do not carry: أ is filed as ا. Any other that is no slug is refused."""
    if value in {None, ""}:
        return ""
    if not isinstance(value, str):
        raise Refused(path, _kind(value), "a text would do")
    made = slug(value)
    is_written_like_one = all(one == "-" or unicodedata.category(one)[0] in "LMN" for one in value)
    if not made or len(value) > SLUG_CHARS or not is_written_like_one or made.count("-") != value.count("-"):
        wanted = f"letters, digits and single hyphens, at most {SLUG_CHARS}, would do"
        raise Refused(path, _short(value), f"{wanted}: {made or 'a-word-or-two'}")
    return made


def _name(value: object, path: str) -> NameSlip:
    line = _text(limits.NAME_CHARS)
    if isinstance(value, str):
        return NameSlip(who=_text(limits.NAME_CHARS, is_wanted=True)(value, path))
    found = _object(value, path, (), ("person", "name", "role"))
    words = {key: line(found.get(key), f"{path}.{key}") for key in ("person", "name", "role")}
    if not words["person"] and not words["name"]:
        raise Refused(path, "neither person nor name", "one of them would do")
    return NameSlip(who=words["person"], name="" if words["person"] else words["name"], role=words["role"])


def _dateline(value: object, path: str) -> tuple[str, str]:
    line = _text(limits.PLACE_CHARS)
    if value is None or isinstance(value, str):
        return line(value, path), ""
    found = _object(value, path, ("place",), ("source",))
    return line(found["place"], f"{path}.place"), line(found.get("source"), f"{path}.source")


def _picture(value: object, path: str) -> PictureSlip | None:
    if value is None:
        return None
    found = _object(value, path, ("file",), ("caption", "credit", "alt"))
    return PictureSlip(
        file=_text(limits.URL_CHARS, is_wanted=True)(found["file"], f"{path}.file"),
        caption=_text(limits.CAPTION_CHARS)(found.get("caption"), f"{path}.caption"),
        credit=_text(limits.CREDIT_CHARS)(found.get("credit"), f"{path}.credit"),
        alt=_text(limits.ALT_CHARS)(found.get("alt"), f"{path}.alt"),
    )


def _note(value: object, path: str) -> NoteSlip:
    found = _object(value, path, ("kind", "text"), ("at",))
    return NoteSlip(
        kind=_one_of(_NOTE_KINDS)(found["kind"], f"{path}.kind"),
        text=_text(limits.NOTE_CHARS, is_wanted=True)(found["text"], f"{path}.text"),
        at=_instant(found.get("at"), f"{path}.at"),
    )


def _block(value: object, path: str) -> BlockSlip:
    if isinstance(value, str):
        return BlockSlip(type="paragraph", path=path, text=_markup(value, path))
    found = _object(value, path, ("type", "value"), ("id",))
    kind = _one_of(tuple(_BLOCKS))(found["type"], f"{path}.type")
    return BlockSlip(type=kind, path=path, **_BLOCKS[kind](found["value"], f"{path}.value"))


def _paragraph(value: object, path: str) -> dict[str, Any]:
    return {"text": _markup(value, path)}


def _subheading(value: object, path: str) -> dict[str, Any]:
    return {"text": _text(limits.SUBHEADING_CHARS)(value, path)}


def _quote(value: object, path: str) -> dict[str, Any]:
    if isinstance(value, str):
        return {"words": {"text": _text(limits.QUOTE_CHARS)(value, path), "speaker": ""}}
    found = _object(value, path, ("text",), ("speaker",))
    words = {
        "text": _text(limits.QUOTE_CHARS)(found["text"], f"{path}.text"),
        "speaker": _text(limits.NAME_CHARS)(found.get("speaker"), f"{path}.speaker"),
    }
    return {"words": words}


_items = _list(_text(limits.ITEM_CHARS), limits.ITEMS_COUNT)


def _items_of(value: object, path: str) -> dict[str, Any]:
    return {"items": _items(value, path)}


def _facts(value: object, path: str) -> dict[str, Any]:
    found = _object(value, path, ("title", "items"))
    return {
        "words": {"title": _text(limits.SUBHEADING_CHARS)(found["title"], f"{path}.title")},
        "items": _items(found["items"], f"{path}.items"),
    }


def _picture_of(value: object, path: str) -> dict[str, Any]:
    picture = _picture(value, path)
    if picture is None:
        raise Refused(path, "null", "an object with file, caption, credit, alt would do")
    return {"picture": picture}


def _story(value: object, path: str) -> dict[str, Any]:
    if isinstance(value, str):
        return {"words": {"edition": "", "slug": _slug(value.rstrip("/").rpartition("/")[2], path)}}
    found = _object(value, path, ("slug",), ("edition",))
    words = {
        "edition": _text(limits.NAME_CHARS)(found.get("edition"), f"{path}.edition"),
        "slug": _slug(found["slug"], f"{path}.slug"),
    }
    return {"words": words}


def _link(value: object, path: str) -> dict[str, Any]:
    found = _object(value, path, ("url",), ("text",))
    url = _text(limits.URL_CHARS, is_wanted=True)(found["url"], f"{path}.url")
    if not texts.is_outside(url):
        raise Refused(f"{path}.url", _short(url), "an address that begins with https:// would do")
    return {"words": {"url": url, "text": _text(limits.SUBHEADING_CHARS)(found.get("text"), f"{path}.text")}}


def _posts(value: object, path: str) -> int:
    return len(_list(lambda post, _: post, limits.BLOCKS_COUNT)(value, path))


_BLOCKS: dict[str, Callable[[object, str], dict[str, Any]]] = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "quote": _quote,
    "picture": _picture_of,
    "list": _items_of,
    "facts": _facts,
    "story": _story,
    "link": _link,
}

_Reading = tuple[str, Callable[[object, str], Any]]
_KEYS: dict[str, _Reading] = {
    "slug": ("slug", _slug),
    "edition": ("edition", _text(limits.NAME_CHARS)),
    "language": ("language", _text(limits.LANGUAGE_CHARS)),
    "section": ("section", _text(limits.NAME_CHARS, is_wanted=True)),
    "headline": ("headline", _text(limits.HEADLINE_CHARS, is_wanted=True)),
    "kicker": ("kicker", _text(limits.KICKER_CHARS)),
    "standfirst": ("standfirst", _text(limits.STANDFIRST_CHARS)),
    "body": ("body", _list(_block, limits.BLOCKS_COUNT)),
    "byline": ("byline", _list(_name, limits.NAMES_COUNT)),
    "dateline": ("dateline", _dateline),
    "agency": ("agency", _text(limits.AGENCY_CHARS)),
    "topics": ("topics", _list(_text(limits.NAME_CHARS, is_wanted=True), limits.TOPICS_COUNT)),
    "published_at": ("published_at", _instant),
    "precision": ("precision", _one_of(_PRECISIONS)),
    "embargo_until": ("embargo_until", _not_before),
    "translation_of": ("translation_of", _text(limits.URL_CHARS)),
    "family": ("family", _text(limits.NAME_CHARS)),
    "picture": ("picture", _picture),
    "kind": ("genre", _one_of(_GENRES)),
    "genre": ("genre", _one_of(_GENRES)),
    "rank": ("rank", _one_of(_RANKS)),
    "corrections": ("notes", _list(_note, limits.NOTES_COUNT)),
    "notes": ("notes", _list(_note, limits.NOTES_COUNT)),
    "note": ("note", _text(limits.EDITORS_NOTE_CHARS)),
    "posts": ("posts_count", _posts),
}

"""From what lies at the desk to the value that readers get: a story, frozen, with everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import prefetch_related_objects

from broadsheet.desk import limits, texts
from broadsheet.desk.models import Edition, Picture, Story
from broadsheet.desk.refused import NotReady
from broadsheet.news import story as news
from broadsheet.news.slug import is_slug


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of a picture at upload, as its row keeps it."""

    width_px: int
    height_px: int
    renditions: tuple[news.Rendition, ...]


def frozen(story: Story, *, dated_at: datetime, updated_at: datetime, revised_at: datetime) -> news.Story:
    """The story as its instance stands, as the value that becomes an entry.

    Text is cleaned here, once, whoever wrote it. A picture whose rights have ended is left out, as is a link to a story
    of ours that is not public; `ready.hindrances` tells editors of the latter beforehand.
    """
    edition = story.edition
    language = edition.language
    if not is_slug(story.slug):
        raise NotReady("slug", repr(story.slug), "letters, digits and single hyphens would do")
    return news.Story(
        id=news.StoryId(str(story.uuid)),
        family=news.FamilyId(str(story.family)),
        edition=news.EditionKey(edition.key),
        language=news.Language(language),
        slug=news.Slug(story.slug),
        headline=_wanted(texts.bounded(story.headline, limits.HEADLINE_CHARS, "headline"), "headline"),
        kicker=texts.bounded(story.kicker, limits.KICKER_CHARS, "kicker"),
        standfirst=texts.bounded(story.standfirst, limits.STANDFIRST_CHARS, "standfirst"),
        body=tuple(_body(story, language)),
        picture=_lead_picture(story, language),
        byline=tuple(_byline(story)),
        dateline=_dateline(story),
        agency=texts.bounded(story.agency, limits.AGENCY_CHARS, "agency"),
        section=news.SectionKey(story.section.key),
        topics=_topics(story),
        genre=story.genre,  # type: ignore[arg-type]  # the database lets no other word in
        rank=story.rank,  # type: ignore[arg-type]  # the same
        first_published_at=dated_at,
        precision=story.precision,  # type: ignore[arg-type]  # the same
        updated_at=updated_at,
        revised_at=revised_at,
        notes=tuple(_notes(story, revised_at)),
    )


def _wanted(text: str, path: str) -> str:
    if not text:
        raise NotReady(path, "nothing", "a text would do")
    return text


def _byline(story: Story) -> Iterator[news.BylineName]:
    names = list(story.byline.all())
    prefetch_related_objects(names, "person")
    for one in names:
        yield news.BylineName(
            name="" if one.person else texts.bounded(one.name, limits.NAME_CHARS, "byline"),
            person=news.PersonKey(one.person.key if one.person else ""),
            role=texts.bounded(one.role, limits.NAME_CHARS, "byline"),
        )


def _topics(story: Story) -> tuple[news.TopicKey, ...]:
    topics = list(story.topics.all())
    prefetch_related_objects(topics, "topic")
    return tuple(dict.fromkeys(news.TopicKey(one.topic.key) for one in topics))


def _dateline(story: Story) -> news.Dateline | None:
    place = texts.bounded(story.dateline_place, limits.PLACE_CHARS, "dateline")
    source = texts.bounded(story.dateline_source, limits.PLACE_CHARS, "dateline")
    return news.Dateline(place=place, source=source) if place or source else None


def _notes(story: Story, now: datetime) -> Iterator[news.Note]:
    for one in story.notes.all():
        text = texts.bounded(one.text, limits.NOTE_CHARS, "notes")
        if text:
            yield news.Note(kind=one.kind, text=text, at=one.at or now)


def _lead_picture(story: Story, language: str) -> news.Picture | None:
    if story.picture is None:
        return _lost_picture(story)
    return picture_value(
        story.picture,
        language,
        alt=story.picture_alt,
        caption=story.picture_caption,
        credit=story.picture_credit,
    )


def _lost_picture(story: Story) -> news.Picture | None:
    """A rescued story keeps the caption of a picture that was not kept; any other caption goes with its picture."""
    caption = texts.bounded(story.picture_caption, limits.CAPTION_CHARS, "picture.caption")
    if not caption or not story.needs_date:
        return None
    return news.Picture(alt="", caption=caption, width_px=0, height_px=0, renditions=())


def picture_value(
    picture: Picture, language: str, *, alt: str = "", caption: str = "", credit: str = ""
) -> news.Picture | None:
    """A picture with its words in one language; None once its rights have ended."""
    if picture.rights_ended:
        return None
    if not picture.made:
        raise NotReady("picture", f"“{picture}” without its sizes for readers", "upload the file again")
    sizes = msgspec.convert(picture.made, Sizes)
    point_x, point_y = _focal_point(picture)
    return news.Picture(
        alt=texts.bounded(alt or picture.alt.get(language, ""), limits.ALT_CHARS, "picture.alt"),
        caption=texts.bounded(caption or picture.captions.get(language, ""), limits.CAPTION_CHARS, "picture.caption"),
        credit=texts.bounded(credit or picture.credits.get(language, ""), limits.CREDIT_CHARS, "picture.credit"),
        focal_x=point_x,
        focal_y=point_y,
        width_px=sizes.width_px,
        height_px=sizes.height_px,
        renditions=sizes.renditions,
    )


def _focal_point(picture: Picture) -> tuple[int, int]:
    """Where the eye goes, in hundredths of width and height; the middle where nobody said."""
    if picture.focal_point_x is None or picture.focal_point_y is None or not picture.width or not picture.height:
        return 50, 50
    return (
        min(100, max(0, round(100 * picture.focal_point_x / picture.width))),
        min(100, max(0, round(100 * picture.focal_point_y / picture.height))),
    )


def _body(story: Story, language: str) -> Iterator[news.BodyBlock]:
    for number, block in enumerate(story.body):
        path = f"body[{number}]"
        if block.block_type == "paragraph":
            yield from _paragraphs(block, path)
        else:
            made = _BLOCKS[block.block_type](block.value, block.id, path, language)
            if made is not None:
                yield made


def _paragraphs(block: Any, path: str) -> Iterator[news.Paragraph]:
    """One field of the editor may hold several paragraphs; each is a block of its own, by the key that it keeps."""
    for number, (key, markup) in enumerate(texts.rich_paragraphs(block.value.source)):
        if len(markup) > limits.PARAGRAPH_CHARS:
            raise NotReady(path, f"{len(markup):,} characters", f"at most {limits.PARAGRAPH_CHARS:,} would do")
        yield news.Paragraph(id=f"{block.id}-{key or number}", markup=markup)


def _subheading(value: Any, id: str, path: str, _language: str) -> news.Subheading | None:
    text = texts.bounded(value, limits.SUBHEADING_CHARS, path)
    return news.Subheading(id=id, text=text) if text else None


def _quote(value: Any, id: str, path: str, _language: str) -> news.Quote | None:
    text = texts.bounded(value["text"], limits.QUOTE_CHARS, path)
    speaker = texts.bounded(value["speaker"] or "", limits.NAME_CHARS, path)
    return news.Quote(id=id, text=text, speaker=speaker) if text else None


def _picture(value: Any, id: str, _path: str, language: str) -> news.PictureBlock | None:
    words = {name: value[name] or "" for name in ("alt", "caption", "credit")}
    picture = picture_value(value["picture"], language, **words) if value["picture"] else None
    return news.PictureBlock(id=id, picture=picture) if picture else None


def _items(value: str, path: str) -> tuple[str, ...]:
    return tuple(texts.bounded(one, limits.ITEM_CHARS, path) for one in texts.lines(value)[: limits.ITEMS_COUNT])


def _list(value: Any, id: str, path: str, _language: str) -> news.ItemList | None:
    items = _items(value, path)
    return news.ItemList(id=id, items=items) if items else None


def _facts(value: Any, id: str, path: str, _language: str) -> news.FactBox | None:
    title = texts.bounded(value["title"], limits.SUBHEADING_CHARS, path)
    items = _items(value["items"], path)
    return news.FactBox(id=id, title=title, items=items) if title or items else None


def _story(value: Any, id: str, _path: str, _language: str) -> news.StoryLink | None:
    if value is None or not value.live:
        return None
    return news.StoryLink(id=id, edition=news.EditionKey(value.edition.key), slug=news.Slug(value.slug))


def _link(value: Any, id: str, path: str, _language: str) -> news.OutsideLink | None:
    text = texts.bounded(value["text"] or "", limits.SUBHEADING_CHARS, path)
    if not texts.is_outside(value["url"] or ""):
        return None
    return news.OutsideLink(id=id, url=value["url"], text=text or value["url"])


_BLOCKS = {
    "subheading": _subheading,
    "quote": _quote,
    "picture": _picture,
    "list": _list,
    "facts": _facts,
    "story": _story,
    "link": _link,
}


def languages() -> list[str]:
    """The languages that the editions of the house are in, for whatever has names by language."""
    return list(dict.fromkeys(Edition.objects.order_by("pk").values_list("language", flat=True)))

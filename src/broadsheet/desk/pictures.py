"""Pictures at the desk: readers' sizes are made when one is uploaded, and live stories follow when one changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import msgspec
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.utils.file import hash_filelike

from broadsheet.desk.acting import THE_DESK, act
from broadsheet.desk.frozen import Sizes
from broadsheet.desk.models import Picture, Story
from broadsheet.desk.publish import release_again
from broadsheet.record.assets import make_renditions


def add(raw: bytes, *, name: str, title: str = "") -> Picture:
    """Take a picture in, or find the one that has exactly these bytes; its sizes for readers are made here."""
    same = _same(raw)
    if same is not None:
        return same
    make_sizes(raw, name=name)  # refuses what is no picture before Wagtail opens it
    picture = Picture(title=(title or name)[:255], file=ImageFile(BytesIO(raw), name=name))
    picture._set_image_file_metadata()  # noqa: SLF001  # as Wagtail's own upload form does
    picture.save()
    return picture


def make_sizes(raw: bytes, *, name: str) -> None:
    """Make the sizes for readers of a picture that is to come; needs no transaction, and is done once."""
    if _same(raw) is None:
        make_renditions(raw, Path(settings.MEDIA_ROOT), name=name)


def _same(raw: bytes) -> Picture | None:
    found: Picture | None = Picture.objects.filter(file_hash=hash_filelike(BytesIO(raw))).order_by("pk").first()
    return found


def follow(picture: Picture) -> None:
    """After a picture has been saved: make the sizes of a new file, and freeze the live stories that show it anew."""
    if picture.file and (not picture.made or picture.made_of != picture.file_hash):
        _make_sizes(picture)
    now = act()
    with transaction.atomic():
        for story in stories_with(picture):
            release_again(story, by=now.by, at=now.at, reason="")


def end_rights(at: datetime) -> int:
    """Take pictures whose rights have ended out of what readers get; gives how many. In a transaction of its own."""
    with transaction.atomic():
        ended = list(Picture.objects.filter(rights_until__lte=at, rights_ended=False).order_by("pk")[:50])
        for picture in ended:
            Picture.objects.filter(pk=picture.pk).update(rights_ended=True)
            for story in stories_with(picture):
                release_again(story, by=THE_DESK, at=at, reason="The rights to a picture have ended.")
    return len(ended)


def stories_with(picture: Picture) -> Iterator[Story]:
    """The live stories that show a picture, as lead or in the body."""
    kind = ContentType.objects.get_for_model(Story)
    ids = ReferenceIndex.get_references_to(picture).filter(base_content_type=kind).values_list("object_id", flat=True)
    found = {int(one) for one in ids} | set(Story.objects.filter(picture=picture.pk).values_list("pk", flat=True))
    yield from Story.objects.filter(pk__in=sorted(found), live=True).select_related(
        "edition__paper", "section", "picture"
    )


def _make_sizes(picture: Picture) -> None:
    with picture.open_file() as file:
        made = make_renditions(file.read(), Path(settings.MEDIA_ROOT), name=picture.title)
    sizes = Sizes(width_px=made.width_px, height_px=made.height_px, renditions=made.renditions)
    picture.made, picture.made_of = msgspec.to_builtins(sizes), picture.file_hash
    # Past the signal that has brought us here: nothing but what it makes is written.
    Picture.objects.filter(pk=picture.pk).update(made=picture.made, made_of=picture.made_of)

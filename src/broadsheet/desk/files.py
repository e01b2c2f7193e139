"""Where the desk's own picture files lie: beside the readers' media, and only who is logged in gets them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

ADDRESS = "/desk/pictures/"


def folder() -> Path:
    return Path(settings.HOME) / "pictures"


@deconstructible
class DeskPictures(FileSystemStorage):
    """Originals, which may tell where a picture was taken, and Wagtail's thumbnails of what is not public yet."""

    def __init__(self) -> None:
        super().__init__(location=folder(), base_url=ADDRESS)


def desk_pictures() -> DeskPictures:
    """Called when a field is set up, so that no migration remembers a machine's folder."""
    return DeskPictures()

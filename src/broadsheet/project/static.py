"""The desk's own files: laid out once for each version, under names that tell their content, compressed beside."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import shutil
from importlib.metadata import version
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.files.storage import Storage

from broadsheet.readers.files import COMPRESSED_TYPES

STAMP = "made-for"
WORTH_BYTES = 400
"""A smaller file is not compressed."""


class HashedFiles(ManifestStaticFilesStorage):
    """Names by content, where they have been laid out; else the plain name, so that a test needs no layout."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        known: str | None = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return known if known is not None else name

    def look_again(self) -> None:
        """Read the names anew, after they have been laid out."""
        self.hashed_files, self.manifest_hash = self.load_manifest()  # type: ignore[assignment]  # the stubs are wrong


def collect(folder: Path) -> bool:
    """Lay the files out, unless that has been done for these versions; True where there was something to do.

    Made in a folder beside and put in its place whole: a process that ends in between leaves nothing half done.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two servers that start at one time
        return _collect(folder, _made_for())


def _collect(folder: Path, made_for: str) -> bool:
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text() == made_for:
        return False
    fresh, former = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left in (fresh, former):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    _lay_out(fresh)
    for file in fresh.rglob("*"):
        if file.is_file() and file.suffix[1:] in COMPRESSED_TYPES and file.stat().st_size > WORTH_BYTES:
            _compress(file)
    (fresh / STAMP).write_text(made_for)
    if folder.exists():
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)
    # Wagtail's modules make the storage as soon as they are read: it has looked for the names before they were there.
    if isinstance(staticfiles_storage, HashedFiles):
        staticfiles_storage.look_again()
    return True


def _lay_out(folder: Path) -> None:
    """Copy what the apps bring, the first of a name, and give each file its second name."""
    store = HashedFiles(location=str(folder), base_url=settings.STATIC_URL)
    found: dict[str, tuple[Storage, str]] = {}
    for finder in get_finders():
        for path, source in finder.list(["CVS", ".*", "*~"]):
            if path in found:
                continue
            found[path] = (source, path)
            with source.open(path) as content:
                store.save(path, content)
    for _, _, done in store.post_process(found):
        if isinstance(done, Exception):
            raise done


def _compress(file: Path) -> None:
    content = file.read_bytes()
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content, quality=5))
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 6, mtime=0))


def _made_for() -> str:
    """Names what the files come from: versions, and the sizes and times of our own."""
    versions = [f"{name} {version(name)}" for name in ("broadsheet", "django", "wagtail")]
    own = sorted(Path(__file__).parents[1].glob("*/static/**/*"))
    marks = [f"{one.name} {one.stat().st_mtime_ns} {one.stat().st_size}" for one in own if one.is_file()]
    return hashlib.sha256("\n".join([*versions, *marks]).encode()).hexdigest()

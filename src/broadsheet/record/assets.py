"""Pictures: the sizes and formats in which readers get them, made once at upload and named by what they were made from.

Readers' files hold no metadata but the names of author and rights holder: where a picture was taken is nobody's
business. The original, with everything in it, is the desk's to keep.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

import msgspec
from lxml import etree
from PIL import Image, ImageCms, ImageFile, ImageOps, IptcImagePlugin

from broadsheet.news.story import Rendition
from broadsheet.record import limits
from broadsheet.record.refused import Refused

WIDTHS_PX = (400, 800, 1600)
RECIPE = b"1"
"""Part of the name of every file: new widths, formats or qualities are new files, never new bytes at an old path."""

ENCODINGS: tuple[tuple[str, str, str, dict[str, object]], ...] = (
    ("avif", "image/avif", "AVIF", {"quality": 60, "speed": 9}),
    ("webp", "image/webp", "WEBP", {"quality": 80, "method": 2}),
    ("jpg", "image/jpeg", "JPEG", {"quality": 82, "progressive": True, "optimize": True}),
)
READ_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
EXPECTED = "a picture as JPEG, PNG, WebP, AVIF, GIF or TIFF would do"

_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298
_FLAT_ON = (255, 255, 255)
_SRGB = ImageCms.createProfile("sRGB")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)
"""What the decoders of Pillow are known to raise for damaged files."""


class PictureRefused(Refused):
    """A file that is no picture that readers could be shown."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as stories carry it. Width and height are as it is looked at, upright."""

    width_px: int
    height_px: int
    renditions: tuple[Rendition, ...]


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture's file says of itself; each may be empty. A proposal for the desk, not the truth."""

    author: str = ""
    credit: str = ""
    rights: str = ""
    caption: str = ""


def make_renditions(source: bytes | Path, media: Path, *, name: str = "") -> Made:
    """Make what readers' pages need of a picture; what is there already is not made again.

    `name` is what an error calls the picture. No database is asked, so that several pictures may be made at once.
    """
    where = name or (source.name if isinstance(source, Path) else "picture")
    raw = _bytes_of(source, where)
    digest = blake2b(RECIPE + raw, digest_size=12).hexdigest()
    with _opened(raw, where) as image:
        width, height = _upright_size(image)
        renditions = [
            (
                extension,
                Rendition(
                    path=f"/media/{digest}-{size[0]}.{extension}",
                    content_type=kind,
                    width_px=size[0],
                    height_px=size[1],
                ),
            )
            for size in _sizes(width, height)
            for extension, kind, _, _ in ENCODINGS
        ]
        missing = [one for one in renditions if not _file_of(one[1], media).exists()]
        if missing:
            _write_all(image, missing, media, where)
    return Made(width_px=width, height_px=height, renditions=tuple(one for _, one in renditions))


def read_credit(source: bytes | Path, *, name: str = "") -> Credit:
    """Read who made a picture and who holds the rights, from IPTC, XMP or EXIF, the first that says it."""
    where = name or (source.name if isinstance(source, Path) else "picture")
    with _opened(_bytes_of(source, where), where) as image:
        return _credit_of(image)


def write_once(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, also when the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _bytes_of(source: bytes | Path, where: str) -> bytes:
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            raw = source.read_bytes() if size <= limits.PICTURE_BYTES else b""
        except OSError as error:
            raise PictureRefused(where, f"no file that can be read ({error.strerror})", EXPECTED) from error
    else:
        size, raw = len(source), source
    if size > limits.PICTURE_BYTES:
        raise PictureRefused(where, f"{size:,} bytes", f"at most {limits.PICTURE_BYTES:,} bytes would do")
    return raw


@contextmanager
def _opened(raw: bytes, where: str) -> Iterator[Image.Image]:
    """Open a picture by its head, within bounds; whatever is found damaged later is refused too."""
    known = _known_by_name(raw)
    if known:
        raise PictureRefused(where, known, EXPECTED)
    try:
        image = Image.open(BytesIO(raw), formats=READ_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(where, "a picture of far too many pixels", _SMALLER) from error
    except _BROKEN as error:
        raise PictureRefused(where, "no picture that we can read", EXPECTED) from error
    with image:
        width, height = image.size
        if width * height > limits.PICTURE_PIXELS or max(width, height) > limits.PICTURE_SIDE_PX:
            raise PictureRefused(where, f"a picture of {width:,} × {height:,} pixels", _SMALLER)
        try:
            yield image
        except _BROKEN as error:
            found = f"a {image.format} file that is damaged ({error})"
            raise PictureRefused(where, found, "a picture that opens in a viewer would do") from error


_SMALLER = (
    f"at most {limits.PICTURE_PIXELS // 1_000_000} million pixels and {limits.PICTURE_SIDE_PX:,} on a side would do"
)


def _known_by_name(raw: bytes) -> str:
    """Name the files that people upload for pictures and that are none for us."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not raw:
        return "an empty file"
    if head.startswith(b"<svg") or (head.startswith(b"<") and b"<svg" in head):
        return "an SVG drawing, which may hold scripts and has no size of its own; export it 1,600 pixels wide"
    if head.startswith(b"%pdf"):
        return "a PDF document"
    if raw[4:8] == b"ftyp" and raw[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"} and b"avif" not in raw[8:64]:
        return "an HEIC picture, as some telephones make them"
    return ""


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    return (height, width) if image.getexif().get(0x0112) in {5, 6, 7, 8} else (width, height)


def _sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Choose widths: never more than the picture has, and none that hardly differs from it."""
    largest = min(width, WIDTHS_PX[-1])
    widths = [one for one in WIDTHS_PX if one < 0.9 * largest] + [largest]
    return [(one, max(1, round(height * one / width))) for one in widths]


def _file_of(rendition: Rendition, media: Path) -> Path:
    return media / rendition.path.removeprefix("/media/")


def _write_all(image: Image.Image, renditions: list[tuple[str, Rendition]], media: Path, where: str) -> None:
    credit = _credit_of(image)
    plain = _plain(image, where)
    encodings = {extension: (form, options) for extension, _, form, options in ENCODINGS}
    words = _words_kept(credit)
    resized: dict[int, Image.Image] = {}
    for extension, one in renditions:
        if one.width_px not in resized:
            size = (one.width_px, one.height_px)
            resized[one.width_px] = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        form, options = encodings[extension]
        content = BytesIO()
        resized[one.width_px].save(content, form, exif=words, **options)
        write_once(_file_of(one, media), content.getvalue())


def _plain(image: Image.Image, where: str) -> Image.Image:
    """Turn the first frame upright, flatten it on white, and bring its colours to sRGB."""
    image.load()
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        upright = _eight_bits(upright)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, (*_FLAT_ON, 255))
        upright = Image.alpha_composite(ground, upright)
    if profile and upright.mode in {"RGB", "RGBA", "CMYK", "L"}:
        upright = _in_srgb(upright.convert("RGB") if upright.mode == "RGBA" else upright, profile)
    if not upright.width or not upright.height:
        raise PictureRefused(where, "a picture without pixels", EXPECTED)
    bare = upright.convert("RGB")
    bare.info = {}  # else the encoders find the old profile, comment and words here
    return bare


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring a picture of deeper grey to eight bits."""
    if not image.mode.startswith("I;16"):
        low, high = (float(one) for one in image.getextrema())  # type: ignore[arg-type]  # one band has one pair
        scale = 255 / (high - low) if high > 255 or low < 0 else 1.0
        offset = -low * scale if scale != 1.0 else 0.0
        return image.convert("F").point(lambda value: value * scale + offset).convert("L")
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by the picture's own profile; a damaged profile is left aside, as browsers do."""
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(image, given, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return made if made is not None else image


def _words_kept(credit: Credit) -> bytes:
    """The two fields that stay in readers' files, as EXIF."""
    exif = Image.Exif()
    if credit.author:
        exif[_EXIF_ARTIST] = credit.author.encode()
    if credit.rights or credit.credit:
        exif[_EXIF_COPYRIGHT] = (credit.rights or credit.credit).encode()
    return exif.tobytes() if len(exif) else b""


def _credit_of(image: Image.Image) -> Credit:
    said = [one(image) for one in (_iptc, _xmp, _exif)]
    return Credit(
        **{field: next((by[field] for by in said if by.get(field)), "") for field in Credit.__struct_fields__}
    )


_Said = dict[str, str]
_IPTC_FIELDS = {"author": (2, 80), "credit": (2, 110), "rights": (2, 116), "caption": (2, 120)}


def _iptc(image: Image.Image) -> _Said:
    try:
        found = (IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None) or {}
    except _BROKEN:
        return {}  # damaged words do not make a damaged picture
    return {field: _text(found.get(tag)) for field, tag in _IPTC_FIELDS.items()}


_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP_FIELDS = {
    "author": f"{_DC}creator",
    "credit": "{http://ns.adobe.com/photoshop/1.0/}Credit",
    "rights": f"{_DC}rights",
    "caption": f"{_DC}description",
}


def _xmp(image: Image.Image) -> _Said:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or len(packet) > limits.XMP_BYTES:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(packet.strip(b"\0 \n"), parser)
    except etree.XMLSyntaxError:
        return {}
    return {field: _xmp_text(root, name) for field, name in _XMP_FIELDS.items()}


def _xmp_text(root: etree._Element, name: str) -> str:
    """An XMP property stands as an element, in the first item of an element's list, or as an attribute."""
    for element in root.iter(name):
        item = element.find(f".//{_RDF}li")
        return _text((element if item is None else item).text)
    for element in root.iter(f"{_RDF}Description"):
        if element.get(name):
            return _text(element.get(name))
    return ""


def _exif(image: Image.Image) -> _Said:
    exif = image.getexif()
    return {
        "author": _text(exif.get(_EXIF_ARTIST)),
        "rights": _text(exif.get(_EXIF_COPYRIGHT)),
        "caption": _text(exif.get(0x010E)),
    }


def _text(value: object) -> str:
    """Read a field that may be bytes of either usual encoding, or a list of names."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_text, value)))[: limits.CREDIT_CHARS]
    if isinstance(value, bytes):
        decode: Callable[[str], str] = value[: 4 * limits.CREDIT_CHARS].decode
        try:
            value = decode("utf-8")
        except UnicodeDecodeError:
            value = decode("latin-1")
    text = value if isinstance(value, str) else ""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[: limits.CREDIT_CHARS]

"""Pictures: what readers get of an upload, and what is refused."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from broadsheet.record import assets, limits
from broadsheet.record.assets import Credit, PictureRefused, make_renditions, read_credit

TYPES = ["image/avif", "image/webp", "image/jpeg"]


def picture(form: str = "PNG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **options: Any) -> bytes:
    """A gradient, so that turned and cut pictures are told apart."""
    grey = Image.linear_gradient("L").resize(size)
    content = BytesIO()
    Image.merge("RGB", (grey, grey, Image.new("L", size, 90))).convert(mode).save(content, form, **options)
    return content.getvalue()


def opened(made: assets.Made, media: Path, content_type: str = "image/jpeg") -> Image.Image:
    """The largest file of a type, as a reader's browser opens it."""
    one = [rendition for rendition in made.renditions if rendition.content_type == content_type][-1]
    return Image.open(BytesIO((media / one.path.removeprefix("/media/")).read_bytes()))


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def test_a_picture_is_made_in_three_formats_at_each_width_and_never_larger(media: Path) -> None:
    made = make_renditions(picture(), media)

    assert (made.width_px, made.height_px) == (900, 600)
    assert [(one.width_px, one.height_px, one.content_type) for one in made.renditions] == [
        (width, height, kind) for width, height in [(400, 267), (800, 533), (900, 600)] for kind in TYPES
    ]
    for one in made.renditions:
        with Image.open(media / one.path.removeprefix("/media/")) as image:
            assert (image.size, Image.MIME[str(image.format)]) == ((one.width_px, one.height_px), one.content_type)


@pytest.mark.parametrize(
    ("width", "widths"), [(3000, [400, 800, 1600]), (1700, [400, 800, 1600]), (820, [400, 820]), (300, [300]), (1, [1])]
)
def test_widths_are_chosen_under_the_picture_s_own(media: Path, width: int, widths: list[int]) -> None:
    made = make_renditions(picture(size=(width, 20)), media)
    assert sorted({one.width_px for one in made.renditions}) == widths
    assert min(one.height_px for one in made.renditions) >= 1


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_each_usual_format_is_read(media: Path, form: str) -> None:
    made = make_renditions(picture(form, size=(120, 80)), media)
    assert (made.width_px, made.height_px, len(made.renditions)) == (120, 80, 3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr"])
def test_each_mode_becomes_plain_colour(media: Path, mode: str) -> None:
    content = BytesIO()
    grey = Image.linear_gradient("L").resize((60, 40))
    if mode == "I;16":
        deep = grey.convert("I").point(lambda value: value * 256 + 255).convert("I;16")
        deep.save(content, "PNG")
    else:
        grey.convert("RGB" if mode in {"CMYK", "YCbCr", "P"} else "L").convert(mode).save(content, "TIFF")
    image = opened(make_renditions(content.getvalue(), media), media)
    assert image.mode == "RGB"
    low, high = image.convert("L").getextrema()
    assert low < 20
    assert high > 235


def test_a_picture_made_once_is_not_made_again(media: Path) -> None:
    first = make_renditions(picture(), media)
    times = {path: path.stat().st_mtime_ns for path in media.iterdir()}
    assert make_renditions(picture(), media) == first
    assert {path: path.stat().st_mtime_ns for path in media.iterdir()} == times


def test_a_file_that_is_missing_is_made_again_with_the_same_bytes(media: Path) -> None:
    made = make_renditions(picture(), media)
    lost = media / made.renditions[1].path.removeprefix("/media/")
    content = lost.read_bytes()
    lost.unlink()
    make_renditions(picture(), media)
    assert lost.read_bytes() == content


def test_other_pictures_have_other_names_and_nothing_unfinished_is_left(media: Path) -> None:
    one, other = make_renditions(picture(size=(40, 40)), media), make_renditions(picture(size=(40, 41)), media)
    assert {r.path for r in one.renditions}.isdisjoint(r.path for r in other.renditions)
    assert sorted(f"/media/{path.name}" for path in media.iterdir()) == sorted(
        rendition.path for made in (one, other) for rendition in made.renditions
    )


def test_a_picture_lying_on_its_side_is_turned_upright(media: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = make_renditions(picture("JPEG", size=(90, 60), exif=exif), media)
    assert (made.width_px, made.height_px) == (60, 90)
    for kind in TYPES:
        image = opened(made, media, kind)
        assert image.size == (60, 90)
        assert 0x0112 not in image.getexif()
    # What was dark at the top is dark on the right now.
    upright = opened(made, media).convert("L")
    assert upright.getpixel((58, 45)) < upright.getpixel((2, 45))  # type: ignore[operator]  # one band, one number


def test_where_it_was_taken_goes_and_who_took_it_stays(media: Path) -> None:
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = "Anna Larsen", "Bahr Press"
    exif[0x010E] = "Taken at a secret address"
    exif.get_ifd(0x8825)[2] = (33.0, 53.0, 20.0)
    exif.get_ifd(0x8825)[1] = "N"
    raw = picture("JPEG", size=(60, 40), exif=exif, comment=b"secret address")
    assert 0x8825 in Image.open(BytesIO(raw)).getexif()

    made = make_renditions(raw, media)

    for kind in TYPES:
        image = opened(made, media, kind)
        assert dict(image.getexif()) == {0x013B: "Anna Larsen", 0x8298: "Bahr Press"}
        assert not {"xmp", "comment", "icc_profile"} & image.info.keys()


def test_colours_are_brought_to_srgb(media: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
    content = BytesIO()
    Image.new("RGB", (50, 50), (255, 0, 0)).save(content, "PNG", icc_profile=swapped)

    image = opened(make_renditions(content.getvalue(), media), media)

    red, green, blue = image.getpixel((25, 25))  # type: ignore[misc]  # three bands
    assert red < 20
    assert green > 235
    assert blue < 20
    assert "icc_profile" not in image.info


def test_a_damaged_profile_is_left_aside(media: Path) -> None:
    assert make_renditions(picture("JPEG", size=(60, 40), icc_profile=b"no profile at all"), media).width_px == 60


def test_what_shines_through_is_set_on_white(media: Path) -> None:
    content = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(content, "PNG")
    image = opened(make_renditions(content.getvalue(), media), media)
    assert image.getpixel((25, 25)) == (255, 255, 255)


def test_credit_is_read_from_each_place_that_it_stands_in() -> None:
    def iptc(record: int, text: bytes) -> bytes:
        return struct.pack(">BBBH", 0x1C, 2, record, len(text)) + text

    words = iptc(110, "بحر برس".encode()) + iptc(80, b"Jos\xe9 Ferro") + iptc(116, b"All rights") + iptc(120, b"A port")
    words += b"\0" * (len(words) % 2)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(words)) + words
    segment = b"Photoshop 3.0\0" + block
    raw = picture("JPEG", size=(8, 8))
    raw = raw[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + raw[2:]
    assert read_credit(raw) == Credit(author="José Ferro", credit="بحر برس", rights="All rights", caption="A port")

    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/"'
        ' p:Credit="Bahr Press"><dc:creator><rdf:Seq><rdf:li>Hala Mansour</rdf:li></rdf:Seq></dc:creator>'
        "<dc:rights><rdf:Alt><rdf:li>© Bahr Press</rdf:li></rdf:Alt></dc:rights>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    told = Credit(author="Hala Mansour", credit="Bahr Press", rights="© Bahr Press")
    assert read_credit(picture("JPEG", size=(8, 8), xmp=packet.encode())) == told
    assert read_credit(picture("PNG", size=(8, 8))) == Credit()


def test_damaged_words_do_not_refuse_a_picture() -> None:
    assert read_credit(picture("JPEG", size=(8, 8), xmp=b"<x:xmpmeta")) == Credit()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing, which may hold scripts"),
        (b"\xef\xbb\xbf <SVG/>", "an SVG drawing"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "an HEIC picture"),
        (b"Dear desk, the picture is attached.", "no picture that we can read"),
        (bomb(8_000, 8_000), "a picture of 8,000 × 8,000 pixels"),
        (bomb(20_001, 1), "a picture of 20,001 × 1 pixels"),
        (bomb(10_000, 10_000), "a picture of far too many pixels"),
        (bomb(100_000, 100_000), "a picture of far too many pixels"),
        (picture("JPEG")[:2000], "a JPEG file that is damaged"),
        (picture("PNG")[:200], "a PNG file that is damaged"),
        (picture("WEBP")[:400], ""),
        (picture("AVIF")[:400], ""),
    ],
)
def test_what_is_no_picture_is_refused_in_words_and_leaves_nothing(media: Path, raw: bytes, found: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        make_renditions(raw, media, name="port.png")
    assert refused.value.path == "port.png"
    assert refused.value.found.startswith(found)
    assert "would do" in refused.value.expected
    assert not media.exists()


def test_a_file_too_large_or_not_there_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.tif"
    with large.open("wb") as file:
        file.truncate(limits.PICTURE_BYTES + 1)
    with pytest.raises(PictureRefused, match="31,457,281 bytes; at most 31,457,280 bytes would do"):
        make_renditions(large, tmp_path / "media")
    with pytest.raises(PictureRefused, match=r"gone\.png: found no file that can be read"):
        make_renditions(tmp_path / "gone.png", tmp_path / "media")

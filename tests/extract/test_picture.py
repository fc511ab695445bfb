"""Pictures: every format's text, page by page; turned, broken, huge and empty ones; what files say of themselves."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from dsar.extract.extractor import Limits, Ocr
from dsar.extract.media import media_type
from dsar.extract.picture import PictureExtractor
from dsar.model import GapCode
from tests.contract.extractor import ExtractorContract
from tests.extract.office_files import codes, read, shown
from tests.extract.scans import LINES, saved, scan

TEXT = "\n".join(LINES)


def texts(data: bytes) -> list[tuple[str, str]]:
    found, gaps = read(PictureExtractor(), data)
    assert gaps == []
    return shown(found)


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("JPEG2000", "image/jp2"),
    ],
)
def test_every_format_is_told_by_its_bytes_and_read(kind: str, media: str) -> None:
    data = saved(scan(), kind)
    assert media_type(io.BytesIO(data), "a.bin") == media
    assert texts(data)[0] == ("billede", TEXT)


def test_a_heic_file_is_opened() -> None:
    data = (Path(__file__).parent / "data" / "grey.heic").read_bytes()
    assert media_type(io.BytesIO(data), "a.bin") == "image/heic"
    assert codes(read(PictureExtractor(), data)[1]) == [GapCode.EMPTY_SCAN]


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"\0\0\0\x1cftypheic\0\0\0\0mif1", "image/heic"),
        (b"RIFF\xe4\x01\0\0WEBPVP8X\n\0\0\0", "image/webp"),
        (b"Filtype WEBP er ny.", "text/plain"),
    ],
)
def test_a_picture_that_is_nearly_all_text_is_a_picture(head: bytes, media: str) -> None:
    assert media_type(io.BytesIO(head + b"<x:xmpmeta>Titel</x:xmpmeta>" * 50), "a") == media


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    assert texts(saved(scan().convert(mode), "TIFF"))[0] == ("billede", TEXT)


def test_what_is_transparent_is_paper() -> None:
    strip = scan()
    ink = Image.new("RGBA", strip.size, (0, 0, 0, 0))
    ink.putalpha(strip.point(lambda shade: 255 - shade))
    assert texts(saved(ink, "PNG")) == [("billede", TEXT)]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_stands_on_its_head_is_read(degrees: int) -> None:
    assert texts(saved(scan().rotate(degrees, expand=True), "PNG")) == [("billede", TEXT)]


def test_the_cameras_own_word_on_what_is_up_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to show it
    data = saved(scan().rotate(90, expand=True), "JPEG", exif=exif)
    assert texts(data)[0] == ("billede", TEXT)


@pytest.mark.parametrize("dpi", [100, 150, 200, 600])
def test_small_and_large_scans_are_read(dpi: int) -> None:
    ((_, text),) = texts(saved(scan(dpi=dpi), "PNG", dpi=(dpi, dpi)))
    assert "010130-4567" in text


def test_a_screenshot_without_a_scale_is_read() -> None:
    lines = ["Borger: Åse Ærøe Ørsted", "CPR: 010130-4567", *["Sagens gang er beskrevet i journalen"] * 10]
    shot = scan(lines, dpi=96, points=10)
    out = io.BytesIO()
    shot.save(out, "PNG")
    ((_, text),) = texts(out.getvalue())
    assert "010130-4567" in text


def test_each_page_of_a_fax_is_a_passage_and_blank_ones_are_no_gap() -> None:
    pages = [scan(), Image.new("L", (900, 1200), 255), scan(["Side tre om Bjørn"])]
    data = saved(pages[0].convert("1"), "TIFF", save_all=True, compression="group4",
                 append_images=[page.convert("1") for page in pages[1:]])  # fmt: skip
    assert texts(data) == [("side 1, læst af billede", TEXT), ("side 3, læst af billede", "Side tre om Bjørn")]


def test_frames_that_show_the_same_are_read_once() -> None:
    frames = [scan(), scan(), scan(tuple(reversed(LINES)))]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert [place for place, _ in texts(data)] == ["side 1, læst af billede", "side 3, læst af billede"]


def photo() -> Image.Image:
    dice = random.Random(3)
    return Image.frombytes("L", (12, 16), dice.randbytes(192)).resize((600, 800), Image.Resampling.BICUBIC)


def test_a_photo_without_text_is_a_gap() -> None:
    found, gaps = read(PictureExtractor(), saved(photo(), "JPEG"))
    assert (shown(found), codes(gaps)) == ([], [GapCode.EMPTY_SCAN])


@pytest.mark.parametrize("size", [(1, 1), (11, 500), (300, 300)])
def test_a_blank_picture_or_one_too_small_for_letters_is_no_gap(size: tuple[int, int]) -> None:
    assert texts(saved(Image.new("L", size, 200), "PNG")) == []


@pytest.mark.parametrize("shade", [0, 30, 128])
def test_a_picture_that_is_all_dark_is_a_gap_and_no_blank_sheet(shade: int) -> None:
    found, gaps = read(PictureExtractor(), saved(Image.new("L", (300, 300), shade), "PNG"))
    assert (shown(found), codes(gaps)) == ([], [GapCode.EMPTY_SCAN])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_cut_short_is_read_as_far_as_it_goes_and_is_a_gap(kind: str) -> None:
    strip = scan([*LINES, *["Der er mere på denne side af brevet"] * 30])
    data = saved(strip, kind)
    found, gaps = read(PictureExtractor(), data[: len(data) * 3 // 4])
    assert codes(gaps) == [GapCode.DAMAGED]
    assert kind == "TIFF" or "010130-4567" in shown(found)[0][1]


def test_a_bomb_of_pixels_is_too_large() -> None:
    header = b"\0\0\xff\xff\0\0\xff\xff\x08\0\0\0\0"
    chunk = len(header).to_bytes(4, "big") + b"IHDR" + header + zlib.crc32(b"IHDR" + header).to_bytes(4, "big")
    data = b"\x89PNG\r\n\x1a\n" + chunk + saved(scan(), "PNG")[33:]
    assert codes(read(PictureExtractor(), data)[1]) == [GapCode.TOO_LARGE]


@pytest.mark.parametrize(
    ("ocr", "code"),
    [
        (Ocr(when="never"), GapCode.EMPTY_SCAN),
        (Ocr(when="later"), GapCode.OCR_PENDING),
        (Ocr(languages="dan+xyz"), GapCode.EMPTY_SCAN),
        (Ocr(item_s=0), GapCode.TIMEOUT),
    ],
)
def test_what_is_not_recognised_is_a_gap(ocr: Ocr, code: GapCode) -> None:
    values = list(PictureExtractor().read(io.BytesIO(saved(scan(), "PNG")), Limits(ocr=ocr)))
    assert codes(values) == [code]


def test_a_reading_that_is_unsure_says_so_where_it_stands() -> None:
    strip = scan(points=8, dpi=75).resize((1200, 500))
    smudged = Image.blend(strip, photo().resize(strip.size), 0.45)
    found, gaps = read(PictureExtractor(), saved(smudged, "PNG"))
    assert gaps or [place for place, _ in shown(found)] == ["billede, usikker læsning"]


def test_what_the_file_says_of_itself_is_read() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "Skade på Åses carport".encode(), "Bo Lund"
    exif[0x9C9E] = "sag 12;Ørsted".encode("utf-16-le") + b"\0\0"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:02 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 2.0, 30.0), 3: "E", 4: (9.0, 55.0, 12.0)})
    (_, (place, said)) = texts(saved(scan(), "JPEG", exif=exif, comment="Taget af nabo"))
    assert place == "dokumentegenskaber"
    assert said.split("\n") == [
        "Kommentarer: Skade på Åses carport",
        "Forfatter: Bo Lund",
        "Nøgleord: sag 12;Ørsted",
        "Taget: 2026:11:02 10:00:00",
        "GPS-position: 57.04167 9.92000",
        "Kommentar: Taget af nabo",
    ]


def test_the_texts_of_a_png_and_its_xmp_are_read() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Author", "Åse Ærøe")
    info.add_text("Noget", "Ved søen")
    packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title xmlns:dc="d">Plan</dc:title></x:xmpmeta>'
    info.add_itxt("XML:com.adobe.xmp", packet)
    (_, (_, said)) = texts(saved(scan(), "PNG", pnginfo=info))
    assert said.split("\n") == ["Forfatter: Åse Ærøe", "Tekst: Ved søen", "Titel: Plan"]


class TestContract(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> PictureExtractor:
        return PictureExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "image/png"

    @pytest.fixture
    def sample(self) -> bytes:
        return saved(scan(["Bo"], dpi=100), "PNG", dpi=(100, 100))

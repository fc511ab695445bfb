"""Pictures, through text recognition: scans, photos, screenshots; and what their files say of themselves."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from dsar.errors import ItemError
from dsar.extract import ocr_picture
from dsar.extract.extractor import Extractor, Limits, Ocr
from dsar.extract.ocr import obstacle, recognise
from dsar.extract.ocr_known import Recognised
from dsar.extract.scan_pages import UnreadPages
from dsar.extract.scan_words import SCANNED, UNSURE
from dsar.model import Gap, GapCode, Part, Passage

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MEDIA_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp", "image/webp", "image/heic"}
    | {"image/avif", "image/jp2", "image/vnd.adobe.photoshop", "image/x-icon"}
)
MOST_PIXELS = 180_000_000
"""Pixels of a page that is opened at all: A1 at 600 dots an inch; as colours it takes half a gigabyte."""
_SMALLEST = 12  # pixels; a lower picture bears no letters
_MOST_FRAMES = 10_000

# What Pillow lets out of its decoders on broken files beside OSError (UnidentifiedImageError is one).
STUMBLES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)
_BROKEN = "it is broken or cut short; what could be read of it was read."


class PictureExtractor:
    """Reads pictures."""

    def match(self, media_type: str, name: str) -> int:
        """Take the kinds that Pillow opens."""
        del name
        return 10 if media_type in MEDIA_TYPES else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield each page's text, then what the file says of itself.

        Raises:
            ItemError: it cannot be opened.
        """
        from dsar.extract.picture_tags import said_of_itself

        source.seek(0)
        try:
            picture = _opened(source.read())
            count = min(_MOST_FRAMES, getattr(picture, "n_frames", 1))
        except STUMBLES as error:
            raise ItemError(GapCode.DAMAGED, "it begins like a picture, and cannot be opened.") from error
        with picture:
            yield from _pages(picture, count, limits.ocr)
            yield from said_of_itself(picture)


def _opened(data: bytes) -> ImageFile:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # _page looks at the size of each
    if data[4:8] == b"ftyp":
        from pi_heif import register_heif_opener

        register_heif_opener()
    return Image.open(io.BytesIO(data))


def _pages(picture: ImageFile, count: int, ocr: Ocr) -> Iterator[Passage | Gap]:
    """Read page after page; a page that is shown again (a frame of an animation) is read once."""
    unread = UnreadPages()
    seen = {""}
    for index in range(count):
        found = _page(picture, index, ocr)
        if found.code is not None:
            unread.add(index + 1, found.code, found.reason)
        if found.text not in seen:
            seen.add(found.text)
            place = SCANNED["page"].format(index + 1) if count > 1 else SCANNED["picture"]
            yield Passage(place + UNSURE * found.unsure, found.text)
    yield from unread.gaps(numbered=count > 1)


def _page(picture: ImageFile, index: int, ocr: Ocr) -> Recognised:
    try:
        if index:
            picture.seek(index)
        if min(picture.size) < _SMALLEST:
            return Recognised("", 100)
        if picture.width * picture.height > MOST_PIXELS:
            reason = f"a picture of more than {MOST_PIXELS // 1_000_000} million pixels. Save it smaller."
            return Recognised("", 0, GapCode.TOO_LARGE, reason)
        hindrance = obstacle(ocr)
        if hindrance is not None:
            return Recognised("", 0, *hindrance)
        return _recognised(picture, ocr)
    except STUMBLES:
        return Recognised("", 0, GapCode.DAMAGED, _BROKEN)


def _recognised(picture: ImageFile, ocr: Ocr) -> Recognised:
    from PIL import ImageOps

    whole = _load(picture)
    upright = ocr_picture.grey(ImageOps.exif_transpose(picture))
    found = recognise(*ocr_picture.legible(upright, _dpi(picture)), ocr)
    return found if whole else replace(found, code=GapCode.DAMAGED, reason=_BROKEN)


def _load(picture: ImageFile) -> bool:
    """Decode the pixels, all or as many as there are; whether it was all."""
    import PIL.ImageFile

    if picture.format == "JPEG" and picture.width * picture.height > 4 * ocr_picture.MOST_PIXELS:
        picture.draft("L", (picture.width // 2, picture.height // 2))
    try:
        picture.load()
    except STUMBLES:
        PIL.ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture.load()
        finally:
            PIL.ImageFile.LOAD_TRUNCATED_IMAGES = False
        return False
    return True


def _dpi(picture: ImageFile) -> float | None:
    said = picture.info.get("dpi")
    try:
        return float(min(said)) if said else None
    except (TypeError, ValueError, ArithmeticError):
        return None


_checked: type[Extractor] = PictureExtractor

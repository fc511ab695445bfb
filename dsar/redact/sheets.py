"""The pages of a file that can be drawn: a PDF, or a picture. Runs in a process of its own; files may be hostile."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dsar.redact.glyphs import Box, Reading
from dsar.redact.ocr import Recogniser
from dsar.redact.pdf_glyphs import MinerPages, pdfium_reading
from dsar.redact.picture import dpi_for

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

READ_AT = 300.0
"""Dots an inch at which a page that is a picture is read first; the copy is read again as it is."""
PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/gif", "image/webp", "image/bmp"})
_MOST_OBJECTS = 50_000
_MOST_PICTURE_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was drawn and read.

    Attributes:
        width, height: points, as shown.
        readings: by each reader; the first gives the copy's text and its order.
        exact: whether the first reading is what the page's program wrote, not recognised from a picture.
        pictured: whether something may be seen on the page that no reader but text recognition can read.
    """

    width: float
    height: float
    dpi: float
    picture: Image = field(repr=False)
    readings: tuple[Reading, ...] = field(repr=False)
    exact: bool
    pictured: bool


class Sheets(Protocol):
    """A file's pages, numbered from 0."""

    def __len__(self) -> int: ...

    @property
    def attached(self) -> int:
        """How many files are attached to it."""
        ...

    def texts(self, index: int, remembered: Path) -> tuple[str, ...]:
        """What a page says by the readers that are fast, for the first round; raises what :meth:`drawn` does."""
        ...

    def drawn(self, index: int, remembered: Path) -> Drawn:
        """Draw and read a page.

        Args:
            index: which.
            remembered: a folder in which recognised text is kept between the two rounds over the pages.

        Raises:
            PdfiumError, OSError: the page cannot be drawn.
        """
        ...


@contextmanager
def open_sheets(path: Path, media_type: str, recogniser: Recogniser | None) -> Iterator[Sheets]:
    """Open a file of a kind that can be drawn.

    Raises:
        PdfiumError, OSError: it cannot be opened.
    """
    if media_type == "application/pdf":
        import pypdfium2

        with path.open("rb") as again, pypdfium2.PdfDocument(path) as document:
            document.init_forms()
            miner = None
            with suppress(Exception):  # the second reader may fail at anything; text recognition remains
                miner = MinerPages(again)
            yield _PdfSheets(document, miner, recogniser)
    else:
        from PIL import Image as Images

        Images.MAX_IMAGE_PIXELS = _MOST_PICTURE_PIXELS
        with Images.open(path) as opened:
            yield _PictureSheets(opened, recogniser)


class _PdfSheets:
    def __init__(
        self, document: pypdfium2.PdfDocument, miner: MinerPages | None, recogniser: Recogniser | None
    ) -> None:
        self._document, self._miner, self._recogniser = document, miner, recogniser

    def __len__(self) -> int:
        return len(self._document)

    @property
    def attached(self) -> int:
        import pypdfium2.raw as pdfium

        return max(0, int(pdfium.FPDFDoc_GetAttachmentCount(self._document)))

    def texts(self, index: int, remembered: Path) -> tuple[str, ...]:
        page = self._flat(index)
        try:
            return tuple(reading.text for reading in self._readings(page, _seen(page), index, remembered))
        finally:
            page.close()

    def drawn(self, index: int, remembered: Path) -> Drawn:
        page = self._flat(index)
        try:
            width, height = page.get_size()
            dpi = dpi_for(width, height)
            picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
            seen = _seen(page)
            readings = self._readings(page, seen, index, remembered)
            if self._miner and not seen.unlike:
                with suppress(Exception):  # the second reader may fail at anything; text recognition remains
                    readings.append(self._miner.reading(index, page.get_cropbox()))
        finally:
            page.close()
        return Drawn(width, height, dpi, picture, tuple(readings), exact=seen.exact, pictured=seen.pictured)

    def _readings(self, page: pypdfium2.PdfPage, seen: _Seen, index: int, remembered: Path) -> list[Reading]:
        if seen.exact or self._recogniser is None:
            return [pdfium_reading(page)]
        large = page.render(scale=READ_AT / 72, grayscale=True).to_pil().convert("L")
        recognised = _recognised(large, READ_AT, self._recogniser, remembered / f"{index}.json")
        return [recognised] if seen.unlike else [recognised, pdfium_reading(page)]

    def _flat(self, index: int) -> pypdfium2.PdfPage:
        """The page with its notes and form fields drawn into it, so that they are read and covered like the rest."""
        import pypdfium2.raw as pdfium

        page = self._document[index]
        if pdfium.FPDFPage_GetAnnotCount(page) > 0:
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = self._document[index]
        return page


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is on a page to be read.

    Attributes:
        exact: the page's text is all that is written on it.
        pictured: there are pictures on it, or it is not exact.
        unlike: the text need not be what one sees: it is not drawn (as on scans), or its fonts name no letters.
    """

    exact: bool
    pictured: bool
    unlike: bool


def _seen(page: pypdfium2.PdfPage) -> _Seen:
    import pypdfium2.raw as pdfium

    from dsar.extract.pdf_text import page_text

    pictures = invisible = False
    for index in range(min(_MOST_OBJECTS, max(0, pdfium.FPDFPage_CountObjects(page)))):
        thing = pdfium.FPDFPage_GetObject(page, index)
        match pdfium.FPDFPageObj_GetType(thing):
            case pdfium.FPDF_PAGEOBJ_TEXT:  # text that is not drawn, as on scans
                mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
                invisible |= mode in {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
            case pdfium.FPDF_PAGEOBJ_PATH:
                pass
            case _:
                pictures = True
    content = page_text(page)
    exact = not (content.pictured or content.garbled or invisible)
    return _Seen(exact, pictures or not exact, content.garbled or invisible)


class _PictureSheets:
    def __init__(self, opened: Image, recogniser: Recogniser | None) -> None:
        self._opened, self._recogniser = opened, recogniser

    def __len__(self) -> int:
        return int(getattr(self._opened, "n_frames", 1))

    @property
    def attached(self) -> int:
        return 0

    def texts(self, index: int, remembered: Path) -> tuple[str, ...]:
        return tuple(reading.text for reading in self.drawn(index, remembered).readings)

    def drawn(self, index: int, remembered: Path) -> Drawn:
        self._opened.seek(index)
        picture, dpi = _upright(self._opened)
        width, height = (72 * size / dpi for size in picture.size)
        reading = Reading("", ())
        if self._recogniser is not None:
            enlarged = min(2.0, max(1.0, READ_AT / dpi))
            large = picture.convert("L").resize([round(enlarged * size) for size in picture.size])
            reading = _recognised(large, dpi * enlarged, self._recogniser, remembered / f"{index}.json")
        return Drawn(width, height, dpi, picture, (reading,), exact=False, pictured=True)


def _upright(opened: Image) -> tuple[Image, float]:
    """The picture as it is meant to be seen, on white, no larger than a drawn page; and its dots an inch."""
    from PIL import Image as Images
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(opened).convert("RGBA")
    picture = Images.new("RGB", turned.size, "white")
    picture.paste(turned, mask=turned.getchannel("A"))
    given = opened.info.get("dpi", (0, 0))[0]
    dpi = float(given) if 50 <= float(given) <= 1200 else max(picture.size) / 11.7  # else it is taken for an A4 page
    wanted = dpi_for(72 * picture.width / dpi, 72 * picture.height / dpi)
    if dpi > 1.2 * wanted:
        picture = picture.resize([max(1, round(size * wanted / dpi)) for size in picture.size])
        dpi = wanted
    return picture, dpi


def _recognised(picture: Image, dpi: float, recogniser: Recogniser, remembered: Path) -> Reading:
    """The picture's text; recognised once, and kept in a file for the second round."""
    with suppress(FileNotFoundError):
        text, sure, edges, places = json.loads(zlib.decompress(remembered.read_bytes()))
        boxes = [Box(*edge) for edge in edges]
        return Reading(text, tuple(boxes[place] if place >= 0 else None for place in places), sure)
    reading = recogniser.read(picture, dpi)
    numbers: dict[Box, int] = {}
    places = [numbers.setdefault(box, len(numbers)) if box else -1 for box in reading.boxes]
    edges = [[box.left, box.top, box.right, box.bottom] for box in numbers]
    remembered.write_bytes(zlib.compress(json.dumps([reading.text, reading.sure, edges, places]).encode()))
    return reading

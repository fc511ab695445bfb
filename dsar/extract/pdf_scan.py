"""Text in the pictures of a PDF's pages: whole pages that are scans, and large pictures on other pages."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from dsar.extract import ocr_picture
from dsar.extract.extractor import Ocr
from dsar.extract.ocr import obstacle, recognise
from dsar.extract.ocr_known import Recognised
from dsar.extract.pdf_text import Box, PageText
from dsar.extract.scan_pages import UnreadPages
from dsar.extract.scan_words import SCANNED, UNSURE
from dsar.model import GapCode, Passage

if TYPE_CHECKING:
    import pypdfium2

_UNREAD = (GapCode.EMPTY_SCAN, GapCode.POOR_SCAN)
_POINTS = 72.0  # an inch
_GARBLED = "the fonts do not say which letters they show, so the text is unreliable; "


def page_pictures(
    page: pypdfium2.PdfPage, number: int, content: PageText, ocr: Ocr, unread: UnreadPages
) -> Iterator[Passage]:
    """Yield what text recognition makes of a page: of all of it, or of its large pictures if it has any."""
    if content.pictured or content.garbled:
        found = _recognised(page, None, ocr)
        if found.code in _UNREAD and not obstacle(ocr) and (yield from _each(page, number, content.pictures, ocr)):
            return
        if found.text:
            yield Passage(SCANNED["page"].format(number) + UNSURE * found.unsure, found.text)
        if found.code is not None:
            unread.add(number, found.code, _GARBLED * content.garbled + found.reason)
        return
    for index, box in enumerate(content.pictures, 1):
        found = _recognised(page, box, ocr)
        if found.text:
            place = SCANNED["page_picture"].format(number, index)
            yield Passage(place + UNSURE * found.unsure, found.text)
        # A photo between a page's text is no gap; one that might have text and was not looked at is.
        if found.code is not None and (found.code is not GapCode.EMPTY_SCAN or obstacle(ocr)):
            unread.add(number, found.code, found.reason)


def _each(page: pypdfium2.PdfPage, number: int, boxes: tuple[Box, ...], ocr: Ocr) -> Generator[Passage, None, bool]:
    """Read pictures by themselves, where the page as a whole is not legible: a grey one on white paper is all one box.

    Nothing comes of it, and False is returned, unless each is legible.
    """
    found = [_recognised(page, box, ocr) for box in boxes]
    if not found or any(one.code is not None for one in found):
        return False
    for index, one in enumerate(found, 1):
        if one.text:
            yield Passage(SCANNED["page_picture"].format(number, index) + UNSURE * one.unsure, one.text)
    return True


def _recognised(page: pypdfium2.PdfPage, box: Box | None, ocr: Ocr) -> Recognised:
    hindrance = obstacle(ocr)
    if hindrance is not None:
        return Recognised("", 0, *hindrance)
    width, height = page.get_size()
    crop = (0.0, 0.0, 0.0, 0.0)
    if box is not None:
        left, bottom, right, top = box
        crop = (max(0.0, left), max(0.0, bottom), max(0.0, width - right), max(0.0, height - top))
    drawn = (width - crop[0] - crop[2]) * (height - crop[1] - crop[3])
    if drawn <= 1:
        return Recognised("", 100)
    scale = min(ocr_picture.DPI / _POINTS, (ocr_picture.MOST_PIXELS / drawn) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, crop=crop)
    try:
        return recognise(ocr_picture.grey(bitmap.to_pil()), round(scale * _POINTS), ocr)
    finally:
        bitmap.close()

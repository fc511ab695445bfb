"""The letters of a PDF page with their places, by two readers that share no code: PDFium, and pdfminer.six.

Both give places as the page is shown: turned by its /Rotate, cut to its crop box.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from dsar.redact.glyphs import Box, Reading

if TYPE_CHECKING:
    import pypdfium2

_FINE = 100  # PDFium gives whole numbers of pixels: hundredths of a point
_DIVISIONS = frozenset("\u00ad\ufffe")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TURNS = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}


def pdfium_reading(page: pypdfium2.PdfPage) -> Reading:
    """Read a page with PDFium, in the order in which the page draws its text.

    Raises:
        PdfiumError: the page's content cannot be read.
    """
    textpage = page.get_textpage()
    try:
        placed = [*_pdfium_characters(page, textpage)]
    finally:
        textpage.close()
    return _reading(placed)


def _pdfium_characters(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Iterator[tuple[str, Box | None]]:
    import pypdfium2.raw as pdfium

    width, height = (max(1, round(_FINE * size)) for size in page.get_size())
    loose, tight = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = tight
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(corner_x: float, corner_y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, corner_x, corner_y, x, y)
        return x.value / _FINE, y.value / _FINE

    for at in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, at)
        character = chr(code) if 0 < code < 0x110000 else ""
        if character.isspace() or not character:
            yield character, None
            continue
        box: Box | None = None
        if pdfium.FPDFText_GetLooseCharBox(textpage, at, loose):
            box = _box(shown(loose.left, loose.top), shown(loose.right, loose.bottom))
        if pdfium.FPDFText_GetCharBox(textpage, at, left, right, bottom, top):
            glyph = _box(shown(left.value, top.value), shown(right.value, bottom.value))
            box = glyph if box is None else box.around(glyph)
        yield character, box


def _box(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _reading(placed: list[tuple[str, Box | None]]) -> Reading:
    """The text as the extractor gives it: ligatures as letters, divided words joined, one kind of line end."""
    text, boxes = list[str](), list[Box | None]()
    for at, (character, box) in enumerate(placed):
        if character in "\r\0":
            continue
        if character in _DIVISIONS:
            before = placed[at - 1][0] if at else ""
            after = placed[at + 1][0] if at + 1 < len(placed) else ""
            written = "" if before.islower() and after.islower() else "-"
        else:
            written = _LIGATURES.get(character, character)
        for letter in written:
            text.append(letter if not 0xD800 <= ord(letter) < 0xE000 else "\ufffd")
            boxes.append(box)
    return Reading("".join(text), tuple(boxes))


class MinerPages:
    """The pages of a file as pdfminer.six reads them; asked for in rising order, it goes through the file once."""

    def __init__(self, source: BinaryIO) -> None:
        """Open the file.

        Raises:
            PSException: it cannot be read.
        """
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.layout import LAParams
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        self._document = PDFDocument(PDFParser(source), caching=False)
        self._pages = enumerate(PDFPage.create_pages(self._document))
        resources = PDFResourceManager(caching=False)
        self._device = PDFPageAggregator(resources, laparams=LAParams())
        self._interpreter = PDFPageInterpreter(resources, self._device)

    def reading(self, index: int, crop: tuple[float, float, float, float]) -> Reading:
        """Read one page, of which this part is shown (in the page's own coordinates, before it is turned).

        Raises:
            PSException: it cannot be read; or other errors of a library that trusts the file.
        """
        page = next((page for number, page in self._pages if number == index), None)
        if page is None:
            return Reading("", ())
        self._interpreter.process_page(page)
        turn = _Turn(page.mediabox, page.rotate, crop)
        return _reading([*_miner_characters(self._device.get_result(), turn)])


class _Turn:
    """From pdfminer's coordinates (the media box turned, from its lower left) to those of the page as shown."""

    def __init__(
        self, media: tuple[float, float, float, float], rotate: int, crop: tuple[float, float, float, float]
    ) -> None:
        x0, y0, x1, y1 = media
        a, b, c, d = _TURNS.get(rotate % 360, (1, 0, 0, 1))
        shift = {90: (-y0, x1), 180: (x1, y1), 270: (y1, -x0)}.get(rotate % 360, (-x0, -y0))
        corners = [(a * x + c * y + shift[0], b * x + d * y + shift[1]) for x, y in (crop[:2], crop[2:])]
        self._left = min(x for x, _ in corners)
        self._top = max(y for _, y in corners)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        return Box(x0 - self._left, self._top - y1, x1 - self._left, self._top - y0)


def _miner_characters(container: Iterable[object], turn: _Turn) -> Iterator[tuple[str, Box | None]]:
    from pdfminer.layout import LTAnno, LTChar, LTContainer, LTTextLine

    for thing in container:
        match thing:
            case LTChar():
                box = turn.box(*thing.bbox)
                yield from ((letter, None if letter.isspace() else box) for letter in thing.get_text())
            case LTAnno():
                yield from ((letter, None) for letter in thing.get_text())
            case LTContainer():
                yield from _miner_characters(thing, turn)
                if not isinstance(thing, LTTextLine):
                    yield "\n", None

"""The text of one PDF page, cleaned of what only the page's layout put there, and whether it can be trusted.

PDFium gives characters in the order in which the page draws them, with line ends
where the writing jumps. It marks the hyphen of a word divided at a line's end as U+FFFE
and joins the halves; a soft hyphen in a PDF is one that is drawn.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from dsar.extract.gibberish import is_gibberish
from dsar.extract.pdf_layout import Layout, layout_of

_DIVISION = re.compile("[\u00ad\ufffe]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LETTERS = ("ff", "fi", "fl", "ffi", "ffl", "st", "st")
_UNREADABLE = re.compile("[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ue000-\uf8ff\ufffd]")
_SAMPLE = 64  # characters asked one by one whether their font says what letter they are
_FEW = 100  # characters; a scanned page may bear that much in stamps and headings
_MANY_PATHS = 100  # drawn lines; text turned into outlines has far more, a ruled page fewer
_DEEPEST = 8  # drawings inside drawings
_LARGE = 0.04  # share of a page; a health card has 7 per cent of A4, a portrait or a logo less than 3
_MOST_PICTURES = 20
_WRITTEN = 20  # characters over a picture: it is a background, or a scan with its text

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the page's lower left corner."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text, and what may hide text that it lacks."""

    text: str = field(repr=False)
    pictured: bool
    """Pictures or outlines stand where text would be expected."""
    garbled: bool
    """The fonts do not say which letters they draw, or say it wrongly, so the text is not what one sees."""
    pictures: tuple[Box, ...] = ()
    """Large pictures over which no text stands."""
    layout: Layout | None = field(default=None, repr=False)
    """Where its words stand, if it may hold a table."""


def page_text(page: pypdfium2.PdfPage) -> PageText:
    """Read a loaded page.

    Raises:
        PdfiumError: the page's content cannot be read.
    """
    textpage = page.get_textpage()
    try:
        raw = _characters(textpage)
        text = tidy(raw)
        garbled = _is_garbled(textpage, text) or is_gibberish(text)
        size = _visible(text[: _FEW * 4])
        pictured = size < _FEW and _is_pictured(page, bool(size))
        pictures = () if garbled else tuple(_unwritten_pictures(page, textpage))
        layout = None if garbled else layout_of(page, textpage, raw)
    finally:
        textpage.close()
    return PageText(text, pictured, garbled, pictures, layout)


def tidy(text: str) -> str:
    """Undo what a page's layout does to words: divided ones are joined, ligatures are letters again.

    A hyphen between small letters divides a word and goes; any other one is part of it (Hansen-Friis, 010130-4567).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = _LIGATURE.sub(lambda found: _LETTERS[ord(found[0]) - 0xFB00], text)

    def joined(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if before.islower() and after.islower() else "-"

    return _DIVISION.sub(joined, text)


def _characters(textpage: pypdfium2.PdfTextPage) -> str:
    try:
        return str(textpage.get_text_range())
    except RecursionError:  # pypdfium2 recurses once for each leading character that stands for nothing
        return str(textpage.get_text_bounded())


def _is_garbled(textpage: pypdfium2.PdfTextPage, text: str) -> bool:
    """Whether more than a third of the characters are none, or are not known from the font to be what they seem."""
    visible = _visible(text)
    if visible < 10:
        return False
    if len(_UNREADABLE.findall(text)) * 3 > visible:
        return True
    count = textpage.count_chars()
    step = max(1, count // _SAMPLE)
    asked = range(0, count, step)
    unknown = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 for index in asked)
    return bool(unknown * 3 > len(asked))


def _visible(text: str) -> int:
    """How many characters are not white space."""
    return sum(map(len, text.split()))


def _is_pictured(page: pypdfium2.PdfPage, has_text: bool) -> bool:
    """Whether a page with little or no text has its content in pictures.

    Without any text, one picture is enough, or text that gave no letters, or many drawn lines; beside a few words
    (a stamp, a heading of the scanner's) the pictures must cover half of the page.
    """
    shares, paths, texts = 0.0, 0, 0
    width, height = page.get_size()
    for index in range(max(0, pdfium.FPDFPage_CountObjects(page))):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kinds = _kinds(thing, 0)
        paths += kinds.get(pdfium.FPDF_PAGEOBJ_PATH, 0)
        texts += kinds.get(pdfium.FPDF_PAGEOBJ_TEXT, 0)
        if pdfium.FPDF_PAGEOBJ_IMAGE in kinds:
            if not has_text:
                return True
            shares += _area(thing) / max(1.0, width * height)
    if has_text:
        return bool(shares >= 0.5)
    return paths > _MANY_PATHS or texts > 0


def _kinds(thing: pdfium.FPDF_PAGEOBJECT, depth: int) -> dict[int, int]:
    """How many objects of each kind a page object is or holds."""
    kind = pdfium.FPDFPageObj_GetType(thing)
    found = {kind: 1}
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        for index in range(max(0, pdfium.FPDFFormObj_CountObjects(thing))):
            for inner, count in _kinds(pdfium.FPDFFormObj_GetObject(thing, index), depth + 1).items():
                found[inner] = found.get(inner, 0) + count
    return found


def _unwritten_pictures(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Iterator[Box]:
    """The boxes of large pictures over which (almost) no text stands."""
    width, height = page.get_size()
    found = 0
    for index in range(max(0, pdfium.FPDFPage_CountObjects(page))):
        thing = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(thing) in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT):
            continue
        box = _box(thing)
        if _size(box) < _LARGE * width * height or pdfium.FPDF_PAGEOBJ_IMAGE not in _kinds(thing, 0):
            continue
        if _visible(textpage.get_text_bounded(*box)) < _WRITTEN:
            yield box
            found += 1
            if found == _MOST_PICTURES:
                return


def _area(thing: pdfium.FPDF_PAGEOBJECT) -> float:
    return _size(_box(thing))


def _size(box: Box) -> float:
    left, bottom, right, top = box
    return max(0.0, right - left) * max(0.0, top - bottom)


def _box(thing: pdfium.FPDF_PAGEOBJECT) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0, 0.0, 0.0, 0.0
    return left.value, bottom.value, right.value, top.value

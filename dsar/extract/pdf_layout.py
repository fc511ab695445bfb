"""Where the words of a PDF page stand, and the lines drawn between them.

Only asked of pages that may hold a table: finding the place of a word costs more than reading it.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_WORD = re.compile("[^\\s\ufffe]+\ufffe?|\ufffe")  # U+FFFE stands for the hyphen of a word divided at a line's end
_DIGITS = 6
_NUMBER = re.compile(rf"(?:[0-9][ ./-]?){{{_DIGITS}}}")
_APART = 4  # stretches of text beyond one a line; letters have none, a table has some in each of its rows
_FEWEST_NUMBERS = 8  # a page with fewer has no list of people whose lines are a stretch each
_MOST = 20_000  # words, drawings or lines of a page; a page with more is a plan or a picture
_SAMPLE = 9
_THIN = 3.0  # points; a narrower drawing is a line
_NEAR = 1.5  # points


class Word(NamedTuple):
    """A word, or a part of one: its place in the page's text, and on the page in points, read from the top down."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    apart: bool
    """No space is written before it; it only stands apart."""

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A drawn line: where it lies, and from where to where."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's words in the order of its text, and its lines."""

    text: str = field(repr=False)
    """As PDFium gives it; the words' places are in it."""
    words: tuple[Word, ...] = field(repr=False)
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()


def layout_of(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, text: str) -> Layout | None:
    """Where the words of a page's text stand; None where no table can be, or where it cannot be told."""
    if not _may_hold_table(textpage, text) or textpage.count_chars() != len(text):
        return None
    found = list(_WORD.finditer(text))
    if len(found) > _MOST or pdfium.FPDFPage_CountObjects(page) > _MOST:
        return None
    place = _Places(textpage, _turns(textpage, [word.start() for word in found]))
    words = [place.word(*word.span()) for word in found]
    words = [word for word in words if word.right > word.left]
    lines = list(_drawn(page, place.turns))
    if len(lines) > _MOST:
        return None
    across = tuple(sorted(Rule(y, x, end) for x, y, end, bottom in lines if bottom - y <= _THIN < end - x))
    down = tuple(sorted(Rule(x, y, bottom) for x, y, end, bottom in lines if end - x <= _THIN < bottom - y))
    return Layout(text, tuple(_parted(words, down, place)), across, down)


def has_numbers(text: str) -> bool:
    """Whether a page has as many numbers of some length as a list of people has."""
    digits = sum(map(text.count, "0123456789"))  # soon counted
    if digits < max(_FEWEST_NUMBERS * _DIGITS, (text.count("\n") + 1) * _DIGITS // 2):
        return False
    return len(_NUMBER.findall(text)) >= _FEWEST_NUMBERS


def _may_hold_table(textpage: pypdfium2.PdfTextPage, text: str) -> bool:
    return textpage.count_rects() >= text.count("\n") + 1 + _APART or has_numbers(text)


class _Places:
    """Asks PDFium for the places of characters, on a page turned so that its text is upright."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, turns: int) -> None:
        self._textpage, self.turns = textpage, turns
        self._box = pdfium.FS_RECTF()

    def word(self, start: int, end: int) -> Word:
        left, top, right, bottom = self.box(start)
        last = self.box(end - 1)
        apart = start == 0 or pdfium.FPDFText_IsGenerated(self._textpage, start - 1) != 0
        return Word(start, end, left, top, max(right, last[2]), bottom, apart)

    def box(self, index: int) -> tuple[float, float, float, float]:
        box = self._box
        if not pdfium.FPDFText_GetLooseCharBox(self._textpage, index, box):
            return 0.0, 0.0, 0.0, 0.0
        return _turned(box.left, box.bottom, box.right, box.top, self.turns)


def _turned(left: float, bottom: float, right: float, top: float, turns: int) -> tuple[float, float, float, float]:
    """A box as it is read: turned back by quarters of a circle, and from the top down."""
    if turns == 0:
        return left, -top, right, -bottom
    if turns == 1:
        return -top, -right, -bottom, -left
    if turns == 2:
        return -right, bottom, -left, top
    return bottom, left, top, right


def _turns(textpage: pypdfium2.PdfTextPage, starts: list[int]) -> int:
    """How many quarters of a circle most words are turned by, clockwise."""
    asked = starts[:: max(1, len(starts) // _SAMPLE)]
    angles = (pdfium.FPDFText_GetCharAngle(textpage, index) for index in asked)
    counts = Counter(round(angle / 1.5707963) % 4 for angle in angles if angle >= 0)
    return counts.most_common(1)[0][0] if counts else 0


def _parted(words: Iterable[Word], down: tuple[Rule, ...], places: _Places) -> Iterator[Word]:
    """The words, those through which a line is drawn as their two parts: they stand in two cells."""
    lines = [rule.at for rule in down]
    for word in words:
        between = down[bisect(lines, word.left + _NEAR) : bisect(lines, word.right - _NEAR)]
        cuts = {rule.at for rule in between if rule.start <= word.middle <= rule.end}
        yield from _cut(word, sorted(cuts), places) if cuts else (word,)


def _cut(word: Word, cuts: list[float], places: _Places) -> Iterator[Word]:
    start, before = word.start, None
    for index in range(word.start, word.end):
        left, _, right, _ = places.box(index)
        column = bisect(cuts, (left + right) / 2)
        if before is not None and column != before:
            yield places.word(start, index)._replace(apart=start > word.start or word.apart)
            start = index
        before = column
    yield places.word(start, word.end)._replace(apart=start > word.start or word.apart)


def _drawn(page: pypdfium2.PdfPage, turns: int) -> Iterator[tuple[float, float, float, float]]:
    """The lines drawn on the page, and the edges of its boxes: left, top, right, bottom."""
    for index in range(max(0, pdfium.FPDFPage_CountObjects(page))):
        thing = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH:
            yield from chain.from_iterable(_edges(box, stroked, turns) for box, stroked in _boxes(thing))


_Box = tuple[float, float, float, float]


def _edges(box: _Box, stroked: bool, turns: int) -> Iterator[_Box]:
    left, top, right, bottom = _turned(*box, turns)
    if right - left <= _THIN or bottom - top <= _THIN:
        yield left, top, right, bottom
        return
    yield from ((left, top, right, top), (left, bottom, right, bottom))
    if stroked:  # a coloured background is often that of a row, seldom that of a column
        yield from ((left, top, left, bottom), (right, top, right, bottom))


def _boxes(thing: pdfium.FPDF_PAGEOBJECT) -> Iterator[tuple[_Box, bool]]:
    """The boxes of a drawing, and whether their edges are drawn: one for a line or a rectangle, else each stroke's."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, mode, stroked)
    count = pdfium.FPDFPath_CountSegments(thing)
    if count <= 6:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            yield (left.value, bottom.value, right.value, top.value), bool(stroked.value)
        return
    matrix = pdfium.FS_MATRIX()
    if count > _MOST or not pdfium.FPDFPageObj_GetMatrix(thing, matrix):
        return
    begin = before = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _between(before, point), True
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _between(point, begin), True
        before = point


def _between(one: tuple[float, float], other: tuple[float, float]) -> _Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

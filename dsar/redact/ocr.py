"""The words of a picture with their places, by Tesseract where it and its Danish data are installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dsar.redact.glyphs import Box, Reading

if TYPE_CHECKING:
    from PIL.Image import Image

_FOLDERS = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata")
_PAGE_MS = 60_000
_TURNED = 75
"""Mean confidence (0 to 100) below which the page may lie on its side or stand on its head."""


@cache
def data_folder() -> Path | None:
    """Where Tesseract's Danish data lies; None where no text can be recognised."""
    with suppress(ImportError):
        import tesserocr  # noqa: F401 - only whether it is there

        for folder in filter(None, (os.environ.get("TESSDATA_PREFIX"), *_FOLDERS)):
            if (Path(folder) / "dan.traineddata").is_file():
                return Path(folder)
    return None


class Recogniser:
    """Reads pictures in shades of grey; one for many, as it takes time to start. Not for several threads."""

    def __init__(self, folder: Path) -> None:
        """Start, with the data in this folder."""
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # pages are shared among processes, not threads
        import tesserocr

        self._tesseract = tesserocr
        self._engine = tesserocr.PyTessBaseAPI(path=str(folder), lang="dan", psm=tesserocr.PSM.AUTO)
        self._engine.SetVariable("debug_file", os.devnull)
        self._turns = None
        if (folder / "osd.traineddata").is_file():
            self._turns = tesserocr.PyTessBaseAPI(path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY)
            self._turns.SetVariable("debug_file", os.devnull)

    def read(self, picture: Image, dpi: float) -> Reading:
        """The picture's words in reading order, a line of text a line; each letter stands where its word does.

        A picture that lies on its side is read upright, and the places are those in the picture as given.
        """
        placed, confidence = self._read(picture, dpi)
        if confidence < _TURNED and (turn := self._turn(picture, dpi)):
            upright, better = self._read(picture.rotate(turn, expand=True), dpi)
            if better > confidence:
                confidence = better
                width, height = (72 / dpi * size for size in picture.size)
                placed = [(letter, box and _back(box, turn, width, height)) for letter, box in upright]
        return Reading("".join(letter for letter, _ in placed), tuple(box for _, box in placed), confidence / 100)

    def _read(self, picture: Image, dpi: float) -> tuple[list[tuple[str, Box | None]], int]:
        self._engine.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
        self._engine.SetSourceResolution(max(70, round(dpi)))
        self._engine.Recognize(_PAGE_MS)
        placed: list[tuple[str, Box | None]] = []
        for word, box, begins in self._words(72 / dpi):
            if placed:
                placed.append(("\n" if begins else " ", None))
            placed += [(letter, box) for letter in word]
        confidence = self._engine.MeanTextConf() if placed else 0
        self._engine.ClearAdaptiveClassifier()  # what one page taught it must not change how the next one reads
        return placed, confidence

    def _words(self, points: float) -> Iterator[tuple[str, Box, bool]]:
        level = self._tesseract.RIL
        words = self._engine.GetIterator()
        if words is None:
            return
        for word in self._tesseract.iterate_level(words, level.WORD):
            if word.Empty(level.WORD):
                continue
            text = "".join(word.GetUTF8Text(level.WORD).split())
            place = word.BoundingBox(level.WORD)
            if text and place:
                yield text, Box(*(points * edge for edge in place)), word.IsAtBeginningOf(level.TEXTLINE)

    def _turn(self, picture: Image, dpi: float) -> int:
        """Degrees, counter-clockwise, to turn the picture by so that its text stands upright; 0 if unknown."""
        if self._turns is None:
            return 0
        self._turns.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
        self._turns.SetSourceResolution(max(70, round(dpi)))
        found = self._turns.DetectOrientationScript()
        return int(found["orient_deg"]) if found and found["orient_conf"] >= 1.0 else 0


def _back(box: Box, turn: int, width: float, height: float) -> Box:
    """The place in a picture of this size, of a place in the same picture turned counter-clockwise."""
    match turn:
        case 90:
            return Box(width - box.bottom, box.left, width - box.top, box.right)
        case 180:
            return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
        case 270:
            return Box(box.top, height - box.right, box.bottom, height - box.left)
        case _:
            return box

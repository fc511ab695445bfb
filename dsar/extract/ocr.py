"""Text recognition: a picture of a page becomes its text, by Tesseract with Danish language data.

The engine is loaded once in a process (a tenth of a second) and kept. Every page has
a time limit, and every item one for all of its pages; the process that reads
(:mod:`dsar.extract.child`) asks its parent for that time on top of the item's own.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsar.extract.extractor import Ocr
from dsar.extract.ocr_known import KNOWN, Recognised, fingerprint
from dsar.model import GapCode

if TYPE_CHECKING:
    from PIL.Image import Image

USUAL_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_TURNED = 75
"""Under this the page may lie on its side or stand on its head; upside-down print reads at about 60."""
_SURE_OF_TURN = 2.0
_DIVIDED = re.compile("-\n(?=[^\\W\\d_])")


class Clock:
    """The time that the item at hand has used for text recognition. A process reads one item at a time."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._ask: Callable[[float], None] | None = None

    def start_item(self) -> None:
        """Begin anew."""
        self.spent = 0.0

    def grant(self, ocr: Ocr) -> float:
        """The seconds that the next page may take; none are left at 0 or less."""
        seconds = min(ocr.page_s, ocr.item_s - self.spent)
        if seconds > 0 and self._ask is not None:
            self._ask(seconds)
        return seconds

    @contextmanager
    def asking(self, ask: Callable[[float], None]) -> Iterator[None]:
        """For as long as this lasts, tell before each page how many seconds it may take."""
        self._ask = ask
        try:
            yield
        finally:
            self._ask = None


CLOCK = Clock()


def obstacle(ocr: Ocr) -> tuple[GapCode, str] | None:
    """Why no text is recognised with these settings, as a gap's code and reason; None if it is."""
    if ocr.when == "never":
        return GapCode.EMPTY_SCAN, "a picture; text recognition is turned off ([ocr] when)."
    missing = missing_data(ocr)
    if missing:
        return GapCode.EMPTY_SCAN, f"a picture; {missing}"
    if ocr.when == "later":
        return GapCode.OCR_PENDING, "a picture whose text is not recognised yet. Run: dsar index --ocr"
    return None


@lru_cache(maxsize=8)
def missing_data(ocr: Ocr) -> str:
    """What is to be installed before text can be recognised; empty if nothing."""
    if _folder(ocr) is not None:
        return ""
    languages = ocr.languages.split("+")
    packages = " ".join(f"tesseract-ocr-{language}" for language in languages)
    where = f"in {ocr.data}" if ocr.data else "on this machine"
    return (
        f"Tesseract's language data ({', '.join(languages)}) is not {where}. "
        f"Install {packages} (Debian), or name its folder in [ocr] data."
    )


def _folder(ocr: Ocr) -> Path | None:
    places = [ocr.data] if ocr.data else [os.environ.get("TESSDATA_PREFIX", ""), *USUAL_PLACES]
    wanted = [f"{language}.traineddata" for language in ocr.languages.split("+")]
    for place in filter(None, places):
        if all((Path(place) / name).is_file() for name in wanted):
            return Path(place)
    return None


def recognise(picture: Image, dpi: int, ocr: Ocr) -> Recognised:
    """The text of a picture in shades of grey (mode ``L``), upright or not."""
    from dsar.extract.ocr_picture import is_blank, without_specks

    hindrance = obstacle(ocr)
    if hindrance is not None:
        return Recognised("", 0, *hindrance)
    if is_blank(picture):
        return Recognised("", 100)
    seen = fingerprint(picture, dpi, ocr)
    if (known := KNOWN.get(seen)) is not None:
        return known
    seconds = CLOCK.grant(ocr)
    if seconds <= 0:
        return Recognised("", 0, GapCode.TIMEOUT, "not recognised: the item's time for it ([ocr] item_s) is used up.")
    started = time.monotonic()
    try:
        found = _judged(*_best(without_specks(picture), dpi, ocr, seconds), ocr)
    finally:
        CLOCK.spent += time.monotonic() - started
    if found.code is not GapCode.TIMEOUT:
        KNOWN.keep(seen, found)
    return found


def _judged(text: str, confidence: int, complete: bool, ocr: Ocr) -> Recognised:
    if not complete:
        reason = "text recognition takes longer than [ocr] page_s allows; what it had read is kept."
        return Recognised(text, confidence, GapCode.TIMEOUT, reason)
    if not text:
        return Recognised("", 0, GapCode.EMPTY_SCAN, "a picture in which text recognition finds no text.")
    if confidence < ocr.confidence:
        reason = "text recognition is unsure of what it read. Look at the original."
        return Recognised(text, confidence, GapCode.POOR_SCAN, reason)
    return Recognised(text, confidence)


def _best(picture: Image, dpi: int, ocr: Ocr, seconds: float) -> tuple[str, int, bool]:
    """Text, confidence and whether it is all, of the picture as it is or, if that reads badly, turned."""
    deadline = time.monotonic() + seconds
    folder = _folder(ocr)
    assert folder is not None
    found = _read(_engine(folder, ocr.languages), picture, dpi, seconds)
    if found[1] >= _TURNED or not found[2]:
        return found
    turn = _turn(folder, picture, dpi)
    left = deadline - time.monotonic()
    if turn == 0 or left <= 0:
        return found
    turned = _read(_engine(folder, ocr.languages), picture.rotate(turn, expand=True), dpi, left)
    return max(found, turned, key=lambda one: one[1])


def _read(engine: Any, picture: Image, dpi: int, seconds: float) -> tuple[str, int, bool]:
    engine.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
    engine.SetSourceResolution(dpi)
    complete = engine.Recognize(max(1, int(seconds * 1000)))
    text = _tidy(engine.GetUTF8Text())
    confidence = engine.MeanTextConf() if text else 0
    engine.Clear()
    engine.ClearAdaptiveClassifier()
    return text, confidence, complete


def _turn(folder: Path, picture: Image, dpi: int) -> int:
    """Degrees, counter-clockwise, to turn the picture by so that its text stands upright; 0 if unknown."""
    if not (folder / "osd.traineddata").is_file():
        return 0
    engine = _orientation(folder)
    engine.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
    engine.SetSourceResolution(dpi)
    found = engine.DetectOrientationScript()
    engine.Clear()
    if not found or found["orient_conf"] < _SURE_OF_TURN:
        return 0
    return int(found["orient_deg"])


def _tidy(text: str) -> str:
    """Lines without the empty ones; a word divided at a line's end is joined as in a PDF's text."""
    from dsar.extract.pdf_text import tidy

    lines = [line.rstrip() for line in text.replace("\f", "\n").split("\n")]
    return tidy(_DIVIDED.sub("\ufffe", "\n".join(line for line in lines if line.strip())))


@lru_cache(maxsize=1)
def _engine(folder: Path, languages: str) -> Any:
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(
        path=str(folder), lang=languages, psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
    )
    engine.SetVariable("debug_file", os.devnull)  # its messages would go to standard error
    return engine


@lru_cache(maxsize=1)
def _orientation(folder: Path) -> Any:
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY)
    engine.SetVariable("debug_file", os.devnull)
    return engine

"""Text recognition of drawn Danish letters: characters right, CPR numbers and names found, pages a second of processor.

The letters are drawn in the fonts at hand (the DejaVu family), clean at first and then spoiled as
scanners and copiers do. Accuracy is 1 less the edits that lead from what was read to what
was drawn, over its length, white space told alike. The aim is 0.98 for clean pages at 300 dpi.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from dsar.detect import Detectors
from dsar.extract import ocr_picture
from dsar.extract.extractor import Ocr
from dsar.extract.ocr import recognise
from dsar.model import Kind
from tests.cpr_numbers import unborn

FONTS = Path("/usr/share/fonts/truetype/dejavu")
PROSE = Path(__file__).parent / "data" / "categories_test.txt"
PAGES = 3
NAMES = (
    "Åse Ærøe Nørgaard",
    "Bjørn Kjærgård",
    "Søren Øster Ravn",
    "Mette Vestergaard",
    "Jørgen Måbjerg",
    "Liv Bæksted",
)
Spoil = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Letter:
    """A page's lines, and the personal data planted in them."""

    lines: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """How pages are drawn and spoiled."""

    name: str
    font: str = "DejaVuSans.ttf"
    points: float = 11
    dpi: int = 300
    spoil: Spoil = Image.Image.copy


def run() -> None:
    """Print a line for each way to draw and spoil a page."""
    detectors = Detectors(today=date(2026, 11, 21), kinds=frozenset({Kind.CPR, Kind.NAME}), thorough=True)
    print(f"{'pages':<34}{'characters':>11}{'CPR':>7}{'names':>7}{'confidence':>12}{'pages/s':>9}")
    for setting in settings():
        _measure(setting, detectors)


def settings() -> Iterator[Setting]:
    """The clean ones first, which the aim is for."""
    for font in ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf", "DejaVuSansCondensed.ttf"):
        yield Setting(f"clean, {font.removesuffix('.ttf')[6:]} 11", font)
    yield Setting("clean, Serif 8", "DejaVuSerif.ttf", 8)
    yield Setting("clean, Serif 11, 200 dpi", "DejaVuSerif.ttf", dpi=200)
    yield Setting("clean, Serif 11, 100 dpi", "DejaVuSerif.ttf", dpi=100)
    for degrees in (0.5, 1.0, 2.0):
        yield Setting(f"turned {degrees}°, Serif 11", "DejaVuSerif.ttf", spoil=_turned(degrees))
    yield Setting("noise, Serif 11", "DejaVuSerif.ttf", spoil=_noisy)
    yield Setting("JPEG of quality 20, 200 dpi", "DejaVuSerif.ttf", dpi=200, spoil=_squeezed)
    yield Setting("fax: black and white, 200 dpi", "DejaVuSerif.ttf", dpi=200, spoil=_copied)


def _measure(setting: Setting, detectors: Detectors) -> None:
    edits = length = found_numbers = numbers = found_names = names = 0
    seconds, confidences = 0.0, []
    for seed in range(PAGES):
        letter = _letter(random.Random(seed))
        page = setting.spoil(_drawn(letter, setting))
        started = time.process_time()
        read = recognise(*ocr_picture.legible(page, setting.dpi), Ocr())
        seconds += time.process_time() - started
        confidences.append(read.confidence)
        drawn = " ".join(" ".join(letter.lines).split())
        edits += _edits(drawn, " ".join(read.text.split()))
        length += len(drawn)
        keys = {(finding.kind, finding.key) for finding in detectors.detect(read.text)}
        numbers, names = numbers + len(letter.numbers), names + len(letter.names)
        found_numbers += sum((Kind.CPR, number) in keys for number in letter.numbers)
        found_names += sum((Kind.NAME, name.lower()) in keys for name in letter.names)
    print(
        f"{setting.name:<34}{1 - edits / length:>11.4f}{found_numbers / numbers:>7.2f}{found_names / names:>7.2f}"
        f"{sum(confidences) / len(confidences):>12.0f}{PAGES / seconds:>9.2f}"
    )


def _letter(dice: random.Random) -> Letter:
    """Municipal prose with people in it, as in a letter of a page."""
    rows = [line.partition(" | ")[2] for line in PROSE.read_text(encoding="utf-8").splitlines()]
    prose = dice.sample([row for row in rows if row], 12)
    names = tuple(dice.sample(NAMES, 4))
    numbers = tuple(unborn(dice) for _ in names)
    paragraphs = list[str]()
    for number, sentence in enumerate(prose):
        paragraphs.append(sentence)
        if number % 3 == 0:
            cpr = numbers[number // 3]
            paragraphs.append(f"Sagen vedrører {names[number // 3]}, CPR-nummer {cpr[:6]}-{cpr[6:]}.")
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, 75)]
    return Letter(tuple(lines), names, numbers)


def _drawn(letter: Letter, setting: Setting) -> Image.Image:
    """A sheet of A4."""
    scale = setting.dpi / 72
    face = ImageFont.truetype(str(FONTS / setting.font), round(setting.points * scale))
    page = Image.new("L", (round(595 * scale), round(842 * scale)), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(letter.lines):
        draw.text((50 * scale, (60 + 1.5 * setting.points * number) * scale), line, fill=20, font=face)
    return page


def _turned(degrees: float) -> Spoil:
    return lambda page: page.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)


def _noisy(page: Image.Image) -> Image.Image:
    noise = Image.effect_noise(page.size, 120)
    return Image.blend(page.filter(ImageFilter.GaussianBlur(1)), noise, 0.25)


def _squeezed(page: Image.Image) -> Image.Image:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=20)
    return Image.open(out).convert("L")


def _copied(page: Image.Image) -> Image.Image:
    blurred = page.filter(ImageFilter.GaussianBlur(1))
    return Image.blend(blurred, Image.effect_noise(page.size, 90), 0.2).point(lambda shade: 255 * (shade > 150))


def _edits(drawn: str, read: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(read) + 1))
    for i, wanted in enumerate(drawn, 1):
        before, row[0] = row[0], i
        for j, got in enumerate(read, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (wanted != got))
    return row[-1]

"""Makes pictures of Danish text: scans, screenshots, faxes of many pages, and what spoils them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from tests.extract.pdf_files import FONT

LINES = ("Kære Åse Ærøe Ørsted", "CPR-nummer: 010130-4567", "Søvej 12, 2. tv, 9000 Aalborg")


def scan(
    lines: Sequence[str] = LINES, *, dpi: int = 300, points: float = 11, font: str = str(FONT), margin: float = 0.4
) -> Image.Image:
    """A strip of paper with these lines, as a flawless scanner would see it."""
    face = ImageFont.truetype(font, round(points * dpi / 72))
    step = round(points * 1.4 * dpi / 72)
    left = round(margin * dpi)
    width = max((round(face.getlength(line)) for line in lines), default=1)
    picture = Image.new("L", (width + 2 * left, step * len(lines) + 2 * left), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((left, left + step * number), line, fill=0, font=face)
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture's file, its scale included where the format tells it."""
    out = io.BytesIO()
    options.setdefault("dpi", (300, 300))
    picture.save(out, kind, **options)
    return out.getvalue()

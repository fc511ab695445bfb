"""Makes PDF files for tests and benchmarks: letters as a Danish municipality writes them, and traps."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
Draw = Callable[[Canvas], None]


def pdf(*pages: Iterable[str] | Draw) -> bytes:
    """A PDF with these pages: lines of text, or whatever a function draws."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for page in pages:
        if callable(page):
            page(canvas)
        else:
            write(canvas, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, lines: Iterable[str], *, top: int = 780) -> None:
    """Write lines from the top down, in a font with all letters where there is one."""
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(72, top - 15 * number, line)


def embedded_font(canvas: Canvas) -> None:
    """Use a font that is part of the file, as Word's are."""
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    canvas.setFont("DejaVu", 11)


def picture(canvas: Canvas, *, share: float = 1.0) -> None:
    """A picture over this share of an A4 page, as a scanner makes of an empty sheet."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (8, 8), 235)), 0, 0, 595, 842 * share)


def photo(canvas: Canvas) -> None:
    """A page that is a photo: light and shade, and no text."""
    from PIL import Image

    dice = random.Random(1)
    shade = Image.frombytes("L", (12, 16), dice.randbytes(192)).resize((600, 800), Image.Resampling.BICUBIC)
    canvas.drawImage(ImageReader(shade), 0, 0, 595, 842)


def scanned(canvas: Canvas, *, size: tuple[float, float] = (218, 104)) -> None:
    """A page with a strip of scanned text on it; 300 dots an inch if it is not drawn larger."""
    from tests.extract.scans import scan

    canvas.drawImage(ImageReader(scan()), 36, 420, *size)


def letter(number: int) -> list[str]:
    """A page of a letter: forty lines of Danish."""
    return [f"Side {number}: Kære borger. Kommunen har modtaget din ansøgning nr. {n} om støtte." for n in range(40)]


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **save: object) -> bytes:
    """The file after a change made with pikepdf."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        opened.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def note(subtype: str, **entries: object) -> Dictionary:
    """An annotation."""
    return Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([0, 0, 9, 9]), **entries)


def with_notes(data: bytes, *notes: Dictionary) -> bytes:
    """The file with these annotations on its first page."""

    def change(opened: pikepdf.Pdf) -> None:
        opened.pages[0].obj.Annots = Array([opened.make_indirect(each) for each in notes])

    return changed(data, change)


def with_field(data: bytes, name: str, value: str, **entries: object) -> bytes:
    """The file with one filled form field."""

    def change(opened: pikepdf.Pdf) -> None:
        field = note("Widget", FT=Name.Tx, T=String(name), V=String(value), **entries)
        field = opened.make_indirect(field)
        opened.pages[0].obj.Annots = Array([field])
        opened.Root.AcroForm = Dictionary(Fields=Array([field]), DA=String("/Helv 0 Tf 0 g"))

    return changed(data, change)

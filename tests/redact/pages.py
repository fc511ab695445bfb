"""Pages for tests of redaction, and what can be read in a copy."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL.Image import Image
from reportlab.pdfgen.canvas import Canvas

from tests.extract.pdf_files import Draw, changed

OWN_LINE = "Anders Bo Jensen, 010130-4999, har fået tilsagn."
OTHER_LINE = "Mette Bjerregaard, 120628-4123, har klaget."


def page(*lines: str, font: str = "Helvetica", size: float = 11, draw: Draw | None = None) -> bytes:
    """A PDF of one page with these lines."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    if draw:
        draw(canvas)
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 1.6 * size * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    """The file with its pages turned."""

    def turn(opened: object) -> None:
        for each in opened.pages:  # type: ignore[attr-defined]
            each.Rotate = degrees

    return changed(data, turn)


def texts(path: Path) -> list[str]:
    """Each page's text."""
    with pypdfium2.PdfDocument(path) as document:
        return [each.get_textpage().get_text_bounded() for each in document]


def shown(data: bytes | Path, *, dpi: float = 200, index: int = 0) -> Image:
    """A page as one sees it, in shades of grey."""
    with pypdfium2.PdfDocument(data) as document:
        return document[index].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")

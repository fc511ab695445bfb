"""PDF files: with text, with a password, or with nothing but a picture."""

from __future__ import annotations

import io
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from sample_data.document import Document, Heading, Paragraph, Table

_LEFT, _TOP, _BOTTOM, _WIDTH = 60, 780, 70, 470


def write_pdf(document: Document) -> bytes:
    """Pages of A4. The text must fit cp1252, which is what the font's encoding holds."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setDateFormatter(lambda *_: f"D:{document.day:%Y%m%d}090000+00'00'")
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author or "Fjordlev Kommune")
    canvas.setSubject("")
    canvas.setKeywords("")
    pen = _Pen(canvas)
    pen.write(document.title, font="Helvetica-Bold", size=15)
    for block in document.blocks:
        pen.skip(8)
        match block:
            case Heading(text):
                pen.write(text, font="Helvetica-Bold")
            case Paragraph(text):
                pen.write(text)
            case Table(rows):
                for row in rows:
                    pen.row(row)
    canvas.save()
    return out.getvalue()


class _Pen:
    """Writes lines from the top of the page downward and starts a new page where one ends."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y: float = _TOP

    def skip(self, points: float) -> None:
        self.y -= points
        if self.y < _BOTTOM:
            self.canvas.showPage()
            self.y = _TOP

    def write(self, text: str, *, font: str = "Helvetica", size: int = 11) -> None:
        for line in (
            part for whole in text.expandtabs(4).split("\n") for part in simpleSplit(whole, font, size, _WIDTH)
        ):
            self.skip(size + 4)
            self.canvas.setFont(font, size)
            self.canvas.drawString(_LEFT, self.y, line)

    def row(self, cells: tuple[str, ...]) -> None:
        self.skip(15)
        self.canvas.setFont("Helvetica", 11)
        for column, cell in enumerate(cells):
            self.canvas.drawString(_LEFT + column * 140, self.y, cell.expandtabs(4))


def lock(data: bytes, password: str) -> bytes:
    """The same file behind a password: RC4 of 128 bits, whose outcome holds no chance."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            static_id=True,
            encryption=pikepdf.Encryption(owner=password + "!", user=password, R=3, aes=False, metadata=False),
        )
    return out.getvalue()


def write_photo(seed: int = 0) -> bytes:
    """A photo, light and shade without any text: nobody can search it, whoever it shows."""
    from PIL import Image

    shade = Image.frombytes("L", (16, 10), Random(seed).randbytes(160))
    out = io.BytesIO()
    shade.resize((640, 400), Image.Resampling.BICUBIC).save(out, "PNG")
    return out.getvalue()


def write_scan(seed: int = 1) -> bytes:
    """A PDF whose only page is a photo."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(io.BytesIO(write_photo(seed))), 40, 300, 515, 322)
    canvas.save()
    return out.getvalue()

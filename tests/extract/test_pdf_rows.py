"""A register in a PDF is read row by row, however it is drawn; any other page stays as it is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from dsar.extract.pdf import PdfExtractor
from tests.extract.office_files import read, shown
from tests.extract.pdf_files import pdf

HEAD = ("Lb.nr.", "Lejer", "CPR-nr.", "Adresse", "Restance")
FIRST = ("Åse", "Bo", "Ida Marie", "Karl", "Eva", "Jens Ole", "Per")
LAST = ("Ærø", "Als", "Fur", "Samsø", "Mors", "Fanø-Holm")


def person(n: int) -> tuple[str, ...]:
    name = f"{FIRST[n % 7]} {LAST[n % 6]}"
    return (f"L{1000 + n}", name, f"450427-99{n % 100:02d}", f"Søvej {n}, 9000 Aalborg", f"{n * 17}.{n % 90 + 10},00")


PEOPLE = [person(n) for n in range(60)]
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8, leading=9)
GRID = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey)]


def told(data: bytes) -> list[tuple[str, str]]:
    found, gaps = read(PdfExtractor(), data)
    assert gaps == []
    return [(place, text) for place, text in shown(found) if place != "dokumentegenskaber"]


def rows_in(data: bytes) -> list[str]:
    return [text for place, text in told(data) if "række" in place]


def row(values: Sequence[str], head: Sequence[str] = HEAD) -> str:
    return "\n".join(f"{name}: {value}" for name, value in zip(head, values, strict=True) if value)


def report(*story: Flowable, size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=size, invariant=1).build(list(story))
    return out.getvalue()


def table(rows: Sequence[Sequence[str]], style: Sequence[tuple[object, ...]] = (), **more: object) -> Table:
    made = Table([list(one) for one in rows], repeatRows=more.pop("repeatRows", 1), **more)
    made.setStyle([("FONTSIZE", (0, 0), (-1, -1), 8), *style])
    return made


def wrapped(rows: Sequence[Sequence[str]]) -> list[list[Flowable]]:
    return [[Paragraph(cell, SMALL) for cell in one] for one in rows]


LOOKS: dict[str, Callable[[Sequence[Sequence[str]]], Table]] = {
    "drawn boxes": lambda rows: table(rows, GRID),
    "nothing drawn": table,
    "lines between rows": lambda rows: table(rows, [("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey)]),
    "a line below the headings": lambda rows: table(rows, [("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)]),
    "every second row coloured": lambda rows: table(
        rows, [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.lightgrey])]
    ),
    "a frame": lambda rows: table(rows, [("BOX", (0, 0), (-1, -1), 1, colors.black)]),
    "lines between columns": lambda rows: table(rows, [("LINEAFTER", (0, 0), (-1, -1), 0.3, colors.grey)]),
    "numbers to the right": lambda rows: table(rows, [("ALIGN", (-1, 0), (-1, -1), "RIGHT")]),
    "all in the middle": lambda rows: table(rows, [("ALIGN", (0, 0), (-1, -1), "CENTER")]),
    "narrow boxes": lambda rows: table(wrapped(rows), GRID, colWidths=(40, 55, 60, 60, 60)),
    "narrow, nothing drawn": lambda rows: table(
        wrapped(rows), [("VALIGN", (0, 0), (-1, -1), "TOP")], colWidths=(40, 55, 70, 60, 60)
    ),
    "narrow, to the middle": lambda rows: table(
        wrapped(rows), [("VALIGN", (0, 0), (-1, -1), "MIDDLE")], colWidths=(40, 55, 70, 60, 60)
    ),
    "close together": lambda rows: table(
        rows,
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 1),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1),
            *(("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)),
        ],
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_each_row_is_a_passage_however_it_is_drawn(look: str) -> None:
    data = report(Paragraph("Restancer", SMALL), Spacer(1, 10), LOOKS[look]([HEAD, *PEOPLE]), Paragraph("Slut.", SMALL))
    rows = [text for text in rows_in(data) if text != "\n".join(HEAD)]

    assert rows == [row(one) for one in PEOPLE]

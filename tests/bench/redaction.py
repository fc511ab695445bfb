"""Pages a second and memory for a long PDF: with the proof by text recognition on some pages, and without on many."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

PAGES, READ_PAGES = 500, 24
LINES = (
    "Anders Bo Jensen, 010130-4999, har søgt om hjælp til flytning og har vedlagt sine bilag.",
    "Mette Bjerregaard, 120628-4123, har som nabo skrevet til kommunen den {}. gang.",
    "Sagen behandles efter serviceloven, og der er endnu ikke truffet nogen afgørelse.",
    "Karsten Fjeldgaard kan træffes på telefon 28 12 34 56 eller karsten.f@gmail.com.",
)


def run() -> None:
    """Print the figures; ``REDACTION_PAGES`` and ``REDACTION_READ_PAGES`` change how many pages."""
    pages = int(os.environ.get("REDACTION_PAGES", PAGES))
    read = int(os.environ.get("REDACTION_READ_PAGES", READ_PAGES))
    print("one PDF, 28 lines a page; two processes beside ours; memory of ours and of the largest of them")
    for number, recognise in ((pages, False), (read, True)):
        code = f"from tests.bench.redaction import measure; measure({number}, recognise={recognise})"
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": "."})


def measure(pages: int, *, recognise: bool) -> None:
    from dsar.redact.copies import Redaction, Redactor
    from tests.package.people import SUBJECT

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sag.pdf"
        source.write_bytes(long_pdf(pages))
        started = time.perf_counter()
        with Redactor(SUBJECT, today=date(2026, 11, 21), processes=2, recognise=recognise) as redactor:
            (made,) = redactor.redact(source, "sag.pdf", Path(folder))
        seconds = time.perf_counter() - started
        assert isinstance(made, Redaction)
        size = made.output.stat().st_size
    ours, largest = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    how = "with text recognition" if recognise else "without text recognition"
    print(
        f"  {pages:5} pages {how:26} {pages / seconds:6.2f} pages/s, {size / pages / 1024:4.0f} kB/page, "
        f"peak {ours:4.0f} MB + {largest:4.0f} MB a process"
    )


def long_pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for page in range(pages):
        canvas.setFont("Helvetica", 11)
        for number in range(28):
            canvas.drawString(60, 780 - 25 * number, LINES[number % len(LINES)].format(page))
        canvas.showPage()
    canvas.save()
    return out.getvalue()

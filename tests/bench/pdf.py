"""Pages a second: our PDF extractor, PDFium's bare text, and pdfminer.six, on the same Danish letters."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from dsar.extract.extractor import Limits
from dsar.extract.pdf import PdfExtractor
from dsar.model import Passage
from tests.extract.pdf_files import letter, pdf

PAGES = 400
SLOW_PAGES = 40
"""pdfminer.six gets fewer pages, or one would wait for it."""


def run() -> None:
    many, few = (pdf(*(letter(n) for n in range(pages))) for pages in (PAGES, SLOW_PAGES))
    single = [pdf(letter(n), letter(n + 1)) for n in range(PAGES // 2)]
    print(f"one file of {PAGES} pages, {len(letter(0))} lines each ({SLOW_PAGES} pages for pdfminer.six):")
    ours = _rate("dsar.extract.pdf", lambda: _ours(many), PAGES)
    _rate("pypdfium2, bare text", lambda: _bare(many), PAGES)
    slow = _rate("pdfminer.six", lambda: _second(few), SLOW_PAGES)
    print(f"  ours / pdfminer.six: {ours / slow:.0f} times")
    print(f"{len(single)} files of two pages:")
    _rate("dsar.extract.pdf", lambda: [_ours(data) for data in single], PAGES)


def _rate(name: str, work: Callable[[], object], pages: int) -> float:
    work()
    start = time.perf_counter()
    work()
    rate = pages / (time.perf_counter() - start)
    print(f"  {name:22} {rate:8,.0f} pages/s")
    return rate


def _ours(data: bytes) -> int:
    values = PdfExtractor().read(io.BytesIO(data), Limits())
    return sum(len(value.text) for value in values if isinstance(value, Passage))


def _bare(data: bytes) -> int:
    size = 0
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            size += len(text.get_text_range())
            text.close()
            page.close()
    return size


def _second(data: bytes) -> int:
    pages = extract_pages(io.BytesIO(data))
    return sum(len(box.get_text()) for page in pages for box in page if isinstance(box, LTTextContainer))

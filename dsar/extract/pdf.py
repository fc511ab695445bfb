"""PDF files: a page a passage, a register's row one, what hangs on the pages, and which pages are pictures.

PDFium reads (many times as fast as pdfminer.six, see tests/bench/pdf.py); what it
cannot open is given a new list of pages, then to pdfminer.six.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.scan_pages import UnreadPages, pages
from dsar.model import Gap, GapCode, Part, Passage

if TYPE_CHECKING:
    import pypdfium2

    from dsar.extract.pdf_rows import TextOfPage

Reading = Generator[Passage | Part | Gap, None, bool]
"""Yields what it reads, and returns whether there was anything to read."""

_TAIL = 4096  # bytes; a complete file ends with the address of its table of objects
_MOST_FAILURES = 1_000  # a file that claims a billion pages is not asked for each of them


class PdfExtractor:
    """Reads PDF."""

    def match(self, media_type: str, name: str) -> int:
        """Take PDF, whatever the name says."""
        del name
        return 10 if media_type.lower() == "application/pdf" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield each page's text, notes, form fields and links; then bookmarks, properties and attached files."""
        from dsar.extract.pdf_rescue import second_reader, with_new_page_tree

        source.seek(0)
        data = source.read()
        whole = b"startxref" in data[-_TAIL:]
        unread = _Unread()
        if not (yield from _read(data, limits, unread)):
            whole = False
            mended = with_new_page_tree(data)
            if mended is None or not (yield from _read(mended, limits, unread)):
                yield from second_reader(data)
        yield from unread.pages.gaps()
        yield from _broken(data)
        if unread.broken:
            raise ItemError(GapCode.DAMAGED, f"{pages(unread.broken)}: broken, and not read.")
        if not whole:
            raise ItemError(GapCode.DAMAGED, "it is broken or cut short; what could be read of it was read.")


@dataclass(slots=True)
class _Unread:
    """Pages that were not, or not wholly, read; ``broken`` ones not at all."""

    pages: UnreadPages = field(default_factory=UnreadPages)
    broken: list[int] = field(default_factory=list)


def _read(data: bytes, limits: Limits, unread: _Unread) -> Reading:
    """Read with PDFium.

    Raises:
        ItemError: a password is needed, and none that is known fits.
    """
    from dsar.extract.passwords import Passwords
    from dsar.extract.pdf_beside import attached_files, document_notes
    from dsar.extract.pdf_rows import with_rows

    document, password = _opened(data)
    if document is None and _locked(data):
        document, password = Passwords(limits).open(lambda one: opened if (opened := _opened(data, one))[0] else None)
    if document is None:
        return False
    with document:
        document.init_forms()
        count = len(document)
        yield from with_rows(_pages(document, limits, unread))
        yield from document_notes(document, data, password)
        yield from attached_files(document, limits)
    return count > 0


def _opened(data: bytes, password: str = "") -> tuple[pypdfium2.PdfDocument | None, str]:
    """The file, or None where PDFium cannot open it (so), and the password."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password or None), password
    except pypdfium2.PdfiumError:
        return None, password


def _locked(data: bytes) -> bool:
    """Whether a password is what is missing; asked after a file could not be opened.

    PDFium may tell an earlier file's error: no file needs a password without an encryption dictionary.
    """
    import pypdfium2.raw as pdfium

    return pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) and b"Encrypt" in data


def _broken(data: bytes) -> Iterator[Gap]:
    """Yield a gap if parts of the file break off inside: what follows there is lost without a word."""
    from dsar.extract.pdf_streams import broken_parts, pages_with

    parts = broken_parts(data)
    if parts:
        where = list(pages_with(data, parts))
        reason = f"{pages(where) if where else 'some of its parts'}: broken inside; text may be missing."
        yield Gap("", GapCode.DAMAGED, reason)


def _pages(
    document: pypdfium2.PdfDocument, limits: Limits, unread: _Unread
) -> Iterator[TextOfPage | Passage | Part | Gap]:
    for index in range(len(document)):
        yield from _page(document, index, limits, unread)
        if len(unread.broken) > _MOST_FAILURES:
            break


def _page(
    document: pypdfium2.PdfDocument, index: int, limits: Limits, unread: _Unread
) -> Iterator[TextOfPage | Passage | Part | Gap]:
    import pypdfium2

    from dsar.extract.pdf_beside import page_notes
    from dsar.extract.pdf_rows import TextOfPage
    from dsar.extract.pdf_scan import page_pictures
    from dsar.extract.pdf_text import page_text

    number = index + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        unread.broken.append(number)
        return
    try:
        content = page_text(page)
        yield TextOfPage(number, content.text, content.layout)
        yield from page_pictures(page, number, content, limits.ocr, unread.pages)
        yield from page_notes(page, number, limits)
    except pypdfium2.PdfiumError:
        unread.broken.append(number)
    finally:
        page.close()


_checked: type[Extractor] = PdfExtractor

"""Reads a finished copy again, as a stranger would who looks for what was removed.

The pages' text is taken by two readers that share no code (PDFium, pdfminer.six), and
every string and every stream of the file is unpacked and searched, pictures and fonts excepted.
What the picture shows was read by text recognition when the page was made
(:mod:`dsar.redact.page`), as it lies in the file.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, cast

from dsar.model import Kind
from dsar.redact.belongs import Known
from dsar.redact.fold import folded_words
from dsar.redact.page_copy import PageCopy
from dsar.redact.picture import Packed
from dsar.redact.plan import Planner
from dsar.redact.removal import HIDDEN, Reason
from dsar.redact.tagged_pdf import TaggedPdf

_MARKER = re.compile(r"\[fjernet:[^\[\]]{1,80}\]")
_LINE_END = re.compile(r"[ \t]{1,80}\n")
_FORBIDDEN = ("AA", "OpenAction", "Names", "AcroForm", "OCProperties", "Collection", "Threads", "PieceInfo", "AF")
_DOT = Packed(zlib.compress(b"\xf0"), 1, 1, coloured=False)

Pages = tuple[int, int]
"""From the first to before the last, counted from 0."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of others that can still be read in a copy: where, as the reader found it, and of which kind."""

    page: int
    text: str = field(repr=False)
    kind: Kind
    reason: Reason


def leaks(path: Path, planner: Planner, known: Known) -> Iterator[Leak]:
    """What can be read of others on the copy's pages, by either reader."""
    for page, text in enumerate(_pdfium_texts(path), 1):
        yield from page_leaks(text, planner, known, page=page)
    with path.open("rb") as file:
        for page, text in enumerate(_miner_texts(file), 1):
            yield from _sure_leaks(text, planner, known, page=page)


def remaining(path: Path, planner: Planner, known: Known, pages: Pages | None = None) -> Iterator[int]:
    """The pages on which either reader finds others who are known; each was read for new ones when it was made.

    ``pages`` None means all of them.
    """
    with path.open("rb") as file:
        for texts in (_pdfium_texts(path, pages), _miner_texts(file, pages)):
            for page, text in enumerate(texts, 1 + (pages[0] if pages else 0)):
                left = _unmarked(text)
                if planner.recurring(left, known) and any(_sure_leaks(text, planner, known, page=page)):
                    yield page


def written_leaks(copy: PageCopy, planner: Planner, known: Known) -> Iterator[Leak]:
    """The same for one page before it is written with the others; a dot stands for its picture."""
    file = io.BytesIO()
    writer = TaggedPdf(file, "")
    writer.add(replace(copy, picture=_DOT))
    writer.close()
    for text in _pdfium_texts(file.getvalue()):
        yield from page_leaks(text, planner, known, page=1)
    for text in _miner_texts(file):
        yield from _sure_leaks(text, planner, known, page=1)


def page_leaks(text: str, planner: Planner, known: Known, *, page: int) -> Iterator[Leak]:
    """What can be read of others in a page's text, its markers left out.

    A narrow column breaks the subject's own name over lines; a word of it that stands
    alone there says nothing of anybody that the subject does not know.
    """
    left = _unmarked(text)
    for removal in planner.removals(left, known, place=""):
        found = removal.span.of(left)
        if not found.strip(f"{HIDDEN} \n"):
            continue
        if removal.kind is Kind.NAME and planner.own.name_words.issuperset(folded_words(found)):
            continue
        yield Leak(page, found.replace(HIDDEN, " "), removal.kind, removal.reason)


def _sure_leaks(text: str, planner: Planner, known: Known, *, page: int) -> Iterator[Leak]:
    """Those that say themselves whose they are: the second reader may put a telephone number beside another name."""
    found = page_leaks(text, planner, known, page=page)
    yield from (leak for leak in found if leak.kind in {Kind.NAME, Kind.CPR} or leak.reason is Reason.RECURS)


def _unmarked(text: str) -> str:
    text = text.replace("\u200b", "").replace("\u00ad", "").replace("\r\n", "\n")
    return _MARKER.sub(HIDDEN, _LINE_END.sub("\n", text))


def flaws(path: Path, planner: Planner, known: Known) -> Iterator[str]:
    """What is wrong with the file itself: removed strings in what no reader shows, or parts a copy must not have."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file), caching=False)
        catalog = document.catalog
        if catalog.get("Lang") != b"da-DK" or "StructTreeRoot" not in catalog or "Metadata" not in catalog:
            yield "it is not tagged, or says neither language nor title"
        yield from (f"it holds /{name}" for name in _FORBIDDEN if name in catalog)
        for text in _hidden_texts(document):
            if planner.recurring(text, known):
                yield "a removed text is still in a part of the file that no page shows"
                return


def _hidden_texts(document: object) -> Iterator[str]:
    """Every string and every stream that is text or may hold it."""
    from pdfminer.pdftypes import PDFStream

    for xref in document.xrefs:  # type: ignore[attr-defined]
        for number in xref.get_objids():
            thing = document.getobj(number)  # type: ignore[attr-defined]
            if isinstance(thing, PDFStream):
                yield from _strings(thing.attrs)
                if str(getattr(thing.get("Subtype"), "name", "")) != "Image" and not _is_font(thing):
                    yield thing.get_data().decode("latin-1")
            else:
                yield from _strings(thing)


def _is_font(stream: object) -> bool:
    attributes = stream.attrs  # type: ignore[attr-defined]
    return any(key in attributes for key in ("Length1", "Length2")) or str(
        getattr(attributes.get("Subtype"), "name", "")
    ) in {"CIDFontType0C", "Type1C", "OpenType"}


def _strings(value: object) -> Iterator[str]:
    match value:
        case bytes():
            wide = value.startswith((b"\xfe\xff", b"\xff\xfe"))
            yield value.decode("utf-16" if wide else "latin-1", "replace")
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def readings(path: Path) -> Iterator[tuple[int, str]]:
    """Every page's number and text, as each of the two readers has it."""
    yield from enumerate(_pdfium_texts(path), 1)
    with path.open("rb") as file:
        yield from enumerate(_miner_texts(file), 1)


def _pdfium_texts(source: Path | bytes, pages: Pages | None = None) -> Iterator[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        for index in range(*(pages or (0, len(document)))):
            page = document[index]
            textpage = page.get_textpage()
            yield textpage.get_text_bounded()
            textpage.close()
            page.close()


def _miner_texts(file: BinaryIO, pages: Pages | None = None) -> Iterator[str]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    wanted = range(*pages) if pages else None
    for page in extract_pages(cast("io.IOBase", file), page_numbers=wanted, caching=False):
        yield "\n".join(box.get_text() for box in page if isinstance(box, LTTextContainer))

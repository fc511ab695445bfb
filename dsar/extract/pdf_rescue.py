"""What can still be had from a PDF that PDFium cannot open."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator

from dsar.errors import ItemError
from dsar.extract.pdf_text import tidy
from dsar.model import GapCode, Passage
from dsar.words import PLACES

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9}) [0-9]{1,5} obj(?![a-z])")
_PAGE = re.compile(rb"/Type\s{0,9}/Page(?![A-Za-z])")
_PARENT = re.compile(rb"/Parent\s{1,9}([0-9]{1,9}) [0-9]{1,5} R")
_DICTIONARY = 20_000  # bytes in which a page's own dictionary is looked for
_MOST_PAGES = 20_000

# What pdfminer.six lets out beside its own exceptions, as seen over 9,000 mutated files, with zlib's and struct's.
STUMBLES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def with_new_page_tree(data: bytes) -> bytes | None:
    """The file with a new root that lists the pages found in it; None if there are none.

    A PDF's root and list of pages often stand last, so a truncated file has pages and no way to them.
    """
    numbers, parents, highest = list[int](), list[int](), 0
    for found in _OBJECT.finditer(data):
        number = int(found[1])
        highest = max(highest, number)
        body = data[found.end() : found.end() + _DICTIONARY].partition(b"endobj")[0].partition(b"stream")[0]
        if _PAGE.search(body) and len(numbers) < _MOST_PAGES:
            numbers.append(number)
            parents += [int(parent) for parent in _PARENT.findall(body)[:1]]
    if not numbers:
        return None
    tree, root = parents[0] if parents else highest + 1, highest + 2
    kids = " ".join(f"{number} 0 R" for number in dict.fromkeys(numbers))
    count = len(set(numbers))
    tail = (
        f"\nendstream endobj\n{tree} 0 obj <</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 595 842]>> endobj\n"
        f"{root} 0 obj <</Type/Catalog/Pages {tree} 0 R>> endobj\n"
        f"trailer <</Root {root} 0 R/Size {highest + 3}>>\nstartxref\n0\n%%EOF\n"
    )
    return data + tail.encode("ascii")


def quiet() -> None:
    """Let pdfminer.six say nothing: its warnings quote the file."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def second_reader(data: bytes) -> Iterator[Passage]:
    """Yield the pages that pdfminer.six finds, up to where it gives up too.

    Raises:
        ItemError: a password is needed.
    """
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException

    quiet()
    try:
        for number, page in enumerate(extract_pages(io.BytesIO(data)), 1):
            text = tidy("".join(box.get_text() for box in page if isinstance(box, LTTextContainer)))
            if text.strip():
                yield Passage(PLACES["page"].format(number), text)
    except PDFPasswordIncorrect as error:
        raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.") from error
    except (PSException, *STUMBLES):
        return

"""Finds packed parts of a PDF that cannot be unpacked to their end: PDFium leaves out, without a word, what follows.

A page whose content breaks in the middle is shown up to there, so its text looks whole.
Only parts packed with zlib are looked at (nearly all text is), and no protected files.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

_DICTIONARY = re.compile(rb"(?<![0-9])([0-9]{1,9}) [0-9]{1,5} obj\s{0,9}(<<(?:(?! obj).){1,2000}>>)\s{0,9}$", re.DOTALL)
_BEFORE = 3_000  # bytes in which a part's own dictionary is looked for
_PACKED = re.compile(rb"/Filter\s{0,9}\[?\s{0,9}/(?:FlateDecode|Fl)(?![A-Za-z])")
_HARMLESS = re.compile(rb"/(?:Length1|Length2|FontFile[23]?|Type1C|CIDFontType0C|OpenType|Alternate|XML)(?![A-Za-z])")
"""In the dictionaries of fonts, colour profiles and metadata, which no text of a page is in."""
_STREAM = b"stream"
_CHUNK = 1 << 18
_MOST = 256 << 20  # bytes unpacked in all; a file with more is looked through up to there


def broken_parts(data: bytes) -> frozenset[int]:
    """The object numbers of parts whose packed content is broken or ends too early."""
    if b"/Encrypt" in data:
        return frozenset()
    broken = set[int]()
    left = _MOST
    at = data.find(_STREAM)
    while at >= 0 and left > 0:
        begin = at + len(_STREAM)
        number = None if data[at - 3 : at] == b"end" else _number(data[max(0, at - _BEFORE) : at])
        if number is not None:
            begin += 2 if data[begin : begin + 2] == b"\r\n" else 1
            whole, unpacked, end = _unpacked(data, begin, left)
            left -= unpacked
            begin = end
            if not whole:
                broken.add(number)
        at = data.find(_STREAM, begin)
    return frozenset(broken)


def pages_with(data: bytes, parts: frozenset[int]) -> Iterator[int]:
    """The numbers of the pages whose content is among these parts, as far as a second reader can tell."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    from dsar.extract.pdf_rescue import STUMBLES, quiet

    quiet()
    try:
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))), 1):
            if any(getattr(part, "objid", None) in parts for part in page.contents):
                yield number
    except (PSException, *STUMBLES):
        return


def _number(before: bytes) -> int | None:
    """The object number of a packed part, by what stands before its content; None for what is not looked at."""
    opening = before.rfind(b" obj")
    found = _DICTIONARY.search(before, max(0, opening - 20)) if opening >= 0 else None
    if found is None or not _PACKED.search(found[2]) or _HARMLESS.search(found[2]):
        return None
    return int(found[1])


def _unpacked(data: bytes, begin: int, most: int) -> tuple[bool, int, int]:
    """Whether the content is whole, the bytes it unpacks to, and where in the file it ends."""
    if data[begin : begin + 12].lstrip().startswith(b"endstream"):
        return True, 0, begin
    unpack = zlib.decompressobj()
    size, at = 0, begin
    try:
        while not unpack.eof and size <= most:
            chunk = unpack.unconsumed_tail or data[at : at + _CHUNK]
            if not chunk:
                break
            at += 0 if unpack.unconsumed_tail else len(chunk)
            size += len(unpack.decompress(chunk, _CHUNK))
    except zlib.error:
        return False, size, begin
    if not unpack.eof:
        return size > most, size, begin
    return True, size, at - len(unpack.unused_data)

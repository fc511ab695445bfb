"""Old Word documents (doc): the text by its pieces, as Word itself finds it.

A document's text lies in pieces that a table puts in order; notes, headers, comments
and text boxes follow the body in the same order. Where paragraphs end and which of
them are a table's stands in pages of their own. Deleted and hidden text is held like
any other and is read.

Source: [MS-DOC] 2.4.1 (text), 2.5.2 to 2.5.6 (FIB), 2.9.177 (pieces), 2.9.180 (paragraphs' pages), v12.0.
Word 6 and 95: only what they store in one piece is read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.block_passages import aside_passages, body_passages
from dsar.extract.doc_text import Marks, blocks_of
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.ole_objects import nested_documents
from dsar.extract.ole_properties import property_passages
from dsar.extract.ole_streams import Streams, ole_streams
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_MAGIC = (0xA5EC, 0xA5DC)
_COMPLEX, _ENCRYPTED, _SECOND_TABLE = 0x0004, 0x0100, 0x0200
_WORD_97 = 0xC1  # nFib
_LENGTHS = 0x4C  # of body, footnotes, headers, macros, comments, endnotes, text boxes, those in headers
_TABLES = 0x9A  # pairs of place and size of what lies in the table stream
_PARAGRAPHS, _PIECES, _COMMENTATORS, _REVISERS, _SAVED_BY = 13, 33, 36, 51, 71
_AFTER_BODY = ("footnotes", "page_head", "", "comments", "endnotes", "text_boxes", "text_boxes")
_MOST_TEXT = 64 << 20  # characters
_PLACES = {
    "footnotes": PLACES["footnote"].removesuffix(" {}") + "r",
    "endnotes": PLACES["endnote"].removesuffix(" {}") + "r",
    "comments": PLACES["comment"] + "er",
    "text_boxes": "tekstfelter",
    "page_head": f"{PLACES['page_head']} og {PLACES['page_foot']}",
}


@dataclass(frozen=True, slots=True)
class _Document:
    """The stream that holds the text, the one that holds its tables, and what the first says about itself."""

    text: bytes
    tables: bytes

    def number(self, at: int) -> int:
        return int.from_bytes(self.text[at : at + 4], "little")

    def table(self, number: int) -> bytes:
        place = self.number(_TABLES + 8 * number)
        return self.tables[place : place + self.number(_TABLES + 8 * number + 4)]


class DocExtractor:
    """Reads Word's binary format."""

    def match(self, media_type: str, name: str) -> int:
        """Take old Word documents."""
        del name
        return 10 if media_type == "application/msword" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the body, what stands beside it, the properties, and the documents inside."""
        del limits
        source.seek(0)
        streams = ole_streams(source.read())
        yield from word_passages(streams)
        yield from property_passages(streams.top)
        yield from nested_documents(streams, ("objectpool",))
        if not streams.sound:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def word_passages(streams: Streams) -> Iterator[Passage | Gap]:
    """Yield the text of the document that these streams are.

    Raises:
        ItemError: encrypted, or no text can be found.
    """
    text = streams.top.get("worddocument", b"")
    if len(text) < 0x60 or int.from_bytes(text[:2], "little") not in _MAGIC:
        raise ItemError(GapCode.DAMAGED, "it is broken: it holds no Word document.")
    flags = int.from_bytes(text[0x0A:0x0C], "little")
    if flags & _ENCRYPTED:
        raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.")
    if int.from_bytes(text[2:4], "little") < _WORD_97:
        yield from _word_95(text, in_pieces=bool(flags & _COMPLEX))
        return
    tables = streams.top.get("1table" if flags & _SECOND_TABLE else "0table", b"")
    document = _Document(text, tables)
    pieces = list(_pieces(document.table(_PIECES)))
    if not pieces:
        raise ItemError(GapCode.DAMAGED, "it is broken: where its text lies is lost.")
    yield from _parts(document, pieces)
    yield from _people(document)


def _word_95(text: bytes, *, in_pieces: bool) -> Iterator[Passage | Gap]:
    start, end = struct.unpack_from("<II", text, 0x18)
    whole = text[start:end].decode("cp1252", "replace")
    yield from body_passages(blocks_of(whole, []))
    if in_pieces or not whole:
        yield Gap(
            "", GapCode.DAMAGED, "it is of Word 6 or 95 and in pieces; some text may be out of order. Save it anew."
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # in the document's order of characters
    end: int
    place: int  # in the stream
    width: int  # bytes a character


def _pieces(table: bytes) -> Iterator[_Piece]:
    """The pieces of text, out of a table that begins with what they look like."""
    at = 0
    while at < len(table) and table[at] == 1:
        at += 3 + int.from_bytes(table[at + 1 : at + 3], "little")
    if at >= len(table) or table[at] != 2:
        return
    plan = table[at + 5 : at + 5 + int.from_bytes(table[at + 1 : at + 5], "little")]
    count = max(0, (len(plan) - 4) // 12)
    bounds = struct.unpack_from(f"<{count + 1}I", plan) if count else ()
    for n in range(count):
        (place,) = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * n + 2)
        if place & 0x40000000:
            yield _Piece(bounds[n], bounds[n + 1], (place & 0x3FFFFFFF) // 2, 1)
        else:
            yield _Piece(bounds[n], bounds[n + 1], place, 2)


def _parts(document: _Document, pieces: list[_Piece]) -> Iterator[Passage | Gap]:
    whole = _whole_text(document, pieces)
    lengths = [document.number(_LENGTHS + 4 * n) for n in range(8)]
    links: list[str] = []
    yield from body_passages(blocks_of(whole[: lengths[0]], links))
    at = lengths[0]
    for length, place in zip(lengths[1:], _AFTER_BODY, strict=True):
        if place:
            yield from aside_passages(blocks_of(whole[at : at + length], links), _PLACES[place])
        at += length
    if whole[at:].strip("\r\0"):  # lengths that are false leave text over
        yield from aside_passages(blocks_of(whole[at:], links), PLACES["text"])
    if links:
        yield Passage(PLACES["links"], "\n".join(dict.fromkeys(links)))
    if len(whole) < sum(lengths):
        yield Gap("", GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _whole_text(document: _Document, pieces: list[_Piece]) -> str:
    marks = Marks(document.text, document.table(_PARAGRAPHS))
    texts, left = [], _MOST_TEXT
    for piece in pieces:
        length = min(left, piece.end - piece.start, (len(document.text) - piece.place) // piece.width)
        if length > 0:
            raw = document.text[piece.place : piece.place + length * piece.width]
            text = raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")
            texts.append(marks.applied(text, piece.place, piece.width))
            left -= length
    return "".join(texts)


def _people(document: _Document) -> Iterator[Passage]:
    """Who commented, who changed, and who saved it last, with the file's place at that time."""
    lines = []
    for number, label in ((_COMMENTATORS, "author"), (_REVISERS, "changed_by"), (_SAVED_BY, "lastmodifiedby")):
        table = document.table(number)
        names = _strings(table) if number != _COMMENTATORS else _strings(b"\xff\xff\xff\xff\0\0" + table)
        lines += [f"{PROPERTIES[label]}: {name}" for name in names if name and name != "Unknown"]
    if lines:
        yield Passage(PLACES["properties"], "\n".join(dict.fromkeys(lines)))


def _strings(table: bytes) -> Iterator[str]:
    """The texts of a string table (STTB), each behind its length."""
    if table[:2] != b"\xff\xff":
        return
    at, extra = 6, int.from_bytes(table[4:6], "little")
    while at + 2 <= len(table):
        size = 2 * int.from_bytes(table[at : at + 2], "little")
        yield re.sub(r"[\x00-\x1f]", " ", table[at + 2 : at + 2 + size].decode("utf-16-le", "replace")).strip()
        at += 2 + size + extra


_checked: type[Extractor] = DocExtractor

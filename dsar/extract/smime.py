"""Signed mail (p7m, p7s): the content inside the signature, and whose certificates are with it.

Only the structure is walked; whether a signature is right is no question of what is held.

Source: RFC 5652, sections 3 and 5 (SignedData), X.690, section 8 (lengths, pieces of texts).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.format_words import FORMAT_PLACES
from dsar.model import Gap, GapCode, Part, Passage

_SIGNED_DATA = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_OID, _OCTETS, _CONSTRUCTED_OCTETS, _SEQUENCE, _SET, _CERTIFICATES = 0x06, 0x04, 0x24, 0x30, 0x31, 0xA0
_CONSTRUCTED, _UNENDING, _LONG_TAG = 0x20, 0x80, 0x1F
_TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
_EMAIL = 0x81  # a subject's other name: rfc822Name
_DEEPEST = 60

Element = tuple[int, int, int]
"""Tag, and where the content begins and ends."""


class SignedExtractor:
    """Yields the signed content as a part."""

    def match(self, media_type: str, name: str) -> int:
        """Take signed content, and signatures that stand alone."""
        del name
        return 10 if media_type == "application/pkcs7-mime" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the content, then the names in the certificates."""
        del limits
        source.seek(0)
        data = source.read()
        try:
            content, certificates = _taken_apart(data)
        except (ValueError, IndexError, RecursionError) as error:
            raise ItemError(GapCode.DAMAGED, "the signed content is damaged and cannot be read.") from error
        if content:
            yield Part("indhold.eml" if b":" in content[:200] else "indhold", io.BytesIO(content))
        if certificates:
            yield Passage(FORMAT_PLACES["certificate"], "\n".join(dict.fromkeys(certificates)))


def _taken_apart(data: bytes) -> tuple[bytes, list[str]]:
    """The content, and the texts of the certificates."""
    outer = _inside(data, _element(data, 0, len(data)))
    if data[outer[0][1] : outer[0][2]] != _SIGNED_DATA:
        raise ValueError("no signed data")
    signed = _inside(data, _inside(data, outer[1])[0])
    content, names = b"", list[str]()
    for element in signed:
        if element[0] == _SEQUENCE and not content:
            content = b"".join(_octets(data, one, 0) for one in _inside(data, element)[1:])
        elif element[0] == _CERTIFICATES:
            names = list(_names(data, element, 0))
    return content, names


def _element(data: bytes, at: int, end: int) -> Element:
    """The element that begins here; one without a length ends where its end mark stands."""
    tag, length, begin = data[at], data[at + 1], at + 2
    if tag & _LONG_TAG == _LONG_TAG:
        raise ValueError("a tag of several bytes")
    if length == _UNENDING:
        stop = begin
        while data[stop : stop + 2] != b"\0\0":
            if stop >= end:
                raise ValueError("no end mark")
            stop = _after(data, _element(data, stop, end))
        return tag, begin, stop
    if length > _UNENDING:
        begin += length & 0x7F
        length = int.from_bytes(data[at + 2 : begin], "big")
    if begin + length > end:
        raise ValueError("too long")
    return tag, begin, begin + length


def _after(data: bytes, element: Element) -> int:
    """Where the next element begins: after the end mark, if this one has it."""
    _, begin, end = element
    return end + 2 if data[begin - 1] == _UNENDING and data[end : end + 2] == b"\0\0" else end


def _inside(data: bytes, element: Element) -> list[Element]:
    found, (_, at, end) = list[Element](), element
    while at < end:
        found.append(_element(data, at, end))
        at = _after(data, found[-1])
    return found


def _octets(data: bytes, element: Element, depth: int) -> bytes:
    """The bytes of a text in pieces, or in one."""
    tag, begin, end = element
    if tag == _OCTETS:
        return data[begin:end]
    if not tag & _CONSTRUCTED or depth > _DEEPEST:
        return b""
    return b"".join(_octets(data, one, depth + 1) for one in _inside(data, element))


def _names(data: bytes, element: Element, depth: int) -> Iterator[str]:
    """The texts in certificates: names, organisations, addresses of mail."""
    tag, begin, end = element
    if tag in _TEXTS or (tag == _EMAIL and b"@" in data[begin:end]):
        text = data[begin:end].decode(_TEXTS.get(tag, "ascii"), "replace").strip()
        if text and text.isprintable() and "://" not in text:
            yield text
    elif tag & _CONSTRUCTED and depth < _DEEPEST:
        for one in _inside(data, element):
            yield from _names(data, one, depth + 1)
    elif tag == _OCTETS and data[begin : begin + 1] == bytes([_SEQUENCE]):  # an extension: DER inside
        try:
            inside = list(_names(data, _element(data, begin, end), depth + 1))
        except (ValueError, IndexError):
            inside = []
        yield from inside


_checked: type[Extractor] = SignedExtractor

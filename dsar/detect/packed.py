"""What was found in a passage while it was indexed, as bytes that are sealed with it.

A question opens many passages; what stands in them was worked out once already,
and need not be again. Reasons are not kept, only their sum: a person who asks for
them gets the passage read anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from struct import Struct

from dsar.model import Evidence, Finding, Kind, Span

OF_PERSONS = frozenset({Kind.CPR, Kind.NAME, Kind.ADDRESS, Kind.EMAIL, Kind.PHONE, Kind.BIRTH_DATE})
"""Kinds of findings that tell who a text is about."""

VERSION = b"\x01"
"""Begins what is packed. What has another version is not read: the passage is looked through again."""
_LETTERS = {
    Kind.CPR: b"c", Kind.NAME: b"n", Kind.ADDRESS: b"a", Kind.EMAIL: b"e", Kind.PHONE: b"p", Kind.BIRTH_DATE: b"b",
}  # fmt: skip
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_HEAD = Struct("<cIIfH")
_LONGEST_KEY = 0xFFFF


def pack(findings: Iterable[Finding]) -> bytes:
    """Findings of :data:`OF_PERSONS`, in text order, as bytes."""
    packed = [VERSION]
    for found in findings:
        key = found.key.encode("utf-8", "surrogatepass")[:_LONGEST_KEY]
        packed.append(_HEAD.pack(_LETTERS[found.kind], found.span.start, found.span.end, found.log_odds, len(key)))
        packed.append(key)
    return b"".join(packed)


def unpack(packed: bytes, *, offset: int = 0) -> list[Finding] | None:
    """The findings, moved by ``offset`` characters; None where nothing is packed, or by another version."""
    if packed[:1] != VERSION:
        return None
    found, at = [], 1
    while at < len(packed):
        letter, start, end, odds, size = _HEAD.unpack_from(packed, at)
        at += _HEAD.size + size
        key = packed[at - size : at].decode("utf-8", "surrogatepass")
        found.append(Finding(_KINDS[letter], Span(start + offset, end + offset), key, _evidence(odds)))
    return found


@lru_cache(maxsize=4096)
def _evidence(odds: float) -> tuple[Evidence, ...]:
    return (Evidence("packed", odds),)

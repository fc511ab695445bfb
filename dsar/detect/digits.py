"""Where a text's digits stand, read once: patterns for numbers are tried there and not at every word.

A letter is words for the most part. Its skeleton (a byte for each character, all digits
as ``0``) is searched at a gigabyte a second for outlines of numbers, and in a register
still ten times as fast as the text for the numbers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

AS_ZERO = str.maketrans("123456789", "000000000")
MANY_PAIRS = 40
"""From so many pairs of digits on, with the same sign between all of them, they are small numbers in a row."""
PART = 16_384
"""Characters that are read at a time: what is made of them on the way stays near the processor."""
FEW = 10
"""A text with fewer digits than one in so many characters is words for the most part."""
_BYTES_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_SAME_SIGN = re.compile(rb"(?P<sign>[^0])00(?!0)(?:(?P=sign)00(?!0))*+")
_PAIR = re.compile(rb"00[^0A-Za-z\n]")
_ZERO = ord("0")


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern for numbers, and the outline that all of them have in the skeleton.

    The outline begins where the pattern does, takes one character and looks ahead for the rest. It may fit
    what the pattern does not, never the other way round. Characters outside Latin-1 are ``?`` to it.
    """

    outline: re.Pattern[bytes]
    pattern: regex.Pattern[str]

    @classmethod
    def of(cls, outline: bytes, pattern: regex.Pattern[str]) -> Shape:
        """A shape, with its outline in verbose form."""
        return cls(re.compile(outline, re.VERBOSE | re.DOTALL), pattern)


class Digits:
    """One text and its skeleton."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def skeleton(self) -> bytes:
        """The text's characters at the same places: digits as ``0``, what is not in Latin-1 as ``?``."""
        parts = (self.text[start : start + PART] for start in range(0, len(self.text), PART))
        return b"".join([part.encode("latin-1", "replace").translate(_BYTES_AS_ZERO) for part in parts])

    @cached_property
    def few(self) -> bool:
        """Whether the text is words for the most part."""
        return self.skeleton.count(b"0") * FEW < len(self.skeleton)

    def near(self, begin: int, end: int) -> str:
        """A short part of the text, with all digits as 0."""
        near = self.skeleton[begin:end]
        return self.text[begin:end].translate(AS_ZERO) if b"?" in near else near.decode("latin-1")

    def in_row(self, start: int) -> bool:
        """Whether a pair of digits has a row of pairs before it, so many that it is no part of a longer number."""
        skeleton, first = self.skeleton, start - 3 * MANY_PAIRS
        if first < 0 or skeleton[start - 2] != _ZERO:
            return False
        pair = skeleton[start - 3 : start]
        if pair != skeleton[start - 6 : start - 3] or _PAIR.match(pair) is None:
            return False
        row = skeleton.startswith(b"00", start) and skeleton.startswith(pair * MANY_PAIRS, first)
        return row and skeleton[first - 1 : first] != b"0"

    def row_end(self, start: int) -> int:
        """Where a row ends that a pair of digits stands in."""
        row = _SAME_SIGN.match(self.skeleton, start - 1)
        return row.end() if row is not None else start

    def find(
        self, shape: Shape, *, overlapped: bool = False, in_rows: bool = False, among: Iterable[int] | None = None
    ) -> Iterator[regex.Match[str]]:
        """The pattern's matches, as its ``finditer`` would give them.

        In rows of pairs there are none, unless they are asked for. ``among`` are the places where
        the outline can fit at all, if they are known.
        """
        done, match_at, skeleton = 0, shape.pattern.match, self.skeleton
        for start in self.starts(shape.outline, among):
            if start < done or (not in_rows and start > 1 and skeleton[start - 2] == _ZERO and self.in_row(start)):
                continue
            match = match_at(self.text, start)
            if match is not None:
                yield match
                if not overlapped:
                    done = match.end()

    def starts(self, outline: re.Pattern[bytes], among: Iterable[int] | None = None) -> Iterable[int]:
        """Where an outline fits; ``among`` are the places where it can fit at all, if they are known."""
        skeleton, fits = self.skeleton, outline.match
        if among is None:
            return map(re.Match.start, outline.finditer(skeleton))
        return [place for place in among if fits(skeleton, place)]

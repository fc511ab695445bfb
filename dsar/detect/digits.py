"""Where a text's digits stand, read once: patterns for numbers are tried there and not at every word.

A letter is words for the most part. Its skeleton (a byte for each character, all digits
as ``0``) is searched at a gigabyte a second for outlines of numbers, and in a register
still ten times as fast as the text for the numbers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")


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
        return self.text.encode("latin-1", "replace").translate(_AS_ZERO)

    def find(self, shape: Shape, *, overlapped: bool = False) -> Iterator[regex.Match[str]]:
        """The pattern's matches, as its ``finditer`` would give them."""
        done, text, match_at = 0, self.text, shape.pattern.match
        for hint in shape.outline.finditer(self.skeleton):
            start = hint.start()
            if start >= done and (match := match_at(text, start)) is not None:
                yield match
                if not overlapped:
                    done = match.end()

    def starts(self, outline: re.Pattern[bytes]) -> Iterator[int]:
        """Where an outline fits."""
        for hint in outline.finditer(self.skeleton):
            yield hint.start()

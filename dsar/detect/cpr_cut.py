"""Where the end of a line cuts a CPR number at another place than before its last four digits: ``23 03⏎57 9947``.

Also there in a quoted mail, whose lines begin with ``>``. All that stands in digits right
before and behind the line's end is put together as it would stand on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from dsar.detect.digits import Digits
from dsar.model import Span

CUT = rb"(?=[0 ./\r-]{0,11}+\n[ \t]{0,8}(?:>[ \t>]{0,6})?[./-]?[ ]?0)"
"""What follows a digit near the end of a line, if the next line begins with one too."""
_OUTLINE = re.compile(b"0(?<!00)" + CUT)
_SIGN = r"(?:[ \xa0./-]|[ ][./-][ ]?|-[ ])"
_LEFT = regex.compile(
    rf"(?r)(?<![0-9]|[0-9][.,:/-]|[0-9][ ])(?P<said>[0-9](?:{_SIGN}?[0-9]){{0,10}}[ ]?[./-]?)[ \r]{{0,2}}"
)
_RIGHT = regex.compile(
    r"\n(?P<mark>[ \t]{0,8}(?:>[ \t>]{0,6})?)"
    rf"(?P<said>[./-]?[ ]?[0-9](?:{_SIGN}?[0-9]){{0,10}}+)(?![0-9]|[.,:/-][0-9]|[ ][0-9])"
)
_BEFORE, _BEHIND = 26, 32
"""Characters on either side of a line's end that are looked at."""
_SIZES = frozenset({10, 12})
"""Digits of a number: with a year of two, or of four."""
KEPT = 4096
"""Different surroundings of lines' ends that are remembered: those in a column are alike."""


class Joined(NamedTuple):
    """Two ends of lines as one line.

    Attributes:
        written: both halves, with what may have stood ``between`` them.
        behind: where the second half begins in it.
        span: where both are in the text.
    """

    written: str
    between: str
    behind: int
    span: Span


def joined(digits: Digits, among: Iterable[int]) -> Iterator[Joined]:
    """Ends of lines that have as many digits together as a number, put together in each way that may make one.

    Where the next line is indented, or of a quoted mail, the line's end is one of the ways.
    """
    text, skeleton, end = digits.text, digits.skeleton, -1
    for start in digits.starts(_OUTLINE, among):
        if start <= end:
            continue  # of the line whose end was looked at
        end = skeleton.index(b"\n", start)
        begin = max(0, end - _BEFORE)
        halves = _halves(digits.near(begin, end + _BEHIND), end - begin)
        if halves is None:
            continue
        span = Span(begin + halves.first.start, begin + halves.second.end)
        before, behind = text[span.start : begin + halves.first.end], text[begin + halves.second.start : span.end]
        for between in ("", " ", "\n") if halves.marked else ("", " "):
            yield Joined(before + between + behind, between, len(before) + len(between), span)


class _Halves(NamedTuple):
    """Where the digits before and behind a line's end are; whether the next line is indented, or of a quoted mail."""

    first: Span
    second: Span
    marked: bool


@lru_cache(maxsize=KEPT)
def _halves(near: str, end: int) -> _Halves | None:
    """The halves around a line's end, in a part of the text with all digits as 0; None where they are no number."""
    right = _RIGHT.match(near, end)
    left = _LEFT.match(near, 0, end) if right is not None else None
    if right is None or left is None or (left["said"] + right["said"]).count("0") not in _SIZES:
        return None
    return _Halves(Span(*left.span("said")), Span(*right.span("said")), bool(right["mark"]))

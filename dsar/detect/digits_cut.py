"""Where the end of a line cuts a number: ``23 03⏎57 9947``, ``tlf. 8156⏎4477``, in a quoted mail too.

All that stands in digits right before and behind the line's end is put together as it would
stand on one line. Whether that is a number, who asks decides.
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
    r"\n[ \t]{0,8}(?:(?P<quote>>)[ \t>]{0,6})?"
    rf"(?P<said>[./-]?[ ]?[0-9](?:{_SIGN}?[0-9]){{0,10}}+)(?![0-9]|[.,:/-][0-9]|[ ][0-9])"
)
_BEFORE, _BEHIND = 26, 32
"""Characters on either side of a line's end that are looked at."""
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


def joined(digits: Digits, sizes: frozenset[int], among: Iterable[int] | None = None) -> Iterator[Joined]:
    """The lines' ends that have so many digits around them, put together in each way that may make a number.

    ``among`` are the places where :data:`CUT` can fit, if they are known. In a quoted mail the line's end is
    one of the ways.
    """
    text, skeleton, end = digits.text, digits.skeleton, -1
    for start in digits.starts(_OUTLINE, among):
        if start <= end:
            continue  # of the line whose end was looked at
        end = skeleton.index(b"\n", start)
        begin = max(0, end - _BEFORE)
        halves = _halves(digits.near(begin, end + _BEHIND), end - begin)
        if halves is None or halves.size not in sizes:
            continue
        span = Span(begin + halves.first.start, begin + halves.second.end)
        before, behind = text[span.start : begin + halves.first.end], text[begin + halves.second.start : span.end]
        for between in ("", " ", "\n") if halves.quoted else ("", " "):
            yield Joined(before + between + behind, between, len(before) + len(between), span)


class _Halves(NamedTuple):
    """Where the digits before and behind a line's end are, how many, and if the next line is of a quoted mail."""

    first: Span
    second: Span
    size: int
    quoted: bool


@lru_cache(maxsize=KEPT)
def _halves(near: str, end: int) -> _Halves | None:
    """The halves around a line's end, in a part of the text with all digits as 0; None where a part is none."""
    right = _RIGHT.match(near, end)
    left = _LEFT.match(near, 0, end) if right is not None else None
    if right is None or left is None:
        return None
    size = (left["said"] + right["said"]).count("0")
    return _Halves(Span(*left.span("said")), Span(*right.span("said")), size, bool(right["quote"]))

"""The blocks of a text: paragraphs, list items, agenda points, entries of a journal. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dsar.model import Span

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_ENTRY = re.compile(
    r"""[ \t>]{0,20}(?:
        (?P<time>(?:kl\.?[ ])?[0-9]{1,2}[.:][0-9]{2}(?![0-9.]))
      | (?P<date>(?:d\.[ ])?(?:[0-9]{1,2}[./-][0-9]{1,2}(?![0-9])|[0-9]{4}-[0-9]{2}-[0-9]{2}))
      | (?P<point>(?:pkt|punkt|sag|ad)\.?[ ]?[0-9]{1,4})
      | (?P<number>[0-9]{1,3}[.)][ \t])
      | (?P<bullet>[-–*•·][ \t])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(
    r"[ \t]*(?:(?:man|tirs|ons|tors|fre|lør|søn)dag|uge[ ][0-9]{1,2})(?:[ ,]{1,2}[^\n]{0,25})?[ \t:]*", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile(r"[.!?:][\"”)]?[ \t]*\Z")
_GOES_ON = re.compile(r"[,;–-][ \t]*\Z")
_SHORT = 60
_NARROWEST, _WIDEST = 50, 110
"""Characters of a line that an editor or a page wraps."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text; ``style`` is how its entry begins, "" if it begins none ("day" for a weekday alone)."""

    span: Span
    style: str
    heading: bool


def blocks_of(text: str, whole: Iterable[Span]) -> list[Block]:
    """The lines, each with those that it was wrapped into; nobody's name or number is cut."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    widths = sorted((line.end - line.start for line in lines), reverse=True)
    width = widths[1] if len(widths) > 2 and _NARROWEST <= widths[1] <= _WIDEST else 0
    starts = [line.start for line in lines]
    crossed = {at for span in whole for at in range(line_at(starts, span.start) + 1, line_at(starts, span.end - 1) + 1)}
    blocks = list[Block]()
    for number, line in enumerate(lines):
        last = blocks[-1] if blocks else None
        blank = last is None or text.count("\n", last.span.end, line.start) > 1
        style = _style(line.of(text))
        wrapped = not blank and not style and _goes_on(text, lines[number - 1], line, width=width)
        if last is not None and (number in crossed or wrapped):
            blocks[-1] = replace(last, span=Span(last.span.start, line.end), heading=False)
        else:
            blocks.append(Block(line, style, heading=not style and blank and _short(line.of(text))))
    return blocks


def line_at(starts: Sequence[int], at: int) -> int:
    """The number of the last stretch that begins at a place or before it; -1 if there is none."""
    return bisect_right(starts, at) - 1


def _style(line: str) -> str:
    entry = _ENTRY.match(line)
    return (entry.lastgroup or "") if entry else "day" if _DAY.fullmatch(line) else ""


def _short(line: str) -> bool:
    return len(line) <= _SHORT and not _SENTENCE_ENDS.search(line[-4:])


def _goes_on(text: str, last: Span, line: Span, *, width: int) -> bool:
    """Whether a line was wrapped into the next: in the midst of a sentence, or where the next word had no room."""
    begun, now = last.of(text), line.of(text).lstrip(" \t>")
    if now[:1].islower() or _GOES_ON.search(begun[-4:]):
        return True
    first = now.split(" ", 1)[0]
    return 0 < width <= len(begun) + 1 + len(first) and len(begun) <= _WIDEST and not _SENTENCE_ENDS.search(begun[-4:])

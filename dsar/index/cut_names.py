"""Names and CPR numbers that the end of a page cuts in two: "… som Anders" and, on the next page, "Jensen har søgt …".

No passage has both words, so the index would not find them together, and nobody would read them as one name. A page's
foot and the next one's head may stand between, so a few lines at both ends are looked at. What begins or ends a line
there is only put together; whether it is somebody's name, who asks decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from dsar.crypto import Keys
from dsar.detect.names_words import name_words
from dsar.index.terms import terms
from dsar.model import Span

LINES = 3
"""Written lines at the end of a page, and at the beginning of the next, between which a name may go on."""
LONGEST = 120
"""Characters of a line that are looked at, and of a page's end or beginning for each of its lines."""

_CAPITAL = f"[A-ZÀ-ÖØ-Þ{''.join(filter(str.isupper, map(chr, range(0x100, 0x180))))}]"
_NAME = rf"{_CAPITAL}(?:[^\W\d_]|[.'’-](?=[^\W\d_])){{0,40}}"
_PARTICLES = "|".join(sorted(map(re.escape, name_words().particles)))
# Up to four words with capitals, and particles; the last is a name that may be cut itself ("Mik-"), or an initial.
_LAST = re.compile(
    rf"(?<![^\W_])((?:{_NAME}\.?[ ]){{0,3}}(?:{_NAME}(?:[ ](?:{_PARTICLES})){{0,2}}|{_CAPITAL}\.))"
    r"(?P<mark>[,-]?)[ \t]{0,8}$"
)
_FIRST = re.compile(rf"[ \t]{{0,8}}((?:{_NAME}\.?[ ]){{0,3}}{_NAME})")
# How a cut word goes on: in small letters.
_REST = re.compile(rf"[ \t]{{0,8}}([a-zæøåéöü]{{2,40}}(?:[ ]{_NAME}){{0,2}})")
_DATE = re.compile(r"(?<![0-9])[0-9]{6}(?=-?[ \t]{0,8}$)")
_SERIAL = re.compile(r"[ \t]{0,8}([0-9]{4})(?![0-9])")


@dataclass(frozen=True, slots=True)
class CutName:
    """Words before and behind the end of a page, put together.

    Attributes:
        text: the words as one text, with a space or a comma between the two halves, or a line end where a word is cut.
        before: where the first half stands in the passage before.
        after: where the second half stands in the passage behind.
    """

    text: str = field(repr=False)
    before: Span
    after: Span

    def parted(self, span: Span) -> tuple[Span, Span] | None:
        """A place in the text as one in the passage before and one in the passage behind; None if it is in one only."""
        behind = len(self.text) - len(self.after)
        if span.start >= len(self.before) or span.end <= behind:
            return None
        first = Span(self.before.start + span.start, self.before.end)
        return first, Span(self.after.start, self.after.start + span.end - behind)


def cut_names(before: str, after: str) -> Iterator[CutName]:
    """What may be a name over the end of a passage: every line's end with every line's beginning that has capitals."""
    ends = [found for line in _last_lines(before) if (found := _LAST.search(before, *line))]
    starts = _first_lines(after) if ends else ()
    for end, line in product(ends, starts):
        is_cut = end["mark"] == "-"
        start = (_REST if is_cut else _FIRST).match(after, *line)
        if start:
            between = "-\n" if is_cut else f"{end['mark']} "
            yield CutName(f"{end[1]}{between}{start[1]}", Span(*end.span(1)), Span(*start.span(1)))


def cut_terms(before: str, after: str, keys: Keys) -> frozenset[str]:
    """The blind terms of what the end of ``before`` may cut; they are kept with the passage behind."""
    pieces = [*(one.text for one in cut_names(before, after)), *_cut_numbers(before, after)]
    return frozenset().union(*(terms(text, (), keys) for text in pieces))


def _cut_numbers(before: str, after: str) -> Iterator[str]:
    """The halves of what may be a CPR number; both are asked for as words."""
    dates = [found[0] for line in _last_lines(before) if (found := _DATE.search(before, *line))]
    serials = [found[1] for line in _first_lines(after) if (found := _SERIAL.match(after, *line))] if dates else []
    return map(" ".join, product(dates, serials))


def goes_on(after: str) -> Iterator[str]:
    """What :func:`cut_names` may take of a passage as the second half of a name, whatever stands before."""
    for line in _first_lines(after):
        yield from (found[1] for pattern in (_FIRST, _REST) if (found := pattern.match(after, *line)))


def _last_lines(text: str) -> Sequence[tuple[int, int]]:
    """Where the last written lines stand, at most :data:`LONGEST` characters of the end of each."""
    found: list[tuple[int, int]] = []
    end, least = len(text), max(0, len(text) - LINES * LONGEST)
    while end > least and len(found) < LINES:
        start = text.rfind("\n", least, end) + 1 or least
        if written := text[start:end].rstrip():
            stop = start + len(written)
            found.append((max(start, stop - LONGEST), stop))
        end = start - 1
    return found


def _first_lines(text: str) -> Sequence[tuple[int, int]]:
    """Where the first written lines stand, at most :data:`LONGEST` characters of the beginning of each."""
    found: list[tuple[int, int]] = []
    start, most = 0, min(len(text), LINES * LONGEST)
    while start < most and len(found) < LINES:
        end = text.find("\n", start, most)
        end = most if end < 0 else end
        if text[start:end].strip():
            found.append((start, min(end, start + LONGEST)))
        start = end + 1
    return found

"""Texts of many people in one passage: a journal of dated entries, a list with a person a line.

What stands in another entry or line than a name is not of that name, however near it is.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence

from dsar.model import Span

FEWEST = 3
"""So many lines with a person and something of them make a list, and so many dated lines a journal."""
# "24.10.2022 kl. 14.05  Bo Lund …": a day that the line goes on behind.
_DATED = re.compile(
    r"^[ \t]{0,8}\[?[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}(?:,?[ ]{1,2}(?:kl\.?[ ]?)?[0-9]{1,2}[.:][0-9]{2})?\]?"
    r"[ \t:,-]{1,8}(?=[^\s0-9])",
    re.MULTILINE,
)


class Entries:
    """Where the entries of a text begin; a text of one entry has none."""

    def __init__(self, text: str, people: Iterable[Span], told: Iterable[Span]) -> None:
        """Part a text.

        Args:
            text: the text.
            people: every name in it.
            told: the numbers, addresses and dates in it.
        """
        lines = [0, *(match.end() for match in re.finditer("\n", text))]
        named, telling = (self._lines(lines, spans) for spans in (people, told))
        dated = [match.start() for match in _DATED.finditer(text)]
        self._starts = dated if len(dated) >= FEWEST else []
        listed = sorted(named & telling)
        if len(listed) >= FEWEST:
            ends = (line + 1 for line in listed if line + 1 < len(lines))
            self._starts = sorted({*self._starts, *(lines[line] for line in {*listed, *ends})})

    @staticmethod
    def _lines(starts: Sequence[int], spans: Iterable[Span]) -> set[int]:
        return {bisect(starts, span.start) - 1 for span in spans}

    def __bool__(self) -> bool:
        """Whether the text has several."""
        return bool(self._starts)

    def are_one(self, one: Span, other: Span) -> bool:
        """Whether two places are of the same entry."""
        return bisect(self._starts, one.start) == bisect(self._starts, other.start)

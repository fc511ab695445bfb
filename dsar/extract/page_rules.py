"""The lines drawn on a page: those at one place are one, however many pieces it has. Pure."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dsar.extract.pdf_layout import Rule

NEAR = 2.0
"""Points within which drawn lines are one."""
_GAP = 4.0  # points that a drawn line may lack where others cross it
_SHARE = 0.5  # of the longest; shorter lines across underline words or part single cells


@dataclass(frozen=True, slots=True)
class Level:
    """Where drawn lines lie, and from where to where they reach."""

    at: float
    rules: tuple[Rule, ...]

    @property
    def length(self) -> float:
        """The length of what is drawn."""
        return sum(rule.end - rule.start for rule in self.rules)

    def crosses(self, place: float) -> bool:
        """Whether a line is drawn there."""
        index = bisect(self.rules, place, key=_start) - 1
        return index >= 0 and self.rules[index].end >= place

    def covers(self, start: float, end: float) -> bool:
        """Whether most of a stretch is drawn."""
        return sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in self.rules) * 2 >= end - start


def levels_of(rules: Iterable[Rule]) -> list[Level]:
    """Drawn lines by where they lie."""
    found: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules):
        if not found or rule.at - found[-1][0] > NEAR:
            found.append((rule.at, []))
        found[-1][1].append(rule)
    return [Level(at, tuple(_whole(pieces))) for at, pieces in found]


def long_ones(levels: Sequence[Level]) -> list[float]:
    """Where the lines lie that are no mere underlines."""
    longest = max((level.length for level in levels), default=0.0)
    return [level.at for level in levels if level.length >= _SHARE * longest]


def _whole(pieces: Iterable[Rule]) -> Iterator[Rule]:
    whole: Rule | None = None
    for piece in sorted(pieces, key=_start):
        if whole is not None and piece.start <= whole.end + _GAP:
            whole = whole._replace(end=max(whole.end, piece.end))
        else:
            if whole is not None:
                yield whole
            whole = piece
    if whole is not None:
        yield whole


def _start(rule: Rule) -> float:
    return rule.start

"""A name in the making."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from dsar.model import Evidence


@dataclass(slots=True)
class Found:
    """Where a name may be, its words in natural order with their kinds, and the reasons so far."""

    start: int
    end: int
    words: tuple[str, ...]
    kinds: str
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def odds(self) -> float:
        """The sum of the reasons so far."""
        return math.fsum(e.weight for e in self.evidence)

    def add(self, rule: str, weight: float) -> None:
        """Note one more reason."""
        self.evidence.append(Evidence(rule, round(weight, 2)))


def best_apart(candidates: list[Found]) -> list[Found]:
    """The candidates that more speaks for than against, the surest of those that overlap, in text order."""
    taken: list[Found] = []
    group: list[Found] = []
    end = 0
    for found in sorted((f for f in candidates if f.odds > 0), key=lambda f: f.start):
        if group and found.start >= end:
            taken += _apart(group)
            group = []
        group.append(found)
        end = max(end, found.end) if len(group) > 1 else found.end
    return taken + _apart(group)


def _apart(group: list[Found]) -> list[Found]:
    chosen: list[Found] = []
    for found in sorted(group, key=lambda f: (-f.odds, f.start - f.end)):
        if all(found.end <= other.start or other.end <= found.start for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda f: f.start)

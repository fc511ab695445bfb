"""A name in the making."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field

LAYOUT = frozenset({"name.label", "name.reversed", "name.announced"})
"""Rules that know more than the words around a name."""


@dataclass(slots=True)
class Found:
    """Where a name may be, its words in natural order with their kinds, and the reasons so far."""

    start: int
    end: int
    words: tuple[str, ...]
    kinds: str
    reasons: list[tuple[str, float]] = field(default_factory=list)
    odds: float = 0.0

    def add(self, rule: str, weight: float) -> None:
        """Note one more reason."""
        weight = round(weight, 2)
        self.reasons.append((rule, weight))
        self.odds += weight

    def moved(self, offset: int) -> Found:
        """The same, so many characters on, with reasons of its own."""
        return Found(self.start + offset, self.end + offset, self.words, self.kinds, self.reasons.copy(), self.odds)

    @property
    def turned(self) -> bool:
        """Whether the surname stands first; its parts look like names of their own."""
        return any(rule == "name.reversed" for rule, _ in self.reasons)

    @property
    def told(self) -> bool:
        """Whether words before or behind say that nothing but a name stands here: ``gift med Liv``."""
        return any(rule == "name.announced" for rule, _ in self.reasons)

    @property
    def titled(self) -> bool:
        """Whether it is a surname behind a title: ``fru Løvenskjold``."""
        return self.kinds == "l" and any(rule == "name.title" for rule, _ in self.reasons)

    def discount(self, share: float) -> None:
        """Let the reasons count for less, those of a form's layout excepted."""
        before, self.reasons, self.odds = self.reasons, [], 0.0
        for rule, weight in before:
            self.add(rule, weight if rule in LAYOUT else weight * share)


def best_apart(candidates: list[Found]) -> list[Found]:
    """The candidates that more speaks for than against, the surest of those that overlap, in text order."""
    taken: list[Found] = []
    group: list[Found] = []
    end = 0
    for found in sorted((f for f in candidates if f.odds > 0), key=lambda f: f.start):
        if found.start >= end:
            taken += group if len(group) < 2 else _apart(group)
            group = []
        group.append(found)
        end = max(end, found.end)
    return taken + _apart(group)


def _apart(group: list[Found]) -> list[Found]:
    """Of some that overlap, one with the surname first, then the surest, then what still has room."""
    chosen: list[Found] = []
    for found in sorted(group, key=lambda f: (not f.turned, -f.odds, f.start - f.end)):
        at = bisect(chosen, found.start, key=_start)
        free_before = at == 0 or chosen[at - 1].end <= found.start
        if free_before and (at == len(chosen) or found.end <= chosen[at].start):
            chosen.insert(at, found)
    return chosen


def _start(found: Found) -> int:
    return found.start

"""Which documents of a segment answer a query.

Parts that few documents have are asked first, and what they leave is all that
the others are asked about: a common word beside a rare one costs a few blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsar.index.engine import All, Any, AtLeast, Query, Term
from dsar.index.segment import TERM, Row, Segment, key_of

Within = set[int] | None
"""The documents that still count; None for all."""

SPARSE = 64
"""How many times longer than the candidates a list must be for picking blocks to beat reading all of it."""


def evaluate(query: Query, segment: Segment) -> set[int]:
    """The numbers of the documents that match, deleted ones included."""
    # Sorted, so that terms of one page follow each other.
    terms = sorted(set(_terms(query)))
    rows = dict(zip(terms, segment.find_each(key_of(TERM, term) for term in terms), strict=True))
    return _Evaluation(segment, rows).matching(query, None)


def _terms(query: Query) -> Iterator[str]:
    if isinstance(query, Term):
        yield query.term
    else:
        for part in query.parts:
            yield from _terms(part)


@dataclass(frozen=True, slots=True)
class _Evaluation:
    segment: Segment
    rows: Mapping[str, Row | None]

    def matching(self, query: Query, within: Within) -> set[int]:
        if within is not None and not within:
            return within
        match query:
            case Term(term):
                return self._having(self.rows[term], within)
            case All(parts):
                return self._all(parts, within)
            case Any(parts):
                return self._any(parts, within)
            case AtLeast(count, parts):
                return self._at_least(max(count, 1), parts, within)

    def _having(self, row: Row | None, within: Within) -> set[int]:
        if row is None:
            return set()
        if within is None:
            return set(self.segment.numbers(row))
        if row.documents < len(within) * SPARSE:
            return within.intersection(self.segment.numbers(row))
        return set(self.segment.among(row, sorted(within)))

    def _all(self, parts: tuple[Query, ...], within: Within) -> set[int]:
        if not parts:
            return set()
        for part in self._rarest_first(parts):
            within = self.matching(part, within)
        assert within is not None
        return within

    def _any(self, parts: tuple[Query, ...], within: Within) -> set[int]:
        return set().union(*(self.matching(part, within) for part in parts))

    def _at_least(self, count: int, parts: tuple[Query, ...], within: Within) -> set[int]:
        if count > len(parts):
            return set()
        # Who misses all but count-1 of the parts is out: so one of the rarest others must be there.
        ordered = self._rarest_first(parts)
        needed = len(parts) - count + 1
        seen: Counter[int] = Counter()
        for part in ordered[:needed]:
            seen.update(self.matching(part, within))
        for part in ordered[needed:]:
            seen.update(self.matching(part, set(seen)))
        return {number for number, times in seen.items() if times >= count}

    def _rarest_first(self, parts: tuple[Query, ...]) -> list[Query]:
        return sorted(parts, key=self._most)

    def _most(self, query: Query) -> int:
        """No more documents than this can match."""
        match query:
            case Term(term):
                row = self.rows[term]
                return 0 if row is None else row.documents
            case All(parts):
                return min(map(self._most, parts), default=0)
            case Any(parts):
                return sum(map(self._most, parts))
            case AtLeast(count, parts):
                rarest = sorted(map(self._most, parts))
                return sum(rarest[: max(len(parts) - max(count, 1) + 1, 0)])

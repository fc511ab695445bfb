"""What to keep where findings overlap: the more certain one, unless both kinds are meaningful together.

A CPR number is never dropped for another kind: it stays, as unlikely as the other is
likely, since one that is missed is never asked about again.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations
from operator import itemgetter

from dsar.model import Evidence, Finding, Kind, Span

TOGETHER = (
    frozenset({Kind.NAME, Kind.ADDRESS}),  # c/o Jens Hansen, Vestergade 12
    frozenset({Kind.CPR, Kind.CASE_NUMBER}),  # a case filed under the citizen's number
    frozenset({Kind.CPR, Kind.BIRTH_DATE}),  # what may be a number split over a cell "Fødselsdato" and the next one
)
"""Pairs of kinds that may both be right where they overlap."""
UNDECIDED = (frozenset({Kind.CVR, Kind.PHONE}),)
"""Pairs of kinds that both stay unless one is sure: one telephone number in eleven passes the check of a company's."""
DECIDED = 3.0
"""Log-odds from which a finding is sure enough; a label gives them, the check alone does not."""
_BOTH = frozenset(pair for kinds in TOGETHER for pair in permutations(kinds))
_EITHER = frozenset(pair for kinds in UNDECIDED for pair in permutations(kinds))


def resolve(found: Iterable[Finding]) -> list[Finding]:
    """The findings to keep, sorted by place. Two of the same kind never overlap."""
    found = list(found)
    if _apart(found):
        return found
    kept: list[Finding] = []
    cluster: list[Finding] = []
    end = 0
    for finding in sorted(found, key=_place):
        if cluster and finding.span.start >= end:
            kept += _best(cluster)
            cluster = []
        cluster.append(finding)
        end = max(end, finding.span.end)
    return kept + _best(cluster)


def _apart(found: list[Finding]) -> bool:
    """Whether each begins behind the one before, as those of one detector do for the most part."""
    end = 0
    for finding in found:
        if finding.span.start < end:
            return False
        end = finding.span.end
    return True


def first(found: Iterable[Finding]) -> Iterator[Finding]:
    """Of one detector's findings that overlap: the one that begins first, and the longest of those."""
    end = 0
    for finding in sorted(found, key=lambda f: (f.span.start, -f.span.end)):
        if finding.span.start >= end:
            end = finding.span.end
            yield finding


def _best(cluster: list[Finding]) -> list[Finding]:
    """Of findings that hang together by overlaps: the most certain first, then what still has room; sorted by place."""
    if len(cluster) < 2:
        return cluster
    kept: list[Finding] = []
    taken: dict[Kind, list[_Taken]] = {}
    for (less, *_), finding in sorted(((_rank(f), f) for f in cluster), key=itemgetter(0)):
        log_odds, span, kind = -less, finding.span, finding.kind
        rivals = [
            (rival, other)
            for other, spans in taken.items()
            if (kind is other or (kind, other) not in _BOTH) and (rival := _surest(spans, span)) is not None
            if rival >= DECIDED or (kind, other) not in _EITHER
        ]
        one = finding
        if rivals:
            if kind is not Kind.CPR or any(other is Kind.CPR for _, other in rivals):
                continue
            one = _doubted(finding, log_odds, max(rival for rival, _ in rivals))
            log_odds = one.log_odds
        kept.append(one)
        insort(taken.setdefault(kind, []), (span.start, span.end, log_odds))
    numbers = taken.get(Kind.CPR, [])
    return sorted((f for f in kept if f.kind is not Kind.BIRTH_DATE or not _is_part(f.span, numbers)), key=_place)


def _is_part(span: Span, numbers: list[_Taken]) -> bool:
    """Whether a date of birth is but the first half of a number that is sure: by itself it would speak for everybody
    of that day."""
    surest = _surest(numbers, span)
    return surest is not None and surest >= DECIDED


def _rank(finding: Finding) -> tuple[float, int, int, int, Kind]:
    span = finding.span
    return -finding.log_odds, span.start - span.end, span.start, span.end, finding.kind


_Taken = tuple[int, int, float]
"""A place that is taken, and how sure that is; those of one kind are disjoint."""


def _place(finding: Finding) -> tuple[int, int, Kind]:
    return finding.span.start, finding.span.end, finding.kind


def _doubted(finding: Finding, log_odds: float, rival: float) -> Finding:
    """The finding, at most as likely as that the surest one in its place is wrong."""
    weight = min(0.0, -rival - log_odds)
    return replace(finding, evidence=(*finding.evidence, Evidence(f"{finding.kind}.overlap", weight)))


def _surest(spans: list[_Taken], span: Span) -> float | None:
    """How sure the surest is of those of some sorted, disjoint places that a span overlaps; None without any."""
    surest = None
    for number in range(max(0, bisect(spans, (span.start,)) - 1), len(spans)):
        start, end, log_odds = spans[number]
        if start >= span.end:
            break
        if span.start < end and (surest is None or log_odds > surest):
            surest = log_odds
    return surest

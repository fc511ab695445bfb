"""What to keep where findings overlap: the more certain one, unless both kinds are meaningful together."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable, Iterator

from dsar.model import Finding, Kind, Span

TOGETHER = (
    frozenset({Kind.NAME, Kind.ADDRESS}),  # c/o Jens Hansen, Vestergade 12
    frozenset({Kind.CPR, Kind.CASE_NUMBER}),  # a case filed under the citizen's number
    frozenset({Kind.CPR, Kind.BIRTH_DATE}),  # a number split over a cell "Fødselsdato" and the next one
)
"""Pairs of kinds that may both be right where they overlap."""


def resolve(found: Iterable[Finding]) -> list[Finding]:
    """The findings to keep, sorted by place. Two of the same kind never overlap."""
    found = list(found)
    if len(found) < 2:
        return found
    kept: list[Finding] = []
    cluster: list[Finding] = []
    end = 0
    for finding in sorted(found, key=lambda f: (f.span, f.kind)):
        if cluster and finding.span.start >= end:
            kept += _best(cluster)
            cluster = []
        cluster.append(finding)
        end = max(end, finding.span.end)
    kept += _best(cluster)
    return sorted(kept, key=lambda f: (f.span, f.kind))


def first(found: Iterable[Finding]) -> Iterator[Finding]:
    """Of one detector's findings that overlap: the one that begins first, and the longest of those."""
    end = 0
    for finding in sorted(found, key=lambda f: (f.span.start, -f.span.end)):
        if finding.span.start >= end:
            end = finding.span.end
            yield finding


def _best(cluster: list[Finding]) -> list[Finding]:
    """Of findings that hang together by overlaps: the most certain first, then what still has room."""
    if len(cluster) < 2:
        return cluster
    kept: list[Finding] = []
    taken: dict[Kind, list[Span]] = {}
    for finding in sorted(cluster, key=lambda f: (-f.log_odds, -len(f.span), f.span, f.kind)):
        if not any(
            _meets(spans, finding.span)
            for kind, spans in taken.items()
            if kind is finding.kind or frozenset({finding.kind, kind}) not in TOGETHER
        ):
            kept.append(finding)
            insort(taken.setdefault(finding.kind, []), finding.span)
    return kept


def _meets(spans: list[Span], span: Span) -> bool:
    """Whether a span overlaps one of some sorted, disjoint spans."""
    place = bisect(spans, span)
    return any(other.overlaps(span) for other in spans[max(0, place - 1) : place + 1])

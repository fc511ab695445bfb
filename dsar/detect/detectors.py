"""All detectors over one text, and what to keep where their findings overlap."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module

from dsar.detect.detector import Detector
from dsar.detect.labels import Labels
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

ALL_KINDS = frozenset(Kind)
TOGETHER = (
    frozenset({Kind.NAME, Kind.ADDRESS}),  # c/o Jens Hansen, Vestergade 12
    frozenset({Kind.CPR, Kind.BIRTH_DATE}),  # a number split over a cell "Fødselsdato" and the next one
)
"""Pairs of kinds that may both be right where they overlap."""


def detect(text: str, *, today: date, kinds: frozenset[Kind] | None = None) -> tuple[Finding, ...]:
    """Everything found in a text, in order. Many texts are faster through one ``Detectors``."""
    return Detectors(today=today, kinds=kinds).detect(text)


class Detectors:
    """The detectors of the wanted kinds (None: all), built once and used for many texts."""

    def __init__(self, *, today: date, kinds: frozenset[Kind] | None = None) -> None:
        self._kinds = ALL_KINDS if kinds is None else kinds
        self._detectors = tuple(_build(self._kinds, today))

    def detect(self, text: str) -> tuple[Finding, ...]:
        """Everything found, sorted by place; findings overlap only where both kinds are meaningful."""
        found = [finding for detector in self._detectors for finding in detector.detect(text)]
        if len(found) > 1:
            found = resolve(found)
        return tuple(finding for finding in found if finding.kind in self._kinds)


def _build(kinds: frozenset[Kind], today: date) -> Iterator[Detector]:
    """The detectors for the wanted kinds; modules are imported only when they are wanted."""
    weigher, labels = Weigher.load(), Labels()
    if Kind.CPR in kinds:
        from dsar.detect.cpr import CprDetector

        yield CprDetector(today=today, weigher=weigher, labels=labels)
    if Kind.EMAIL in kinds:
        from dsar.detect.email import EmailDetector

        yield EmailDetector(weigher=weigher)
    for kind, module, name in (
        (Kind.NAME, "dsar.detect.names", "NameDetector"),
        (Kind.ADDRESS, "dsar.detect.addresses", "AddressDetector"),
    ):
        if kind in kinds:
            try:
                yield getattr(import_module(module), name)()
            except ModuleNotFoundError:
                continue


def resolve(found: Iterable[Finding]) -> list[Finding]:
    """Of findings that overlap, keep the more certain, unless both kinds are meaningful together."""
    kept: list[Finding] = []
    by_place = sorted(found, key=lambda f: (f.span, f.kind))
    cluster: list[Finding] = []
    end = -1
    for finding in by_place:
        if cluster and finding.span.start >= end:
            kept += _best(cluster)
            cluster = []
        cluster.append(finding)
        end = max(end, finding.span.end) if len(cluster) > 1 else finding.span.end
    kept += _best(cluster)
    return sorted(kept, key=lambda f: (f.span, f.kind))


def _best(cluster: list[Finding]) -> list[Finding]:
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

"""Fits the weights of evidence to labelled passages: ``python -m tests.evaluate._fit``.

Each finding of each detector is a sample: the rules that hold for it, and whether the
passage's labels say that it is right (kind and exact span). Logistic regression with a
small ridge gives each rule its log-odds; Newton's method on the distinct sets of rules,
of which there are few. Deterministic, plain Python, half a minute.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from datetime import date

from dsar.detect import Detectors
from dsar.detect.weights import WEIGHTS
from dsar.model import Finding, Kind
from tests.evaluate._passages import passages

CLOCK = date(2040, 1, 1)
"""By this clock nobody's numbers are mostly past and pass modulus 11, as real ones do."""
PASSAGES = 40_000
RIDGE = 0.5
"""Pulls weights to 0, as if half a sample spoke against each rule's use."""
KINDS = frozenset(Kind) - {Kind.NAME, Kind.ADDRESS}
Sample = tuple[str, ...]


def samples() -> dict[Kind, Counter[tuple[Sample, bool]]]:
    """How often each set of rules was right and wrong, by kind, on the train part."""
    counts: dict[Kind, Counter[tuple[Sample, bool]]] = {kind: Counter() for kind in KINDS}
    detectors = Detectors(today=CLOCK, kinds=KINDS)
    for passage in passages("train", count=PASSAGES, today=CLOCK):
        gold = {(g.kind, g.span) for g in passage.gold}
        for finding in all_findings(detectors, passage.text):
            if passage.excuses(finding):
                continue
            rules = tuple(sorted({e.rule for e in finding.evidence}))
            counts[finding.kind][rules, (finding.kind, finding.span) in gold] += 1
    return counts


def all_findings(detectors: Detectors, text: str) -> list[Finding]:
    """What each detector finds, before overlaps are resolved."""
    return [finding for detector in detectors.each for finding in detector.detect(text)]


def fit(counts: Counter[tuple[Sample, bool]]) -> dict[str, float]:
    """Newton's method for the ridge-penalised logistic regression."""
    rules = sorted({rule for sample, _ in counts for rule in sample})
    place = {rule: n for n, rule in enumerate(rules)}
    rows = [([place[rule] for rule in sample], right, n) for (sample, right), n in counts.items()]
    weights = [0.0] * len(rules)
    for _ in range(40):
        gradient = [-RIDGE * w for w in weights]
        hessian = [[RIDGE * (i == j) for j in range(len(rules))] for i in range(len(rules))]
        for places, right, n in rows:
            p = 0.5 + 0.5 * math.tanh(sum(weights[i] for i in places) / 2)
            for i in places:
                gradient[i] += n * (right - p)
                for j in places:
                    hessian[i][j] += n * p * (1 - p)
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return {rule: round(w, 3) for rule, w in zip(rules, weights, strict=True)}


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivoting."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for r in range(column + 1, size):
            factor = rows[r][column] / rows[column][column]
            for c in range(column, size + 1):
                rows[r][c] -= factor * rows[column][c]
    found = [0.0] * size
    for r in range(size - 1, -1, -1):
        found[r] = (rows[r][size] - sum(rows[r][c] * found[c] for c in range(r + 1, size))) / rows[r][r]
    return found


def main(*only: str) -> None:
    """Fit the kinds that are named (all), and leave the other weights as they are."""
    fitted: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8")) if only else {}
    for kind, counts in sorted((k, c) for k, c in samples().items() if not only or k in only):
        fitted = {rule: weight for rule, weight in fitted.items() if not rule.startswith(f"{kind}.")}
        right = sum(n for (_, ok), n in counts.items() if ok)
        print(f"{kind}: {sum(counts.values())} findings, {right} right, {len(counts)} distinct")
        fitted |= fit(counts)
    WEIGHTS.write_text(json.dumps(fitted, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How well identifiers are found, on templates that nothing was fitted to or chosen on.

Prints, for the test part: recall of CPR numbers by written form (exact spans), precision
among decoys, F1 of every kind at score 0.5, and whether scores mean what they say.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date

from dsar.detect import Detectors
from dsar.model import Kind
from tests.cpr_numbers import TODAY
from tests.evaluate._fit import KINDS
from tests.evaluate._passages import Gold, Labelled, passages

PASSAGES = 12_000
LATER = date(2040, 1, 1)
"""A clock by which most of nobody's numbers are past and pass modulus 11, as real ones are."""


def run(part: str = "test") -> None:
    for today in (TODAY, LATER):
        sample = list(passages(part, count=PASSAGES, today=today, seed=7))
        measure(sample, Detectors(today=today, kinds=KINDS), f"{part} part, clock {today}")


def measure(sample: Iterable[Labelled], detectors: Detectors, title: str) -> None:
    found_forms: Counter[str] = Counter()
    gold_forms: Counter[str] = Counter()
    right: Counter[Kind] = Counter()
    found: Counter[Kind] = Counter()
    gold: Counter[Kind] = Counter()
    bins: list[list[int]] = [[0, 0] for _ in range(10)]
    seen, began = 0, time.perf_counter()
    for passage in sample:
        findings = detectors.detect(passage.text)
        seen += len(passage.text)
        wanted = {(g.kind, g.span, g.key): g for g in passage.gold}
        any_score = {(f.kind, f.span, f.key) for f in findings}
        for g in passage.gold:
            gold[g.kind] += 1
            _count_form(g, any_score, found_forms, gold_forms)
        for finding in findings:
            if passage.excuses(finding):
                continue
            hit = (finding.kind, finding.span, finding.key) in wanted
            if finding.kind is Kind.CPR:
                slot = bins[min(9, int(finding.score * 10))]
                slot[0] += 1
                slot[1] += hit
            if finding.score >= 0.5:
                found[finding.kind] += 1
                right[finding.kind] += hit
    seconds = time.perf_counter() - began
    print(f"-- {title}: {seen / 1e6:.1f} M characters, {seen / seconds / 1e6:.1f} MB/s on text this dense")
    print("CPR recall at any score, by form: " + ", ".join(
        f"{form} {found_forms[form] / n:.4f} ({n})" for form, n in sorted(gold_forms.items())
    ))  # fmt: skip
    print(f"CPR recall at any score, all forms: {found_forms.total() / max(1, gold_forms.total()):.4f}")
    for kind in sorted(gold):
        precision, recall = right[kind] / max(1, found[kind]), right[kind] / gold[kind]
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{kind:16} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}  ({gold[kind]}) at score 0.5")
    print("CPR calibration (score: findings, share right): " + "  ".join(
        f"{n / 10:.1f}: {count}, {hits / count:.2f}" for n, (count, hits) in enumerate(bins) if count
    ))  # fmt: skip


def _count_form(g: Gold, found: set[tuple[Kind, object, str]], hits: Counter[str], total: Counter[str]) -> None:
    if g.kind is Kind.CPR:
        total[g.form] += 1
        hits[g.form] += (g.kind, g.span, g.key) in found


if __name__ == "__main__":
    run(*sys.argv[1:])

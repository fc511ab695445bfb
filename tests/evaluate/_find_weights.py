"""Estimates the weights of find's evidence on labelled municipalities: ``python -m tests.evaluate._find_weights``.

``TRAIN`` and ``HELD`` (environment; seeds of the sample municipality) say on which
it is fitted, and on which it is compared with the weights that find has. A hit is a
sample: the weight of its best name, and the best identifier of each kind, for and
against. Logistic regression by Newton's method with a small ridge; a weight that
would get the wrong sign is held at 0. Deterministic, plain Python. ``OUT`` names a
JSON file for what was estimated.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from dsar.find import find
from dsar.find.subject import subject_from
from dsar.model import Hit
from sample_data.people import TODAY
from tests.evaluate._calibration import brier, calibration_error
from tests.evaluate._fit import solve
from tests.evaluate._sample import indexed

RIDGE = 1.0
STEPS = 40
SURE = 0.8

Features = Mapping[str, float]
Sample = tuple[Features, bool, float]
"""What a hit has, whether it is about the subject, and what find said."""


def samples(seeds: Sequence[str]) -> list[Sample]:
    """Every hit of every subject of these municipalities."""
    found: list[Sample] = []
    for seed in seeds:
        with indexed(int(seed)) as (space, expected):
            for entry in expected["subjects"]:
                own = {(h["store"], h["item"]) for h in (*entry["hits"], *entry["unreached"])}
                subject = subject_from(entry["subject"], "sample")
                answer = find(subject, engine=space.engine, library=space.library, keys=space.keys, today=TODAY)
                found += [(features(hit), (hit.store, hit.item) in own, hit.probability) for hit in answer.hits]
    return found


def features(hit: Hit) -> Features:
    """The best name's weight, each kind's best support and worst contradiction, as find counts them."""
    best: dict[str, tuple[float, str]] = {}
    name = 0.0
    for clue in (clue for passage in hit.passages for clue in passage.clues if clue.weight):
        if clue.rule.startswith("name."):
            name = max(name, clue.weight)
        else:
            key = f"{clue.rule.partition('.')[0]}{'+' if clue.weight > 0 else '-'}"
            best[key] = max(best.get(key, (0.0, "")), (abs(clue.weight), clue.rule))
    return {"prior": 1.0, "name": name} | dict.fromkeys((rule for _, rule in best.values()), 1.0)


def sign(rule: str) -> int:
    """Which way evidence may speak."""
    if rule == "prior":
        return 0
    return -1 if rule.endswith((".other", ".cpr")) else 1


def fit(found: Sequence[Sample]) -> dict[str, float]:
    """The ridge-penalised logistic regression, with each weight on its side of 0."""
    rules = sorted({rule for have, _, _ in found for rule in have})
    free = list(rules)
    while True:
        weights = _newton(found, free)
        wrong = [rule for rule in free if sign(rule) * weights[rule] < 0]
        if not wrong:
            return {rule: round(weights.get(rule, 0.0), 2) for rule in rules}
        free = [rule for rule in free if rule not in wrong]


def _newton(found: Sequence[Sample], rules: Sequence[str]) -> dict[str, float]:
    place = {rule: n for n, rule in enumerate(rules)}
    rows = [([(place[r], x) for r, x in have.items() if r in place], right) for have, right, _ in found]
    weights = [0.0] * len(rules)
    for _ in range(STEPS):
        gradient = [-RIDGE * w for w in weights]
        hessian = [[RIDGE * (i == j) for j in range(len(rules))] for i in range(len(rules))]
        for have, right in rows:
            p = logistic(sum(weights[i] * x for i, x in have))
            for i, x in have:
                gradient[i] += (right - p) * x
                for j, y in have:
                    hessian[i][j] += p * (1 - p) * x * y
        step = solve(hessian, gradient)
        weights = [w + max(-2.0, min(2.0, s)) for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return dict(zip(rules, weights, strict=True))


def logistic(odds: float) -> float:
    """Odds as a probability, without overflow."""
    return 0.5 + 0.5 * math.tanh(odds / 2)


def compare(held: Sequence[Sample], weights: Mapping[str, float]) -> None:
    """Print how find's own weights and the estimated ones do where neither was fitted."""
    estimated = [(logistic(sum(weights.get(r, 0.0) * x for r, x in have.items())), right) for have, right, _ in held]
    own = [(p, right) for _, right, p in held]
    print(f"{'held out':28} {'Brier':>7} {'ECE':>7} {'wrong at 0.80 and more':>24}")
    for name, judged in (("find as it is", own), ("estimated", estimated)):
        sure = [right for p, right in judged if p >= SURE]
        wrong = f"{sure.count(False)} of {len(sure)}"
        print(f"{name:28} {brier(judged):7.4f} {calibration_error(judged):7.4f} {wrong:>24}")


def main() -> None:
    train = samples(os.environ.get("TRAIN", "11 12").split())
    weights = fit(train)
    print(f"{len(train)} hits to learn from")
    print(*(f"  {rule:20} {weight:6.2f}" for rule, weight in weights.items()), sep="\n")
    compare(samples(os.environ.get("HELD", "13 14").split()), weights)
    if file := os.environ.get("OUT"):
        Path(file).write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

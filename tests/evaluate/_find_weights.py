"""Fits what find's weights can be fitted on labelled municipalities: ``python -m tests.evaluate._find_weights``.

``TRAIN`` and ``HELD`` (environment; seeds of the sample municipality) say on which it is
fitted, and on which it is compared with what find does. Two fits, both logistic by
Newton's method, deterministic, in plain Python:

* What a name alone is worth after who is seen to bear it (``dsar.find.calibrate``). ``OUT``
  names the file for it: ``dsar/data/calibration.toml``. The ridge pulls towards what find
  says without it, as much as some hundred hits do: a generated town has few people.
* A factor for each identifier's weight, pulled towards 1, the weight as it is set by hand, and
  never below 0, so that no evidence changes sides. Only compared, see ``dsar/docs/find.md``.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dsar.find import find
from dsar.find.calibrate import WITHIN, Seen
from dsar.find.mentions import AS_IN_THE_FILE
from dsar.find.rarity import PRIOR
from dsar.find.subject import subject_from
from dsar.model import Clue, Hit, Level
from sample_data.people import TODAY
from tests.evaluate._calibration import brier, calibration_error
from tests.evaluate._fit import solve
from tests.evaluate._sample import indexed

NAMES_RIDGE, FACTORS_RIDGE = 200.0, 25.0
STEPS, LONGEST_STEP = 60, 0.5
HEADER = (
    "# How a name alone has turned out; dsar/find/calibrate.py. Made anew by: python -m tests.evaluate._find_weights"
)

Features = Mapping[str, float]


class Sample(NamedTuple):
    """A hit: what the two fits see of it, whether it is about the subject, and what find said, now and uncalibrated."""

    name: Features | None
    evidence: Features
    right: bool
    said: float
    weighed: float


def samples(seeds: Iterable[str]) -> list[Sample]:
    """Every hit of every subject of these municipalities."""
    found: list[Sample] = []
    for seed in seeds:
        with indexed(int(seed)) as (space, expected):
            for entry in expected["subjects"]:
                own = {(h["store"], h["item"]) for h in (*entry["hits"], *entry["unreached"])}
                subject = subject_from(entry["subject"], "sample")
                answer = find(subject, engine=space.engine, library=space.library, keys=space.keys, today=TODAY)
                found += [sample(hit, right=bool(places(hit) & own)) for hit in answer.hits]
        print(f"seed {seed}: {len(found)} hits so far", flush=True)
    return found


def places(hit: Hit) -> set[tuple[str, str]]:
    """Where the hit and its copies lie."""
    return {(hit.store, hit.item), *((store, item) for store, _, item in (d.partition(":") for d in hit.duplicates))}


def sample(hit: Hit, *, right: bool) -> Sample:
    """What the fits see of a hit."""
    clues = [clue for passage in hit.passages for clue in passage.clues]
    seen = next((clue for clue in clues if clue.rule in tuple(Seen)), None)
    weighed = hit.probability if seen is None else logistic(logit(hit.probability) - seen.weight)
    name = max((c for c in clues if c.rule.startswith("name.")), key=lambda c: c.weight, default=None)
    evidence = {"prior": PRIOR, "name": name.weight if name else 0.0} | strongest(clues)
    alone = None if seen is None or name is None else name_alone(weighed, seen, name)
    return Sample(alone, evidence, right, hit.probability, weighed)


def name_alone(weighed: float, seen: Clue, name: Clue) -> Features:
    """As :func:`dsar.find.calibrate.features` has it, from the hit."""
    return {
        "intercept": 1.0,
        "slope": logit(weighed),
        "alone": float(seen.rule == Seen.ALONE),
        "others": float(seen.rule == Seen.OTHERS),
        "otherwise": float(name.rule not in AS_IN_THE_FILE),
    }


def strongest(clues: Iterable[Clue]) -> dict[str, float]:
    """The weight of each kind's best support and of its worst contradiction, by the rule."""
    best: dict[str, Clue] = {}
    for clue in clues:
        if clue.weight and not clue.rule.startswith(("name.", "seen.")):
            side = f"{clue.rule.partition('.')[0]}{clue.weight > 0}"
            if side not in best or abs(clue.weight) > abs(best[side].weight):
                best[side] = clue
    return {clue.rule: clue.weight for clue in best.values()}


def fit(rows: Sequence[tuple[Features, bool]], start: Mapping[str, float], ridge: float) -> dict[str, float]:
    """The logistic regression whose weights are pulled towards ``start``, none of them below 0 if it starts above."""
    rules = sorted({rule for have, _ in rows for rule in have})
    kept = {rule: start.get(rule, 0.0) for rule in rules}
    held: set[str] = set()
    while True:
        free = [rule for rule in rules if rule not in held]
        weights = _newton(rows, free, kept, ridge)
        wrong = {rule for rule in free if kept[rule] > 0 > weights[rule]}
        if not wrong:
            return {rule: round(weights.get(rule, 0.0), 2) for rule in rules}
        held |= wrong


def _newton(
    rows: Sequence[tuple[Features, bool]], rules: Sequence[str], start: Mapping[str, float], ridge: float
) -> dict[str, float]:
    place = {rule: n for n, rule in enumerate(rules)}
    plain = [([(place[r], x) for r, x in have.items() if r in place and x], right) for have, right in rows]
    weights = [start[rule] for rule in rules]
    for _ in range(STEPS):
        gradient = [ridge * (start[rule] - w) for rule, w in zip(rules, weights, strict=True)]
        hessian = [[ridge * (i == j) for j in range(len(rules))] for i in range(len(rules))]
        for have, right in plain:
            p = logistic(sum(weights[i] * x for i, x in have))
            for i, x in have:
                gradient[i] += (right - p) * x
                for j, y in have:
                    hessian[i][j] += p * (1 - p) * x * y
        step = solve(hessian, gradient)
        weights = [w + max(-LONGEST_STEP, min(LONGEST_STEP, s)) for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return dict(zip(rules, weights, strict=True))


def calibrated(one: Sample, weights: Mapping[str, float]) -> float:
    """What find says with these weights for a name alone."""
    if one.name is None:
        return one.said
    low, high = WITHIN[Level.of(one.weighed)]
    return min(max(logistic(sum(weights[rule] * x for rule, x in one.name.items())), low), high)


def weighed_by(one: Sample, factors: Mapping[str, float]) -> float:
    """What the evidence adds up to with a factor for each weight."""
    return logistic(sum(factors.get(rule, 1.0) * x for rule, x in one.evidence.items()))


def logistic(odds: float) -> float:
    """Odds as a probability, without overflow."""
    return 0.5 + 0.5 * math.tanh(odds / 2)


def logit(probability: float) -> float:
    """A probability as log-odds."""
    return math.log(probability / (1 - probability))


def compare(held: Sequence[Sample], ways: Mapping[str, Callable[[Sample], float]]) -> None:
    """Print how each way of judging does where nothing was fitted, and what it calls sure."""
    wanted = sum(one.right for one in held)
    print(f"{'held out':26} {'Brier':>7} {'ECE':>7} {'wrong at 0.80 and more':>23} {'right ones below 0.05':>22}")
    for name, judge in ways.items():
        judged = [(judge(one), one.right) for one in held]
        sure = [right for p, right in judged if p >= WITHIN[Level.LIKELY][0]]
        low = sum(right for p, right in judged if p < WITHIN[Level.POSSIBLE][0])
        wrong, lost = f"{sure.count(False)} of {len(sure)}", f"{low} of {wanted}"
        print(f"{name:26} {brier(judged):7.4f} {calibration_error(judged):7.4f} {wrong:>23} {lost:>22}")


def main() -> None:
    """Fit, print and compare; write what find uses, if ``OUT`` says where."""
    train = samples(os.environ.get("TRAIN", "41 42 43 44").split())
    alone = [(one.name, one.right) for one in train if one.name is not None]
    names = fit(alone, {"slope": 1.0}, NAMES_RIDGE)
    print(f"{len(train)} hits to learn from, {len(alone)} of them by a name alone:", names)
    evidence = [(one.evidence, one.right) for one in train]
    factors = fit(evidence, dict.fromkeys({rule for have, _ in evidence for rule in have}, 1.0), FACTORS_RIDGE)
    print("factors of the weights set by hand:", factors)
    held = samples(os.environ.get("HELD", "51 52 53").split())
    compare(
        held,
        {
            "weighed, not calibrated": lambda one: one.weighed,
            "calibrated as it is": lambda one: one.said,
            "calibrated anew": lambda one: calibrated(one, names),
            "with estimated factors": lambda one: logistic(
                sum(factors.get(r, 1.0) * x for r, x in one.evidence.items())
            ),
        },
    )
    if file := os.environ.get("OUT"):
        lines = [HEADER, "[names]", *(f"{rule} = {weight}" for rule, weight in names.items())]
        Path(file).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

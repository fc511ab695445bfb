"""Fits how much the reasons for names and addresses count: ``python -m tests.evaluate._fit_names``.

The rules say how much speaks for a name (bearers, a title before it, how a word is used
otherwise); what that is worth in log-odds is estimated here, one factor a rule, by logistic
regression on labelled text: each finding is a sample, and right if kind and span are.

Names: DDT ``train`` and two thirds of the municipal sentences, each half of both found by a
tagger that was trained on the other. Addresses: the same municipal sentences, invented
addresses, and the news, which has hardly any. Nothing of ``dev`` or of the held third is read.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from dsar.detect.addresses import AddressDetector
from dsar.detect.detector import Detector
from dsar.detect.factors import FACTORS, Factors
from dsar.detect.lexicon import Lexicon
from dsar.detect.names import NameDetector
from dsar.detect.names_kinds import Kinds
from dsar.detect.training.invented import Lists
from dsar.detect.training.labelled import Example, read_iob2, read_marked, recased
from dsar.detect.training.train_tagger import replaced, train
from dsar.model import Finding, Span
from tests.evaluate._fit import solve
from tests.evaluate.addresses import invented
from tests.evaluate.names import LISTS

DATA = Path(__file__).parent / "data"
FOLDS = 2
RIDGE = 20.0
"""Pulls each factor to 1, as if so many samples spoke for the rule's own weight."""
Sample = tuple[dict[str, float], bool]


def main(*only: str) -> None:
    """Fit what is named (all): ``name``, ``name.thorough``, ``address``."""
    factors: dict[str, dict[str, float]] = json.loads(FACTORS.read_text(encoding="utf-8"))
    municipal = read_marked(DATA / "municipal_train.txt")
    news = read_iob2(LISTS / "ner" / "da_ddt-ud-train.iob2")
    lexicon_alone = NameDetector(factors=Factors({}))
    sources: dict[str, Callable[[], Iterator[Sample]]] = {
        "name": lambda: _names(lexicon_alone, _cased(news + municipal)),
        "name.thorough": lambda: _thorough(news, municipal),
        "address": lambda: _addresses(municipal, news),
    }
    for name, source in sources.items():
        if not only or name in only:
            found = list(source())
            factors[name] = fit(found)
            _say(name, found, factors[name])
    FACTORS.write_text(json.dumps(factors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _cased(examples: list[Example]) -> list[Example]:
    """The texts, and some of them in small letters and in capitals."""
    return examples + recased(examples[::4], str.lower) + recased(examples[1::4], str.upper)


def _thorough(news: list[Example], municipal: list[Example]) -> Iterator[Sample]:
    """What is found in each part with a tagger that knows the others."""
    lists, kinds = Lists(LISTS), Kinds(Lexicon())
    with TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            model, draw = Path(folder) / f"{fold}.crfsuite", random.Random(fold)
            texts = [e for part in (news, municipal) for n, e in enumerate(part) if _fold(n, part) != fold]
            train(texts + [replaced(e, lists, draw) for e in texts if e.names], kinds, model)
            held = [e for part in (news, municipal) for n, e in enumerate(part) if _fold(n, part) == fold]
            yield from _names(NameDetector(thorough=True, tagger=model, factors=Factors({})), held)


def _fold(number: int, texts: Sequence[Example]) -> int:
    """The part a text belongs to: neighbours are of one document, or of one template."""
    return number * FOLDS // len(texts)


def _names(detector: Detector, examples: Iterable[Example]) -> Iterator[Sample]:
    for example in examples:
        yield from _samples(detector.detect(example.text), set(example.names))


def _addresses(municipal: list[Example], news: list[Example]) -> Iterator[Sample]:
    detector = AddressDetector(factors=Factors({}))
    for example in _cased(municipal) + invented(2_000, seed=41):
        yield from _samples(detector.detect(example.text), set(example.addresses))
    for example in news:  # what looks like one is a place in a report; the labels do not tell them apart
        if not example.others:
            yield from _samples(detector.detect(example.text), set())


def _samples(findings: Iterable[Finding], gold: set[Span]) -> Iterator[Sample]:
    for finding in findings:
        weights: dict[str, float] = {}
        for one in finding.evidence:
            weights[one.rule] = weights.get(one.rule, 0.0) + one.weight
        yield weights, finding.span in gold


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """A factor for each rule, and what counts for every finding (``prior``), by Newton's method."""
    rules = ["prior", *sorted({rule for weights, _ in samples for rule in weights})]
    place = {rule: n for n, rule in enumerate(rules)}
    rows = [([(0, 1.0), *((place[rule], w) for rule, w in weights.items())], right) for weights, right in samples]
    aim = [float(rule != "prior") for rule in rules]
    factors = aim[:]
    for _ in range(40):
        gradient = [RIDGE * (a - f) for a, f in zip(aim, factors, strict=True)]
        hessian = [[RIDGE * (i == j) for j in range(len(rules))] for i in range(len(rules))]
        for row, right in rows:
            p = 0.5 + 0.5 * math.tanh(sum(factors[i] * w for i, w in row) / 2)
            for i, w in row:
                gradient[i] += w * (right - p)
                for j, v in row:
                    hessian[i][j] += w * v * p * (1 - p)
        step = solve(hessian, gradient)
        factors = [f + s for f, s in zip(factors, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return {rule: round(f, 3) for rule, f in zip(rules, factors, strict=True)}


def _say(name: str, samples: Sequence[Sample], factors: dict[str, float]) -> None:
    """How well the scores are kept, before and after."""
    print(f"{name}: {len(samples)} findings, {sum(right for _, right in samples)} right")
    for title, use in (("before", {}), ("after", factors)):
        loss = 0.0
        for weights, right in samples:
            odds = use.get("prior", 0.0) + sum(w * use.get(rule, 1.0) for rule, w in weights.items())
            p = min(max(0.5 + 0.5 * math.tanh(odds / 2), 1e-6), 1 - 1e-6)
            loss -= math.log(p if right else 1 - p)
        print(f"  {title}: log loss {loss / len(samples):.4f}")
    print("  " + "  ".join(f"{rule} {f}" for rule, f in factors.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])

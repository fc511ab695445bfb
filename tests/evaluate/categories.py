"""How well passages are labelled with the categories of data they hold.

Prints precision, recall and F1 of each category and their mean (macro F1), and the speed.

The labelled passages are written for dsar, in the municipal Danish of caseworkers and
citizens, and nobody in them exists. Both parts were written before there was a cue
(see the log), and by other styles: ``test`` is care notes, citizens' mails, forms, minutes;
``train`` is telephone notes, decisions, messages, reports, personnel files. The weights
and the cues were made with ``train``; ``test`` is only measured. But one author wrote
passages and cues, and knew the passages: the figure says that the method holds, and is
higher than strangers' texts will give.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dsar.detect import Detectors
from dsar.detect.categories import Categories
from dsar.model import Category, Finding
from tests.cpr_numbers import TODAY

DATA = Path(__file__).parent / "data"
EXTRA = frozenset(
    (
        *(Category.NAME, Category.CONTACT, Category.BIRTH, Category.LOG, Category.ASSESSMENT),
        *(Category.POLITICS, Category.GENETIC),
    )
)
"""Categories that the municipality's published list of 27 does not have."""

Sample = list[tuple[str, frozenset[Category], tuple[Finding, ...]]]


def read(part: str, *, detectors: Detectors | None = None) -> Sample:
    """The passages of a part, their labels, and what the detectors find in them."""
    detectors = detectors or Detectors(today=TODAY)
    return [(text, labels, detectors.detect(text)) for text, labels in lines(part)]


def lines(part: str) -> Iterator[tuple[str, frozenset[Category]]]:
    for line in (DATA / f"categories_{part}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            codes, text = line.split(" | ", 1)
            yield text.replace("\\n", "\n"), frozenset(map(Category, codes.split(","))) if codes != "-" else frozenset()


def run() -> None:
    categories = Categories()
    for part in ("train", "test"):
        sample = read(part)
        print(f"\n-- {part}: {len(sample)} passages, {sum(not wanted for _, wanted, _ in sample)} of them without")
        report(categories, sample, details=part == "test")
        bare = [(text, wanted, ()) for text, wanted, _ in sample]
        print(f"words alone, without what the detectors found: macro F1 of the 27 {macro(categories, bare):.3f}")
    speed(categories, [text for text, _, _ in read("test")])


def count(categories: Categories, sample: Sample) -> tuple[Counter[Category], Counter[Category], Counter[Category]]:
    right, found, gold = Counter[Category](), Counter[Category](), Counter[Category]()
    for text, wanted, findings in sample:
        labels = {label.category for label in categories.label(text, findings)}
        right.update(labels & wanted)
        found.update(labels)
        gold.update(wanted)
    return right, found, gold


def macro(categories: Categories, sample: Sample) -> float:
    right, found, gold = count(categories, sample)
    scores = [_f1(right[c], found[c], gold[c]) for c in Category if c not in EXTRA]
    return sum(scores) / len(scores)


def report(categories: Categories, sample: Sample, *, details: bool) -> None:
    right, found, gold = count(categories, sample)
    scores: dict[Category, float] = {c: _f1(right[c], found[c], gold[c]) for c in Category}
    for c in sorted(Category, key=lambda c: scores[c]) if details else ():
        precision, recall = right[c] / max(found[c], 1), right[c] / max(gold[c], 1)
        note = "  (not of the 27)" if c in EXTRA else ""
        print(f"{c:12} P {precision:.2f}  R {recall:.2f}  F1 {scores[c]:.2f}  of {gold[c]}{note}")
    listed = [score for c, score in scores.items() if c not in EXTRA]
    p, r = sum(right.values()) / max(sum(found.values()), 1), sum(right.values()) / sum(gold.values())
    both = sum(listed) / len(listed), sum(scores.values()) / len(scores)
    print(f"macro F1 of the {len(listed)}: {both[0]:.3f}   of all {len(scores)}: {both[1]:.3f}")
    print(f"all labels together: P {p:.3f}  R {r:.3f}")
    bare = [(text, findings) for text, wanted, findings in sample if not wanted]
    wrong = sum(bool(categories.label(text, findings)) for text, findings in bare)
    print(f"passages without any that were given one: {wrong} of {len(bare)}")


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / max(found + gold, 1)


def speed(categories: Categories, texts: Sequence[str]) -> None:
    page = "\n".join(texts)
    for title, work in (("passages", texts), ("pages", [page] * 20)):
        categories.label(page)
        began, done = time.perf_counter(), 0
        for text in work:
            categories.label(text)
            done += len(text.encode())
        print(f"speed on {title}: {done / (time.perf_counter() - began) / 1e6:.1f} MB/s")


def errors(part: str) -> None:
    """What is missed and what is too much, passage by passage: for ``train``, never for ``test``."""
    categories = Categories()
    for text, wanted, findings in read(part):
        labels = {label.category: label for label in categories.label(text, findings)}
        if set(labels) != wanted:
            extra = {f"{c}={labels[c].span.of(text)}" for c in set(labels) - wanted}
            print(f"missed {sorted(wanted - set(labels))}  extra {sorted(extra)}\n    {text!r}")


def fit(part: str = "train", *, rounds: int = 400, pull: float = 0.02) -> None:
    """Print the weights of the rules that explain a part best: logistic regression by gradient descent."""
    import math

    categories, rows = Categories(), []
    for text, wanted, findings in read(part):
        found = categories.clues(text, findings)
        rows += [(("prior", *clues.rules), float(clues.category in wanted)) for clues in found]
    weights = dict.fromkeys(sorted({rule for rules, _ in rows for rule in rules}), 0.0)
    for _ in range(rounds):
        slope = {rule: -pull * w for rule, w in weights.items()}
        for rules, truth in rows:
            miss = truth - 1 / (1 + math.exp(-sum(weights[rule] for rule in rules)))
            for rule in rules:
                slope[rule] += miss
        for rule in weights:
            weights[rule] += 8 * slope[rule] / len(rows)
    print(f"{len(rows)} rows")
    for rule, w in weights.items():
        print(f'"{rule}" = {w:.2f}')


if __name__ == "__main__":
    {"fit": fit, "errors": errors}[sys.argv[1]](*sys.argv[2:])

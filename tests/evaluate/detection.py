"""Detection at a glance: every kind's precision, recall, F1 and calibration, with the bars of the issue and speed.

Data apart from what was trained or fitted: the ``test`` part of the identifiers, the third of the
municipal sentences that nothing reads, DDT ``dev`` where it lies beside the repository, invented
addresses, the passages of the categories. The other evaluations say the same in detail.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dsar.crawl.worker import INDEXED_KINDS
from dsar.detect import Detectors
from dsar.detect.addresses import AddressDetector
from dsar.detect.categories import Categories
from dsar.detect.detector import Detector
from dsar.detect.names import NameDetector
from dsar.detect.training.labelled import Example, read_iob2, read_marked, recased
from dsar.model import Category, Finding, Kind, Span
from tests.bench.detect import MEGABYTE, ledger, ordinary, register
from tests.cpr_numbers import TODAY
from tests.evaluate import addresses, categories, names
from tests.evaluate._fit import KINDS
from tests.evaluate._passages import passages
from tests.evaluate.identifiers import LATER

PASSAGES = 6_000
BINS = (0.0, 0.5, 0.7, 0.9, 1.01)
SURE = 0.9
"""Of the findings with this score or more, as great a share is to be right."""
ENOUGH = 30
"""Findings from which on a share says something."""
IDENTIFIER_BARS = {Kind.CPR: 0.0, Kind.EMAIL: 0.98, Kind.PHONE: 0.98}


@dataclass(slots=True)
class Tally:
    """What was found of one kind, what there was, and how scores were kept."""

    gold: int = 0
    known: int = 0
    right: int = 0
    found: int = 0
    bins: list[list[int]] = field(default_factory=lambda: [[0, 0] for _ in BINS[1:]])

    def add(self, findings: Iterable[tuple[Finding, bool]], *, gold: int) -> None:
        """Count a passage's findings, right or not, and what there was."""
        self.gold += gold
        for finding, right in findings:
            slot = self.bins[next(n for n, top in enumerate(BINS[1:]) if finding.score < top)]
            slot[0] += 1
            slot[1] += right
            self.known += right
            self.found += finding.score >= BINS[1]
            self.right += right and finding.score >= BINS[1]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.gold)


def run() -> None:
    """Print the tables."""
    print(f"{'kind':16} {'text':30} {'P':>6} {'R':>6} {'F1':>6} {'any':>6}   right of n by score: .5-.7, .7-.9, .9-1")
    for clock in (TODAY, LATER):
        for kind, tally in sorted(_identifiers(clock).items()):
            _say(
                kind,
                f"templates, clock {clock}",
                tally,
                f1=IDENTIFIER_BARS.get(kind, 0.0),
                recall_any=0.995 * (kind is Kind.CPR),
                precision=0.97 * (kind is Kind.CPR),
            )
    for title, tally, bar in _names_and_addresses():
        _say(*title, tally, f1=bar)
    _categories()
    _speed()


def _say(
    kind: str, text: str, tally: Tally, *, f1: float = 0.0, recall_any: float = 0.0, precision: float = 0.0
) -> None:
    known = tally.known / max(1, tally.gold)
    shares = "  ".join(f"{right / n:.2f} of {n}" if n else "-" for n, right in tally.bins[1:])
    line = f"{kind:16} {text:30} {tally.precision:6.3f} {tally.recall:6.3f} {tally.f1:6.3f} {known:6.3f}   {shares}"
    bars = [("F1", tally.f1, f1), ("any", known, recall_any), ("P", tally.precision, precision)]
    n, right = tally.bins[-1]
    if n >= ENOUGH:
        bars.append((f"calibrated at {SURE}", right / n, SURE))
    print(line + "".join(f"  {_mark(value, bar)} {name} {bar:g}" for name, value, bar in bars if bar))


def _mark(value: float, bar: float) -> str:
    return "PASS" if value >= bar else "below"


def _identifiers(clock: date) -> dict[Kind, Tally]:
    detectors = Detectors(today=clock, kinds=KINDS)
    tallies: dict[Kind, Tally] = {}
    for passage in passages("test", count=PASSAGES, today=clock, seed=7):
        gold = {(g.kind, g.span, g.key) for g in passage.gold}
        found = [f for f in detectors.detect(passage.text) if not passage.excuses(f)]
        for kind in {kind for kind, _, _ in gold} | {f.kind for f in found}:
            ours = [(f, (f.kind, f.span, f.key) in gold) for f in found if f.kind is kind]
            tallies.setdefault(kind, Tally()).add(ours, gold=sum(g[0] is kind for g in gold))
    return tallies


def _names_and_addresses() -> Iterator[tuple[tuple[str, str], Tally, float]]:
    municipal = read_marked(names.MUNICIPAL)
    bars = {"as written": 0.93, "lower case": 0.0, "capitals": 0.0}
    for label, detector in (("thorough", NameDetector(thorough=True)), ("quick", NameDetector())):
        for case, change in names.CASES.items():
            tally = _spans(detector, recased(municipal, change), lambda e: e.names)
            yield ("name", f"municipal, {case}, {label}"), tally, bars[case] if label == "thorough" else 0.0
        if names.NEWS.exists():
            tally = _spans(detector, read_iob2(names.NEWS), lambda e: e.names)
            yield ("name", f"news, {label}"), tally, 0.86 if label == "thorough" else 0.0
    sets = {"municipal": municipal} | ({"invented": addresses.invented(2_000)} if addresses.LISTS.exists() else {})
    for title, examples in sets.items():
        yield ("address", title), _spans(AddressDetector(), examples, lambda e: e.addresses), 0.93


def _spans(detector: Detector, examples: Sequence[Example], wanted: Callable[[Example], tuple[Span, ...]]) -> Tally:
    tally = Tally()
    for example in examples:
        gold = set(wanted(example))
        tally.add([(f, f.span in gold) for f in detector.detect(example.text)], gold=len(gold))
    return tally


def _categories() -> None:
    labels, detectors = Categories(), Detectors(today=TODAY)
    for part, among, bar in (
        ("test", frozenset(Category), 0.75),
        ("fresh", frozenset(Category), 0.0),
        ("strangers", frozenset(Category) - categories.BY_DETECTORS, 0.0),
    ):
        sample = (
            categories.read(part, detectors=detectors)[1::2]
            if part == "strangers"
            else categories.read(part, detectors=detectors)
        )
        right, found, gold = categories.count(labels, [(text, wanted & among, f) for text, wanted, f in sample])
        f1 = {c: 2 * right[c] / max(1, found[c] + gold[c]) for c in among if gold[c]}
        macro = sum(f1.values()) / len(f1)
        worst = ", ".join(f"{c} {f1[c]:.2f}" for c in sorted(f1, key=lambda c: f1[c])[:4])
        print(
            f"{'categories':16} {part:30} macro F1 {macro:.3f} of {len(f1)}  lowest: {worst}"
            + (f"  {_mark(macro, bar)} {bar:g}" if bar else "")
        )


def _speed() -> None:
    texts = {
        "prose": ordinary(MEGABYTE).replace("⁂", ""),
        "ledger": ledger(MEGABYTE // 4),
        "register": register(MEGABYTE // 4),
    }
    for title, kinds, bars in (
        ("CPR alone", frozenset({Kind.CPR}), {"prose": 80.0}),
        ("indexed kinds", INDEXED_KINDS, {"prose": 5.0, "ledger": 3.0, "register": 3.0}),
    ):
        detectors = Detectors(today=TODAY, kinds=kinds)
        for name, text in texts.items():
            best = min(_seconds(detectors, text + " " * n) for n in range(3))
            rate = len(text.encode()) / best / MEGABYTE
            bar = bars.get(name)
            print(
                f"{'speed':16} {f'{title}, {name}':30} {rate:6.1f} MB/s of processor time"
                + (f"  {_mark(rate, bar)} {bar:g}" if bar else "")
            )


def _seconds(detectors: Detectors, text: str) -> float:
    began = time.process_time()
    detectors.detect(text)
    return time.process_time() - began


if __name__ == "__main__":
    run()

"""Addresses: precision, recall and F1 of exact spans, on municipal prose that nothing was tuned on, and invented."""

from __future__ import annotations

import os
import random
from pathlib import Path

from dsar.detect.addresses import AddressDetector
from dsar.detect.training.invented import Lists
from dsar.detect.training.labelled import Example, parse_marked, read_marked, recased, scores
from dsar.model import Span
from tests.evaluate.names import CASES

LISTS = Path(os.environ.get("DSAR_LISTS", Path(__file__).parents[3] / "shared" / "data"))
MUNICIPAL = Path(__file__).parent / "data" / "municipal_held.txt"
AROUND = (
    *("Han bor på {}, men flytter.", "Adresse: {}", "{} er solgt.", "Brevet til {} kom retur"),
    *("Ejendommen {}, matr.nr. 12a", "Vi flytter fra {} pr. 1. juni.", "Anders Jensen\n{}\nDanmark"),
    "Der er tilsyn på {} den 4. maj.",
)
INVENTED = 2_000


def run() -> None:
    """Print the figures by case."""
    sets = {"municipal prose": read_marked(MUNICIPAL)}
    if LISTS.exists():
        sets["invented"] = invented(INVENTED)
    else:
        print(f"invented addresses: not measured, {LISTS} is absent (set DSAR_LISTS to the folder with places/)")
    detector = AddressDetector()
    for name, examples in sets.items():
        for case, change in CASES.items():
            precision, recall, f1 = scores(_found(detector, e) for e in recased(examples, change))
            print(f"{name:16} {case:11} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def _found(detector: AddressDetector, example: Example) -> tuple[set[Span], set[Span]]:
    return {finding.span for finding in detector.detect(example.text)}, set(example.addresses)


def invented(count: int, *, seed: int = 40) -> list[Example]:
    """Addresses drawn from all of Denmark's street names, on one line and on several, in short sentences."""
    lists, draw = Lists(LISTS), random.Random(seed)
    examples = []
    for _ in range(count):
        around = draw.choice(AROUND)
        whole = lists.address(draw, lines="\n" in around)
        short = f"{lists.street(draw)} {lists.number(draw)}"
        examples.append(parse_marked(around.format(f"⟪{whole if draw.random() < 0.6 else short}⟫")))
    return examples

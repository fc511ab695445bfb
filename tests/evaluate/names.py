"""Names: precision, recall and F1 of exact spans, on news and on municipal prose, by form and by case.

The news (Universal NER's Danish DDT, dev) lies outside the repository; the municipal
sentences are the third of ``data/municipal_templates.txt`` that nothing was trained or tuned on;
the fresh sentences (``names_fresh2.txt``) were written after the last mending, which ``names_dev2.txt`` led,
and those with the surname first after a mending that other such lines led: their recall was 0.41 before it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from dsar.detect.names import NameDetector
from dsar.detect.training.labelled import Example, read_iob2, read_marked, recased, scores
from dsar.model import Span

LISTS = Path(os.environ.get("DSAR_LISTS", Path(__file__).parents[3] / "shared" / "data"))
NEWS = LISTS / "ner" / "da_ddt-ud-dev.iob2"
MUNICIPAL = Path(__file__).parent / "data" / "municipal_held.txt"
FRESH = MUNICIPAL.with_name("names_fresh2.txt")
SURNAME_FIRST = MUNICIPAL.with_name("names_surname_first.txt")
CASES: dict[str, Callable[[str], str]] = {"as written": str, "lower case": str.lower, "capitals": str.upper}


def run() -> None:
    """Print the figures for rules alone and with the tagger."""
    sets = {
        "municipal prose": read_marked(MUNICIPAL),
        "fresh sentences": read_marked(FRESH),
        "surname first": read_marked(SURNAME_FIRST),
    }
    if NEWS.exists():
        sets["news"] = read_iob2(NEWS)
    else:
        print(f"news: not measured, {NEWS} is absent (set DSAR_LISTS to the folder that holds ner/)")
    for label, detector in (("thorough", NameDetector(thorough=True)), ("quick", NameDetector())):
        for name, examples in sets.items():
            for case, change in CASES.items():
                precision, recall, f1 = scores(_found(detector, e) for e in recased(examples, change))
                print(f"{label:9} {name:16} {case:11} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    _by_form(NameDetector(thorough=True), sets["municipal prose"])


def _found(detector: NameDetector, example: Example) -> tuple[set[Span], set[Span]]:
    return {finding.span for finding in detector.detect(example.text)}, set(example.names)


def _by_form(detector: NameDetector, examples: list[Example]) -> None:
    """Print the recall of each way to write a name."""
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for example in examples:
        found, gold = _found(detector, example)
        for span in gold:
            hits[_form(span.of(example.text))].append(span in found)
    for form, right in sorted(hits.items()):
        print(f"thorough  municipal prose  recall of {form:20} {sum(right) / len(right):.3f}  of {len(right)}")


def _form(name: str) -> str:
    words = name.split()
    if "," in name:
        return "surname, first name"
    if name.isupper():
        return "capitals"
    if any(word.endswith(".") for word in words):
        return "with initials"
    if any(word.islower() or word.lower().startswith(("al-", "el-")) for word in words):
        return "with particles"
    return {1: "one word", 2: "two words"}.get(len(words), "three words or more")

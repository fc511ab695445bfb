"""Which categories of data are held about one citizen, by activity: what the passages themselves seem to hold.

The record of processing tells what an activity may hold of anybody; art. 15(1)(b)
asks for what is held of this one. A machine reads it, so a caseworker is told what
it found of sensitive data, and what the record does not declare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from dsar.detect.categories import Categories
from dsar.model import Category, Finding, Hit

Detect = Callable[[str], Sequence[Finding]]


def kinds_of_data(hits: Iterable[Hit], detect: Detect, cues: Path | None = None) -> Mapping[str, frozenset[Category]]:
    """The categories in the passages of the hits, by activity; hits without one are left out. ``cues``: [detect]."""
    labels = Categories(cues)
    found: dict[str, set[Category]] = defaultdict(set)
    for hit in hits:
        if hit.activity is None:
            continue
        for passage in hit.passages:
            found[hit.activity] |= {label.category for label in labels.label(passage.text, detect(passage.text))}
    return {activity: frozenset(categories) for activity, categories in found.items() if categories}

"""Which categories of data are really there: a sample of what is indexed, held against the record (LEGAL R-01-05).

A category that is found and not declared is a discrepancy of the record, or of the
store: both are for the data-protection officer to look at. A sample is random but
the same each time, so that two people see the same figures.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dsar.activities.record import Activities
from dsar.catalog.catalog import Catalog
from dsar.catalog.lookup import done_items, shelves
from dsar.detect import Detectors
from dsar.detect.categories import Categories
from dsar.model import Category
from dsar.settings import StoreSettings
from dsar.vault import Vault

SURE = 0.9
"""Score from which a label counts as found; the record is not to be mended for a guess."""
PASSAGES = 200
"""So many of an item's passages are read: a register's rows are alike."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A category that items of an activity hold and the record does not give (or the public notice, ``published``).

    Attributes:
        store: where the items lie.
        activity: None where the store gives its items no activity.
        items: how many of the sampled items hold it; ``sampled``: how many were read.
        example: the address of one of them, for the officer to look at.
        published: the record has the category, and the municipality's public notice has not.
    """

    store: str
    activity: str | None
    category: Category
    items: int
    sampled: int
    example: str
    published: bool = False


def undeclared(
    catalog: Catalog,
    vault: Vault,
    activities: Activities,
    *,
    stores: Mapping[str, StoreSettings],
    sample: int,
    detectors: Detectors,
    cues: Path | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Iterator[Discrepancy]:
    """The discrepancies of each store, commonest first.

    Args:
        catalog: what is indexed.
        vault: its passages.
        activities: the record.
        stores: those to look into.
        sample: items read of each.
        detectors: their findings count as categories (a plate: vehicle) and tell people from rules.
        cues: the customer's own cues of categories.
        tick: called after each item.
    """
    labels = Categories(cues)
    for name, store in stores.items():
        items = done_items(catalog, name)
        chosen = sorted(random.Random(f"{name} {len(items)}").sample(items, min(sample, len(items))))  # noqa: S311
        read: defaultdict[str | None, int] = defaultdict(int)
        found: defaultdict[tuple[str | None, Category], list[str]] = defaultdict(list)
        for shelf in shelves(catalog, chosen):
            locator = shelf.parts[0].locator
            activity = store.activity_of(locator)
            read[activity] += 1
            texts = (passage.text for chunk in shelf.chunks for passage in vault.open(chunk))
            for category in _categories(texts, labels, detectors):
                found[activity, category].append(locator)
            tick()
        yield from _discrepancies(name, found, read, activities)


def _categories(texts: Iterable[str], labels: Categories, detectors: Detectors) -> frozenset[Category]:
    found: set[Category] = set()
    for text, _ in zip(texts, range(PASSAGES), strict=False):
        found |= {label.category for label in labels.label(text, detectors.detect(text)) if label.score >= SURE}
    return frozenset(found)


ALWAYS = frozenset({Category.NAME, Category.CONTACT, Category.BIRTH})
"""Nobody's record or notice names these one by one: they come with every person."""


def _discrepancies(
    store: str,
    found: Mapping[tuple[str | None, Category], list[str]],
    read: Mapping[str | None, int],
    activities: Activities,
) -> Iterator[Discrepancy]:
    for (activity, category), where in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0][1])):
        entry = activities.get(activity)
        declared = entry is not None and category in entry.categories
        unpublished = entry is not None and bool(entry.published) and category not in entry.published
        if category not in ALWAYS and (not declared or unpublished):
            yield Discrepancy(store, activity, category, len(where), read[activity], where[0], published=declared)

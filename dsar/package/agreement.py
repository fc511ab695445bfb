"""Whether the parts of a package tell the same: data, table, manifest, evidence, decisions and search.

Each part is as it was made, or its manifest was made to fit. Whoever changes one of them must change all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from dsar.cases.decisions import Act, Entry, standing
from dsar.cases.review import Fate
from dsar.cases.values import DecisionAction
from dsar.package.data import Data
from dsar.package.manifest import COPIES, Manifest
from dsar.package.table import table

_FATES = {
    DecisionAction.INCLUDE: {Fate.WHOLE},
    DecisionAction.EXTRACT: {Fate.EXTRACTED},
    DecisionAction.WITHHOLD: {Fate.WITHHELD},
    DecisionAction.EXCLUDE: {Fate.EXCLUDED},
}
"""What becomes of a hit of which nothing but the whole is decided about."""


def disagreements(root: Path, manifest: Manifest, data: Data) -> Iterator[str]:
    """A line for each thing on which two parts differ (R-07-02).

    Raises:
        OSError, ValueError, KeyError, TypeError: a part is missing or of another form.
    """
    hits = json.loads((root / "internal/evidence.json").read_bytes())["hits"]
    yield from _data(root, manifest, data)
    yield from _copies(manifest, data)
    yield from _search(root, manifest, data)
    yield from _evidence(manifest, data, hits)
    yield from _decisions(root, data, hits)


def _data(root: Path, manifest: Manifest, data: Data) -> Iterator[str]:
    counts = manifest.counts
    if (data.case.id, data.made) != (manifest.case, manifest.made):
        yield "citizen/data.json: is of another case or day than the manifest says"
    if (len(data.items), sum(len(i.passages) for i in data.items)) != (counts.told, counts.passages):
        yield "citizen/data.json: holds another number of items or passages than the manifest says"
    if sum(each.runs for each in data.left_out) != counts.left_out:
        yield "citizen/data.json: counts another number of left-out passages than the manifest says"
    rows = (root / "citizen/data.csv").read_bytes()
    if rows.count(b"\r\n") != counts.passages + 1:
        yield "citizen/data.csv: holds another number of rows than the manifest says"
    elif rows != table(data).encode("utf-8", "replace"):
        yield "citizen/data.csv: says something else than citizen/data.json"


def _copies(manifest: Manifest, data: Data) -> Iterator[str]:
    named = {f"citizen/{name}" for item in data.items for name in item.files}
    there = {entry.path for entry in manifest.files if entry.path.startswith(COPIES)}
    if named != there or len(there) != manifest.counts.copies:
        yield "citizen/data.json: names other copies than there are"


def _search(root: Path, manifest: Manifest, data: Data) -> Iterator[str]:
    if len(manifest.gaps) != manifest.counts.gaps:
        yield "manifest.json: lists another number of gaps than it counts"
    searched = [(one.store, one.items) for one in manifest.searched]
    stated = json.loads((root / "internal/search.json").read_bytes())
    told = [(one.store, one.items) for one in data.search.searched]
    if searched != told or searched != [(one["store"], one["items"]) for one in stated["searched"]]:
        yield "internal/search.json: tells of another search than data.json and the manifest do"


def _evidence(manifest: Manifest, data: Data, hits: Sequence[dict[str, Any]]) -> Iterator[str]:
    counts, fates = manifest.counts, Counter(hit["fate"] for hit in hits)
    if counts.told != counts.whole + counts.extracted:
        yield "manifest.json: tells another number of items than are released"
    elif any(fates[fate.value] != getattr(counts, fate.value, 0) for fate in Fate):
        yield "internal/evidence.json: holds another number of hits than the manifest says"
    released = {hit["number"] for hit in hits if hit["fate"] in (Fate.WHOLE, Fate.EXTRACTED)}
    if released != {item.number for item in data.items}:
        yield "internal/evidence.json: releases other items than citizen/data.json tells"


def _decisions(root: Path, data: Data, hits: Sequence[dict[str, Any]]) -> Iterator[str]:
    lines = (root / "internal/decisions.jsonl").read_text(encoding="utf-8").splitlines()
    review = standing([_entry(json.loads(line)) for line in lines])
    odd = withheld = 0
    for hit in hits:
        stands, fate = review.of(hit["number"]), Fate(hit["fate"])
        if stands.whole is not None and stands.whole.action and not stands.places:
            odd += fate not in _FATES[stands.whole.action]
        elif not stands.decisions:
            odd += bool(lines) and fate in (Fate.WITHHELD, Fate.EXCLUDED)
        withheld += sum(one.action is DecisionAction.WITHHOLD for one in stands.decisions)
    if odd:
        yield f"internal/decisions.jsonl: {odd} hits are decided otherwise than internal/evidence.json says"
    if lines and withheld != len(data.withheld):
        yield "citizen/data.json: withholds another number of things than was decided"


def _entry(raw: dict[str, Any]) -> Entry:
    known = {field.name: raw[field.name] for field in fields(Entry)}
    action = DecisionAction(raw["action"]) if raw["action"] else None
    return Entry(**known | {"act": Act(raw["act"]), "action": action, "at": datetime.fromisoformat(raw["at"])})

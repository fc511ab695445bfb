"""How much of others gets into the citizen's part of a package that nobody has reviewed, and how much of the subject.

The invented municipality is generated, indexed and asked; for each answer the
citizen's part is planned. ``expected.json`` says which words of which person were
put into which item. *Another's* are those of everybody but the subject; words that
the subject is written with too (a shared address, a namesake's name) are left out.
What is counted is whether those words, as they were written, can be read in what
is told of that item: its title, its address in the store, its excerpts.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dsar.activities import load_activities
from dsar.app import Workspace, open_workspace, worker_processes
from dsar.detect import Detectors
from dsar.find.subject import subject_from
from dsar.package.data import Data, ItemEntry
from dsar.package.plan import TOLD, plan
from dsar.workspace import make_workspace
from sample_data import generate

MADE = date(2026, 11, 21)
Place = tuple[str, str]


def run() -> None:
    """Print the figures; ``PACKAGE_SUBJECTS`` (to ask for) and ``PACKAGE_SHOW`` (leaks to print) change how many."""
    subjects, shown = int(os.environ.get("PACKAGE_SUBJECTS", "40")), int(os.environ.get("PACKAGE_SHOW", "10"))
    with tempfile.TemporaryDirectory() as folder:
        sample = generate(Path(folder) / "fjordlev")
        make_workspace(sample.folder)
        planted = _planted(sample.expected["subjects"])
        tally: Counter[str] = Counter()
        leaks: list[str] = []
        with open_workspace(sample.folder) as space:
            _index(space)
            detect = Detectors(today=MADE).detect
            everybody = sample.expected["subjects"]
            for subject in everybody[:: max(1, len(everybody) // subjects)]:
                _weigh(space, subject, planted, detect=detect, tally=tally, leaks=leaks)
    _report(tally, leaks[:shown])


def _planted(subjects: Iterable[Mapping[str, Any]]) -> dict[Place, dict[str, set[str]]]:
    """What was written of whom, by item."""
    planted: dict[Place, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject in subjects:
        for hit in subject["hits"]:
            planted[hit["store"], hit["item"]][subject["id"]].update(hit["planted"])
    return planted


def _index(space: Workspace) -> None:
    with worker_processes(2) as workers:
        for store in space.named(()):
            space.index(store, workers=workers, progress=lambda state: None)


def _weigh(
    space: Workspace,
    expected: Mapping[str, Any],
    planted: Mapping[Place, Mapping[str, set[str]]],
    *,
    detect: Any,
    tally: Counter[str],
    leaks: list[str],
) -> None:
    subject = subject_from(expected["subject"], expected["id"])
    answer = space.find(subject, purpose="evaluation")
    settings = space.settings
    data: Data = plan(
        answer,
        subject=subject,
        activities=load_activities(settings.activities_file),
        organisation=settings.organisation,
        made=MADE,
        detect=detect,
    )
    told = [hit for hit in answer.hits if hit.level in TOLD]
    tally["subjects"] += 1
    for hit, item in zip(told, data.items, strict=True):
        tally["items"] += 1
        tally["with an excerpt"] += any(passage.excerpt for passage in item.passages)
        whole = _plain(" ".join(passage.text for passage in hit.passages) + hit.title + hit.item)
        text = _plain(_told(item))
        people = planted.get((hit.store, hit.item), {})
        own = {_plain(words) for words in people.get(expected["id"], ())}
        for words in own:
            tally["own"] += words in whole
            tally["own shown"] += words in text and words in whole
        others = {_plain(words) for who, written in people.items() if who != expected["id"] for words in written}
        for words in others:
            if words not in whole or any(words in mine or mine in words for mine in own):
                continue
            tally["others"] += 1
            if words in text:
                tally["others shown"] += 1
                leaks.append(f"{expected['id']} {hit.store}:{hit.item}: {words}")


def _told(item: ItemEntry) -> str:
    return " ".join((item.title, item.locator, *(passage.excerpt for passage in item.passages)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _report(tally: Mapping[str, int], leaks: Iterable[str]) -> None:
    others, own = tally["others"] or 1, tally["own"] or 1
    print(f"{tally['subjects']} subjects, {tally['items']} items told, {tally['with an excerpt']} with an excerpt")
    print(f"others in the passages of those items: {tally['others']} writings, shown: {tally['others shown']}")
    print(f"  leaked {tally['others shown'] / others:.2%}")
    print(f"the subjects themselves: {tally['own']} writings, shown {tally['own shown'] / own:.1%}")
    for leak in leaks:
        print(f"  leak: {leak}")

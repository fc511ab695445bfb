"""Makes the sample: people, files, workspace settings, and what must be found."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from sample_data import workspace
from sample_data.census import settle
from sample_data.expected import Asked, answer_for
from sample_data.people import Person, Population
from sample_data.plan import fill
from sample_data.shelf import Placed, Shelf
from sample_data.stories import Newsroom
from sample_data.wording import other_spelling


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample on disk.

    Attributes:
        folder: the workspace: ``dsar.toml``, ``data/``, ``subjects/`` and ``expected.json``.
        expected: what ``expected.json`` holds.
        main_subject: the subject file of the person whose request the demo answers.
    """

    folder: Path
    expected: dict[str, Any]
    main_subject: Path


def generate(folder: Path, *, seed: int = 1, scale: int = 1) -> Sample:
    """Write an invented municipality into a folder; equal arguments give equal bytes.

    Args:
        folder: where to; it is made, and must not hold a sample already.
        seed: another seed gives other people and other documents of the same structure.
        scale: how many times the whole is repeated, each time with new people.

    Raises:
        FileExistsError: the folder holds data already.
    """
    (folder / "data").mkdir(parents=True)
    shelf, taken = Shelf(), set[str]()
    batches: list[Population] = []
    for batch in range(scale):
        rng = Random(f"{seed}/{batch}")
        newsroom = Newsroom(rng, settle(rng, batch=batch, taken=taken), taken)
        fill(newsroom, shelf, batch=batch)
        newsroom.population.people = {
            i: replace(p, cases=tuple(sorted(newsroom.cases.get(i, ())))) for i, p in newsroom.population.people.items()
        }
        batches.append(newsroom.population)
    shelf.write(folder / "data")
    (folder / "outside").mkdir()
    (folder / "outside" / "hemmeligt.txt").write_text(
        "Denne fil ligger uden for lageret og må aldrig læses.\n", "utf-8"
    )
    asked = workspace.choose(batches, shelf)
    workspace.write(folder, asked)
    expected = _expected(batches, shelf, asked)
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=False)
    (folder / "expected.json").write_text(text + "\n", "utf-8")
    main = next(a for a in asked if a.person.id == batches[0].main)
    return Sample(folder, expected, folder / main.file)


def _expected(batches: list[Population], shelf: Shelf, asked: list[Asked]) -> dict[str, Any]:
    people = {i: p for population in batches for i, p in population.people.items()}
    index: dict[str, list[Placed]] = defaultdict(list)
    for placed in shelf.placed:
        for who in sorted({m.person for m in placed.mentions}):
            index[who].append(placed)
    alike = _alike(people)
    planted: dict[tuple[str, str], set[str]] = defaultdict(set)
    noted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for placed in shelf.placed:
        into = noted if placed.noted else planted
        into[placed.store, placed.item] |= {m.text for m in placed.mentions} | set(placed.planted)
    return {
        "people": len(people),
        "items": len(shelf.files) - len(shelf.indexes) + len(shelf.nested),
        "gaps": [{"store": s, "item": i, "code": c} for s, i, c in sorted(shelf.gaps)],
        "subjects": [answer_for(a, index, alike) for a in asked],
        "planted": _listed(planted),
        "noted": _listed(noted),
    }


def _listed(texts: dict[tuple[str, str], set[str]]) -> list[dict[str, str]]:
    return [{"store": s, "item": i, "text": t} for (s, i), found in sorted(texts.items()) for t in sorted(found)]


def _alike(people: dict[str, Person]) -> dict[str, list[str]]:
    """For each person everybody who bears the same name, or one that differs by a letter."""
    groups: dict[str, list[str]] = defaultdict(list)
    for person in people.values():
        for name in {person.name, person.former_name} - {""}:
            groups[other_spelling(name.replace("å", "aa").replace("Å", "Aa")).casefold()].append(person.id)
        if person.cluster.startswith("near"):
            groups[f"{person.id.split('-')[0]}/{person.cluster}"].append(person.id)
    alike: dict[str, set[str]] = defaultdict(set)
    for group in groups.values():
        for one in group:
            alike[one] |= set(group) - {one}
    return {one: sorted(others) for one, others in alike.items()}

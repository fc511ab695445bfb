"""How many of the identifiers that ``find --suggest`` proposes are the subject's own, over the sample municipality.

The subjects that are known in full are asked about by a few identifiers only; what
is proposed is compared with the rest. ``DSAR_SAMPLE_SEED`` draws another municipality
(the rules were tuned on seeds 1 and 2).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dsar.app import Workspace
from dsar.detect.lexicon import Lexicon
from dsar.find import find
from dsar.find.person import Person
from dsar.find.subject import subject_from
from dsar.find.suggest import suggest
from dsar.index.terms import finding_term
from dsar.model import Kind
from sample_data.people import TODAY
from tests.evaluate._sample import indexed

KNOWN = {
    "cpr and name": ("cpr", "names"),
    "cpr": ("cpr",),
    "name and address": ("names", "addresses"),
    "name and contact": ("names", "emails", "phones"),
}
"""What the searcher knows of each subject, by the name of the round."""


def run() -> None:
    """Print the figures."""
    seed = int(os.environ.get("DSAR_SAMPLE_SEED", "3"))
    with indexed(seed) as (space, expected):
        measure(space, [one["subject"] for one in expected["subjects"] if one["profile"] == "full"])


def measure(space: Workspace, subjects: list[dict[str, Any]]) -> None:
    """Ask for every subject by little, and compare what is proposed with all that is known."""
    for name, keys in KNOWN.items():
        count: Counter[tuple[str, bool]] = Counter()
        for whole in subjects:
            if known := {key: whole[key] for key in keys if key in whole}:
                count.update(_judged(space, known, whole))
        proposed = sum(count.values())
        right = sum(n for (_, own), n in count.items() if own)
        fields = ", ".join(f"{key} {n}" for (key, own), n in sorted(count.items()) if own)
        print(f"known: {name:17} proposed {proposed:4}  right {right:4}  wrong {proposed - right:3}  ({fields})")


def _judged(space: Workspace, known: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    person = Person(subject_from(known, "sample"), Lexicon())
    answer = find(person.subject, engine=space.engine, library=space.library, keys=space.keys, today=TODAY)

    def frequency(kind: Kind, key: str) -> int:
        term = finding_term(kind, key, space.keys)
        return space.engine.frequencies([term])[term]

    values = [v for value in whole.values() for v in (value if isinstance(value, list) else [value])]
    own = {_compact(value) for value in values} | {_birth_date(number) for number in whole.get("cpr", ())}
    for one in suggest(answer, person, today=TODAY, frequency=frequency):
        value = _compact(one.value)
        part = one.kind is Kind.ADDRESS and any(value in other or other in value for other in own if len(other) > 8)
        short_date = one.kind is Kind.BIRTH_DATE and f"{one.value[8:]}{one.value[5:7]}{one.value[2:4]}" in own
        right = value in own or part or short_date
        if not right:
            print(f"  wrong: {one.key} {one.value} for {whole.get('names')} in {one.places[0].item}")
        yield one.key, right


def _birth_date(number: str) -> str:
    return number[:6]


def _compact(value: object) -> str:
    return "".join(c for c in str(value).lower() if c.isalnum())

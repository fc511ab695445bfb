"""What keeps an answer from being whole: stores without activity, activities without legal basis, and the like."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from dsar.activities.record import Activities
from dsar.model import DataClass


def check(activities: Activities, stores: Mapping[str, Collection[str | None]]) -> tuple[str, ...]:
    """What keeps an answer from being whole, one line each: where, what, and what to do.

    ``stores`` says for each store which activities its items may get; None where it has no default.
    """
    return (*_store_problems(activities, stores), *_record_problems(activities))


def _store_problems(activities: Activities, stores: Mapping[str, Collection[str | None]]) -> Iterator[str]:
    for store, wanted in sorted(stores.items()):
        if not wanted or None in wanted:
            yield f"dsar.toml: stores.{store}: has no activity. Add activity = … so that its hits get a purpose."
        for activity in sorted(a for a in wanted if a is not None and activities.get(a) is None):
            yield f"dsar.toml: stores.{store}: activity {activity} is not in the record. Add it, or mend the id."


_NEEDS = {
    DataClass.ORDINARY: "6(1)",
    DataClass.CONFIDENTIAL: "6(1)",
    DataClass.SPECIAL: "9(2)",
    DataClass.CRIMINAL: "DBL 8",
    DataClass.CPR: "DBL 11",
}
"""Which provisions a class of data must be held by: the beginning of their codes."""


def _record_problems(activities: Activities) -> Iterator[str]:
    file = "activities.toml"
    for a in activities:
        classes = {category.data_class for category in a.categories}
        for data_class, prefix in _NEEDS.items():
            if data_class in classes and not any(basis.startswith(prefix) for basis in a.legal_basis):
                yield f"{file}: activity {a.id}: legal_basis: names no {prefix} for its {data_class} data. Add one."
        if not a.retention:
            yield f"{file}: activity {a.id}: retention: is empty. Say how long the data are kept."
    silent = [a.id for a in activities if not a.processors]
    if silent:
        yield f"{file}: processors: none are named for {', '.join(silent)}. Name the suppliers, or answer by hand."

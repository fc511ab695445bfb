"""Restricted data (art. 18): named by a person, marked in every search, and closed to ordinary ones. Pure.

They are still covered by access (R-01-06): a search for an open case about the
same person shows them, marked. Any other search shows only that something is
restricted there, and where.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dsar.cases.values import Case, Restriction
from dsar.errors import SetupError
from dsar.model import Answer, Hit, HitPassage

MOST = 10_000
"""Items restricted by one command."""


@dataclass(frozen=True, slots=True)
class Place:
    """An item, or one passage of it."""

    store: str
    item: str = field(repr=False)
    place: str | None = field(default=None, repr=False)


def places_from(text: str, where: str) -> tuple[Place, ...]:
    """The places named by JSON Lines; a hit as ``dsar find`` prints it names its item.

    Raises:
        SetupError: a line is no such object, or there is none, or too many.
    """
    found = [_place(line, f"{where}: line {n}") for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    named = tuple(dict.fromkeys(one for one in found if one is not None))
    if not 0 < len(named) <= MOST:
        raise SetupError(f"{where}: names {len(named)} items. Name from 1 to {MOST}.")
    return named


def _place(line: str, where: str) -> Place | None:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict) and read.get("type") == "summary":
        return None
    if not isinstance(read, dict):
        read = {}
    store, item, place = read.get("store"), read.get("item"), read.get("place")
    if not (isinstance(store, str) and store and isinstance(item, str) and item and isinstance(place, str | None)):
        raise SetupError(f'{where}: is no item. Write: {{"store": "…", "item": "…"}}')
    return Place(store, item, place)


def shielded(answer: Answer, restrictions: Iterable[Restriction], *, case: Case | None, subject_ref: str) -> Answer:
    """The answer with restricted hits marked, and their text left out unless an open case about the person needs it."""
    held = [one for one in restrictions if one.in_force]
    if not held:
        return answer
    needed = case is not None and case.is_open and case.subject_ref == subject_ref
    return replace(answer, hits=tuple(_marked(hit, held, needed) for hit in answer.hits))


def _marked(hit: Hit, restrictions: Iterable[Restriction], needed: bool) -> Hit:
    lies = [(hit.store, hit.item), *(_split(place) for place in hit.duplicates)]
    places = restricted_places(lies, restrictions)
    if not places or (None not in places and places.isdisjoint(passage.place for passage in hit.passages)):
        return hit
    if needed:
        return replace(hit, restricted=True)
    hidden = (_hidden(p) if None in places or p.place in places else p for p in hit.passages)
    return replace(hit, restricted=True, title="" if None in places else hit.title, passages=tuple(hidden))


def restricted_places(lies: Iterable[tuple[str, str]], restrictions: Iterable[Restriction]) -> frozenset[str | None]:
    """What is restricted of something that lies at these stores and items: its places; None means all of it."""
    where = list(lies)
    held = (one for one in restrictions if one.in_force)
    return frozenset(one.place for one in held if any(_covers(one, store, item) for store, item in where))


def _hidden(passage: HitPassage) -> HitPassage:
    return HitPassage(passage.place, "", tuple(replace(clue, span=None) for clue in passage.clues))


def _covers(restriction: Restriction, store: str, item: str) -> bool:
    """Whether the item is the restricted one, or lies in it (an attachment, a zip's member)."""
    return restriction.store == store and (item == restriction.item or item.startswith(restriction.item + "!"))


def _split(place: str) -> tuple[str, str]:
    store, _, item = place.partition(":")
    return store, item

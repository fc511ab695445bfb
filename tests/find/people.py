"""A few invented people, and a town hall in memory that holds what a test puts there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dsar.crypto import Keys
from dsar.detect import Detectors
from dsar.extract.rows import is_row
from dsar.find import find
from dsar.find.library import MemoryItem, MemoryLibrary
from dsar.find.subject import subject_from
from dsar.index import entry_id
from dsar.index.cut_names import cut_terms
from dsar.index.engine import Entry
from dsar.index.memory import MemoryEngine
from dsar.index.terms import terms
from dsar.model import Answer, Passage, Subject

TODAY = date(2026, 11, 21)
KEYS = Keys(bytes(range(32)))
DETECTORS = Detectors(today=TODAY)

# Born in the future, so nobody's numbers.
CPR = "0101364321"
NAMESAKE_CPR = "1203359876"
WIFE_CPR = "0505354444"


def subject(**fields: Any) -> Subject:
    return subject_from(fields, "test")


ANDERS = subject(
    cpr=[CPR],
    names=["Anders Bo Jensen"],
    former_names=["Anders Bo Larsen"],
    addresses=["Vestergade 12, 2. tv, 9000 Aalborg"],
    emails=["abj@example.dk"],
    phones=["12 34 56 78"],
    other=["2024-000123"],
)


def item(locator: str, *passages: str | Passage, store: str = "sager", digest: str | None = None) -> MemoryItem:
    made = tuple(p if isinstance(p, Passage) else Passage(f"side {n}", p) for n, p in enumerate(passages, 1))
    return MemoryItem(store, locator, made, digest=digest)


def row(number: int, **cells: str) -> Passage:
    return Passage(f"Ark1 række {number}", "\n".join(f"{column}: {value}" for column, value in cells.items()))


def index(items: Sequence[MemoryItem]) -> MemoryEngine:
    engine = MemoryEngine()
    for n, kept in enumerate(items):
        before = ""
        for at, passage in enumerate(kept.passages):
            found = terms(passage.text, DETECTORS.detect(passage.text), KEYS)
            engine.add([Entry(entry_id(n, at), str(n), found | cut_terms(before, passage.text, KEYS))])
            before = "" if is_row(passage) else passage.text
    return engine


def ask(who: Subject, items: Sequence[MemoryItem], *, stores: frozenset[str] | None = None) -> Answer:
    return find(who, engine=index(items), library=MemoryLibrary(items), keys=KEYS, today=TODAY, stores=stores)

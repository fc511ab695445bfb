"""What a package tells, item by item: what was held of each, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from dsar.cases.restricted import restricted_places
from dsar.cases.review import CaseHit, Fate, Verdict
from dsar.cases.values import Restriction
from dsar.model import Hit


@dataclass(frozen=True, slots=True)
class Told:
    """An item that is released, whole or in part.

    Attributes:
        number: the hit's in its case.
        hit: as it is held, with no other passages than those that are given.
        fate: whole, or extracted.
        role: the subject's in it, as a person corrected it.
        restricted: whether a case has restricted it (art. 18); it is told all the same (R-01-06).
        part: where in the held item it lies: () is the item itself, else the steps to an attachment or member.
        mail: the headers of the mail that it is, or lies in.
        register: what a case system's rows tell of the item and its case; only its dates are used.
        held: whether the item's bytes are held as they were indexed.
        struck: sentences about others that a person struck from it.
        files: its copies, as paths below ``citizen/``.
    """

    number: int
    hit: Hit
    fate: Fate
    role: str
    restricted: bool = False
    part: tuple[str, ...] = field(default=(), repr=False)
    mail: str = field(default="", repr=False)
    register: str = field(default="", repr=False)
    held: bool = False
    struck: tuple[str, ...] = field(default=(), repr=False)
    files: tuple[str, ...] = field(default=(), repr=False)


def told(verdict: Verdict, hit: Hit, restrictions: Iterable[Restriction]) -> Told:
    """A released hit; its passages that are not given are left out here, before anything is made of them."""
    given = frozenset(verdict.given)
    return Told(
        number=verdict.hit.number,
        hit=replace(hit, passages=tuple(p for p in hit.passages if p.place in given)),
        fate=verdict.fate,
        role=verdict.role,
        restricted=bool(restricted_places(_places(verdict.hit), restrictions)),
        part=tuple(verdict.hit.steps.split("!")) if verdict.hit.steps else (),
        mail=verdict.hit.mail,
        register=verdict.hit.register,
        held=verdict.hit.held == "whole",
        struck=verdict.struck,
    )


def _places(hit: CaseHit) -> Iterator[tuple[str, str]]:
    yield hit.store, hit.item
    for duplicate in hit.duplicates:
        store, _, item = duplicate.partition(":")
        yield store, item

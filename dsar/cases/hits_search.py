"""A case's search: every hit gets its number, and is held with its passages and its item's bytes.

Some hits after the other, durable before the next ones: a search that is cut goes on
where it was, and what is held already is not read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from dsar.cases.hits import Hits, Kept, encoded
from dsar.cases.hits_numbers import content_of, numbered, thread_of, wording_of
from dsar.cases.hits_summary import encoded_summary
from dsar.cases.hold import case_lock
from dsar.cases.originals import WHOLE, Opener, Originals
from dsar.cases.review import CaseHit, Presence
from dsar.catalog.located import Located
from dsar.find.output import role_of
from dsar.model import Answer, Hit

LONGEST_HEAD = 20_000
"""Characters kept of a mail's headers (some hundred recipients), and of a register's rows."""
AT_ONCE = 50
"""Hits noted together; so many, at most, are read again after a kill."""


class Items(Opener, Protocol):
    """What the search needs of the stores."""

    def located(self, store: str, locator: str) -> Located | None:
        """The indexed item that a locator lies in; None where it is gone."""

    def mail_head(self, found: Located) -> str:
        """The headers of the innermost mail that it is, or lies in; "" where there is none."""

    def case_row(self, found: Located) -> str:
        """Of a case's own item in an export of a case system: the row of the case; "" for anything else."""


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """What a search came to.

    Attributes:
        new: numbers of hits that no earlier search had.
        changed: numbers of hits that are not what they were.
        missing: hits of earlier searches that this one did not find, and what became of them.
        held: how many hits lie in items whose bytes are held whole.
        not_held: how many do not, by the gap's code; their passages are held all the same.
    """

    number: int
    hits: int
    new: tuple[int, ...]
    changed: tuple[int, ...]
    missing: dict[int, Presence] = field(default_factory=dict)
    held: int = 0
    not_held: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class SearchJob:
    """Everything a search of a case works with."""

    case: str
    hits: Hits
    originals: Originals
    items: Items
    state: Path


def search_case(
    job: SearchJob, answer: Answer, *, by: str, at: datetime, progress: Callable[[int, int], None]
) -> SearchOutcome:
    """Number and hold an answer's hits. Idempotent: the same answer again changes nothing.

    Raises:
        RetryError: another process searches for the same case.
        StoreError: the disk is full; what was held so far stays, and the next search goes on from it.
    """
    with case_lock(job.state, job.case), job.hits.hold.working():
        number = job.hits.begin_search(job.case, by=by, at=at)
        known = {hit.number: hit for hit in job.hits.all(job.case)}
        numbers = numbered(answer.hits, known.values())
        kept: list[CaseHit] = []
        for batch in _batches(zip(numbers, answer.hits, strict=True)):
            progress(len(kept), len(numbers))
            kept += _hold(job, batch, number)
        progress(len(numbers), len(numbers))
        missing = dict(_missing(job, known.keys() - set(numbers), known))
        summary = job.hits.hold.keep(job.case, encoded_summary(answer))
        job.hits.end_search(job.case, number, summary=summary, missing=missing)
    return _outcome(number, kept, known, missing)


def _batches(hits: Iterable[tuple[int, Hit]]) -> Iterator[list[tuple[int, Hit]]]:
    rest = iter(hits)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


def _hold(job: SearchJob, batch: list[tuple[int, Hit]], search: int) -> list[CaseHit]:
    """Hold some hits, and note them together: also those before one that fails."""
    held: list[Kept] = []
    try:
        for number, hit in batch:
            held.append(_keep(job, hit, number, search))
    finally:
        job.hits.put(job.case, held, job.originals.note)
    return [kept.hit for kept in held]


def _keep(job: SearchJob, hit: Hit, number: int, search: int) -> Kept:
    """Hold one hit."""
    found = job.items.located(hit.store, hit.item)
    head = job.items.mail_head(found) if found else ""
    state, pieces = job.originals.keep(job.case, hit.store, found, job.items)
    made = CaseHit(
        number=number,
        store=hit.store,
        item=hit.item,
        title=hit.title,
        level=hit.level,
        probability=hit.probability,
        activity=hit.activity,
        role=role_of(hit).value,
        duplicates=hit.duplicates,
        places=tuple(dict.fromkeys(passage.place for passage in hit.passages)),
        content=content_of(hit.passages, found.digest if found else None),
        wording=wording_of(hit.passages),
        thread=thread_of(hit.store, head) if found else "",
        search=search,
        steps=found.steps if found else "",
        held=state,
        date=hit.date,
        author=hit.author,
        mail=head[:LONGEST_HEAD],
        family=hit.family or "",
        register=(job.items.register(found) or job.items.case_row(found))[:LONGEST_HEAD] if found else "",
    )
    return Kept(made, job.hits.hold.keep(job.case, encoded(hit.passages)), pieces)


def _missing(job: SearchJob, numbers: Iterable[int], known: dict[int, CaseHit]) -> Iterator[tuple[int, Presence]]:
    for number in sorted(numbers):
        there = job.items.located(known[number].store, known[number].item) is not None
        yield number, Presence.DROPPED if there else Presence.GONE


def _outcome(
    number: int, kept: list[CaseHit], known: dict[int, CaseHit], missing: dict[int, Presence]
) -> SearchOutcome:
    earlier = {n: hit for n, hit in known.items() if hit.search < number}
    return SearchOutcome(
        number=number,
        hits=len(kept),
        new=tuple(sorted(hit.number for hit in kept if hit.number not in earlier)),
        changed=tuple(
            sorted(hit.number for hit in kept if hit.number in earlier and earlier[hit.number].content != hit.content)
        ),
        missing=missing,
        held=sum(hit.held == WHOLE for hit in kept),
        not_held=Counter(hit.held for hit in kept if hit.held != WHOLE),
    )

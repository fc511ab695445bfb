"""A case's search: every hit gets its number, and is held with its passages and its item's bytes.

One hit after the other, each durable before the next: a search that is cut goes on
where it was, and what is held already is not read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from dsar.cases.hits import Hits, encoded
from dsar.cases.hits_numbers import content_of, numbered, thread_of, wording_of
from dsar.cases.hits_summary import encoded_summary
from dsar.cases.hold import case_lock
from dsar.cases.originals import WHOLE, Opener, Originals
from dsar.cases.review import CaseHit, Presence
from dsar.catalog.located import Located
from dsar.find.output import role_of
from dsar.model import Answer, Hit


class Items(Opener, Protocol):
    """What the search needs of the stores."""

    def located(self, store: str, locator: str) -> Located | None:
        """The indexed item that a locator lies in; None where it is gone."""

    def mail_head(self, found: Located) -> str:
        """The headers of the innermost mail that it is, or lies in; "" where there is none."""


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
        for done, (given, hit) in enumerate(zip(numbers, answer.hits, strict=True)):
            progress(done, len(numbers))
            kept.append(_keep(job, hit, given, number))
        progress(len(numbers), len(numbers))
        missing = dict(_missing(job, (hit for hit in known.values() if hit.number not in set(numbers))))
        summary = job.hits.hold.keep(job.case, encoded_summary(answer))
        job.hits.end_search(job.case, number, summary=summary, missing=missing)
    return _outcome(number, kept, known, missing)


def _keep(job: SearchJob, hit: Hit, number: int, search: int) -> CaseHit:
    """Hold one hit and note it."""
    found = job.items.located(hit.store, hit.item)
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
        thread=thread_of(hit.store, job.items.mail_head(found)) if found else "",
        search=search,
        held=state,
    )
    job.hits.put(job.case, made, body=job.hits.hold.keep(job.case, encoded(hit.passages)), original=pieces)
    return made


def _missing(job: SearchJob, hits: Iterator[CaseHit]) -> Iterator[tuple[int, Presence]]:
    for hit in hits:
        there = job.items.located(hit.store, hit.item) is not None
        yield hit.number, Presence.DROPPED if there else Presence.GONE


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

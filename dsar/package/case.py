"""A case's package: everything that is needed is gathered from the case, and the act logged before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dsar.audit import Action, Event
from dsar.cases.codes import CaseKind
from dsar.cases.decisions import Entry
from dsar.cases.review import Verdict
from dsar.cases.review_text import numbers
from dsar.cases.store import CaseBook
from dsar.cases.values import Case
from dsar.errors import SetupError
from dsar.letters.facts import Disclosure
from dsar.letters.office import Answering, Office
from dsar.letters.pdf import pdf
from dsar.letters.word import docx
from dsar.model import Answer, Hit
from dsar.package.copies import Copied, CopyJob, copies
from dsar.package.manifest import Manifest
from dsar.package.mostly_others import mostly_others
from dsar.package.provenance import overdue
from dsar.package.told import Told, told
from dsar.package.words import MOSTLY_OTHERS, OVERDUE
from dsar.package.write import Material, compile_package
from dsar.redact.own import Detect


@dataclass(frozen=True, slots=True)
class Place:
    """Where a package is made.

    Attributes:
        out: the folder to make.
        temporary: where held bytes lie while they are copied.
        processes: how many copy at a time.
    """

    out: Path
    temporary: Path
    processes: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was made; ``cautions`` are what the caseworker should look at before it is sent, in Danish."""

    manifest: Manifest
    cautions: tuple[str, ...]
    ended: bool
    """Whether the case had ended before: then this is the package of what was."""
    extracted: tuple[int, ...]
    """Hits whose copy is of the found passages alone, though the whole was released: it could not be proved clean."""


def package_case(
    office: Office,
    book: CaseBook,
    case_id: str,
    *,
    place: Place,
    made: date,
    detect: Detect,
    disclosures: tuple[Disclosure, ...] = (),
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Packed:
    """Make the package of a case that is reviewed.

    Args:
        office: makes the letter.
        book: the cases.
        case_id: the case.
        place: where.
        made: the day that everything in the package bears.
        detect: finds others' data to mask, as they are on that day.
        disclosures: to whom data of this person were given.
        progress: told how many items are copied, of how many.

    Raises:
        SetupError: there is no such case, it asks for something else, something is missing or undecided, or an
            item cannot be proved clean; one line each, and nothing is made.
        StoreError: the disk is full, or what the case holds is damaged.
    """
    case = book.get(case_id)
    if case.kind is not CaseKind.ACCESS:
        raise SetupError(f"{case_id}: asks for {case.kind.value}, and only access has a package. See: dsar letter")
    answering = office.answer(case_id, made=made, disclosures=disclosures)
    office.log.append(_event(office, case, len(answering.reviewed.released.told)))
    hits, restrictions = office.review.hits, book.restrictions()
    items = tuple(
        told(verdict, hits.open(case_id, verdict.hit.number), restrictions)
        for verdict in answering.reviewed.released.told
    )
    unproved, crowded = list[int](), list[int]()

    def copy(wanted: Sequence[Told], folder: Path) -> Iterator[Copied]:
        job = CopyJob(case.subject, made)
        copied = copies(
            wanted,
            job,
            original=lambda number: hits.original(case_id, number),
            out=folder,
            temporary=place.temporary,
            processes=place.processes,
        )
        for number, (item, one) in enumerate(zip(wanted, copied, strict=True), 1):
            progress(number, len(wanted))
            unproved.extend([one.number] if one.fell_back else [])
            crowded.extend([one.number] if mostly_others(item, one) else [])
            yield one

    manifest = compile_package(_material(answering, office, items, case_id), out=place.out, copy=copy, detect=detect)
    seen = ((OVERDUE, overdue(items, office.activities, made)), (MOSTLY_OTHERS, crowded))
    noted = (text.format(numbers(found)) for text, found in seen if found)
    return Packed(manifest, (*answering.made.cautions, *noted), not case.is_open, tuple(unproved))


def _material(answering: Answering, office: Office, items: tuple[Told, ...], case_id: str) -> Material:
    reviewed, letter = answering.reviewed, answering.made.letter
    hits = office.review.hits
    history = hits.history(case_id)

    def verdicts() -> Iterator[tuple[Verdict, Hit]]:
        return ((verdict, hits.open(case_id, verdict.hit.number)) for verdict in reviewed.released.all)

    return Material(
        told=items,
        facts=answering.facts,
        letters={"svarbrev.docx": docx(letter), "svarbrev.pdf": pdf(letter)},
        verdicts=verdicts,
        covered=answering.findings.covered or Answer((), (), (), (), 0.0),
        subject=reviewed.case.subject,
        activities=office.activities,
        organisation=office.organisation,
        history=history,
        log=_until_decided(answering, history),
        versions={"template": letter.template, "rules": answering.facts.rules},
    )


def _until_decided(answering: Answering, history: Sequence[Entry]) -> tuple[Event, ...]:
    """The log up to the last decision: to make a package again is logged too, and must not make it another one."""
    search = answering.reviewed.search
    last = max((entry.at for entry in history), default=search.at if search else None)
    return tuple(event for event in answering.findings.log if last is not None and event.at <= last)


def _event(office: Office, case: Case, number: int) -> Event:
    now = datetime.now(UTC)
    return Event(Action.PACKAGE, office.desk.who, now, case=case.id, subject=case.subject_ref, hits=number)

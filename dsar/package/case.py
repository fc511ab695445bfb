"""A case's package: everything that is needed is gathered from the case, and the act logged before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from dsar.audit import Action, Event
from dsar.cases.codes import CaseKind
from dsar.cases.crowds import Crowd, crowd, crowd_lines
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
from dsar.package.words import MOSTLY_OTHERS, NO_IDENTITY, OVERDUE
from dsar.package.write import Material, compile_package
from dsar.redact.libreoffice import check
from dsar.redact.own import Detect, own_identifiers
from dsar.redact.plan import Planner
from dsar.redact.remembered import Remembered
from dsar.redact.removal import Options
from dsar.redact.staff import Staff


@dataclass(frozen=True, slots=True)
class Place:
    """Where a package is made.

    Attributes:
        out: the folder to make.
        temporary: where held bytes lie while they are copied.
        processes: how many copy at a time.
        office_pages: whether copies of office documents show their pages, drawn by LibreOffice.
    """

    out: Path
    temporary: Path
    processes: int
    office_pages: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was made; ``cautions`` are what the caseworker should look at before it is sent, in Danish."""

    manifest: Manifest
    cautions: tuple[str, ...]
    ended: bool
    """Whether the case had ended before: then this is the package of what was."""
    extracted: tuple[int, ...]
    """Hits whose copy is of the found passages alone, though the whole was released: it could not be proved clean."""


@dataclass(slots=True)
class _Noticed:
    """What copying showed that the caseworker should look at."""

    planner: Planner
    unproved: list[int] = field(default_factory=list)
    mostly_others: list[int] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)

    def add(self, item: Told, copied: Copied) -> None:
        if copied.fell_back:
            self.unproved.append(copied.number)
        if mostly_others(item, copied):
            self.mostly_others.append(copied.number)
        if (
            copied.whole
            and (found := crowd(copied.number, copied.known, item.hit.passages, self.planner, struck=item.struck))
            is not None
        ):
            self.crowds.append(found)

    def cautions(self) -> Iterator[str]:
        """What to look at before the package is sent, in Danish."""
        if self.mostly_others:
            yield MOSTLY_OTHERS.format(numbers(self.mostly_others))
        yield from crowd_lines(self.crowds)


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
    check(office_pages=place.office_pages)
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
    noticed = _Noticed(_planner(case, detect, office.staff))

    def copy(wanted: Sequence[Told], folder: Path) -> Iterator[Copied]:
        job = CopyJob(case.subject, made, Options(staff=office.staff), office_pages=place.office_pages)
        original = partial(hits.original, case_id)
        copied = copies(
            wanted, job, original=original, out=folder, temporary=place.temporary, processes=place.processes
        )
        for number, (item, one) in enumerate(zip(wanted, copied, strict=True), 1):
            progress(number, len(wanted))
            noticed.add(item, one)
            yield one

    manifest = compile_package(
        _material(answering, office, items, case_id), out=place.out, copy=copy, detect=noticed.planner.detect
    )
    noted = _noted(case, answering.made.cautions, overdue(items, office.activities, made), noticed)
    return Packed(manifest, tuple(noted), not case.is_open, tuple(noticed.unproved))


def _noted(case: Case, cautions: Iterable[str], late: Sequence[int], noticed: _Noticed) -> Iterator[str]:
    """What to look at before the package is sent, in Danish."""
    yield from cautions
    if case.identity is None:
        yield NO_IDENTITY
    if late:
        yield OVERDUE.format(numbers(late))
    yield from noticed.cautions()


def _planner(case: Case, detect: Detect, staff: Staff) -> Planner:
    remembered = Remembered(detect)
    return Planner(own_identifiers(case.subject, remembered), remembered, Options(staff=staff))


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
        grounds=office.review.grounds,
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

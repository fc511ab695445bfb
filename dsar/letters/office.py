"""A case's letters as a caseworker asks for them: what is needed is gathered, and the act logged before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dsar.activities import Activities
from dsar.audit import AccessLog, Action, Event
from dsar.cases.by_hand import HandState, told_by_hand
from dsar.cases.deadlines import SuspensionPolicy
from dsar.cases.desk import Desk
from dsar.cases.review_desk import ReviewDesk, Reviewed
from dsar.cases.review_text import numbers
from dsar.cases.review_words import PROBLEMS
from dsar.cases.values import Case
from dsar.errors import SetupError
from dsar.letters.build import Findings, letter_facts
from dsar.letters.cautions import cautions
from dsar.letters.compose import compose
from dsar.letters.document import Letter
from dsar.letters.facts import Disclosure, Facts, Language, LetterKind
from dsar.letters.kinds_of_data import Detect, kinds_of_data
from dsar.redact.staff import NOBODY, Staff
from dsar.settings import Organisation

ANSWERS = frozenset({LetterKind.ANSWER, LetterKind.NO_DATA, LetterKind.PARTIAL})
"""The kinds that are made from what was found and decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What letters and packages are made with in a workspace.

    ``caseworkers`` turns a user's name into a person's; ``staff`` are the employees whose names copies keep.
    """

    desk: Desk
    review: ReviewDesk
    log: AccessLog
    organisation: Organisation
    activities: Activities
    policy: SuspensionPolicy
    detect: Detect
    caseworkers: Callable[[str], str]
    cues: Path | None = None
    staff: Staff = NOBODY

    def letters(
        self,
        case_id: str,
        kind: LetterKind,
        *,
        made: date,
        language: Language = Language.DANISH,
        disclosures: tuple[Disclosure, ...] = (),
    ) -> list[Made]:
        """A case's letter of this kind; of a notice, one for each recipient that is still to be told.

        Raises:
            SetupError: there is no such case, or something that the letter must have is missing.
        """
        reviewed = self.review.reviewed(case_id) if kind in ANSWERS else None
        case = reviewed.case if reviewed else self.desk.show(case_id)
        found = self._findings(reviewed, disclosures) if reviewed else None
        _check_nothing_by_hand(kind, case, found)
        made_letters = [
            _made(name, facts) for name, facts in self._facts(case, kind, made=made, language=language, findings=found)
        ]
        note = f"{kind.value}.{language.value}"
        self.log.append(
            Event(Action.LETTER, self.desk.who, datetime.now(UTC), case=case.id, subject=case.subject_ref, note=note)
        )
        return made_letters

    def answer(self, case_id: str, *, made: date, disclosures: tuple[Disclosure, ...] = ()) -> Answering:
        """The letter that a package begins with, and what it was made from; logging is the package's.

        Raises:
            SetupError: there is no such case, hits are undecided, or something that the letter must have is missing.
        """
        reviewed = self.review.reviewed(case_id)
        released = reviewed.released
        if released.undecided:  # whether anything was found is not known yet, so no kind of letter fits
            left = numbers(verdict.hit.number for verdict in released.undecided)
            raise SetupError(
                f"{case_id}: {PROBLEMS['undecided']}: {left}. Se dem: dsar case hits {case_id} --undecided"
            )
        kind = LetterKind.ANSWER if released.told or released.refused else LetterKind.NO_DATA
        found = self._findings(reviewed, disclosures)
        _check_nothing_by_hand(kind, reviewed.case, found)
        danish = Language.DANISH
        ((name, facts),) = self._facts(reviewed.case, kind, made=made, language=danish, findings=found)
        return Answering(reviewed, found, facts, _made(name, facts))

    def _facts(
        self, case: Case, kind: LetterKind, *, made: date, language: Language, findings: Findings | None
    ) -> Iterator[tuple[str, Facts]]:
        to = [notice for notice in case.notices if not notice.settled] if kind is LetterKind.NOTICE else [None]
        if not to:
            raise SetupError(f"{case.id}: no recipient is left to tell. See them: dsar case show {case.id}")
        for notice in to:
            yield (
                f"{case.id}-{kind.value}{f'-{notice.number}' if notice else ''}",
                letter_facts(
                    kind,
                    case,
                    made=made,
                    organisation=self.organisation,
                    activities=self.activities,
                    deadlines=self.desk.deadlines(case),
                    policy=self.policy,
                    language=language,
                    findings=findings,
                    notice=notice,
                    caseworker=self.caseworkers(case.caseworker),
                ),
            )

    def _findings(self, reviewed: Reviewed, disclosures: tuple[Disclosure, ...]) -> Findings:
        search, reference, released = reviewed.search, reviewed.case.subject_ref, reviewed.released
        covered = self.review.hits.covered(reviewed.case.id)
        return Findings(
            released=released,
            grounds=self.review.grounds,
            problems=reviewed.problems,
            covered=told_by_hand(covered, reviewed.case.by_hand) if covered and search and search.done else None,
            searched_at=search.at if search else None,
            categories=kinds_of_data(
                (self.review.hits.open(reviewed.case.id, v.hit.number) for v in (*released.told, *released.withheld)),
                self.detect,
                self.cues,
            ),
            log=tuple(event for event in self.log.read() if event.subject == reference),
            disclosures=disclosures,
        )


def _check_nothing_by_hand(kind: LetterKind, case: Case, found: Findings | None) -> None:
    """Refuse to say that there is nothing where a person found something on paper."""
    if kind is not LetterKind.NO_DATA or found is None or found.covered is None:
        return
    states = {one.store for one in found.covered.not_searched if one.reason == HandState.FOUND}
    if states:
        raise SetupError(
            f"{case.id}: something was found by hand in {', '.join(sorted(states))}, so no letter may say that there "
            f"is nothing. Scan it into a store, index, and search again: dsar case search {case.id}"
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A letter, its name without an ending, and what to look at before it is sent."""

    name: str
    letter: Letter
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer's letter, and what it was made from."""

    reviewed: Reviewed
    findings: Findings
    facts: Facts
    made: Made


def _made(name: str, facts: Facts) -> Made:
    letter = compose(facts)
    return Made(name, letter, cautions(facts, letter))

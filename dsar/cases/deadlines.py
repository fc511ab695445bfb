"""When a case must be answered: by the strict rule, with suspension, and by what we aim at. Pure.

The strict dates are those of :mod:`dsar.dates` and decide what is late. A
suspension has no footing in art. 12(3) itself: EDPB Guidelines 01/2022 § 159
tolerates one while the requester's identity is in doubt, or the request is being
specified (recital 63), provided that the citizen was asked without undue delay.
Its date is therefore shown beside the strict one, never in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dsar.cases.codes import Asked, Track
from dsar.cases.values import Case, Question, Suspension
from dsar.dates import (
    ANSWER_MONTHS,
    EXTENDED_MONTHS,
    INTERNAL_WORKING_DAYS,
    LATEST,
    add_months,
    add_working_days,
    next_working_day,
)

PROMPT_WORKING_DAYS = 3
"""What we take "without undue delay" to mean when we ask (R-03-03); our own measure, not law."""


class SuspensionPolicy(StrEnum):
    """What an open question to the citizen does to the date."""

    NONE = "none"
    PAUSE = "pause"
    """The days it was open are added (§ 159)."""
    RESTART = "restart"
    """The period begins anew with the reply: older practice, and later than § 159 allows."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days by which a case must be answered.

    Attributes:
        due: one month after receipt, strict; also the last day for a notice of extension.
        extended_due: three months after receipt, strict.
        final: the one of the two that holds for the case.
        suspended: ``final`` with the suspensions that count; the same day where there are none.
        internal_due: the day to aim at, before ``final``.
        aktindsigt_due: seven working days, where the letter is also such a request (R-03-07); by then the citizen has
            the documents, or has heard why not and when.
        next: the first of the strict days on which something is still due.
        suspensions: the questions, with their days and whether they count.
    """

    received: date
    due: date
    extended_due: date
    final: date
    suspended: date
    internal_due: date
    aktindsigt_due: date | None
    next: date
    suspensions: tuple[Suspension, ...]

    def is_late(self, today: date) -> bool:
        """Whether a strict date has passed."""
        return today > self.next


def deadlines(case: Case, *, policy: SuspensionPolicy, today: date) -> Deadlines:
    """The days of a case as they stand today: an open question goes on suspending."""
    strict = case.dates
    final = strict.due if case.extension is None else strict.extended_due
    months = ANSWER_MONTHS if case.extension is None else EXTENDED_MONTHS
    found = suspensions(case.received, case.questions)
    documents = None if {Track.PARTY, Track.OWN}.isdisjoint(case.tracks) else strict.aktindsigt_due
    return Deadlines(
        received=case.received,
        due=strict.due,
        extended_due=strict.extended_due,
        final=final,
        suspended=max(final, _suspended(case, found, policy=policy, months=months, today=today)),
        internal_due=add_working_days(final, -INTERNAL_WORKING_DAYS),
        aktindsigt_due=documents,
        next=final if documents is None or case.documents_answered else min(final, documents),
        suspensions=found,
    )


def suspensions(received: date, questions: Iterable[Question]) -> tuple[Suspension, ...]:
    """Each question as a suspension; prompt where it was asked soon after receipt, or after a reply that raised it."""
    found: list[Suspension] = []
    for question in questions:
        replies = [one.end for one in found if one.prompt and one.what is question.what and one.end is not None]
        begin = max([received, *(end for end in replies if end <= question.asked)])
        prompt = question.asked <= add_working_days(begin, PROMPT_WORKING_DAYS)
        found.append(Suspension(question.number, question.what, question.asked, question.answered, prompt))
    return tuple(found)


def _suspended(case: Case, found: Iterable[Suspension], *, policy: SuspensionPolicy, months: int, today: date) -> date:
    stop = min(case.ended or today, today)
    spans = [(one.start, max(one.start, one.end or stop)) for one in found if one.prompt]
    if policy is SuspensionPolicy.NONE or not spans:
        return case.received
    if policy is SuspensionPolicy.RESTART:
        return next_working_day(add_months(_known(max(end for _, end in spans)), months))
    nominal = add_months(case.received, months)
    return next_working_day(_known(nominal + timedelta(_days(spans))))


def _days(spans: Iterable[tuple[date, date]]) -> int:
    """The days after a start up to and with its end, each counted once however many questions were open."""
    return len({start + timedelta(n) for start, end in spans for n in range(1, (end - start).days + 1)})


def _known(day: date) -> date:
    """The day, within what the holidays are known for."""
    return min(day, LATEST)


def open_question(case: Case, what: Asked) -> Question | None:
    """The question of that kind that still waits for its reply."""
    return next((q for q in case.questions if q.what is what and q.answered is None), None)

"""What a case is after its acts. Pure, and total: whatever was once written can be read for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic_core import to_jsonable_python

from dsar.cases.acts import (
    Act,
    Answered,
    AskedCitizen,
    Assigned,
    Closed,
    DocumentsAnswered,
    Extended,
    IdentityChecked,
    ItemReleased,
    ItemRestricted,
    Moved,
    NoRecipients,
    Noted,
    Opened,
    OutcomeApproved,
    OutcomeDecided,
    PeopleChanged,
    RecipientNamed,
    RecipientTold,
    Refused,
    Reopened,
    Replied,
    Searched,
    SearchedByHand,
    SubjectChanged,
    Withdrawn,
    name_of,
)
from dsar.cases.codes import Asked, State
from dsar.cases.states import shown
from dsar.cases.values import (
    Case,
    CaseEvent,
    Extension,
    IdentityCheck,
    Note,
    Notice,
    Outcome,
    Question,
    Refusal,
    Restriction,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An act with its number in the case, who did it, and when (aware UTC)."""

    number: int
    by: str
    at: datetime
    act: Act


def begun(case: str, entry: Entry) -> Case:
    """A case after its first act."""
    opened = entry.act
    assert isinstance(opened, Opened)
    return Case(
        id=case,
        version=entry.number,
        kind=opened.kind,
        state=State.RECEIVED,
        reached=State.RECEIVED,
        received=opened.received,
        registered=entry.at,
        channel=opened.channel,
        text=opened.text,
        subject=opened.subject,
        subject_ref=opened.subject_ref,
        requester=opened.requester,
        representative=opened.representative,
        tracks=opened.tracks,
        caseworker=opened.caseworker or entry.by,
        events=(_event(entry),),
    )


def after(case: Case, entry: Entry) -> Case:
    """The case after one more act."""
    changes = _changes(case, entry)
    reached = changes.get("reached", case.reached)
    state = shown(reached, changes.get("questions", case.questions))
    events = (*case.events, _event(entry))
    return replace(case, **changes, state=state, version=entry.number, events=events)


def case_of(case: str, entries: Iterable[Entry]) -> Case:
    """The case after all its acts, of which there is at least one."""
    first, *rest = entries
    made = begun(case, first)
    for entry in rest:
        made = after(made, entry)
    return made


def _changes(case: Case, entry: Entry) -> dict[str, Any]:
    """The fields of the case that the act changes."""
    match entry.act:
        case Opened():
            return {}
        case SubjectChanged(subject, reference):
            return {"subject": subject, "subject_ref": reference}
        case PeopleChanged(requester, representative):
            return {"requester": requester, "representative": representative}
        case Assigned(caseworker):
            return {"caseworker": caseworker}
        case SearchedByHand(result):
            return {"by_hand": (*case.by_hand, result)}
        case Noted(text):
            return {"notes": (*case.notes, Note(text, entry.by, entry.at))}
        case AskedCitizen() | Replied() | IdentityChecked():
            return _asked(case, entry)
        case OutcomeDecided() | OutcomeApproved() | RecipientNamed() | RecipientTold() | NoRecipients():
            return _righted(case, entry)
        case ItemRestricted() | ItemReleased():
            return _righted(case, entry)
        case _:
            return _moved(case, entry)


def _asked(case: Case, entry: Entry) -> dict[str, Any]:
    questions = case.questions
    match entry.act:
        case AskedCitizen(what, on, text):
            return {"questions": (*questions, Question(len(questions) + 1, what, on, text, entry.by))}
        case Replied(number, on, text):
            return {"questions": tuple(_answered(q, on, text) if q.number == number else q for q in questions)}
        case IdentityChecked(how, on, note):
            settled = (
                _answered(q, on, "") if q.what is Asked.IDENTITY and q.answered is None else q for q in questions
            )
            return {"identity": IdentityCheck(how, on, entry.by, note), "questions": tuple(settled)}
    return {}


def _answered(question: Question, on: date, reply: str) -> Question:
    return replace(question, answered=on, reply=reply)


def _righted(case: Case, entry: Entry) -> dict[str, Any]:
    match entry.act:
        case OutcomeDecided(code, on, reason, trigger, activities):
            begun_only = case.reached in (State.RECEIVED, State.SEARCHING)
            return {
                "outcome": Outcome(code, on, reason, entry.by, trigger, activities),
                "reached": State.REVIEW if begun_only else case.reached,
            }
        case OutcomeApproved() if case.outcome is not None:
            return {"outcome": replace(case.outcome, approved_by=entry.by)}
        case RecipientNamed(recipient):
            return {"notices": (*case.notices, Notice(len(case.notices) + 1, recipient))}
        case RecipientTold(number, told, impossible):
            notices = (replace(n, told=told, impossible=impossible) if n.number == number else n for n in case.notices)
            return {"notices": tuple(notices)}
        case NoRecipients(reason):
            return {"no_recipients": reason}
        case ItemRestricted(store, item, place, trigger, since):
            number = len(case.restrictions) + 1
            made = Restriction(number, store, item, place, trigger, since, case=case.id)
            return {"restrictions": (*case.restrictions, made)}
        case ItemReleased(number, on):
            lifted = (replace(r, lifted=on) if r.number == number else r for r in case.restrictions)
            return {"restrictions": tuple(lifted)}
    return {}


def _moved(case: Case, entry: Entry) -> dict[str, Any]:
    match entry.act:
        case Searched():
            return {"searched": entry.at, "reached": State.REVIEW}
        case Moved(to):
            return {"reached": to}
        case Extended(sent, reasons, text):
            return {"extension": Extension(sent, reasons, text, entry.by)}
        case Refused(on, ground, reason):
            return {"refusal": Refusal(on, ground, reason, entry.by), "reached": State.REFUSED, "ended": on}
        case Withdrawn(on):
            return {"reached": State.WITHDRAWN, "ended": on}
        case Answered(on):
            return {"reached": State.ANSWERED, "ended": on}
        case DocumentsAnswered(on):
            return {"documents_answered": on}
        case Closed(on):
            return {"reached": State.CLOSED, "closed": on}
        case Reopened():
            begin = State.REVIEW if case.searched or case.outcome else State.RECEIVED
            return {"reached": begin, "ended": None, "closed": None, "refusal": None}
    return {}


def _event(entry: Entry) -> CaseEvent:
    fields: Mapping[str, object] = to_jsonable_python(entry.act)
    return CaseEvent(entry.number, name_of(entry.act), entry.by, entry.at, fields)

"""What a case consists of, as frozen values.

A case is the sum of what was done in it: each act is written once, with who and
when, and never changed. Its codes (:mod:`dsar.cases.codes`) may be imported from
here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dsar.cases.by_hand import HandResult
from dsar.cases.codes import (
    ENDED,
    Asked,
    CaseKind,
    DecisionAction,
    ExtensionReason,
    IdentityHow,
    OutcomeCode,
    RefusalGround,
    Relation,
    RestrictionTrigger,
    State,
    Track,
)
from dsar.dates import Dates, dates
from dsar.model import Subject

__all__ = [
    "ENDED",
    "Asked",
    "Case",
    "CaseEvent",
    "CaseKind",
    "Decision",
    "DecisionAction",
    "Extension",
    "ExtensionReason",
    "IdentityCheck",
    "IdentityHow",
    "Note",
    "Notice",
    "Outcome",
    "OutcomeCode",
    "Question",
    "Refusal",
    "RefusalGround",
    "Relation",
    "Representative",
    "Requester",
    "Restriction",
    "RestrictionTrigger",
    "State",
    "Suspension",
    "Track",
]


@dataclass(frozen=True, slots=True)
class Requester:
    """Who wrote to us, and where the answer goes."""

    name: str = field(repr=False)
    contact: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody who acts for the subject.

    Attributes:
        basis: what shows it (the document's kind and date, never a copy).
        scope: what it covers; empty means everything.
        expires: the last day it holds.
    """

    name: str = field(repr=False)
    relation: Relation
    basis: str = field(repr=False)
    scope: str = field(default="", repr=False)
    expires: date | None = None
    contact: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """It was checked who asks. ``note`` says what was seen ("pas forevist"), never a number on it."""

    how: IdentityHow
    on: date
    by: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the citizen was asked; ``number`` counts from 1 in its case.

    Attributes:
        text: what was asked; for the identity: why there is reasonable doubt (art. 12(6)).
        answered: the day of the reply that sufficed; None while it is open.
    """

    number: int
    what: Asked
    asked: date
    text: str = field(repr=False)
    by: str = ""
    answered: date | None = None
    reply: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Suspension:
    """The days a question was open, and whether they count (§ 159: only if asked without undue delay)."""

    question: int
    what: Asked
    start: date
    end: date | None
    prompt: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """The notice of two further months, as it was sent (art. 12(3))."""

    sent: date
    reasons: tuple[ExtensionReason, ...]
    text: str = field(repr=False)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The whole request refused, with reasons (art. 12(4))."""

    on: date
    ground: RefusalGround
    reason: str = field(repr=False)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote in the case."""

    text: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided on a right other than access. A later outcome takes an earlier one's place; both are kept."""

    code: OutcomeCode
    on: date
    reason: str = field(repr=False)
    by: str = ""
    trigger: RestrictionTrigger | None = None
    activities: tuple[str, ...] = ()
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A recipient of data that were rectified, erased or restricted (art. 19): told, or why not.

    Attributes:
        told: the day; None while it is still to do, or where it is impossible.
        impossible: why telling is impossible or takes disproportionate effort.
    """

    number: int
    recipient: str = field(repr=False)
    told: date | None = None
    impossible: str = field(default="", repr=False)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about this recipient."""
        return self.told is not None or bool(self.impossible)


@dataclass(frozen=True, slots=True)
class Restriction:
    """An item, or one passage of it (``place``; None is the whole item), that may only be stored (art. 18(2))."""

    number: int
    store: str
    item: str = field(repr=False)
    place: str | None
    trigger: RestrictionTrigger
    since: date
    lifted: date | None = None
    case: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it still holds."""
        return self.lifted is None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about a hit or one passage of it; never erased, only superseded.

    Attributes:
        number: the hit's steady number in its case.
        item: the hit as ``store:item``.
        action: what happens to it.
        ground: code of the legal ground, where it is withheld.
        reason: in the person's words; may hold personal data.
        role: the subject's role in it, as corrected by the person.
        place: one passage; None is the whole hit.
        supersedes: the number of the decision (counted in its case) whose place it takes.
    """

    number: int
    item: str = field(repr=False)
    action: DecisionAction
    ground: str | None
    reason: str = field(repr=False)
    role: str | None
    by: str
    at: datetime
    supersedes: int | None = None
    place: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of a case's history: what was done, by whom, when. ``fields`` may hold personal data."""

    number: int
    act: str
    by: str
    at: datetime
    fields: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request as it stands after all its events.

    Attributes:
        version: the number of its last event; a change must name it, so that two people never overwrite each other.
        received: the local day on which it reached any official channel (R-03-02).
        registered: when the case was opened here.
        reached: how far the work has come, whatever the citizen was asked; ``state`` is what to show.
        no_recipients: how it was found out that nobody got the data (art. 19).
        documents_answered: the day on which the citizen heard about the documents, where the letter asks for such too.
        ended: the day it was answered, refused or withdrawn.
        closed: the day it was closed.
    """

    id: str
    version: int
    kind: CaseKind
    state: State
    reached: State
    received: date
    registered: datetime
    channel: str
    text: str = field(repr=False)
    subject: Subject
    subject_ref: str
    requester: Requester
    representative: Representative | None = None
    tracks: tuple[Track, ...] = (Track.GDPR,)
    caseworker: str = ""
    identity: IdentityCheck | None = None
    questions: tuple[Question, ...] = ()
    extension: Extension | None = None
    refusal: Refusal | None = None
    outcome: Outcome | None = None
    notices: tuple[Notice, ...] = ()
    no_recipients: str = field(default="", repr=False)
    restrictions: tuple[Restriction, ...] = ()
    notes: tuple[Note, ...] = ()
    searched: datetime | None = None
    by_hand: tuple[HandResult, ...] = field(default=(), repr=False)
    documents_answered: date | None = None
    ended: date | None = None
    closed: date | None = None
    events: tuple[CaseEvent, ...] = field(default=(), repr=False)

    @property
    def dates(self) -> Dates:
        """The strict legal dates; with suspension: :func:`dsar.cases.deadlines.deadlines`."""
        return dates(self.received)

    @property
    def is_open(self) -> bool:
        """Whether the citizen still waits for an answer."""
        return self.reached not in ENDED

"""What can be done in a case: one frozen value an act, written once and never changed.

An act says only what a person did; who and when stand beside it. What a case is
after its acts is :func:`dsar.cases.history.after`; whether an act is allowed at
all, :func:`dsar.cases.rules.check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from dsar.cases.by_hand import HandResult
from dsar.cases.codes import (
    Asked,
    CaseKind,
    ExtensionReason,
    IdentityHow,
    OutcomeCode,
    RefusalGround,
    RestrictionTrigger,
    State,
    Track,
)
from dsar.cases.values import Representative, Requester
from dsar.errors import StoreError
from dsar.model import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A request was taken in."""

    kind: CaseKind
    received: date
    subject: Subject
    subject_ref: str
    requester: Requester
    representative: Representative | None = None
    channel: str = ""
    text: str = field(default="", repr=False)
    tracks: tuple[Track, ...] = (Track.GDPR,)
    caseworker: str = ""


@dataclass(frozen=True, slots=True)
class SubjectChanged:
    """More, or better, is known of who is asked about; the earlier subject stays in the history."""

    subject: Subject
    subject_ref: str


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Who wrote, and who acts for the subject."""

    requester: Requester
    representative: Representative | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """Another caseworker has it."""

    caseworker: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Somebody wrote something down."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskedCitizen:
    """The citizen was asked something."""

    what: Asked
    on: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Replied:
    """A question got the reply that suffices, or is given up (an empty text)."""

    question: int
    on: date
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IdentityChecked:
    """It was checked who asks; closes the open questions about it."""

    how: IdentityHow
    on: date
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Moved:
    """The work went on, or back, to another state."""

    to: State
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Searched:
    """The stores were searched for the subject; there are so many hits."""

    hits: int


@dataclass(frozen=True, slots=True)
class SearchedByHand:
    """A store that no program can search: somebody was asked to, or did."""

    result: HandResult


@dataclass(frozen=True, slots=True)
class Extended:
    """The notice of extension was sent."""

    sent: date
    reasons: tuple[ExtensionReason, ...]
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """The refusal was sent."""

    on: date
    ground: RefusalGround
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took the request back."""

    on: date
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer was sent."""

    on: date
    channel: str = ""


@dataclass(frozen=True, slots=True)
class DocumentsAnswered:
    """The request for documents in the same letter was answered, or the citizen told why not yet, and when."""

    on: date
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing is left to do; the case's own retention begins."""

    on: date


@dataclass(frozen=True, slots=True)
class Reopened:
    """A complaint, a decision of Datatilsynet or new data: the work begins again."""

    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutcomeDecided:
    """What a right other than access came to."""

    code: OutcomeCode
    on: date
    reason: str = field(repr=False)
    trigger: RestrictionTrigger | None = None
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeApproved:
    """A second person agrees with the outcome as it stands."""

    on: date


@dataclass(frozen=True, slots=True)
class RecipientNamed:
    """Somebody got data that were since rectified, erased or restricted (art. 19)."""

    recipient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecipientTold:
    """A recipient was told, or cannot be."""

    number: int
    told: date | None = None
    impossible: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NoRecipients:
    """Nobody got the data; how that was found out."""

    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ItemRestricted:
    """An item, or one passage of it, may only be stored from now on."""

    store: str
    item: str = field(repr=False)
    place: str | None
    trigger: RestrictionTrigger
    since: date


@dataclass(frozen=True, slots=True)
class ItemReleased:
    """A restriction ended; the subject was told before (art. 18(3))."""

    number: int
    on: date
    told: date


Act = (
    Opened
    | SubjectChanged
    | PeopleChanged
    | Assigned
    | Noted
    | AskedCitizen
    | Replied
    | IdentityChecked
    | Moved
    | Searched
    | SearchedByHand
    | Extended
    | Refused
    | Withdrawn
    | Answered
    | DocumentsAnswered
    | Closed
    | Reopened
    | OutcomeDecided
    | OutcomeApproved
    | RecipientNamed
    | RecipientTold
    | NoRecipients
    | ItemRestricted
    | ItemReleased
)

ACTS: Mapping[str, type[Act]] = {
    "opened": Opened,
    "subject": SubjectChanged,
    "people": PeopleChanged,
    "assigned": Assigned,
    "noted": Noted,
    "asked": AskedCitizen,
    "replied": Replied,
    "identity": IdentityChecked,
    "moved": Moved,
    "searched": Searched,
    "by_hand": SearchedByHand,
    "extended": Extended,
    "refused": Refused,
    "withdrawn": Withdrawn,
    "answered": Answered,
    "documents": DocumentsAnswered,
    "closed": Closed,
    "reopened": Reopened,
    "outcome": OutcomeDecided,
    "outcome_approved": OutcomeApproved,
    "recipient": RecipientNamed,
    "told": RecipientTold,
    "no_recipients": NoRecipients,
    "restricted": ItemRestricted,
    "released": ItemReleased,
}
"""Each act's name in the database, in the log and in ``dsar case show``; none is renamed."""
_NAMES = {kind: name for name, kind in ACTS.items()}


def name_of(act: Act) -> str:
    """The act's name in the database."""
    return _NAMES[type(act)]


def encoded(act: Act) -> bytes:
    """The act's fields as JSON."""
    return _adapter(name_of(act)).dump_json(act)


def decoded(name: str, fields: bytes) -> Act:
    """Undo :func:`encoded`.

    Raises:
        StoreError: a newer dsar wrote it, or it is damaged.
    """
    try:
        act: Act = _adapter(name).validate_json(fields)
    except (KeyError, ValueError):  # a pydantic error would show the value
        raise StoreError("state/cases.db: holds an act unknown to this dsar. Use the version that wrote it.") from None
    return act


@lru_cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(ACTS[name])

"""What a letter is written from: everything that may stand in it, as frozen values.

A template reads these and nothing else. What a kind of letter does not use stays
empty; what it must have is in :mod:`dsar.letters.required`. Texts that somebody
wrote about the citizen are hidden in the ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from dsar.activities import Activity
from dsar.cases.codes import CaseKind, ExtensionReason, OutcomeCode, RefusalGround, RestrictionTrigger, Track
from dsar.model import Category

REPLY_DAYS = 7
"""How long we ask the citizen to take; our own wish, and nothing follows from a later reply."""


class LetterKind(StrEnum):
    """A kind of letter; each has a template by this name in each language."""

    RECEIPT = "receipt"
    IDENTITY = "identity"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    PARTIAL = "partial"
    NO_DATA = "no-data"
    ANSWER = "answer"
    DECISION = "decision"
    """On another right than access: rectification, erasure, restriction, objection, portability."""
    NOTICE = "notice"
    """To a recipient of data that were rectified, erased or restricted (art. 19)."""


class Language(StrEnum):
    """What a letter is written in."""

    DANISH = "da"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes: the organisation, its unit and person to ask, and its data-protection officer."""

    name: str
    address: str = ""
    return_address: str = ""
    cvr: str = ""
    phone: str = ""
    website: str = ""
    unit: str = ""
    caseworker: str = ""
    officer_email: str = ""
    officer_phone: str = ""
    officer_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who gets the letter; ``subject`` is whom the data are about, where somebody else asks for them."""

    name: str = field(repr=False)
    address: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The case that the letter belongs to.

    Attributes:
        extended_due: the last day to answer, once the citizen was told of it in time.
        request: what the citizen asked for, word for word.
        clarified: what the citizen answered when asked to specify, and the day of it.
        paused: whether the time to answer stands still while the citizen is asked.
    """

    id: str
    kind: CaseKind
    received: date
    due: date
    extended_due: date
    aktindsigt_due: date
    extended: bool = False
    channel: str = ""
    request: str = field(default="", repr=False)
    clarified: str = field(default="", repr=False)
    clarified_on: date | None = None
    tracks: tuple[Track, ...] = (Track.GDPR,)
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the citizen: why it is asked, or what is asked."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Two further months: why (EDPB Guidelines 01/2022 § 163), and in the caseworker's words."""

    reasons: tuple[ExtensionReason, ...]
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The whole request refused, and the concrete reasons."""

    ground: RefusalGround
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What another right came to; ``activities`` are those that it concerns."""

    code: OutcomeCode
    reason: str = field(repr=False)
    trigger: RestrictionTrigger | None = None
    activities: tuple[str, ...] = ()
    recipients: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A processing activity that concerns the citizen, and how much of it is theirs.

    Attributes:
        numbers: the numbers in attachment B of the items that are given, whole or in part.
        categories: of data that are held about this citizen.
        unconfirmed: sensitive ones that a machine reads and the record does not declare; not in the letter.
        withheld: items about the citizen that are not given at all.
    """

    activity: Activity
    categories: tuple[Category, ...]
    unconfirmed: tuple[Category, ...] = ()
    numbers: tuple[int, ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Something about the citizen that is not given.

    Attributes:
        number: its number in attachment B or E.
        place: where in the item; empty means all of it.
        what: its kind, told without giving it away; may be empty.
        rule: the provision, as it is cited.
        meaning: what the provision says, to the citizen.
        weighing: why, in this case.
        needs_weighing: whether the provision asks for it.
    """

    number: int
    rule: str
    meaning: str = ""
    weighing: str = field(default="", repr=False)
    what: str = ""
    place: str = ""
    needs_weighing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedPlace:
    """A place that was searched: how much it holds, as of when, and how much of it is told."""

    name: str
    items: int
    indexed: datetime | None
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFacts:
    """How the data were looked for.

    Attributes:
        asked: kinds of identifiers (:data:`dsar.words.IDENTIFIERS`) and how many of each.
        skipped: places that were not searched, and why.
        by_hand: places that a person searched, and what it came to.
        unread: place, gap code and number of what could not be read.
    """

    on: date
    asked: tuple[tuple[str, int], ...]
    places: tuple[SearchedPlace, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()
    unread: tuple[tuple[str, str, int], ...] = ()

    @property
    def unread_total(self) -> int:
        """How much could not be read, in all places."""
        return sum(number for _, _, number in self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Somebody looked the citizen up (Court of Justice, C-579/21): when, why and where; not who.

    Attributes:
        case: the case that it was for; then there is no ``purpose``.
    """

    on: date
    system: str
    purpose: str = field(default="", repr=False)
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Data about this citizen went to somebody: who (Court of Justice, C-154/21), when, and why.

    Attributes:
        on: the day, or the last of several; None where a mail tells none.
        numbers: the items that it is about, by their numbers in attachment B, as far as somebody noted it.
        mails: how many mails that left the house it is read from; then nobody has worded an ``occasion``.
    """

    recipient: str = field(repr=False)
    on: date | None
    occasion: str = field(default="", repr=False)
    numbers: tuple[int, ...] = ()
    mails: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What goes with the letter: a letter from A to E, as the package names it."""

    letter: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that one letter is written from.

    Attributes:
        made: the day on the letter.
        unplaced: items that are given but belong to no activity; must be none.
        hindrances: what hinders the release, by code (:class:`dsar.cases.review.Problem`), and how many hits; must be
            none.
        extracted: numbers of the items that are given in part, what is about others left out.
        rules: which version of the rules the case was handled by.
    """

    kind: LetterKind
    language: Language
    made: date
    sender: Sender
    addressee: Addressee
    case: CaseFacts
    identity: Asked | None = None
    scope: Asked | None = None
    delay: Delay | None = None
    refused: Refused | None = None
    outcome: Outcome | None = None
    areas: tuple[Area, ...] = ()
    unplaced: int = 0
    hindrances: tuple[tuple[str, int], ...] = ()
    withheld: tuple[Withheld, ...] = ()
    extracted: tuple[int, ...] = ()
    search: SearchFacts | None = None
    lookups: tuple[Lookup, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    criteria: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    rules: str = ""

    @property
    def reply_by(self) -> date:
        """When we should like a reply to a question: a week from the letter, and before the answer is due."""
        return min(self.made + timedelta(REPLY_DAYS), max(self.made, self.case.due))

    @property
    def given(self) -> int:
        """How many items are given, whole or in part; the package's manifest says the same."""
        return sum(len(area.numbers) for area in self.areas) + self.unplaced

    @property
    def kept_back(self) -> int:
        """How many items are not given at all."""
        return sum(area.withheld for area in self.areas)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments concerned, in the record's order."""
        return tuple(dict.fromkeys(area.activity.department for area in self.areas))

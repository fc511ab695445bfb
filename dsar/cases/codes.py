"""The codes of a case: its kinds, states and reasons.

They stand in ``state/cases.db`` for years, so none of them is renamed. What they
are called in Danish is in :mod:`dsar.cases.words`.

Paragraphs are those of EDPB Guidelines 01/2022 on the right of access; articles
those of Regulation (EU) 2016/679 (read 2026-11-21).
"""

from __future__ import annotations

from enum import StrEnum


class CaseKind(StrEnum):
    """The right that is exercised: art. 15, 16, 17, 18, 21, 20."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"


class State(StrEnum):
    """Where a case stands; which state may follow which is :data:`dsar.cases.states.MOVES`."""

    RECEIVED = "received"
    IDENTITY = "identity"
    """We wait for proof of who asks (art. 12(6)). The search may go on; nothing may be sent out."""
    CLARIFICATION = "clarification"
    """We asked which data are meant (recital 63) and have not begun to search. Never blocks the search."""
    SEARCHING = "searching"
    REVIEW = "review"
    APPROVAL = "approval"
    """Decided by one person, waiting for a second one."""
    ANSWERED = "answered"
    REFUSED = "refused"
    """Refused as a whole (art. 12(4)); a partial refusal is an answer."""
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    """Nothing is left to do; the case's own retention runs."""


class Track(StrEnum):
    """The sets of rules under which a letter may be an application; the most favourable one is used."""

    GDPR = "gdpr"
    PARTY = "party"
    """Partsaktindsigt, forvaltningsloven §§ 9-10: seven working days."""
    OWN = "own"
    """Egenacces, offentlighedsloven § 8: seven working days."""
    ARCHIVE = "archive"
    """Arkivloven §§ 39 a-39 b."""


class Relation(StrEnum):
    """By what right somebody acts for the subject."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    POWER_OF_ATTORNEY = "power_of_attorney"
    PARTY_REPRESENTATIVE = "party_representative"
    """Partsrepræsentant, forvaltningsloven § 8."""
    HEIR = "heir"
    """Databeskyttelsesloven § 2 stk. 5: the rights last ten years after death."""


class IdentityHow(StrEnum):
    """How we know who asks. A copy of an ID document is never kept (§ 79)."""

    MITID = "mitid"
    DIGITAL_POST = "digital_post"
    CALL_BACK = "call_back"
    IN_PERSON = "in_person"
    KNOWN = "known"


class Asked(StrEnum):
    """What the citizen is asked: who they are, or which data they mean."""

    IDENTITY = "identity"
    SCOPE = "scope"


class ExtensionReason(StrEnum):
    """What may make a request complex enough for two further months (§ 163)."""

    VOLUME = "volume"
    STORAGE = "storage"
    """How the data are stored makes them hard to gather, for instance in several units."""
    REDACTION = "redaction"
    INTELLIGIBILITY = "intelligibility"
    """Further work is needed to make the data intelligible."""


class RefusalGround(StrEnum):
    """Why a whole request is refused; each needs a person's own reasons."""

    NOT_IDENTIFIED = "not_identified"
    """Art. 11(2), 12(2): we cannot identify the subject in our data, and can demonstrate it."""
    IDENTITY_UNPROVED = "identity_unproved"
    """Art. 12(6): reasonable doubt, asked, never proved."""
    UNFOUNDED = "unfounded"
    EXCESSIVE = "excessive"
    """Art. 12(5): manifestly so, and the burden of proof is ours."""
    EXEMPT = "exempt"
    """Databeskyttelsesloven § 22: every part of the data is exempt."""
    CONDITIONS = "conditions"
    """The conditions of the right itself are not met (art. 16-18, 20, 21)."""


class OutcomeCode(StrEnum):
    """What another right than access came to; which go with which right: :data:`dsar.cases.rights.OUTCOMES`."""

    RECTIFIED_MARKED_AND_RESTRICTED = "rectified_marked_and_restricted"
    REFUSED_WITH_CITIZEN_NOTE = "refused_with_citizen_note"
    ANNOTATED_DISAGREEMENT = "annotated_disagreement"
    ERASED = "erased"
    PARTLY_ERASED = "partly_erased"
    RESTRICTED = "restricted"
    STOPPED = "stopped"
    DELIVERED = "delivered"
    REFUSED = "refused"


class RestrictionTrigger(StrEnum):
    """Why data are restricted: art. 18(1)(a), 21 (18(1)(d)), 18(1)(c), 18(1)(b)."""

    ACCURACY = "accuracy"
    OBJECTION = "objection"
    NO_LONGER_NEEDED = "no_longer_needed"
    UNLAWFUL = "unlawful"


class DecisionAction(StrEnum):
    """What happens to a hit, or to one passage of it, in the answer."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    """Not about the subject, or no personal data."""
    EXTRACT = "extract"
    WITHHOLD = "withhold"
    """About the subject, and not given: needs a legal ground."""


ENDED = frozenset({State.ANSWERED, State.REFUSED, State.WITHDRAWN, State.CLOSED})
"""States in which the citizen no longer waits."""

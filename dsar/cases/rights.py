"""The rights other than access: which outcomes each may have, and the conditions the record of processing shows.

Source: the municipality's practice as published (three situations of
rectification, the triggers of restriction), and Regulation (EU) 2016/679
art. 16-21 (read 2026-11-21).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsar.activities import Activity, LegalBasis, SourceType
from dsar.cases.codes import CaseKind, OutcomeCode, RefusalGround

OUTCOMES: Mapping[CaseKind, frozenset[OutcomeCode]] = {
    CaseKind.ACCESS: frozenset(),
    CaseKind.RECTIFICATION: frozenset(
        {
            OutcomeCode.RECTIFIED_MARKED_AND_RESTRICTED,
            OutcomeCode.REFUSED_WITH_CITIZEN_NOTE,
            OutcomeCode.ANNOTATED_DISAGREEMENT,
        }
    ),
    CaseKind.ERASURE: frozenset({OutcomeCode.ERASED, OutcomeCode.PARTLY_ERASED, OutcomeCode.REFUSED}),
    CaseKind.RESTRICTION: frozenset({OutcomeCode.RESTRICTED, OutcomeCode.REFUSED}),
    CaseKind.OBJECTION: frozenset({OutcomeCode.STOPPED, OutcomeCode.REFUSED}),
    CaseKind.PORTABILITY: frozenset({OutcomeCode.DELIVERED, OutcomeCode.REFUSED}),
}
"""What a case of each kind may come to; access is answered by its package."""

TOLD_ONWARDS = frozenset(
    {
        OutcomeCode.RECTIFIED_MARKED_AND_RESTRICTED,
        OutcomeCode.ERASED,
        OutcomeCode.PARTLY_ERASED,
        OutcomeCode.RESTRICTED,
    }
)
"""Outcomes of which earlier recipients must be told (art. 19)."""

GROUNDS: Mapping[CaseKind, frozenset[RefusalGround]] = {
    kind: frozenset(RefusalGround) - {RefusalGround.CONDITIONS if kind is CaseKind.ACCESS else RefusalGround.EXEMPT}
    for kind in CaseKind
}
"""Why a request of each kind may be refused; databeskyttelsesloven § 22 stk. 1-3 excepts from access only."""

KLE: Mapping[CaseKind, str] = {
    CaseKind.ACCESS: "23.25.10-A53",
    CaseKind.RECTIFICATION: "23.25.15-A53",
    CaseKind.ERASURE: "23.25.20-A53",
    CaseKind.RESTRICTION: "23.25.25-A53",
    CaseKind.PORTABILITY: "23.25.30-A53",
    CaseKind.OBJECTION: "23.25.35-A53",
}
"""What the case itself is filed under (KL Emnesystematik): the subject, and the facet A53 of concrete applications."""

_AGREED = frozenset({LegalBasis.CONSENT, LegalBasis.SPECIAL_CONSENT, LegalBasis.CONTRACT})


@dataclass(frozen=True, slots=True)
class Portable:
    """Whether an activity's data can be ported: art. 20(1) asks both, and art. 20(3) excludes public tasks.

    Attributes:
        agreed: the processing rests on consent or contract, by automated means as everything here is.
        supplied: the citizen supplied the data.
        public_task: the processing also rests on a public task; such data are not ported.
    """

    activity: str
    agreed: bool
    supplied: bool
    public_task: bool

    @property
    def applies(self) -> bool:
        """Whether both conditions hold for some of the activity's data."""
        return self.agreed and self.supplied


def portable(activity: Activity) -> Portable:
    """What the record says of an activity's portability; a person decides which of its data it concerns."""
    return Portable(
        activity.id,
        agreed=not _AGREED.isdisjoint(activity.legal_basis),
        supplied=SourceType.SUBJECT in activity.sources,
        public_task=LegalBasis.PUBLIC_TASK in activity.legal_basis,
    )


def can_object(activity: Activity) -> bool:
    """Whether there is a right to object: only where a public task is the basis (art. 21(1); art. 6(1)(f) is not
    for public authorities)."""
    return LegalBasis.PUBLIC_TASK in activity.legal_basis

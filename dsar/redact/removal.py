"""What redaction takes out of a document, why, and what a caseworker decided otherwise. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from dsar.model import Kind, Span
from dsar.redact.elsewhere import NOWHERE, Elsewhere
from dsar.redact.staff import NOBODY, Staff

DEFAULT_GROUND = "art15_4"
"""GDPR Art. 15(4): a copy may not adversely affect the rights of others."""

HIDDEN = "█"
"""Stands for removed letters where a text is read again; no detector takes it for a part of anything."""


class Reason(StrEnum):
    """Why a stretch is removed; part of the output."""

    FOUND = "found"
    """The detector found it, and it is not the subject's."""
    RECURS = "recurs"
    """It is (a word of) what was found elsewhere in the same document."""
    DECIDED = "decided"
    """A caseworker wants it removed."""
    PICTURED = "pictured"
    """Text recognition found it in the picture."""


class Action(StrEnum):
    """What a caseworker may decide about a stretch."""

    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch of a passage's text that goes.

    ``ground`` is the code of a legal ground (``art15_4``, or one of the rule file for cases).
    """

    span: Span
    kind: Kind
    ground: str
    reason: Reason
    place: str


@dataclass(frozen=True, slots=True)
class Override:
    """A caseworker's decision on a text, wherever it stands in the document, in whatever spelling.

    ``place`` limits it to one passage; ``ground`` is for what is removed.
    """

    action: Action
    text: str = field(repr=False)
    kind: Kind = Kind.NAME
    place: str | None = None
    ground: str = DEFAULT_GROUND


@dataclass(frozen=True, slots=True)
class Options:
    """What redaction does where the law leaves a choice.

    Attributes:
        keep_employees: names of employees acting in office stay, with what they are reached by at work.
            Their work is not their private life; a caseworker may decide otherwise for a document.
        overrides: the caseworker's decisions; keeping goes before removing.
        staff: who works for the organisation, beside what a text says of it.
        elsewhere: who is known from other documents that go to the subject with this one.
        ground: the legal ground of what is removed without a decision.
    """

    keep_employees: bool = True
    overrides: tuple[Override, ...] = ()
    staff: Staff = NOBODY
    elsewhere: Elsewhere = NOWHERE
    ground: str = DEFAULT_GROUND


@dataclass(frozen=True, slots=True)
class Count:
    """How many stretches of a kind were removed at a place."""

    kind: Kind
    place: str
    count: int


def counted(removals: Iterable[Removal]) -> tuple[Count, ...]:
    """The removals by place and kind, in the order of the document; neighbours without a gap count once each."""
    totals: dict[tuple[str, Kind], int] = {}
    for removal in removals:
        totals[removal.place, removal.kind] = totals.get((removal.place, removal.kind), 0) + 1
    return tuple(Count(kind, place, count) for (place, kind), count in totals.items())


def disjoint(removals: Iterable[Removal]) -> tuple[Removal, ...]:
    """The removals in text order, those that overlap joined into one of the first one's kind."""
    joined: list[Removal] = []
    for each in sorted(removals, key=lambda removal: (removal.span.start, -removal.span.end)):
        if joined and each.span.start < joined[-1].span.end:
            last = joined[-1]
            if each.span.end > last.span.end:
                span = Span(last.span.start, each.span.end)
                joined[-1] = Removal(span, last.kind, last.ground, last.reason, last.place)
        else:
            joined.append(each)
    return tuple(joined)

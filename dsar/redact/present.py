"""Where a text tells of the subject, and where of others: names and numbers, as redaction judges them. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dsar.model import Finding, Kind, Span
from dsar.redact.around import Side
from dsar.redact.belongs import PERSONAL, Known, judge
from dsar.redact.cast import Person
from dsar.redact.mask import SHARED, findings_in
from dsar.redact.plan import Planner
from dsar.redact.removal import Removal
from dsar.redact.sexes import of_name, of_number, of_subject

_NAMING = PERSONAL | {Kind.EMAIL, Kind.ADDRESS}
"""Kinds that tell whom a block is about; a telephone number or a date may be anybody's."""
_BORN = frozenset({Kind.CPR, Kind.BIRTH_DATE})
_NOT_BY_ITSELF = SHARED | {Kind.CASE_NUMBER}
_BORN_LABEL = re.compile(r"[\W_]{0,5}(?:(?:født|f|cpr|nr|den|d)[\W_]{1,4}){0,3}", re.IGNORECASE)
_GREETING = re.compile(
    r"""(?:^|\n)[ \t>]{0,20}
        (?:hej|kære|goddag|dav|(?:(?:med[ ])?(?:venlig|kærlig|bedste)[ ])?hilsen|hilsner|mvh|m\.v\.h\.|vh|/)
        [ ,.]{0,3}\Z""",
    re.VERBOSE | re.IGNORECASE,
)
"""A name behind it tells whom somebody writes to, or who writes, not whom the block is about."""
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Present:
    """Where a text tells of the subject, and where of others.

    Attributes:
        subject: names and numbers of the subject.
        shared: what is the subject's and may be another's too, as an address.
        others: what of others is removed, of the kinds that tell whom a block is about.
        people: the subject's, others' and employees' names and numbers, in the text's order.
        greeted: those of ``others`` who are merely greeted, or greet.
    """

    subject: tuple[Span, ...]
    shared: tuple[Span, ...]
    others: tuple[Span, ...]
    people: tuple[Person, ...]
    greeted: tuple[Span, ...]

    @property
    def persons(self) -> tuple[Span, ...]:
        """Others' names and numbers alone."""
        return tuple(one.span for one in self.people if one.side is Side.OTHER)


def present(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> Present:
    """Who is in a text; ``found`` is where the search saw the subject, where redaction, which is stricter, does not."""
    own = planner.own
    judged = judge(text, findings_in(text, planner.detect), own, known, planner.options)
    mine = [one.finding for one in judged if one.side is Side.SUBJECT and (_names(one.finding) or own.has(one.finding))]
    born = {kind for kind, _ in own.keys} & _BORN
    foreign = [one.finding.span for one in judged if born and one.finding.kind in _BORN and not own.has(one.finding)]
    namesakes = set(_before(text, [f.span for f in mine if f.kind is Kind.NAME], foreign))
    subject = tuple(f.span for f in mine if f.kind not in _NOT_BY_ITSELF and f.span not in namesakes)
    gone = [each for each in planner.removals(text, known, place="") if each.kind in _NAMING]
    sex = of_subject(own)
    people = [
        *(Person(span, Side.OTHER, sex) for span in namesakes),
        *(_person(text, each.span, each.kind, Side.OTHER) for each in gone if each.kind in PERSONAL),
        *(_person(text, f.span, f.kind, Side.SUBJECT) for f in mine if _names(f) and f.span not in namesakes),
        *(_person(text, one.finding.span, Kind.NAME, Side.EMPLOYEE) for one in judged if one.side is Side.EMPLOYEE),
    ]
    return Present(
        subject=subject or tuple(span for span in found if span not in namesakes),
        shared=tuple(f.span for f in mine if f.kind in _NOT_BY_ITSELF),
        others=(*namesakes, *(each.span for each in gone)),
        people=tuple(sorted(people, key=lambda one: one.span)),
        greeted=tuple(_greeted(text, gone)),
    )


def _greeted(text: str, gone: Iterable[Removal]) -> Iterator[Span]:
    for each in gone:
        if _GREETING.search(text, max(0, each.span.start - 40), each.span.start):
            yield each.span


def _names(finding: Finding) -> bool:
    return finding.kind in PERSONAL


def _person(text: str, span: Span, kind: Kind, side: Side) -> Person:
    numbered = kind is Kind.CPR
    return Person(span, side, of_number(span.of(text)) if numbered else of_name(span.of(text)), numbered=numbered)


def _before(text: str, names: Sequence[Span], foreign: Iterable[Span]) -> Iterator[Span]:
    """The subject's names that stand right before somebody else's birthday or number: a namesake's."""
    names = sorted(names, key=lambda span: span.end)
    for born in foreign:
        at = bisect_right(names, born.start, key=lambda span: span.end) - 1
        if at >= 0 and _BORN_LABEL.fullmatch(text[names[at].end : born.start][:_NEAR]):
            yield names[at]

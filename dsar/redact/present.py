"""Where a text tells of the subject, and where of others: names and numbers, as redaction judges them. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dsar.model import Finding, Kind, Span
from dsar.redact.around import Side
from dsar.redact.belongs import PERSONAL, Known, judge
from dsar.redact.cast import Person, main_by_numbers
from dsar.redact.fold import folded_words
from dsar.redact.mask import SHARED, findings_in
from dsar.redact.own import Own
from dsar.redact.plan import Planner
from dsar.redact.removal import Removal
from dsar.redact.sexes import Sex, of_name, of_number, of_subject

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
_TITLE = re.compile(r"(?<![^\W_])(?:(?P<woman>fru|frøken|frk)|hr|herr)\.?[ ]\Z", re.IGNORECASE)
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


def present_in(
    texts: Sequence[str], found: Sequence[Iterable[Span]], planner: Planner, known: Known
) -> tuple[list[Present], bool]:
    """Who is in each text of one document, and whether somebody else of the subject's name is.

    Where somebody is, the name alone is the subject's only beside a number or a home of theirs, or where nobody else
    of that name is near; it is the namesake's where the document is about them, and else nobody's.
    """
    seen = [present(text, planner, known, found=spans) for text, spans in zip(texts, found, strict=True)]
    own = planner.own
    if not any(_is_namesake(text, one, own) for text, each in zip(texts, seen, strict=True) for one in each.people):
        return seen, False
    main = main_by_numbers((text, one.people) for text, one in zip(texts, seen, strict=True))
    return [_apart(text, one, own, main) for text, one in zip(texts, seen, strict=True)], True


def _is_namesake(text: str, one: Person, own: Own) -> bool:
    words = folded_words(one.span.of(text)) if one.side is Side.OTHER and not one.numbered else ()
    return own.name_words.issuperset(words) and any(len(words) > 1 and name[0] in words for name in own.names)


def _apart(text: str, seen: Present, own: Own, main: Side | None) -> Present:
    named = {one.span for one in seen.people if one.side is Side.SUBJECT and not one.numbered}
    told = [span for span in (*seen.subject, *seen.shared) if span not in named]
    near = any(_is_namesake(text, one, own) for one in seen.people)
    lines = {span for span in named if any(_line(text, span).overlaps(each) for each in told)}
    mine = lines if near or not told else named
    theirs = named - mine if main is Side.OTHER or (near and not told) else set[Span]()
    kept = (one for one in seen.people if one.span not in named or one.span in mine | theirs)
    people = (replace(one, side=Side.OTHER) if one.span in theirs else one for one in kept)
    return replace(
        seen,
        subject=tuple(span for span in seen.subject if span not in named or span in mine),
        others=(*seen.others, *sorted(theirs)),
        people=tuple(people),
    )


def _line(text: str, span: Span) -> Span:
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, end if end >= 0 else len(text))


def present(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> Present:
    """Who is in a text; ``found`` is where the search saw the subject, where redaction, which is stricter, does not."""
    own = planner.own
    judged = judge(text, findings_in(text, planner.detect), own, known, planner.options)
    mine = [one.finding for one in judged if one.side is Side.SUBJECT and (_names(one.finding) or own.has(one.finding))]
    born = {kind for kind, _ in own.keys} & _BORN
    foreign = [one.finding.span for one in judged if born and one.finding.kind in _BORN and not own.has(one.finding)]
    sex, names = of_subject(own), [f.span for f in mine if f.kind is Kind.NAME]
    namesakes = {*_before(text, names, foreign), *_titled(text, names, sex)}
    subject = tuple(f.span for f in mine if f.kind not in _NOT_BY_ITSELF and f.span not in namesakes)
    gone = [each for each in planner.removals(text, known, place="") if each.kind in _NAMING]
    people = [
        *(Person(span, Side.OTHER) for span in namesakes),
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


def _titled(text: str, names: Iterable[Span], sex: Sex | None) -> Iterator[Span]:
    """Names of the subject's that stand behind the title of the other sex: "Mrs Jensen", of Mr Jensen."""
    for name in names if sex is not None else ():
        title = _TITLE.search(text, max(0, name.start - 10), name.start)
        if title is not None and (Sex.WOMAN if title["woman"] else Sex.MAN) is not sex:
            yield name


def _before(text: str, names: Sequence[Span], foreign: Iterable[Span]) -> Iterator[Span]:
    """The subject's names that stand right before somebody else's birthday or number: a namesake's."""
    names = sorted(names, key=lambda span: span.end)
    for born in foreign:
        at = bisect_right(names, born.start, key=lambda span: span.end) - 1
        if at >= 0 and _BORN_LABEL.fullmatch(text[names[at].end : born.start][:_NEAR]):
            yield names[at]

"""Whose an identifier is: it belongs to the name that it stands by.

In a letter with five people each number belongs to the nearest name: in the same
line rather than the next, in the same paragraph rather than the one before, behind
the name rather than before it (unless the text begins with its numbers).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from dsar.find.spoken_of import is_anothers, of_a_household
from dsar.find.traits import Trait
from dsar.model import Kind, Span

LINE, PARAGRAPH, SENTENCE = 25, 60, 15
"""How many characters of distance the end of a line, a paragraph or a sentence counts as."""
WRONG_SIDE = 12
WRONG_SIDE_OF_LIST = 30
NEIGHBOURS = 4
"""Names on each side that are looked at."""
FAR = 2000

# Not the one of "(f. 1. januar 1990)", and not that of "(tlf. 12345678)".
_STOP = re.compile(r"(?<=[^\W\d_][^\W\d_][^\W\d_])(?<!(?i:tlf|tel|mob|adr|cpr))\. ")
# Before the first identifier of a list: a name that was not read as one, and so the identifier is that one's.
_NAMED = re.compile(r"[A-ZÆØÅ][\w-]{1,20},?[ ]{1,2}[A-ZÆØÅ][\w-]{1,20},?[ ]\(?(?:f\.|født)[ ]?\Z")

# Between a name and an identifier: the identifier is of the one who is spoken of, not of the name.
_RELATIVE = (
    r"(?<![a-zæøå])(?:[a-zæøå]{0,8}(?:mor|far)|moder|fader|forælder|forældre|søn|datter|barn|børn|bror|søster|søskende"
    r"|værge|ægtefælle|gift|samlevende|kone|mand|hustru|samlever|pårørende|bisidder|partsrepræsentant|kontaktperson"
    r"|sagsbehandler)(?:en|et)?[ ]{1,2}(?:til|af|for|med)(?![a-zæøå])"
)
_TOWARDS = re.compile(
    rf"(?:{_RELATIVE}|(?<![a-zæøå])(?:vedr\.|vedrørende|angående|på[ ]vegne[ ]af"
    r"|[a-zæøå]{0,10}(?:samtale|møde|besøg|opkald|henvendelse|dialog|kontakt)(?:en|et)?[ ](?:med|fra|hos)))"
    r"[^\n]{0,80}$",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(rf"(?:{_RELATIVE}|(?<![a-zæøå])(?:mor|far|forælder|værge):)[ ]{{0,2}}$", re.IGNORECASE)
_LONGEST_RELATION = 200
_STAMP = re.compile(r"[\[(]?(?:[0-9]{1,4}[./ -]{1,2}){0,3}[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?[\])]?[ ,:-]{0,3}")
_LONGEST_STAMP = 40
_LONGEST_LABEL = 60
_CELL_END = re.compile(r"[ ]{0,40}[\t|][ ]{0,40}|[ ]{2,40}")
COLUMNS_ABOVE = 6
"""So many lines above a line of numbers may hold the names that they stand under."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A name in the text; ``mention`` is its place among the subject's mentions, None for other people's names."""

    span: Span
    mention: int | None


@dataclass(frozen=True, slots=True)
class Bound:
    """An identifier with the name it belongs to (None: nobody is named near) and how far away that is."""

    trait: Trait
    owner: Owner | None
    distance: int

    @property
    def mention(self) -> int | None:
        """The subject's mention that it belongs to."""
        return self.owner.mention if self.owner else None

    @property
    def of_another(self) -> bool:
        """Whether it belongs to a name that is not the subject's."""
        return self.owner is not None and self.owner.mention is None


def bind(text: str, traits: Sequence[Trait], owners: Sequence[Owner], *, for_mentions: bool = False) -> list[Bound]:
    """Bind each identifier to a name. Both sequences are in text order.

    With ``for_mentions`` others' identifiers that no mention of the subject is near are left out.
    """
    starts = [owner.span.start for owner in owners]
    under = _columns(text, traits, owners)
    bound = []
    for place, trait in enumerate(traits):
        if place in under:
            bound.append(under[place])
            continue
        begin = max(0, bisect(starts, trait.span.start) - NEIGHBOURS)
        near = owners[begin : begin + 2 * NEIGHBOURS]
        if for_mentions and not trait.agrees and all(owner.mention is None for owner in near):
            continue
        same = [t.span for t in traits[max(0, place - 6) : place + 7] if t.kind is trait.kind and t is not trait]
        numbers_first = bool(starts) and bool(same) and _come_first(text, traits, trait.kind, starts[0])
        one = _nearest(text, trait, near, same=same, numbers_first=numbers_first)
        asked = one.owner is not None and not (for_mentions and not trait.agrees and one.of_another)
        bound.append(Bound(trait, None, FAR) if asked and _is_of_nobody(text, one, near) else one)
    return bound


def _is_of_nobody(text: str, bound: Bound, near: Sequence[Owner]) -> bool:
    """Whether the words around an identifier give it to somebody who is none of the names near it."""
    trait = bound.trait
    if not trait.agrees and is_anothers(text, trait.span, [owner.span for owner in near]):
        return True
    return trait.agrees and trait.kind is Kind.ADDRESS and of_a_household(text, trait.span)


def _come_first(text: str, traits: Sequence[Trait], kind: Kind | None, named: int) -> bool:
    """Whether a text begins with identifiers of this kind, before anybody is ``named``."""
    first = next(t.span.start for t in traits if t.kind is kind)
    return first < named and not _NAMED.search(text, max(0, first - 60), first)


def _nearest(text: str, trait: Trait, near: Sequence[Owner], *, same: list[Span], numbers_first: bool) -> Bound:
    best, shortest, at = None, FAR, len(near)
    told = not numbers_first and _is_told_of_one_before(text, trait, near, same)
    # The nearest first, since most others need then not be looked at; of equals the one that stands first counts.
    for length, place in sorted((_apart(owner.span, trait.span), place) for place, owner in enumerate(near)):
        if length > shortest or length >= FAR:
            break
        owner = near[place]
        between = _between(owner.span, trait.span)
        if any(between.start <= other.start and other.end <= between.end for other in same):
            continue  # that name has an identifier of this kind already, nearer to it
        far = _distance(text, between)
        before = owner.span.start <= trait.span.start
        alike = not before and _are_alike(text, owner.span, trait.span)
        if told and not before and not alike and _label(text, owner.span):
            continue
        if before and numbers_first:
            far += WRONG_SIDE_OF_LIST if "\n" in text[between.start : between.end] else 1
        if not before and not numbers_first:
            far += WRONG_SIDE
        if (
            (far < shortest or (best is not None and far == shortest and place < at))
            and not (trait.agrees and _speaks(text, owner))
            and (alike or not _is_of_the_other(text, between, owner_first=before))
        ):
            best, shortest, at = owner, far, place
    return Bound(trait, best, shortest)


def _is_told_of_one_before(text: str, trait: Trait, near: Sequence[Owner], same: Sequence[Span]) -> bool:
    """Whether the columns before it name whom a column of a row or a form is about; the names behind are others'.

    What is the subject's own is, if need be, of a mention of them behind it.
    """
    if not _label(text, trait.span):
        return False
    line = _line(text, trait.span)
    before = [(owner, _between(owner.span, trait.span)) for owner in near if owner.span.end < line]
    told = [owner for owner, b in before if not any(b.start <= one.start and one.end <= b.end for one in same)]
    return bool(told) and (not trait.agrees or told[-1].mention is not None)


def _are_alike(text: str, name: Span, identifier: Span) -> bool:
    """Whether two columns are of the same one: ``Mor cpr: …``, ``Mor: …``."""
    label = _label(text, name)
    return bool(label) and _label(text, identifier).startswith(label)


def _label(text: str, place: Span) -> str:
    """The label of the line that a place is in: ``Fødselsdato: …``; empty without one."""
    line = _line(text, place)
    label, colon, _ = text[line : min(place.start, line + _LONGEST_LABEL)].partition(": ")
    return label.lower() if colon else ""


def _line(text: str, place: Span) -> int:
    return text.rfind("\n", 0, place.start) + 1


def _speaks(text: str, owner: Owner) -> bool:
    """Whether another's name is who says a chat's line: ``[09:13] Bente: …``, as a rule about somebody else."""
    if owner.mention is not None or not text.startswith(":", owner.span.end):
        return False
    line = text.rfind("\n", max(0, owner.span.start - _LONGEST_STAMP), owner.span.start) + 1
    return _STAMP.fullmatch(text, line, owner.span.start) is not None


def _is_of_the_other(text: str, between: Span, *, owner_first: bool) -> bool:
    """Whether the words between a name and an identifier tell of two people: ``mor til``, ``samtale med``."""
    if len(between) > _LONGEST_RELATION:
        return False
    return (_TOWARDS if owner_first else _BACKWARDS).search(text, between.start, between.end) is not None


def _columns(text: str, traits: Sequence[Trait], owners: Sequence[Owner]) -> dict[int, Bound]:
    """The identifiers that stand side by side under the names that they belong to, by their place in ``traits``."""
    if not owners or not ("\t" in text or "|" in text or "  " in text):
        return {}
    ends = [*accumulate(len(line) + 1 for line in text.split("\n"))]
    ends[-1] -= 1  # behind the last line is no line end
    rows: dict[int, list[int]] = {}
    for place, trait in enumerate(traits):
        rows.setdefault(bisect(ends, trait.span.start), []).append(place)
    named: dict[int, list[Owner]] = {}
    for owner in owners:
        named.setdefault(bisect(ends, owner.span.start), []).append(owner)
    found: dict[int, Bound] = {}
    for line, places in rows.items():
        kinds = [traits[place].kind for place in places]
        above = next((n for n in range(line - 1, line - 1 - COLUMNS_ABOVE, -1) if n in named), None)
        if line in named or above is None or max(*map(kinds.count, kinds), len(named[above])) < 2:
            continue
        cells, heads = (_cells(text, ends[n - 1] if n else 0, ends[n]) for n in (line, above))
        if len(cells) != len(heads) or len(cells) < 2:
            continue
        by_cell = {bisect(heads, owner.span.start): owner for owner in named[above]}
        for place in places:
            owner_above = by_cell.get(bisect(cells, traits[place].span.start))
            found[place] = Bound(traits[place], owner_above, 1 if owner_above else FAR)
    return found


def _cells(text: str, start: int, end: int) -> list[int]:
    """Where the cells of a line begin."""
    return [start, *(match.end() for match in _CELL_END.finditer(text, start, end - 1))]


def _apart(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _between(one: Span, other: Span) -> Span:
    return Span(min(one.end, other.end), max(one.start, other.start)) if not one.overlaps(other) else Span(0, 0)


def _distance(text: str, between: Span) -> int:
    if len(between) > FAR:
        return FAR
    part = text[between.start : between.end]
    far = len(part) + LINE * part.count("\n") + PARAGRAPH * part.count("\n\n") + SENTENCE * len(_STOP.findall(part))
    return min(far, FAR)

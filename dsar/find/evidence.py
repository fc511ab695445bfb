"""What a text says about the subject: where it names them, whose the numbers beside the name are, what speaks against.

Pure: text, findings and the subject in, clues out. The weights are log-odds after
Fellegi and Sunter (A Theory for Record Linkage, 1969): how much likelier the text is
if it is about the subject than if it is about somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from dsar.detect import Detectors
from dsar.find.binding import Bound, Owner, bind
from dsar.find.mentions import Mention, mentions
from dsar.find.person import Person, not_names
from dsar.find.reading import words_of
from dsar.find.roles import HitRole, role_at
from dsar.find.traits import SAME_BUILDING, Identifiers
from dsar.model import Clue, Finding, Kind, Span

BESIDE, NEAR = 80, 300
"""Up to so many characters of distance an identifier stands beside a name, or near it."""

CONTRADICTS = -8.0
"""From here on what stands with a name makes it somebody else's."""
ALONE = 4.0
"""How much more another's number near the only name in a text speaks against it."""

# What another's identifier says about the name it belongs to: beside it, near it, farther away.
_AGAINST = {
    "cpr.other": (-16.0, -6.0, -2.5),
    "birth_date.other": (-10.0, -4.0, -1.0),
    "birth_date.cpr": (-14.0, -5.0, -2.0),
    "address.other": (-1.0, -0.5, 0.0),
}
# What is left of an identifier that stands beside somebody else's name: a household shares much, nobody a CPR number.
_SHARED = {Kind.EMAIL: 5.0, Kind.PHONE: 5.0, Kind.ADDRESS: 4.5, Kind.BIRTH_DATE: 6.0}


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with what the identifiers bound to it say.

    Attributes:
        written: the name's words as written, in their normal form.
        supports: the subject's own identifiers bound to it.
        against: log-odds of others' identifiers bound to it; zero or less.
        others: keys of others' CPR numbers and birth dates beside it: proof of a namesake.
        homes: keys of the addresses beside it.
        role: what the words beside it say of its bearer.
    """

    mention: Mention
    written: frozenset[str]
    supports: tuple[Clue, ...] = ()
    against: tuple[Clue, ...] = ()
    others: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    role: HitRole | None = None

    @property
    def contradicted(self) -> bool:
        """Whether it is somebody else's name, by what stands with it."""
        return sum(clue.weight for clue in self.against) <= CONTRADICTS and not any(
            clue.rule.startswith("cpr.") and clue.rule != "cpr.near" for clue in self.supports
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says about the subject.

    Attributes:
        named: the mentions, in text order.
        loose: the subject's identifiers that belong to no name, or to somebody else's name.
        first: whether the first name in the text is the subject's.
    """

    named: tuple[Named, ...]
    loose: tuple[Clue, ...]
    first: bool

    @property
    def homes(self) -> frozenset[str]:
        """Keys of addresses that stand beside the subject's name and CPR number: theirs, once or now."""
        sure = (n for n in self.named if any(clue.rule == "cpr.equal" for clue in n.supports) and not n.mention.bare)
        return frozenset(key for n in sure for key in n.homes)

    @property
    def says_something(self) -> bool:
        """Whether there is more than a first name or a surname alone."""
        return bool(self.loose) or any(not n.mention.bare or n.supports for n in self.named)


@dataclass(frozen=True, slots=True)
class Look:
    """What stands in a text: the subject's mentions, and everybody's identifiers."""

    text: str = field(repr=False)
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


class Reader:
    """Reads texts for one subject. Made once, used for many."""

    def __init__(self, person: Person, identifiers: Identifiers, detectors: Detectors) -> None:
        self._person, self._identifiers, self._detectors = person, identifiers, detectors

    def knowing(self, homes: Collection[str]) -> Reader:
        """A reader that knows these addresses of the subject too (their keys)."""
        identifiers = Identifiers(self._person.subject, self._detectors, homes)
        return Reader(self._person, identifiers, self._detectors)

    def names_subject(self, text: str) -> bool:
        """Whether the text has a full name or an identifier of the subject; a quick look without detection."""
        found = mentions(text, words_of(text), self._person)
        return any(not mention.bare for mention in found) or (bool(found) and bool(self._identifiers.own(text)))

    def look(self, text: str) -> Look:
        """Find the names and identifiers in a text, without weighing them."""
        return Look(text, tuple(mentions(text, words_of(text), self._person)), self._detectors.detect(text))

    def weigh(self, look: Look) -> Reading:
        """Weigh all that a text says."""
        text, found, findings = look.text, look.mentions, look.findings
        owners = sorted(_owners(found, findings), key=lambda owner: owner.span)
        bound = bind(text, self._identifiers.traits(text, findings), owners)
        alone = all(owner.mention is not None for owner in owners)
        named = tuple(self._named(text, n, mention, bound, alone=alone) for n, mention in enumerate(found))
        named_file = bool(self._person.names)  # else every name in the text may be the subject's
        loose = tuple(_loose(b, shared=named_file) for b in bound if b.trait.agrees and b.mention is None)
        return Reading(named, loose, not owners or owners[0].mention is not None)

    def _named(self, text: str, number: int, mention: Mention, bound: Sequence[Bound], *, alone: bool) -> Named:
        mine = [b for b in bound if b.mention == number]
        beside = [b for b in mine if b.trait.key and b.distance <= BESIDE]
        role = role_at(text, mention.whole)
        # A caseworker's name stands beside the numbers of others all day long.
        against = (
            [] if role is HitRole.EMPLOYEE else [clue for b in mine if (clue := _against(b, alone=alone)) is not None]
        )
        return Named(
            mention,
            frozenset(word.normal for span in mention.spans for word in words_of(span.of(text))) - not_names(),
            tuple(Clue(b.trait.rule, b.trait.weight, b.trait.span) for b in mine if b.trait.agrees),
            tuple(against),
            frozenset(b.trait.key for b in beside if b.trait.kind is not Kind.ADDRESS),
            frozenset(b.trait.key for b in beside if b.trait.kind is Kind.ADDRESS),
            role,
        )


def _owners(found: Sequence[Mention], findings: Sequence[Finding]) -> list[Owner]:
    """Every name in the text: the subject's mentions, and the names of others."""
    taken = [span for mention in found for span in mention.spans]
    others = (f.span for f in findings if f.kind is Kind.NAME and not _overlaps_any(f.span, taken))
    return [
        *(Owner(mention.whole, number) for number, mention in enumerate(found)),
        *(Owner(span, None) for span in others),
    ]


def _overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _against(bound: Bound, *, alone: bool) -> Clue | None:
    weights = _AGAINST.get(bound.trait.rule)
    if weights is None:
        return None
    weight = weights[0] if bound.distance <= BESIDE else weights[1] if bound.distance <= NEAR else weights[2]
    if alone and BESIDE < bound.distance <= NEAR:
        weight = max(weights[0], weight - ALONE)
    return Clue(bound.trait.rule, weight, bound.trait.span) if weight else None


def _loose(bound: Bound, *, shared: bool) -> Clue:
    """An identifier of the subject that none of their names stands by; less, if another's name does (``shared``)."""
    trait = bound.trait
    clue = Clue(trait.rule, trait.weight, trait.span)
    beside = shared and bound.of_another and bound.distance <= BESIDE
    if not beside or trait.kind not in _SHARED or trait.weight <= SAME_BUILDING:
        return clue
    assert bound.owner is not None
    if bound.owner.span.start > trait.span.start and bound.distance > len(bound.owner.span) + 4:
        return clue  # the name comes after it, and not as in "a@b.dk (Anders Jensen)"
    return replace(clue, rule=f"{clue.rule.split('.')[0]}.shared", weight=clue.weight - _SHARED[trait.kind])

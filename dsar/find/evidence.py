"""What a text says about the subject: where it names them, whose the numbers beside the name are, what speaks against.

Pure: text, findings and the subject in, clues out. The weights are log-odds after
Fellegi and Sunter (A Theory for Record Linkage, 1969): how much likelier the text is
if it is about the subject than if it is about somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from dsar.detect.cpr_number import birth_date
from dsar.detect.names_words import name_words
from dsar.detect.packed import unpack
from dsar.extract.rows import is_row
from dsar.find.binding import FAR, Bound, Owner, bind
from dsar.find.firsts import Strange, strange_firsts
from dsar.find.glance import Glance
from dsar.find.mentions import Mention, mentions
from dsar.find.over_pages import Laid, OverPages
from dsar.find.person import Person, not_names
from dsar.find.rarity import PRIOR
from dsar.find.reading import words_near, words_of
from dsar.find.regions import regions_of, unpacked
from dsar.find.roles import HitRole, at_work, role_at
from dsar.find.traits import BIRTH_DATE, SAME_BUILDING, Finder, Identifiers
from dsar.index.accents import without_accents
from dsar.model import Clue, Finding, Kind, Passage, Span, Subject

BESIDE, NEAR = 80, 300
"""Up to so many characters of distance an identifier stands beside a name, or near it."""
GLANCED = 500
"""Passages whose mentions are remembered: one that is glanced at is read next, alone or with its neighbours."""

CONTRADICTS = -8.0
"""From here on what stands with a name makes it somebody else's."""
PROVES = 4.0
"""Log-odds from which a name with a birth date proves whose the address beside it is."""
ALONE = 4.0
"""How much more another's number near the only name in a text speaks against it."""

# What another's identifier says about the name it belongs to: beside it, near it, farther away.
_AGAINST = {
    "cpr.other": (-16.0, -6.0, -2.5),
    "birth_date.other": (-10.0, -4.0, -1.0),
    "birth_date.cpr": (-14.0, -5.0, -2.0),
    "address.other": (-1.0, -0.5, 0.0),
}
_OWN_NUMBER = frozenset({"cpr.equal", "cpr.split"})
_DATES = frozenset({"birth_date.other", "birth_date.cpr"})
ANOTHER_FIRST = Clue("first.other", -3.0)
"""What another's first name before the subject's surname says: a sister, a father, a twin."""
# What is left of an identifier that stands beside somebody else's name: a household shares much, nobody a CPR number.
_SHARED = {"email": 5.0, "phone": 4.5, "address": 4.5, "birth_date": 6.0}

# A car's registration mark, whose letters may be a first name: "IB 61 245".
_PLATE = re.compile(r"[A-ZÆØÅ]{2}[ ]?[0-9]{2}[ ]?[0-9]{3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with what the identifiers bound to it say.

    Attributes:
        written: the name's words as written, in their normal form, without accents and not as genitives; of a surname
            with another's first name, that too.
        supports: the subject's own identifiers bound to it.
        against: log-odds of others' identifiers bound to it; zero or less.
        others: keys of others' CPR numbers and birth dates beside it, proof of a namesake; and of those of which the
            subject file cannot tell whose they are.
        same_day: CPR numbers beside it that may be the subject's or another's of that day: the subject file has
            none, or one that is a digit from it.
        homes: keys of the addresses beside it.
        role: what the words beside it say of its bearer.
    """

    mention: Mention
    written: frozenset[str]
    supports: tuple[Clue, ...] = ()
    against: tuple[Clue, ...] = ()
    others: frozenset[str] = frozenset()
    same_day: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    role: HitRole | None = None

    @property
    def of_family(self) -> bool:
        """Whether it is the subject's surname with another first name."""
        return any(clue.rule == ANOTHER_FIRST.rule for clue in self.against)

    @property
    def is_proved(self) -> bool:
        """Whether the subject's own CPR number stands by it, or, by a name that tells enough, their birth date."""
        rules = {clue.rule for clue in self.supports}
        if self.mention.bare or "cpr.equal" in rules:
            return not self.mention.bare
        return "birth_date.equal" in rules and not self.against and PRIOR + self.mention.weight + BIRTH_DATE >= PROVES

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
    def own(self) -> tuple[Clue, ...]:
        """Every identifier of the subject in it, whomever it stands by."""
        return (*self.loose, *(clue for named in self.named for clue in named.supports))

    @property
    def says_something(self) -> bool:
        """Whether there is more than a first name or a surname alone: a twin's is told by a number, too."""
        return bool(self.loose) or any(
            not n.mention.bare or n.supports or (n.of_family and n.others) for n in self.named
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What stands in a text: the subject's mentions, and everybody's identifiers; ``parts`` are its passages."""

    text: str = field(repr=False)
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    parts: tuple[Span, ...] = ()

    def around(self, place: Span) -> tuple[str, Span]:
        """The passage that a place is in, and where in it: what a letter's foot says comes behind who signs."""
        part = next((one for one in self.parts if one.start <= place.start < one.end), None)
        if part is None or len(self.parts) == 1:
            return self.text, place
        return part.of(self.text), Span(place.start - part.start, min(place.end, part.end) - part.start)


class Reader:
    """Reads texts for one subject. Made once, used for many."""

    def __init__(self, person: Person, identifiers: Identifiers, detectors: Finder) -> None:
        self._person, self._identifiers, self._detectors = person, identifiers, detectors
        self._glanced: dict[str, tuple[Mention, ...]] = {}

    def knowing(self, homes: Collection[str]) -> Reader:
        """A reader that knows more addresses (keys) of the subject."""
        return Reader(self._person, self._identifiers.knowing(homes), self._detectors)

    @cached_property
    def _glance(self) -> Glance:
        return Glance(self._person)

    @cached_property
    def over_pages(self) -> OverPages:
        """Reads names that the end of a passage cuts."""
        return OverPages(self._person, self._mentions)

    def names_subject(self, text: str) -> bool:
        """Whether the text has a full name or an identifier of the subject; a quick look without detection."""
        if not self._glance.may_name(text) and not self._identifiers.may_stand(text):
            return False
        found = self._mentions(text)
        return any(not mention.bare for mention in found) or (bool(found) and self._identifiers.may_stand(text))

    def has_identifier(self, passage: Passage) -> bool:
        """Whether an identifier of the subject stands in a passage, or might: what stands in it was not looked for."""
        findings = unpack(passage.findings)
        return findings is None or any(t.agrees for t in self._identifiers.traits(passage.text, findings))

    def may_weigh_otherwise(self, look: Look) -> bool:
        """Whether the addresses that it knows beyond the subject file may change what a text says."""
        return self._identifiers.tell_more({f.key for f in look.findings if f.kind is Kind.ADDRESS})

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        """The mentions; a passage that was glanced at is often read by itself next."""
        if text not in self._glanced:
            if len(self._glanced) >= GLANCED:
                self._glanced.clear()
            words = words_near(text, self._person.words)
            self._glanced[text] = tuple(mentions(text, words, self._person)) if words else ()
        return self._glanced[text]

    def _mentions_of_all(self, text: str, passages: Sequence[Laid]) -> tuple[Mention, ...]:
        """The mentions in a text of many passages."""
        lower = text.lower()
        labelled = any(label in lower for label in name_words().last_labels)
        if len(passages) < 2 or labelled or any(is_row(laid.passage) for laid in passages):
            return self._mentions(text)
        found = [m.moved(start) for _, start, passage in passages for m in self._mentions(passage.text)]
        return tuple(self.over_pages.put_in(found, passages))

    def look(self, text: str, within: Iterable[Span] = (), packed: Sequence[Laid] = ()) -> Look:
        """Find the names and identifiers in a text, without weighing them.

        Args:
            text: the text.
            within: where the index found something; others' identifiers are looked for there and
                :data:`dsar.find.regions.AROUND` it, and where the text begins. Without any: everywhere.
            packed: the passages that the text is made of; what was found in them when they were indexed
                is not looked for again.
        """
        found = self._mentions_of_all(text, packed)
        regions = regions_of(text, within)
        findings = unpacked(regions, packed)
        if findings is None:
            findings = [moved for region in regions for moved in self._detected(text, region)]
        parts = tuple(Span(start, start + len(passage.text)) for _, start, passage in packed)
        return Look(text, found, tuple(findings), parts)

    def _detected(self, text: str, region: Span) -> Iterator[Finding]:
        for one in self._detectors.detect(region.of(text)):
            span = Span(one.span.start + region.start, one.span.end + region.start)
            yield replace(one, span=span) if region.start else one

    def weigh(self, look: Look) -> Reading:
        """Weigh all that a text says."""
        text, found, findings = look.text, look.mentions, look.findings
        owners = sorted(_owners(text, found, findings), key=lambda owner: (owner.span.start, owner.span.end))
        bound = bind(text, self._identifiers.traits(text, findings), owners, for_mentions=True)
        bound = [replace(b, owner=None, distance=FAR) if _is_of_the_case(look, b) else b for b in bound]
        alone = all(owner.mention is not None for owner in owners)
        names = [f.span for f in findings if f.kind is Kind.NAME]
        strange = strange_firsts(text, found, names, self._person)
        named = tuple(
            self._named(look, n, mention, bound, alone=alone, strange=strange.get(n)) for n, mention in enumerate(found)
        )
        named_file = bool(self._person.names)  # else every name in the text may be the subject's
        loose = tuple(_loose(b, near=named_file) for b in bound if b.trait.agrees and b.mention is None)
        return Reading(named, loose, not owners or owners[0].mention is not None)

    def _named(
        self, look: Look, number: int, mention: Mention, bound: Sequence[Bound], *, alone: bool, strange: Strange | None
    ) -> Named:
        text = look.text
        mine = _without_neighbours([b for b in bound if b.mention == number], self._person.subject)
        beside = [b for b in mine if b.trait.key and b.distance <= BESIDE]
        beside_name = look.around(strange.whole if strange else mention.whole)
        role = role_at(*beside_name) if mine or strange or not mention.bare else None
        # A caseworker's name stands beside the numbers of others all day long.
        works = role is HitRole.EMPLOYEE and at_work(*beside_name)
        against = [] if works else [clue for b in mine if (clue := _against(b, alone=alone)) is not None]
        return Named(
            mention,
            self._written(mention, text) | ({without_accents(strange.first)} if strange else frozenset()),
            tuple(Clue(b.trait.rule, b.trait.weight, b.trait.span) for b in mine if b.trait.agrees),
            (*against, replace(ANOTHER_FIRST, span=mention.whole)) if strange else tuple(against),
            frozenset(b.trait.key for b in beside if b.trait.kind is not Kind.ADDRESS and not b.trait.agrees),
            frozenset(b.trait.key for b in beside if b.trait.kind is Kind.CPR and b.trait.agrees),
            frozenset(b.trait.key for b in beside if b.trait.kind is Kind.ADDRESS),
            role,
        )

    def _written(self, mention: Mention, text: str) -> frozenset[str]:
        """The words of the name, not as genitives, and those of which it is made if it is one word."""
        person = self._person
        words = (person.genitives.get(word, word) for word in _written(tuple(span.of(text) for span in mention.spans)))
        names = ((word, person.joined.get(word)) for word in words)
        return frozenset(
            part
            for word, name in names
            for part in (map(without_accents, (name.given, name.last)) if name else (word,))
        )


@lru_cache(maxsize=2000)
def _written(pieces: tuple[str, ...]) -> frozenset[str]:
    """The words of a name in their normal form, without accents; a text has the same name many times."""
    found = {word.normal for piece in pieces for word in words_of(piece)} - not_names()
    return frozenset(map(without_accents, found))


def _without_neighbours(mine: Sequence[Bound], subject: Subject) -> list[Bound]:
    """What is bound to a mention, without the numbers and dates of neighbours in a list.

    A person has one number and one birth date: where the subject's own stands with
    their name, another's is of somebody else whose name was not read.
    """
    number = min((b.distance for b in mine if b.trait.rule in _OWN_NUMBER), default=FAR)
    born = min((b.distance for b in mine if b.trait.rule == "birth_date.equal"), default=FAR)

    def is_neighbours(other: Bound) -> bool:
        rule, key = other.trait.rule, other.trait.key
        own = number
        if rule in _DATES or (rule == "cpr.other" and birth_date(key) != subject.birth_date):
            own = min(number, born)
        told = rule in _DATES or rule == "cpr.other"
        return told and own < FAR and (own <= BESIDE or own <= other.distance)

    return [b for b in mine if not is_neighbours(b)]


def _owners(text: str, found: Sequence[Mention], findings: Sequence[Finding]) -> list[Owner]:
    """Every name in the text: the subject's mentions, and the names of others, but no street's."""
    taken = [(span.start, span.end) for mention in found for span in mention.spans]
    homes = [f.span for f in findings if f.kind is Kind.ADDRESS]
    names = [f.span for f in findings if f.kind is Kind.NAME and not _PLATE.match(text, f.span.start)]
    names = [span for span in names if not any(s.start <= span.start and span.end <= s.end for s in homes)]
    others = [span for span in names if not any(s < span.end and span.start < e for s, e in taken)]
    return [
        *(Owner(mention.whole, number) for number, mention in enumerate(found)),
        *(Owner(span, None) for span in others),
    ]


def _is_of_the_case(look: Look, bound: Bound) -> bool:
    """Whether a home or birth date stands by the name of a caseworker, and so is of whom the text is about."""
    if bound.mention is None or bound.trait.kind not in (Kind.ADDRESS, Kind.BIRTH_DATE) or not bound.trait.agrees:
        return False
    return at_work(*look.around(look.mentions[bound.mention].whole))


def _against(bound: Bound, *, alone: bool) -> Clue | None:
    weights = _AGAINST.get(bound.trait.rule)
    if weights is None:
        return None
    weight = weights[0] if bound.distance <= BESIDE else weights[1] if bound.distance <= NEAR else weights[2]
    if alone and BESIDE < bound.distance <= NEAR:
        weight = max(weights[0], weight - ALONE)
    return Clue(bound.trait.rule, weight, bound.trait.span) if weight else None


def _loose(bound: Bound, *, near: bool) -> Clue:
    """An identifier of the subject that none of their names stands by; less, if another's name does, ``near``."""
    trait = bound.trait
    clue = Clue(trait.rule, trait.weight, trait.span)
    if not near or not bound.of_another or bound.distance > BESIDE:
        return clue
    assert bound.owner is not None
    if bound.owner.span.start > trait.span.start and bound.distance > len(bound.owner.span) + 4:
        return clue  # the name comes after it, and not as in "a@b.dk (Anders Jensen)"
    return shared(clue)


def shared(clue: Clue) -> Clue:
    """An identifier of the subject that stands by somebody else's name: a household shares much, nobody a number."""
    kind, _, rule = clue.rule.partition(".")
    if kind not in _SHARED or rule == "shared" or clue.weight <= SAME_BUILDING:
        return clue
    return replace(clue, rule=f"{kind}.shared", weight=clue.weight - _SHARED[kind])

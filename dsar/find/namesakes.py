"""Who else bears the subject's name, as the searched items prove it by their numbers, days and homes.

What cannot be told apart by it stays possible: a father and a son in one house, twins of like names, two of one name
who are born on one day.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from dsar.detect.cpr_number import birth_date
from dsar.find.evidence import Reading
from dsar.find.mentions import CALLED
from dsar.find.roles import HitRole
from dsar.find.traits import SAME_HOUSE, Home
from dsar.model import Clue, Subject

CARRIES = 4.0
"""Identifiers that add up to so much outweigh a namesake elsewhere in the item."""

TWICE = 2
"""So often a CPR number stands with a name and an address before it proves that its bearer lives there."""

UNLIKE = 3
"""CPR numbers of two birth dates that differ in so many digits are no slip of one another."""


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Who the searched items prove to bear the subject's name: the subject, and others by their own numbers.

    Attributes:
        proved: the words of a name as written, and the keys of others who bear it.
        homes: the words of a name as written, and addresses of others who bear it, or of two of whom
            the subject may be either.
        house: the words of a name as written, where one of those lives in the subject's own house.
        unknown: the words of a name as written, and CPR numbers beside it of which the subject file
            cannot tell whose they are; one of them may be the subject's.
        days: the words of a name as written, where others of the subject's birth date bear it, or two of whom the
            subject may be either; and the addresses beside their CPR numbers.
        own: how many texts have the subject's identifiers beside the name.
    """

    proved: Mapping[frozenset[str], Collection[str]] = field(default_factory=dict, repr=False)
    homes: Mapping[frozenset[str], Collection[str]] = field(default_factory=dict, repr=False)
    house: frozenset[frozenset[str]] = field(default=frozenset(), repr=False)
    unknown: Mapping[frozenset[str], Collection[str]] = field(default_factory=dict, repr=False)
    days: Mapping[frozenset[str], Collection[str]] = field(default_factory=dict, repr=False)
    own: int = 0

    def of(self, written: frozenset[str]) -> int:
        """How many others are known to be called what is written."""
        return len(_keys(self.proved, written)) + max(0, len(_keys(self.unknown, written)) - 1)

    def share(self, written: frozenset[str], homes: Collection[str]) -> bool:
        """Whether one of them is known to live at one of these addresses: a father, a son.

        Without any, because the subject's own home stands too far from the name: whether one lives in that.
        """
        if not homes:
            return any(written <= name for name in self.house)
        return _are_alike(homes, _keys(self.homes, written))

    def share_day(self, written: frozenset[str]) -> bool:
        """Whether one of them is known to be born on the subject's day: a twin of like name, a namesake."""
        return any(written <= name for name in self.days)

    def share_both(self, written: frozenset[str], homes: Collection[str]) -> bool:
        """Whether one of them is known to be born on the subject's day, and to live at one of these addresses."""
        return _are_alike(homes, _keys(self.days, written))


def _keys(known: Mapping[frozenset[str], Collection[str]], written: frozenset[str]) -> set[str]:
    """What is known of all names that have the written words."""
    return {key for name, keys in known.items() if written <= name for key in keys}


def _are_alike(homes: Collection[str], others: Collection[str]) -> bool:
    """Whether an address is one of the others, or in the same house."""
    theirs = list(map(Home.of, others))
    return any(Home.of(key).likeness(home) >= SAME_HOUSE for key in homes for home in theirs)


def namesakes(readings: Sequence[Reading], subject: Subject) -> Namesakes:
    """Those whose own numbers stand beside the subject's name."""
    proved: dict[frozenset[str], set[str]] = {}
    homes: dict[frozenset[str], set[str]] = {}
    unknown: dict[frozenset[str], set[str]] = {}
    house: set[frozenset[str]] = set()
    own = 0
    seen: dict[tuple[frozenset[str], str], Counter[str]] = {}
    for reading in readings:
        full = [n for n in reading.named if not n.mention.bare]
        own += any(added(n.supports) >= CARRIES for n in full)
        for named in full:
            if named.contradicted and named.others:
                proved.setdefault(named.written, set()).update(named.others)
                homes.setdefault(named.written, set()).update(named.homes)
                if any(clue.rule.startswith("address.") for clue in named.supports):
                    house.add(named.written)
            elif named.others and not named.supports and not named.against and named.role is not HitRole.EMPLOYEE:
                unknown.setdefault(named.written, set()).update(named.others)
            elif not named.against and named.supports and are(named.supports, "address"):
                for home in named.homes:
                    seen.setdefault((named.written, home), Counter()).update(named.others)
    for (written, home), numbers in seen.items():
        if _of_two(numbers):
            homes.setdefault(written, set()).add(home)
            house.add(written)
    return Namesakes(proved, homes, frozenset(house), unknown, _born_together(readings, subject), own)


def _born_together(readings: Sequence[Reading], subject: Subject) -> dict[frozenset[str], set[str]]:
    """Names beside which CPR numbers of the subject's birth date stand, as often as a slip is not made, with the homes.

    A number that is a digit from the subject's is a slip, but beside another first name: twins' are often so alike.
    """
    seen: dict[frozenset[str], Counter[str]] = {}
    homes: dict[frozenset[str], set[str]] = {}
    otherwise: set[frozenset[str]] = set()
    for named in (n for reading in readings for n in reading.named if not n.mention.bare):
        if is_otherwise := named.mention.rule in ("name.variant", CALLED):
            otherwise.add(named.written)
        alike = named.same_day if is_otherwise or not subject.cpr else ()
        dated = [key for key in (*named.others, *alike) if key.isdecimal() and birth_date(key) == subject.birth_date]
        if dated:
            seen.setdefault(named.written, Counter()).update(dated)
            homes.setdefault(named.written, set()).update(named.homes)
    told = {name: {key for key, times in keys.items() if times >= TWICE} for name, keys in seen.items()}
    own = {key for name, keys in told.items() if name not in otherwise for key in keys}

    def is_shared(name: frozenset[str], keys: set[str]) -> bool:
        """Whether the numbers are more people's than the subject's."""
        if subject.cpr:
            return bool(keys)
        return len(keys) > 1 or (name in otherwise and bool(own) and not keys <= own)

    return {name: homes[name] for name, keys in told.items() if is_shared(name, keys)}


def _of_two(numbers: Mapping[str, int]) -> bool:
    """Whether two people's CPR numbers are among them, so that the subject is one of two: a father, a son.

    A number that is written once may be a slip of another one, and so may one of the same birth date.
    """
    told = [number for number in numbers if number.isdecimal() and len(number) == len("DDMMYYSSSS")]
    return any(
        birth_date(one) != birth_date(other)
        and (min(numbers[one], numbers[other]) >= TWICE or _unlike(one, other) >= UNLIKE)
        for one, other in combinations(told, 2)
    )


def _unlike(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def homes_of(readings: Iterable[Reading], known: Namesakes) -> frozenset[str]:
    """Keys of addresses that stand beside the subject's name and CPR number or birth date: theirs, once or now.

    A birth date proves nothing of a name that another of that day bears too.
    """
    return frozenset(
        key
        for reading in readings
        for n in reading.named
        if n.homes and n.is_proved and not (are(n.supports, "birth_date", "address") and known.share_day(n.written))
        for key in n.homes
    )


def are(supports: Iterable[Clue], *kinds: str) -> bool:
    """Whether nothing but identifiers of these kinds speaks for it; a kind may be one rule."""
    return all(clue.rule in kinds or clue.rule.partition(".")[0] in kinds for clue in supports)


def added(clues: Iterable[Clue]) -> float:
    """Each kind of identifier counts once: the same number twice is one reason."""
    best: dict[str, float] = {}
    for clue in clues:
        kind = clue.rule.split(".")[0]
        best[kind] = max(best.get(kind, -math.inf), clue.weight)
    return math.fsum(best.values())

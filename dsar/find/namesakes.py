"""Who else bears the subject's name, as the searched items prove it by their numbers, days and homes.

What cannot be told apart by it stays possible: a father and a son in one house, twins of like names, two of one name
who are born on one day.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from dsar.detect.cpr_number import birth_date
from dsar.find.evidence import Named, Reading
from dsar.find.mentions import AS_IN_THE_FILE, CALLED
from dsar.find.roles import HitRole
from dsar.find.spelling import Fit, may_stand_for
from dsar.find.traits import SAME_HOUSE, Home
from dsar.model import Clue, Subject

CARRIES = 4.0
"""Identifiers that add up to so much outweigh a namesake elsewhere in the item."""

NEAR = "cpr.near"

TWICE = 2
"""So often a CPR number stands with a name and an address before it proves that its bearer lives there."""

_DATE, _NUMBER = len("DDMMYY"), len("DDMMYYSSSS")

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
        unknown: the words of a name as written, and CPR numbers and birth dates beside it of which the subject
            file cannot tell whose they are; one of them may be the subject's.
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
    _counted: dict[tuple[frozenset[str], bool], int] = field(default_factory=dict, repr=False, compare=False)

    def of(self, named: Named) -> int:
        """How many others are known to be called what is written; most items write the same few names."""
        what = named.written, named.mention.rule in AS_IN_THE_FILE
        if what not in self._counted:
            undecided = _people(_keys(self.unknown, named))
            self._counted[what] = len(_people(_keys(self.proved, named))) + max(0, len(undecided) - 1)
        return self._counted[what]

    def share(self, named: Named) -> bool:
        """Whether one of them is known to live at an address beside the name: a father, a son.

        Without any, because the subject's own home stands too far from the name: whether one lives in that.
        """
        if not named.homes:
            return any(_may_be(named, name) for name in self.house)
        return _are_alike(named.homes, _keys(self.homes, named))

    def share_day(self, named: Named) -> bool:
        """Whether one of them is known to be born on the subject's day: a twin, a namesake."""
        return any(_may_be(named, name) for name in self.days)

    def share_both(self, named: Named) -> bool:
        """Whether one of them is born on the subject's day, and no address beside the name tells them apart."""
        theirs = _keys(self.days, named)
        return not named.homes or not theirs or _are_alike(named.homes, theirs)


def _keys(known: Mapping[frozenset[str], Collection[str]], named: Named) -> set[str]:
    """What is known of all whom a mention may name."""
    return {key for name, keys in known.items() if _may_be(named, name) for key in keys}


def _may_be(named: Named, name: frozenset[str]) -> bool:
    """Whether a mention may be of one who bears this name.

    It is in fewer of its words or other letters; and where it is not the subject's name as the file has it, misspelled,
    in short, in initials or with a middle name more, so may be the other's.
    """
    if named.mention.rule in AS_IN_THE_FILE:
        return _may_be_written(named.written, name, Fit.LETTERS)
    return name <= named.written or _may_be_written(named.written, name, Fit.EDIT)


@lru_cache(maxsize=4096)
def _may_be_written(written: frozenset[str], name: frozenset[str], worst: Fit) -> bool:
    return written <= name or all(any(may_stand_for(word, one, worst=worst) for one in name) for word in written)


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
    seen: dict[tuple[frozenset[str], str], Counter[str]] = {}
    full = [n for reading in readings for n in reading.named if not n.mention.bare]
    for named in full:
        if named.contradicted and named.others:
            proved.setdefault(named.written, set()).update(named.others)
            homes.setdefault(named.written, set()).update(named.homes)
            if any(clue.rule.startswith("address.") for clue in named.supports):
                house.add(named.written)
        elif not named.against and named.role is not HitRole.EMPLOYEE and not subject.cpr:
            unknown.setdefault(named.written, set()).update(named.others | named.same_day)
            if named.supports and are(named.supports, "address"):
                for home in named.homes:
                    seen.setdefault((named.written, home), Counter()).update(named.others)
    for (written, home), keys in seen.items():
        if _of_two(keys):
            homes.setdefault(written, set()).add(home)
            house.add(written)
    own = sum(added(n.supports) >= CARRIES for n in full)
    return Namesakes(proved, homes, frozenset(house), unknown, _born_together(readings, subject), own)


def _born_together(readings: Sequence[Reading], subject: Subject) -> dict[frozenset[str], set[str]]:
    """Names beside which CPR numbers of the subject's birth date stand, as often as a slip is not made, with the homes.

    A number that is a digit from the subject's is a slip, but beside another first name: twins' are often so alike.
    Any other number of that day is no slip there, and beside a first name that is none of the subject's the day is
    enough.
    """
    seen: dict[frozenset[str], Counter[str]] = {}
    homes: dict[frozenset[str], set[str]] = {}
    otherwise: set[frozenset[str]] = set()
    twins: set[frozenset[str]] = set()
    for named in (n for reading in readings for n in reading.named if n.of_family or not n.mention.bare):
        if is_otherwise := named.mention.rule in ("name.variant", CALLED):
            otherwise.add(named.written)
        alike = named.same_day if is_otherwise or named.of_family or not subject.cpr else ()
        dated = [key for key in (*named.others, *alike) if key.isdecimal() and birth_date(key) == subject.birth_date]
        born = any(clue.rule == "birth_date.equal" for clue in named.supports)
        if named.of_family and named.role is not HitRole.HOUSEHOLD and (dated or born):
            twins.add(named.written)
        if named.mention.rule == CALLED and named.contradicted and dated:
            twins.add(named.written)
        if dated or named.written in twins:
            seen.setdefault(named.written, Counter()).update(dated)
            homes.setdefault(named.written, set()).update(named.homes)
    told = {name: {key for key, times in keys.items() if times >= TWICE} for name, keys in seen.items()}
    own = {key for name, keys in told.items() if name not in otherwise | twins for key in keys}

    def is_shared(name: frozenset[str], keys: set[str]) -> bool:
        """Whether the numbers are more people's than the subject's."""
        if name in twins or subject.cpr:
            return name in twins or bool(keys)
        return len(keys) > 1 or (name in otherwise and bool(own) and not keys <= own)

    return {name: homes[name] for name, keys in told.items() if is_shared(name, keys)}


def _people(keys: Iterable[str]) -> list[str]:
    """One key of each whom CPR numbers and birth dates prove: a number that is a slip of another is nobody's."""
    kept: list[str] = []
    told: set[str] = set()
    days: set[str] = set()
    for key in sorted(keys, key=lambda key: (len(_digits(key)) < _NUMBER, key)):
        digits = _digits(key)
        alike = {digits, *_but_one(digits), *_exchanged(digits)}
        if digits not in days and told.isdisjoint(alike):
            kept.append(key)
            told.update((digits, *_but_one(digits)))
            days.add(digits[:_DATE])
    return kept


def _but_one(digits: str) -> list[str]:
    """The digits with each one left open: a slip of one digit has one of these in common."""
    return [f"{digits[:at]}*{digits[at + 1 :]}" for at in range(len(digits))]


def _exchanged(digits: str) -> list[str]:
    """The digits with each two neighbours exchanged."""
    pairs = range(len(digits) - 1)
    return [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in pairs]


def _of_two(keys: Mapping[str, int]) -> bool:
    """Whether two people's CPR numbers or birth dates are among them, so that the subject is one of two.

    A number that is written once may be a slip of another one, and so may one of the same birth date.
    """
    told = [(_digits(key), times) for key, times in keys.items()]
    return any(
        one[:_DATE] != other[:_DATE] and (min(times, often) >= TWICE or _unlike(one, other) >= UNLIKE)
        for (one, times), (other, often) in combinations(told, 2)
    )


def _digits(key: str) -> str:
    """A CPR number; of a birth date, the digits that a number begins with."""
    return key if len(key) == _NUMBER and "-" not in key else key[8:10] + key[5:7] + key[2:4]


def _unlike(one: str, other: str) -> int:
    """In how many digits two numbers differ; of a number and a birth date, those of the date."""
    return sum(a != b for a, b in zip(one, other, strict=False))


def homes_of(readings: Iterable[Reading], known: Namesakes) -> frozenset[str]:
    """Keys of addresses that stand beside the subject's name and CPR number or birth date: theirs, once or now.

    A birth date proves nothing of a name that another of that day bears too.
    """
    return frozenset(
        key
        for reading in readings
        for n in reading.named
        if n.homes and n.is_proved and not (are(n.supports, "birth_date", "address") and known.share_day(n))
        for key in n.homes
    )


def are(supports: Iterable[Clue], *kinds: str) -> bool:
    """Whether nothing but identifiers of these kinds speaks for it; a kind may be one rule."""
    return all(clue.rule in kinds or clue.rule.partition(".")[0] in kinds for clue in supports)


def kind_of(clue: Clue) -> str:
    """What a clue is a reason of: a number that is almost the subject's tells no more than the birth date in it."""
    return "birth_date" if clue.rule == NEAR else clue.rule.partition(".")[0]


def added(clues: Iterable[Clue]) -> float:
    """Each kind of identifier counts once: the same number twice is one reason."""
    best: dict[str, float] = {}
    for clue in clues:
        kind = kind_of(clue)
        best[kind] = max(best.get(kind, -math.inf), clue.weight)
    return math.fsum(best.values())

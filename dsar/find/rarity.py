"""How much a mention of a name weighs: the rarer the name, the more; less for what is missing or written otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dsar.find.person import WITHIN_REACH, Part, Person, Role
from dsar.find.spelling import Fit
from dsar.index.accents import without_accents

PRIOR = -7.0
"""Log-odds that an item is about the subject before anything in it is read; names are weighed against it."""
STRONGEST = 9.2
"""A name alone never makes more than likely: nobody knows all who bear it."""
ANOTHER_MIDDLE, UNKNOWN_MIDDLE, ANOTHER_FIRST, ANOTHER_LAST = -3.5, -0.7, -3.0, -4.0
SAME_INITIAL = 1.5
COUPLE = -0.5
FAMILY = 0.0
"""A surname alone weighs no more, however rare: those who live together share it."""

# People of the same name whom no list tells of: unknown namesakes, relatives with the same initial, nicknames.
_UNKNOWN = {"name.initials": 0.5, "name.short": 0.15, "name.middle": 0.3, "name.misspelled": 0.3}
_UNKNOWN_OTHERWISE = 0.08
_INITIAL_SHARE = 0.08


def weigh(commonness: float, rule: str) -> float:
    """The weight that gives a name the odds of one against all others within reach who would be called so."""
    others = WITHIN_REACH * commonness + _UNKNOWN.get(rule, _UNKNOWN_OTHERWISE)
    return min(STRONGEST, -PRIOR - math.log(others))


def rule_of(parts: Sequence[Part], *, dropped: bool = False, former: bool = False) -> str:
    """The rule of a mention by its worst word; ``dropped`` if middle names are left out."""
    worst = max(part.fit for part in parts)
    if worst is Fit.EDIT:
        return "name.misspelled"
    if worst is Fit.VARIANT:
        return "name.variant"
    if former:
        return "name.former"
    return "name.dropped" if dropped else "name.full"


def name_weight(person: Person, given: tuple[str, Part], last: tuple[str, Part], middles: Sequence[Part]) -> float:
    """The weight of a first name and a surname, each as written and as it fits, and of middle names between."""
    common = person.commonness(Role.GIVEN, *given) * person.commonness(Role.LAST, *last)
    common *= _middles(person, middles)
    return weigh(common, rule_of([given[1], last[1], *middles]))


def initials_weight(person: Person, letters: str, last: Part, middles: Sequence[Part]) -> float:
    """The weight of initials before or behind a surname; of those that the subject has."""
    strange = UNKNOWN_MIDDLE if has_strange_initial(person, letters, middles) else 0.0
    letters = letters[:1] if strange else letters
    common = person.commonness(Role.LAST, last.name, last) * _INITIAL_SHARE ** len(letters)
    return weigh(common * _middles(person, middles), "name.initials") + strange


def has_strange_initial(person: Person, letters: str, middles: Sequence[Part]) -> bool:
    """Whether an initial is of a middle name, and the subject file has none: theirs untold, or a relative's."""
    return len(letters) > 1 and not person.middles and not middles


def middle_weight(person: Person, initials: Sequence[str], *, foreign: int) -> float:
    """What initials and unknown words between first name and surname say."""
    if unlike(person, initials):
        return ANOTHER_MIDDLE
    weight = SAME_INITIAL if initials and person.middles else 0.0
    if foreign:
        weight += ANOTHER_MIDDLE if person.middles else UNKNOWN_MIDDLE
    return weight


def unlike(person: Person, initials: Sequence[str]) -> bool:
    """Whether the initials are of middle names that the subject does not have."""
    known = {without_accents(word[0]) for word in person.middles}
    return bool(initials) and bool(known) and not known.intersection(map(without_accents, initials))


def _middles(person: Person, middles: Sequence[Part]) -> float:
    return math.prod(person.commonness(Role.MIDDLE, part.name, part) for part in middles)

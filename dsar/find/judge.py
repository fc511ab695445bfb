"""From what an item's texts say to how likely it is about the subject.

An item is judged as a whole: the name on page one and the address on page three
speak together. A row of a register is judged by itself. What cannot be decided
stays possible: a person decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dsar.find.evidence import ANOTHER_FIRST, Named, Reading, shared
from dsar.find.mentions import CALLED, INITIALS, MIDDLE
from dsar.find.namesakes import CARRIES, NEAR, Namesakes, added, are, kind_of
from dsar.find.rarity import PRIOR
from dsar.find.roles import HitRole
from dsar.find.spelling import edits
from dsar.model import Clue

UNDECIDED = math.log(0.06 / 0.94)
"""Odds that a full name alone never falls below, however common it is: the item stays possible."""
FAMILY_ODDS = -1.0
"""Odds that what a household or twins share never exceeds, where another first name or number stands with it."""

INITIALS_AT_HOME = 4.0
"""Odds that initials with a home never exceed: a brother, a daughter may share both."""

CALLED_AT_HOME = 1.0
"""Odds that a first name of which the subject's may be a form never exceeds with a home: Hans the son of Johannes."""

_OWN = frozenset({"cpr.equal", "cpr.split", "other.equal", "email.equal", "phone.equal"})
"""Identifiers that are noted of the one whom an item is about."""

_OWN_ALONE = _OWN - {"email.equal", "phone.equal"}
"""Those that nobody shares with a household."""

_REGISTERED = frozenset({"birth_date.equal", "address.equal", "address.house"})

_REGISTERED_KINDS = frozenset({"birth_date", "address"})

_OF_FAMILY = frozenset({"birth_date", "address", "phone", "email"})
"""Identifiers that those of one family share: a house, a telephone, a mail box, and twins a birth date."""

# Without any word of the name, these may well be somebody else's of the same house or day.
_NAMELESS = {"address": -2.0, "birth_date": -4.0}


def probability(readings: Sequence[Reading], known: Namesakes) -> float | None:
    """How likely the item is about the subject; None where nothing in it speaks of them at all."""
    odds = _odds([n for reading in readings for n in reading.named], _loose(readings), known)
    return None if odds is None else 0.5 + 0.5 * math.tanh(odds / 2)


def role(readings: Sequence[Reading]) -> HitRole:
    """What the subject is in the item."""
    named = [n for reading in readings for n in reading.named if not n.contradicted]
    full = [n for n in named if not n.mention.bare]
    rules = {clue.rule for n in named for clue in n.supports} | set(_loose(readings)) | set(_of_others(readings))
    said = {n.role for n in full}
    if len(said) == 1 and None not in said and "cpr.equal" not in rules:
        return said.pop() or HitRole.MENTIONED
    if full and said <= {None, HitRole.HOUSEHOLD} and "cpr.equal" not in rules and _is_of_a_relative(readings):
        return HitRole.HOUSEHOLD
    if HitRole.SUBJECT in said or any(n.role is None and _registered(n) for n in full):
        return HitRole.SUBJECT
    if HitRole.EMPLOYEE in said and not rules & _OWN and None not in said:
        return HitRole.EMPLOYEE
    if any(n.role is HitRole.SUBJECT and not n.of_family for n in named) and not full:
        return HitRole.SUBJECT
    if named and not full and all(n.of_family for n in named) and not rules & _OWN_ALONE:
        return HitRole.HOUSEHOLD
    if not full and rules and all(rule.startswith("address.") or rule.endswith(".shared") for rule in rules):
        return HitRole.HOUSEHOLD
    if rules & _OWN or any(r.first for r in readings if r.says_something):
        return HitRole.SUBJECT
    return next((r for r in (HitRole.HOUSEHOLD, HitRole.EMPLOYEE) if r in said), HitRole.MENTIONED)


def _is_of_a_relative(readings: Sequence[Reading]) -> bool:
    """Whether a text is about somebody of the subject's surname, by the words or the CPR number beside their name."""
    relatives = [n for reading in readings for n in reading.named if n.of_family]
    return any(n.role is HitRole.SUBJECT or any(key.isalnum() for key in n.others) for n in relatives)


def _registered(named: Named) -> bool:
    """Whether a birth date or a home stands with the name: so are those written whom something is about."""
    return any(clue.rule in _REGISTERED for clue in named.supports)


def _loose(readings: Sequence[Reading]) -> dict[str, Clue]:
    """The heaviest clue of each rule that no mention has to itself."""
    clues = sorted((clue for reading in readings for clue in reading.loose), key=lambda clue: clue.weight)
    return {clue.rule: clue for clue in clues}


def _of_others(readings: Sequence[Reading]) -> Iterator[str]:
    """The rules of the subject's identifiers that stand by somebody else's name and number."""
    for reading in readings:
        yield from (
            shared(clue).rule for n in reading.named if n.contradicted and n.mention.bare for clue in n.supports
        )


def _odds(named: Sequence[Named], loose: Mapping[str, Clue], known: Namesakes) -> float | None:
    full = [n for n in named if not n.mention.bare]
    clear, contradicted = [n for n in full if not n.contradicted], [n for n in full if n.contradicted]
    bare = [n for n in named if n.mention.bare and not n.contradicted]
    supports = [*loose.values(), *(clue for n in [*clear, *bare] for clue in n.supports if not _is_siblings(clue, n))]
    if clear:  # a parent has the home that stands with the child's name and number
        supports += [shared(clue) for n in named if n.contradicted and n.mention.bare for clue in n.supports]
    total = added(supports)
    odds = [_contradicted(n, loose) for n in contradicted]
    if clear and all(n.role is HitRole.EMPLOYEE and not n.supports for n in clear):
        supports, apart = _parted(supports)  # whom a caseworker's name stands with has a home, not the caseworker
        odds += [_nameless(bare, apart, added(apart), known=known)] if apart else []
    handed = [clue for n in named if n.contradicted for clue in n.supports]
    if handed:
        odds.append(_handed(bare, [*loose.values(), *handed], is_namesakes=bool(contradicted), known=known))
    if clear:
        odds.append(_named(clear, supports, contradicted=contradicted, known=known))
    elif total > 0 and not (contradicted and total < CARRIES):
        odds.append(_nameless(bare, supports, total, known=known))
    if any(clue.rule == "cpr.equal" for clue in supports):
        odds.append(PRIOR + total)  # nothing else in an item outvotes the subject's own number
    best = max(odds, default=None)
    if best is not None and not full and best < UNDECIDED:
        return None
    return best


def _is_siblings(clue: Clue, named: Named) -> bool:
    """Whether a number that is almost the subject's is that of another first name beside it: a twin's."""
    return clue.rule == NEAR and named.of_family


def _parted(supports: Sequence[Clue]) -> tuple[list[Clue], list[Clue]]:
    """What may be of whoever is named, and what is of whom the text is about: a birth date, a home."""
    of_case = [clue for clue in supports if kind_of(clue) in _REGISTERED_KINDS]
    return [clue for clue in supports if clue not in of_case], of_case


def _handed(bare: Sequence[Named], supports: Sequence[Clue], *, is_namesakes: bool, known: Namesakes) -> float:
    """The odds by what of the subject stands by another's name and number: a wife's row with their telephone.

    With the subject's first name, all that the two share is a reason, as a child's home is in its mother's case.
    """
    theirs = [shared(clue) for clue in supports]
    odds = _nameless((), theirs, added(theirs), known=known)
    own = [n for n in bare if not n.of_family]
    if own:
        odds = max(odds, min(_nameless(own, supports, added(supports), known=known), FAMILY_ODDS))
    return min(odds, FAMILY_ODDS) if is_namesakes else odds


def surest(clear: Sequence[Named]) -> Named | None:
    """The mention that weighs most, with what speaks against it."""
    return max(clear, key=lambda n: n.mention.weight + _sum(n.against), default=None)


def _named(
    clear: Sequence[Named], supports: Sequence[Clue], *, contradicted: Sequence[Named], known: Namesakes
) -> float:
    """The odds of an item that has the subject's name without anybody else's number at it."""
    total = added(supports)
    best = surest(clear)
    assert best is not None
    odds = PRIOR + best.mention.weight + _sum(best.against) + total
    if are(supports, "address") and total >= CARRIES:
        if contradicted or known.share(best) or all(n.mention.doubtful for n in clear):
            return min(odds, FAMILY_ODDS)  # the same name at the same address: father and son
        if all(n.mention.rule == INITIALS for n in clear):
            return min(odds, INITIALS_AT_HOME)
        if all(n.mention.rule == CALLED for n in clear):
            return min(odds, CALLED_AT_HOME)
    if _is_one_of_a_day(best, supports, known):
        return min(odds, FAMILY_ODDS)
    if total >= CARRIES:
        return odds
    same = [n for n in contradicted if not _is_unlike(n, best)]
    if same:  # the same name again in the same item is the same person, and not the subject
        return odds + max(_sum(n.against) for n in same)
    others = known.of(best)
    if others:
        odds = min(odds, -math.log(others))
    doubtful = all(n.mention.doubtful and n.mention.rule != INITIALS for n in clear)
    return odds if doubtful else max(odds, UNDECIDED)


def _is_one_of_a_day(named: Named, supports: Sequence[Clue], known: Namesakes) -> bool:
    """Whether nothing tells the subject from another who is born on their day: a twin, or one of the same name."""
    if not supports or not are(supports, "birth_date", "address", NEAR) or not known.share_day(named):
        return False
    return are(supports, "birth_date", NEAR) or known.share_both(named)


def _is_unlike(other: Named, named: Named) -> bool:
    """Whether a name is not the one that stands there too: a child's that is called after them, Carl beside K. Å."""
    if other.mention.rule == MIDDLE and other.written < named.written:
        return True
    if other.mention.doubtful and not named.mention.doubtful:
        return True
    if named.role is HitRole.EMPLOYEE and other.role is not HitRole.EMPLOYEE:
        return True  # who decides a case is not the one whom it is about
    if named.role is HitRole.HOUSEHOLD and other.role is not HitRole.HOUSEHOLD:
        return True  # nor is somebody's mother that one, though she has given them her name
    fewer, more = sorted((other.written, named.written), key=len)
    return not all(any(_is_same_word(one, word) for word in more) for one in fewer)


def _is_same_word(one: str, other: str) -> bool:
    """Whether two words may be one of a name: equal, an initial, or misspelled."""
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return one == other or one in edits(other)


def _nameless(bare: Sequence[Named], supports: Sequence[Clue], total: float, *, known: Namesakes) -> float:
    """The odds of an item without a full name: identifiers, and perhaps a first name or surname alone."""
    kinds = {kind_of(clue) for clue in supports}
    odds = PRIOR + total
    if not bare:
        return odds + (sum(_NAMELESS[kind] for kind in kinds) if kinds <= _NAMELESS.keys() else 0.0)
    weight = max(n.mention.weight for n in bare)
    holders = [n for n in bare if n.supports]
    of_one = kinds <= _REGISTERED_KINDS and bool(holders) and len(supports) == sum(len(n.supports) for n in holders)
    if kinds <= _OF_FAMILY and all(n.of_family for n in (holders if of_one else bare)):
        return max(min(odds + weight + ANOTHER_FIRST.weight, FAMILY_ODDS), min(odds, UNDECIDED))
    if all(_is_one_of_a_day(n, supports, known) for n in bare):
        return min(odds + weight, FAMILY_ODDS)
    odds += weight if kinds == {"birth_date"} else max(weight, 0.0)
    return max(odds, UNDECIDED) if any(clue.rule == NEAR for clue in supports) else odds  # a slip beside their surname


def _contradicted(named: Named, loose: Mapping[str, Clue]) -> float:
    supports = [*named.supports, *loose.values()]
    odds = PRIOR + named.mention.weight + added(supports) + _sum(named.against)
    return min(odds, FAMILY_ODDS) if are(supports, "address") else odds


def _sum(clues: Iterable[Clue]) -> float:
    return math.fsum(clue.weight for clue in clues)

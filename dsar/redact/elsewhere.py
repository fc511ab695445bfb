"""Who is known from the other documents of a package, so that nobody removed from one can be read in the next. Pure.

In one document a person is named in full and found; in another the same name stands in small letters, or a house
stands there without its people. Looked for are whole names, numbers and houses; a word alone may be anybody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from dsar.redact.fold import folded_words, unfolded

if TYPE_CHECKING:
    from dsar.detect.lexicon import Lexicon
    from dsar.redact.belongs import Known

MOST = 5_000
"""Of a kind; those of the most documents come first. A package of that many others is of registers."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Others in other documents: whole names as folded words, numbers as folded letters, roads with house numbers.

    ``own`` are identifiers that a document says are the subject's, and none says are another's, as letters and digits.
    """

    names: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    houses: frozenset[str] = field(default=frozenset(), repr=False)
    own: frozenset[str] = field(default=frozenset(), repr=False)


NOWHERE = Elsewhere()


def elsewhere(documents: Iterable[Known], lexicon: Lexicon) -> Elsewhere:
    """What all documents together know; names of employees, CPR numbers and what may be plain words are left out.

    A CPR number is found wherever it stands, and its birth date is looked for in its own document alone.
    """
    names, numbers, houses = Counter[tuple[str, ...]](), Counter[str](), Counter[str]()
    employees = set[tuple[str, ...]]()
    mine, theirs = set[str](), set[str]()
    for known in documents:
        mine |= known.mine
        theirs |= known.theirs
        names.update(name for name in known.others if len(name) > 1)
        numbers.update(known.numbers - known.cprs)
        houses.update(known.houses)
        employees |= known.employees
    named = {name: often for name, often in names.items() if name not in employees and not _is_plain(name, lexicon)}
    own = mine - theirs
    compact = {"".join(folded_words(number)) for number in own}
    others = {number: often for number, often in numbers.items() if number not in compact}
    return Elsewhere(_most(named), _most(others), _most(houses), frozenset(own))


def _is_plain(name: tuple[str, ...], lexicon: Lexicon) -> bool:
    return all(any(map(lexicon.is_word, unfolded(word))) for word in name)


_Counted = TypeVar("_Counted", str, tuple[str, ...])


def _most(counted: dict[_Counted, int]) -> frozenset[_Counted]:
    return frozenset(sorted(counted, key=lambda one: (-counted[one], one))[:MOST])

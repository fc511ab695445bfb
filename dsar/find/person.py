"""The subject made ready for reading: every word their names may be written with, and how rare each is.

How much a name tells is a matter of how many bear it: of two people with the same
rare name one is hardly meant by chance, of two Jens Jensens one often is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from itertools import combinations

from dsar.detect.lexicon import Lexicon
from dsar.detect.names_words import name_words
from dsar.find.spelling import Fit, same_name, shortened, spellings
from dsar.index.accents import without_accents
from dsar.index.scripts import is_unspaced
from dsar.index.terms import normal, words
from dsar.model import Subject

POPULATION = 5_920_000
"""People whom the lexicon's counts are of (Denmark, 1 January 2023)."""
WITHIN_REACH = 300_000
"""People whom one municipality's documents may name: those who live there, lived there, work there or are related."""
OFTEN = 300
"""A word one slip away that so many bear is their name, not a slip."""

# How often a name is written so by somebody who means it, for one word that fits so.
_WRITTEN = {Fit.EXACT: 1.0, Fit.LETTERS: 0.2, Fit.VARIANT: 0.02, Fit.EDIT: 0.0003}


LONGEST_INITIALS = 3
"""Letters of initials in one word."""


class Role(StrEnum):
    """What a word is in the subject's name."""

    GIVEN = "given"
    MIDDLE = "middle"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the subject's name, as it may be written.

    Attributes:
        name: the word as the subject file has it.
        fit: how well the written word fits it.
        former: only a former name has it.
    """

    role: Role
    name: str
    fit: Fit
    former: bool = False


@dataclass(frozen=True, slots=True)
class FullName:
    """One of the subject's names in its words; ``last`` equals ``given`` where there is only one.

    ``initials`` are those of all words before the last, particles included, without accents.
    """

    given: str
    middle: tuple[str, ...]
    last: str
    former: bool
    initials: str


class Person:
    """The subject with every spelling of their names."""

    def __init__(self, subject: Subject, lexicon: Lexicon) -> None:
        self.subject = subject
        self.lexicon = lexicon
        current = [full_name(name, former=False) for name in subject.names]
        former = [full_name(name, former=True) for name in subject.former_names]
        self.names = tuple(name for name in current + former if name is not None)
        self._shares: dict[tuple[Role, str], float] = {}
        self._read: dict[str, tuple[Part, ...]] = {}

    @cached_property
    def parts(self) -> dict[str, tuple[Part, ...]]:
        """Each word that may be one of the subject's, with what it then is; the best fit of each role."""
        found: dict[str, dict[Role, Part]] = {}
        for name in self.names:
            for role, word in _roles(name):
                for spelling, fit in spellings(word).items():
                    if fit is not Fit.EDIT or not self._is_name(spelling):
                        _keep_best(found, spelling, Part(role, word, fit, name.former))
                for spelling in shortened(word) if role is Role.GIVEN else ():
                    if not self._is_name(spelling) and not self.lexicon.get(spelling).word:
                        _keep_best(found, spelling, Part(role, word, Fit.VARIANT, name.former))
        return {spelling: tuple(roles.values()) for spelling, roles in found.items()}

    @cached_property
    def joined(self) -> dict[str, FullName]:
        """Names written as one word, as in user names and file names."""
        found = {}
        for name in self.names:
            for between in {"", "".join(name.middle)}:
                for one, other in ((name.given, name.last), (name.last, name.given)):
                    found[one + between + other] = name
        return {without_accents(word): name for word, name in found.items()} | found

    @cached_property
    def middles(self) -> frozenset[str]:
        """Every middle name."""
        return frozenset(word for name in self.names for word in name.middle)

    @cached_property
    def short(self) -> frozenset[str]:
        """Words of initials: the first one alone, or up to :data:`LONGEST_INITIALS` in one word, some left out."""
        found = set()
        for name in self.names:
            own = name.initials or without_accents(name.given[0])
            more = (letters for size in range(LONGEST_INITIALS) for letters in combinations(own[1:], size))
            found |= {own[0] + "".join(letters) for letters in more}
        return frozenset(found)

    @cached_property
    def written(self) -> dict[str, tuple[Part, ...]]:
        """Each word that may stand in a text: :attr:`parts`, and their genitives where these are no better names."""
        found = dict(self.parts)
        for word, parts in self.parts.items():
            best, genitive = min(part.fit for part in parts), word + "s"
            known = min((part.fit for part in found.get(genitive, ())), default=Fit.EDIT + 1)
            if best <= Fit.VARIANT and best < known and known > Fit.LETTERS:
                found[genitive] = parts
        return found

    @cached_property
    def genitives(self) -> dict[str, str]:
        """Each genitive among :attr:`written` with the word that it is of; both without accents."""
        found = (word for word, parts in self.parts.items() if self.written.get(word + "s") is parts)
        return {without_accents(word) + "s": without_accents(word) for word in found}

    def read(self, word: str) -> tuple[Part, ...]:
        """What a written word may be of the name, also where it has other accents than the subject file."""
        found = self._read.get(word)
        if found is None:
            found = self._read[word] = self._parts_of(word)
        return found

    def _parts_of(self, word: str) -> tuple[Part, ...]:
        found = self.written.get(word, ())
        if word.isascii() or (plain := without_accents(word)) == word or plain not in self.written:
            return found
        best = {part.role: part for part in found}
        for part in self.written[plain]:
            known = best.get(part.role)
            if known is None or max(part.fit, Fit.LETTERS) < known.fit:
                best[part.role] = replace(part, fit=max(part.fit, Fit.LETTERS))
        return tuple(best.values())

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word without which a text names nobody of the name."""
        return frozenset(self.written).union(self.joined)

    def commonness(self, role: Role, written: str, part: Part) -> float:
        """How likely somebody else is called by what is written, over how likely the subject is."""
        alike = self._alike(role, part.name)
        if part.fit is Fit.EXACT:
            return alike
        said = _WRITTEN[part.fit]
        others = self._share(role, written) + self._share(role, part.name) * said
        return min(1.0, max(alike, others / said))

    def _alike(self, role: Role, name: str) -> float:
        """The share of those whose name it is in any spelling: each list and each clerk writes Mohammed another way."""
        if role is Role.MIDDLE:
            return self._share(role, name)
        if (role, name) not in self._shares:
            bearers = (self._bearers(role, word) for word in same_name(name))
            self._shares[role, name] = max(1, sum(bearers)) / POPULATION
        return self._shares[role, name]

    def _bearers(self, role: Role, word: str) -> int:
        entry = self.lexicon.get(word)
        return entry.first if role is Role.GIVEN else entry.last

    def _share(self, role: Role, word: str) -> float:
        entry = self.lexicon.get(word)
        match role:
            case Role.GIVEN:
                bearers = entry.first
            case Role.LAST:
                bearers = entry.last
            case Role.MIDDLE:  # nobody counts them; first names come in fixed pairs (Hans Peter, Anne Marie)
                likely = 6 * entry.first if entry.first > entry.last else 3 * entry.last
                return min(0.15, max(5e-4, likely / POPULATION))
        return max(bearers, 1) / POPULATION

    def _is_name(self, word: str) -> bool:
        entry = self.lexicon.get(word)
        return entry.first + entry.last >= OFTEN


def full_name(name: str, *, former: bool) -> FullName | None:
    """A name in its words: hyphens count as spaces, particles and titles as nothing."""
    parts = [part for part in normal(name).replace("-", " ").replace("'", " ").split() if words(part)]
    plain = [min(words(part), key=len) for part in parts]
    short = 0 if is_unspaced(name) else 1  # a Chinese surname is one letter
    kept = [word for word in plain if word not in name_words().particles and len(word) > short] or plain
    if not kept:
        return None
    initials = without_accents("".join(word[0] for word in plain[:-1]))
    return FullName(kept[0], tuple(kept[1:-1]), kept[-1], former, initials)


@cache
def not_names() -> frozenset[str]:
    """Words that may stand inside a mention and are no part of the name: particles and labels."""
    known = name_words()
    return known.particles | known.first_labels | known.last_labels | {"navn"}


def _keep_best(found: dict[str, dict[Role, Part]], spelling: str, part: Part) -> None:
    known = found.setdefault(spelling, {})
    if part.role not in known or (part.fit, part.former) < (known[part.role].fit, known[part.role].former):
        known[part.role] = part


def _roles(name: FullName) -> Iterable[tuple[Role, str]]:
    yield Role.GIVEN, name.given
    yield Role.LAST, name.last
    for word in name.middle:
        yield Role.MIDDLE, word
    if name.middle:  # Anne-Mette is also written Annemette, and Skov Hansen Skovhansen
        yield Role.GIVEN, name.given + name.middle[0]
        yield Role.LAST, name.middle[-1] + name.last

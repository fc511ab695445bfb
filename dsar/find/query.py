"""From a subject to questions for the index: wide enough that nothing about the subject is left out.

All variation is on this side: spellings, slips, initials and former names become
terms of the question, and those that no passage holds are dropped again. The
opened text decides later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, product

from dsar.crypto import Keys
from dsar.detect.names_words import name_words
from dsar.find.person import Part, Person, Role
from dsar.find.spelling import Fit, spellings
from dsar.find.traits import Home
from dsar.index.compounds import house_key
from dsar.index.engine import All, Any, Engine, Query, Term
from dsar.index.terms import date_term, finding_term, house_term, makes_pairs, pair_term, word_term, words
from dsar.model import Kind, Subject

RARE = 1_000
"""Words of a name that stand in no more passages than this need not stand beside another word of it."""
_RUN = re.compile(r"[^\W\d_]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Questions:
    """What the index is asked.

    Attributes:
        identifiers: passages with an identifier of the subject; each is read closely.
        names: passages that may name the subject.
        homes: passages with the words of an address of the subject, wherever in them.
    """

    identifiers: Query
    names: Query
    homes: Query


def questions(person: Person, homes: Sequence[Home], *, engine: Engine, keys: Keys) -> Questions:
    """Build the questions for a subject."""
    own = (word for word, parts in person.parts.items() if any(part.fit is Fit.EXACT for part in parts))
    terms = _Terms(keys, own)
    return Questions(
        identifiers=Any(tuple(_identifiers(person.subject, homes, terms))),
        names=Any(tuple(_names(person, terms, engine))),
        homes=Any(tuple(_home_in_words(home, terms) for home in homes)),
    )


class _Terms:
    """Makes blind terms."""

    def __init__(self, keys: Keys, own: Iterable[str]) -> None:
        self._keys, self._own = keys, frozenset(own)
        self._words: dict[str, Term] = {}

    def word(self, word: str) -> Term:
        if word not in self._words:  # counted first, and asked for then
            self._words[word] = Term(word_term(word, self._keys))
        return self._words[word]

    def near(self, one: str, other: str) -> Query:
        """Two words near each other; anywhere, if one of them is the subject's own and makes no pairs."""
        for word in (one, other):
            if word in self._own and not makes_pairs(word):
                return All((self.word(one), self.word(other)))
        return Term(pair_term(one, other, self._keys))

    def finding(self, kind: Kind, key: str) -> Term:
        return Term(finding_term(kind, key, self._keys))

    def all_words(self, text: str) -> Query:
        """Passages with every word of a text."""
        return All(tuple(self.word(word) for word in sorted(words(text)) if word.isalnum()))

    def date(self, day: date) -> Term:
        """A date that is written out."""
        return Term(date_term(day, self._keys))

    def any_house(self, house: str) -> Query:
        """A street's last word, in all its letters, and a house's number: beside each other, or in one address."""
        word, _, number = house.partition(" ")
        spelled = (spelling for spelling, fit in spellings(word).items() if fit <= Fit.LETTERS)
        return Any(tuple(Term(house_term(f"{one} {number}", self._keys)) for one in sorted(spelled)))

    def any_word(self, found: Iterable[str]) -> Query:
        return Any(tuple(self.word(word) for word in sorted(set(found))))


def _identifiers(subject: Subject, homes: Iterable[Home], terms: _Terms) -> Iterator[Query]:
    for number in subject.cpr:
        yield terms.finding(Kind.CPR, number)
        yield terms.word(number)
        yield All((terms.word(number[:6]), terms.word(number[6:])))
        yield All(tuple(map(terms.word, (number[:2], number[2:4], number[4:6], number[6:]))))
        if subject.birth_date:
            long_year = number[:4] + str(subject.birth_date.year)
            yield terms.word(long_year + number[6:])
            yield All((terms.word(long_year), terms.word(number[6:])))
    if subject.birth_date:  # also alone: a masked number (010190-XXXX) may be all there is
        yield terms.finding(Kind.BIRTH_DATE, subject.birth_date.isoformat())
    for email in subject.emails:
        yield terms.finding(Kind.EMAIL, email)
        yield terms.all_words(email)
    for phone in subject.phones:
        digits = phone.removeprefix("+45").removeprefix("+")
        yield terms.finding(Kind.PHONE, phone)
        yield terms.word(digits)
        yield terms.word(phone.removeprefix("+"))
        if len(digits) == 8:
            yield All((terms.word(digits[:4]), terms.word(digits[4:])))
    for other in subject.other:
        yield from _other(other, terms)
    for home in homes:
        yield from _home(home, terms)


def _other(other: str, terms: _Terms) -> Iterator[Query]:
    compact = "".join(_RUN.findall(other))
    yield terms.word(compact)
    yield terms.all_words(other)
    yield All(tuple(terms.word(run) for run in _RUN.findall(other)))
    yield terms.finding(Kind.PLATE, compact.upper())
    yield terms.finding(Kind.CASE_NUMBER, "".join(other.split()).upper())


def _home(home: Home, terms: _Terms) -> Iterator[Query]:
    floors = {("", ""), (home.floor, home.door), (home.floor, "")}
    for code in {home.code, ""}:
        for floor, door in floors:
            rest = [part for part in (floor, door) if part]
            yield terms.finding(Kind.ADDRESS, "|".join([home.street, home.number, code, *rest]))


def _home_in_words(home: Home, terms: _Terms) -> Query:
    street = [
        terms.any_word(spelling for spelling, fit in spellings(word).items() if fit <= Fit.LETTERS)
        for word in sorted(words(home.street))
        if word.isalnum()
    ]
    runs = _RUN.findall(home.number)
    number = Any((terms.word("".join(runs)), All(tuple(map(terms.word, runs)))))
    house = house_key(home.street, home.number)
    beside = [terms.any_house(house)] if house else []
    return All((*street, number, *beside))


def _names(person: Person, terms: _Terms, engine: Engine) -> Iterator[Query]:
    written = _written(person, terms, engine)
    given, middle, last = (written[role] for role in Role)
    yield _both(given, last, terms) if given.keys() != last.keys() else terms.any_word(given)
    yield All((Any(tuple(_birth_date(person.subject, terms))), terms.any_word([*given, *last])))
    if middle:
        yield _both(middle, last, terms)
        yield _both(given, middle, terms)
    yield _both(_counted(_initials(person), terms, engine), last, terms)
    yield terms.any_word(person.joined)
    labels = name_words()
    columns = terms.any_word(given), terms.any_word(last)
    yield All((*columns, terms.any_word(labels.first_labels), terms.any_word(labels.last_labels)))


def _both(one: Mapping[str, int], other: Mapping[str, int], terms: _Terms) -> Query:
    """Passages with a word of each: anywhere, where one of the two is rare; near each other, where both are common."""
    rare, common = _parted(one)
    other_rare, other_common = _parted(other)
    return Any(
        (
            All((terms.any_word(rare), terms.any_word(other))),
            All((terms.any_word(common), terms.any_word(other_rare))),
            *(terms.near(*words_) for words_ in product(common, other_common)),
        )
    )


def _parted(words_: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The rare words, which stand in no more than :data:`RARE` passages together, and the common ones."""
    ordered = sorted(words_, key=lambda word: (words_[word], word))
    passages = accumulate(words_[word] for word in ordered)
    count = sum(1 for sum_ in passages if sum_ <= RARE)
    return ordered[:count], ordered[count:]


def _written(person: Person, terms: _Terms, engine: Engine) -> Mapping[Role, Mapping[str, int]]:
    """The words of the subject's name, per role, that stand in the index, and in how many passages."""
    parts = {word: found for word, found in person.written.items() if any(map(_is_asked_for, found))}
    here = _counted(parts, terms, engine)
    return {role: {word: n for word, n in here.items() if _has(parts[word], role)} for role in Role}


def _counted(written: Iterable[str], terms: _Terms, engine: Engine) -> dict[str, int]:
    """In how many passages each word stands; those in none are left out."""
    blind = {word: terms.word(word).term for word in written}
    frequencies = engine.frequencies(list(blind.values()))
    return {word: frequencies[term] for word, term in blind.items() if frequencies[term]}


def _is_asked_for(part: Part) -> bool:
    """Slips in middle names are not: first name and surname find the passage anyway."""
    return part.role is not Role.MIDDLE or part.fit is not Fit.EDIT


def _has(parts: Iterable[Part], role: Role) -> bool:
    return any(part.role is role for part in parts)


def _initials(person: Person) -> Iterator[str]:
    for name in person.names:
        yield from (name.initials[: end + 1] for end in range(len(name.initials)))


def _birth_date(subject: Subject, terms: _Terms) -> Iterator[Query]:
    born = subject.birth_date
    if born is None:
        return
    yield terms.finding(Kind.BIRTH_DATE, born.isoformat())
    yield terms.any_word([f"{born:%d%m%y}", f"{born:%d%m%Y}", f"{born:%Y%m%d}"])
    yield terms.date(born)

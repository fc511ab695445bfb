"""The fifteen elements of an answer, and whether a letter has each of them (LEGAL.md § 7.1, A-03).

Each stands under a heading that bears its number in the template. A heading is not
enough: what the facts hold for the element must be readable under it. Elements 10
and 11 are there when, and only when, there is something to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dsar.cases.rights import KLE
from dsar.letters.document import Heading, Letter, Terms, lines
from dsar.letters.facts import Area, Facts, LetterKind
from dsar.letters.vocabulary import Vocabulary

AUTHORITY = ("Datatilsynet", "Carl Jacobsens Vej 35", "2500 Valby", "33 19 32 00")
"""Art. 15(1)(f): whom to complain to. Source: https://www.datatilsynet.dk/kontakt (read 2026-11-21)."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: ``wanted`` says whether this answer must have it, ``present`` whether it has."""

    number: int
    name: str
    wanted: bool
    present: bool

    @property
    def right(self) -> bool:
        """Whether it is there if it must be, and not there if it must not."""
        return self.wanted == self.present


def elements(facts: Facts, letter: Letter) -> tuple[Element, ...]:
    """The fifteen elements in order; a letter that nothing was found needs fewer (LEGAL.md § 7.1b)."""
    needed = _NO_DATA if facts.kind is LetterKind.NO_DATA else _ELEMENTS
    words = Vocabulary(facts.language)
    return tuple(
        Element(number, name, number in needed and wanted(facts), _under(letter, number, told(facts, words)))
        for number, (name, wanted, told) in _ELEMENTS.items()
    )


def _under(letter: Letter, number: int, told: Iterable[str]) -> bool:
    """Whether the section is there and all of this can be read in it."""
    if number == 1:
        text = "\n".join((letter.title, *(value for _, value in letter.reference)))
        return all(_same(part) in _same(text) for part in told)
    section = letter.section(number)
    body = [block for block in section if not isinstance(block, Heading) or block.level > 2]
    text = _same("\n".join(line for block in body for line in lines(block)))
    return bool(text or any(isinstance(b, Terms) for b in body)) and all(_same(part) in text for part in told)


def _same(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def _always(_facts: Facts) -> bool:
    return True


def _each(get: Callable[[Area, Vocabulary], Iterable[str]]) -> Callable[[Facts, Vocabulary], list[str]]:
    """What every area has of something."""

    def told(facts: Facts, words: Vocabulary) -> list[str]:
        return [text for area in facts.areas for text in get(area, words)]

    return told


def _case(facts: Facts, words: Vocabulary) -> list[str]:
    due = facts.case.extended_due if facts.case.extended else facts.case.due
    return [facts.case.id, KLE[facts.case.kind], words.day(facts.made), words.day(facts.case.received), words.day(due)]


def _counts(facts: Facts, words: Vocabulary) -> list[str]:
    return [words.number(facts.given), *facts.departments] if facts.areas else []


def _search(facts: Facts, words: Vocabulary) -> list[str]:
    found = facts.search
    if found is None:
        return ["\0"]  # nothing can be told
    kinds = [words.word(kind, "identifiers") for kind, _ in found.asked]
    places = [*(p.name for p in found.places), *(name for name, _ in (*found.skipped, *found.by_hand))]
    return [words.day(found.on), *kinds, *places, *(words.word(code, "gaps") for _, code, _ in found.unread)]


def _purposes(area: Area, words: Vocabulary) -> Iterable[str]:
    """Art. 15(1)(a), (b) and the legal basis."""
    a = area.activity
    categories = [words.word(category.value, "categories") for category in area.categories]
    bases = [words.word(basis.value, "bases").split(":")[-1].strip() for basis in a.legal_basis]
    return [*a.purposes, *bases, *categories, *a.laws]


def _recipients(area: Area, _words: Vocabulary) -> Iterable[str]:
    """Art. 15(1)(c) and (2)."""
    a = area.activity
    abroad = (part for one in a.transfers for part in (one.recipient, one.country, one.safeguard))
    return [*a.recipients, *(p.name for p in a.processors), *abroad]


def _withheld(facts: Facts, words: Vocabulary) -> list[str]:
    told = [part for one in facts.withheld for part in (str(one.number), one.place, one.rule, one.weighing)]
    return [*told, words.numbers(facts.extracted)] if facts.extracted else told


def _contact(facts: Facts, _words: Vocabulary) -> list[str]:
    s = facts.sender
    return [*AUTHORITY, facts.case.id, s.phone, s.officer_email, s.officer_phone]


_NO_DATA = frozenset({1, 2, 3, 4, 14})
_Check = tuple[str, Callable[[Facts], bool], Callable[[Facts, Vocabulary], Iterable[str]]]
_ELEMENTS: Mapping[int, _Check] = {
    1: ("title and case", _always, _case),
    2: ("short answer", _always, _counts),
    3: ("the request", _always, lambda f, w: [w.day(f.case.received)]),
    4: ("the search", _always, _search),
    5: ("purposes, legal basis, categories", _always, _each(_purposes)),
    6: ("recipients and third countries", _always, _each(_recipients)),
    7: ("sources", _always, _each(lambda a, w: (w.word(s.value, "sources") for s in a.activity.sources))),
    8: ("retention", _always, _each(lambda a, w: map(w.retention, a.activity.retention))),
    9: ("automated decisions", _always, _each(lambda a, _: (a.activity.automated_decisions,))),
    10: ("look-ups", lambda f: bool(f.lookups), lambda f, w: [w.day(one.on) for one in f.lookups]),
    11: ("what is withheld", lambda f: bool(f.withheld or f.extracted), _withheld),
    12: ("other rights", _always, lambda _, w: w.tables["rights"].values()),
    13: ("glossary", _always, lambda _f, _w: ()),
    14: ("questions and complaint", _always, _contact),
    15: ("attachments", _always, lambda f, w: (w.word(one.letter, "attachment") for one in f.attachments)),
}

"""Why an item is no hit: not known, not read, nothing of the subject in it, or too little.

The item is read whole and closely, past the index, as it was when its store was read. What should have been a hit is
then looked up in the index by its own words: an index that lacks them must be rebuilt, one that has them was not asked
for what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain, groupby
from typing import Any

from dsar.crypto import Keys
from dsar.detect.packed import OF_PERSONS
from dsar.find.evidence import Reader
from dsar.find.explain import explain
from dsar.find.items import Examined, Examiner
from dsar.find.judge import probability
from dsar.find.library import Library, Shelved
from dsar.find.namesakes import Namesakes
from dsar.find.output import why_not_searched
from dsar.find.person import Person
from dsar.find.rarity import PRIOR
from dsar.find.reading import words_of
from dsar.find.spelling import Fit
from dsar.find.subject import as_written
from dsar.find.suggested import FIELDS
from dsar.find.traits import SURE, Finder, Identifiers
from dsar.find.waterfall import explanation_text
from dsar.index import entry_id
from dsar.index.engine import All, Engine, Term
from dsar.index.terms import terms
from dsar.model import LOCATOR_STEP, Answer, Finding, Hit, Kind, StoreGap
from dsar.shown import moment, percent, printable, signed
from dsar.words import ANSWERS, CLUES, GAPS, IDENTIFIERS, LEVELS, PLACES

MOST_WORDS = 20
"""Words that are listed of an item, at most."""

_SAY = ANSWERS["why_not"]
_ASKED_BY = {kind: key for kind, key in FIELDS.items() if kind in OF_PERSONS and kind is not Kind.NAME}
"""Identifiers that are asked for by more than their words."""


class Why(StrEnum):
    """What became of an item."""

    FOUND = "found"
    """It is a hit."""
    NOT_SEARCHED = "not_searched"
    """Its store was not searched, or there is none of that name."""
    UNKNOWN = "unknown"
    """The catalogue has no such item in the store: it was not listed, or is gone since."""
    UNREAD = "unread"
    """It is known and not read; the gaps say why."""
    NOTHING = "nothing"
    """It was read, and none of the subject's words or identifiers stands in it."""
    APART = "apart"
    """Words of the subject's name stand in it, but not as a name, and nothing beside them."""
    TOO_LITTLE = "too_little"
    """What it says of the subject weighs less than what is shown."""
    BEYOND = "beyond"
    """It is about the subject and stands in the index, but no word that was asked for leads to it."""
    MISSED = "missed"
    """By its text it should be a hit, but the index does not have all that stands in it."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer.

    Attributes:
        gaps: those of the item and of what lies in it.
        passages: how many were read now.
        words: words of the name that stand in it, as the text has them.
        clues: rules and weights of what it says of the subject, where that is too little.
        also: kinds of identifiers in what is beyond the search, of which the subject file has none.
        hit: the hit with its number in the answer; of a container, the first in it.
        as_of: when the store was last read through; the item is spoken of as it was then.
        missing: why its store was not searched, in Danish.
    """

    store: str
    item: str = field(repr=False)
    why: Why
    gaps: tuple[StoreGap, ...] = field(default=(), repr=False)
    passages: int = 0
    words: tuple[str, ...] = field(default=(), repr=False)
    clues: tuple[tuple[str, float], ...] = ()
    also: tuple[str, ...] = ()
    hit: tuple[int, Hit] | None = field(default=None, repr=False)
    as_of: datetime | None = None
    missing: str = ""

    @property
    def within(self) -> str | None:
        """The item that was found, where it lies in the one that was asked about."""
        return self.hit[1].item if self.hit and self.hit[1].item.startswith(self.item + LOCATOR_STEP) else None


def why_not(place: tuple[str, str], answer: Answer, opened: Sequence[Shelved] | None, close: CloseReader) -> WhyNot:
    """Say why an item is no hit of an answer.

    Args:
        place: the store's name and the item's locator.
        answer: the answer to the question about the subject.
        opened: the item's passages; None where the catalogue does not have it.
        close: reads for the subject.
    """
    store, locator = place
    read = {searched.store: searched.indexed_at for searched in answer.searched}
    if hit := _found(store, locator, answer):
        return WhyNot(store, locator, Why.FOUND, hit=hit, as_of=read.get(store))
    if store not in read:
        skipped = (why_not_searched(one, answer.failed) for one in answer.not_searched if one.store == store)
        return WhyNot(store, locator, Why.NOT_SEARCHED, missing=next(skipped, ""))
    within = (g for g in answer.gaps if f"{g.gap.locator}{LOCATOR_STEP}".startswith(locator + LOCATOR_STEP))
    gaps = tuple(g for g in within if g.store == store)
    if not opened or (gaps and all(one.passage.place == PLACES["name"] for one in opened)):
        why = Why.UNREAD if gaps else Why.UNKNOWN if opened is None else Why.NOTHING
        return WhyNot(store, locator, why, gaps, as_of=read[store])
    why, clues = close.judged(opened)
    words = tuple(close.words(opened))
    if why is Why.APART and not words:
        why = Why.NOTHING
    also = tuple(close.also(opened)) if why is Why.BEYOND else ()
    return WhyNot(store, locator, why, gaps, len(opened), words, clues, also, as_of=read[store])


def _found(store: str, locator: str, answer: Answer) -> tuple[int, Hit] | None:
    """The hit that the item is, or the first that lies in it."""
    place, numbered = f"{store}:{locator}", list(enumerate(answer.hits, 1))
    same = (n for n in numbered if f"{n[1].store}:{n[1].item}" == place or place in n[1].duplicates)
    within = (n for n in numbered if f"{n[1].store}:{n[1].item}".startswith(place + LOCATOR_STEP))
    return next(chain(same, within), None)


@dataclass(frozen=True, slots=True)
class IndexAsItIs:
    """Tells whether the index has what stands in a passage, as passages are indexed now."""

    engine: Engine
    keys: Keys

    def has(self, one: Shelved, findings: Iterable[Finding]) -> bool:
        """Whether the passage stands in it with all its words, and with these findings."""
        own = terms(one.passage.text, findings, self.keys)
        return entry_id(one.item, one.number) in self.engine.search(All(tuple(map(Term, sorted(own)))))


class CloseReader:
    """Reads every passage of an item closely, for one subject."""

    def __init__(self, person: Person, library: Library, detectors: Finder, index: IndexAsItIs) -> None:
        self._person, self._detectors, self._index = person, detectors, index
        self._identifiers = Identifiers(as_written(person.subject), detectors)
        self._examiner = Examiner(Reader(person, self._identifiers, detectors), library)

    def judged(self, opened: Sequence[Shelved]) -> tuple[Why, tuple[tuple[str, float], ...]]:
        """What an item comes to by itself, and the rules and weights of what it says."""
        parts = (list(part) for _, part in groupby(opened, key=lambda one: one.first))
        read = [one for part in parts if (one := self._examined(part)) is not None]
        units = [unit for one in read for unit in one.units]
        telling = {n for unit in units if probability([unit.reading], Namesakes()) is not None for n in unit.numbers}
        if telling:
            there = all(self._index.has(one, self._own(one.passage.text)) for one in opened if one.number in telling)
            return Why.BEYOND if there else Why.MISSED, ()
        clues = (c for unit in units for passage in unit.shown(bare=True).values() for c in passage.clues if c.weight)
        heaviest = {clue.rule: clue.weight for clue in sorted(clues, key=lambda clue: abs(clue.weight))}
        return Why.TOO_LITTLE if units else Why.APART, tuple(heaviest.items())

    def _examined(self, part: Sequence[Shelved]) -> Examined | None:
        return self._examiner.examine(part, frozenset(one.number for one in part))

    def _own(self, text: str) -> list[Finding]:
        """The subject's own identifiers among what is found in a text: those that are asked for but as words."""
        found = list(self._detectors.detect(text))
        own = [trait.span for trait in self._identifiers.traits(text, found) if trait.agrees]
        return [one for one in found if one.kind in _ASKED_BY and any(one.span.overlaps(span) for span in own)]

    def also(self, opened: Sequence[Shelved]) -> list[str]:
        """Kinds of identifiers in it that the subject file has none of; to ask by one of them may lead to it."""
        found = {one.kind for each in opened for one in self._detectors.detect(each.passage.text) if one.score >= SURE}
        known = {kind: getattr(self._person.subject, name) for kind, name in _ASKED_BY.items()}
        return [kind.value for kind, values in known.items() if kind in found and not values]

    def words(self, opened: Sequence[Shelved]) -> list[str]:
        """Words of the name that stand in it, slips of the pen apart; each once."""
        found = {
            word.span.of(one.passage.text): None
            for one in opened
            for word in words_of(one.passage.text)
            if any(part.fit is not Fit.EDIT for part in self._person.read(word.normal))
        }
        return list(found)[:MOST_WORDS]


def why_not_object(said: WhyNot) -> dict[str, Any]:
    """The line of ``dsar find --why-not --json``."""
    return {
        "type": "why_not",
        "store": said.store,
        "item": said.item,
        "why": said.why.value,
        "gaps": [{"item": g.gap.locator, "code": g.gap.code.value, "reason": g.gap.reason} for g in said.gaps],
        "passages": said.passages,
        "words": list(said.words),
        "clues": [{"rule": rule, "weight": round(weight, 2)} for rule, weight in said.clues],
        "also": list(said.also),
        "within": said.within,
        "as_of": said.as_of.isoformat() if said.as_of else None,
        "text": why_not_text(said).split("\n")[0],
    }


def why_not_text(said: WhyNot, person: Person | None = None) -> str:
    """The answer in Danish; of a hit with the lines of its explanation, if a person is given."""
    return "\n".join(_lines(said, person))


def _lines(said: WhyNot, person: Person | None) -> Iterator[str]:
    place = printable(f"{said.store}: {said.item}")
    number, hit = said.hit or (0, None)
    level = f"{LEVELS[hit.level]}, {percent(hit.probability)}" if hit else ""
    also = " og ".join([_SAY["also.name"], *(IDENTIFIERS[kind] for kind in said.also)])
    read = _SAY["read_in_part" if said.gaps else "read"].format(passages=said.passages)
    told = {"number": number, "level": level, "read": read, "also": also, "within": printable(said.within or "")}
    key = "found.within" if said.within else "not_searched.why" if said.missing else said.why.value
    yield f"{place}: " + _SAY[key].format(**told, reason=said.missing)
    if said.as_of is not None:
        yield "  " + _SAY["as_of"].format(at=moment(said.as_of))
    if hit is not None and person is not None:
        yield explanation_text(explain(hit, person))
    if said.words:
        yield "  " + _SAY["words"].format(words=", ".join(said.words))
    if said.clues:
        yield f"  {signed(PRIOR):>6}  {ANSWERS['explain']['prior']}"
        yield from (f"  {signed(weight):>6}  {CLUES.get(rule, rule)}" for rule, weight in said.clues)
    yield from ("  " + _SAY["gap"].format(why=GAPS[gap.gap.code], code=gap.gap.code.value) for gap in said.gaps)

"""Why an item is no hit: not known, not read, nothing of the subject in it, or too little.

The item is read whole and closely, past the index. So an index that should have brought it is found out as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

from dsar.find.evidence import Reader
from dsar.find.explain import explain
from dsar.find.items import Examined, Examiner
from dsar.find.judge import Namesakes, probability
from dsar.find.library import Library, Shelved
from dsar.find.person import Person
from dsar.find.rarity import PRIOR
from dsar.find.reading import words_of
from dsar.find.spelling import Fit
from dsar.find.traits import Finder, Identifiers
from dsar.find.waterfall import explanation_text
from dsar.model import LOCATOR_STEP, Answer, Hit, StoreGap
from dsar.shown import percent, printable, signed
from dsar.words import ANSWERS, CLUES, GAPS, LEVELS

MOST_WORDS = 20
"""Words that are listed of an item, at most."""

_SAY = ANSWERS["why_not"]


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
    MISSED = "missed"
    """By its text it should be a hit, but the index did not bring it."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer.

    Attributes:
        gaps: those of the item and of what lies in it.
        passages: how many were read now.
        words: words of the name that stand in it, as the text has them.
        clues: rules and weights of what it says of the subject, where that is too little.
        hit: the hit with its number in the answer.
    """

    store: str
    item: str = field(repr=False)
    why: Why
    gaps: tuple[StoreGap, ...] = field(default=(), repr=False)
    passages: int = 0
    words: tuple[str, ...] = field(default=(), repr=False)
    clues: tuple[tuple[str, float], ...] = ()
    hit: tuple[int, Hit] | None = field(default=None, repr=False)


def why_not(place: tuple[str, str], answer: Answer, opened: Sequence[Shelved] | None, close: CloseReader) -> WhyNot:
    """Say why an item is no hit of an answer.

    Args:
        place: the store's name and the item's locator.
        answer: the answer to the question about the subject.
        opened: the item's passages; None where the catalogue does not have it.
        close: reads for the subject.
    """
    store, locator = place
    for number, hit in enumerate(answer.hits, 1):
        if (hit.store, hit.item) == place or f"{store}:{locator}" in hit.duplicates:
            return WhyNot(store, locator, Why.FOUND, hit=(number, hit))
    if store not in {searched.store for searched in answer.searched}:
        return WhyNot(store, locator, Why.NOT_SEARCHED)
    within = (g for g in answer.gaps if f"{g.gap.locator}{LOCATOR_STEP}".startswith(locator + LOCATOR_STEP))
    gaps = tuple(g for g in within if g.store == store)
    if not opened:
        why = Why.UNREAD if gaps else Why.UNKNOWN if opened is None else Why.NOTHING
        return WhyNot(store, locator, why, gaps)
    why, clues = close.judged(opened)
    words = tuple(close.words(opened))
    if why is Why.APART and not words:
        why = Why.NOTHING
    return WhyNot(store, locator, why, gaps, len(opened), words, clues)


class CloseReader:
    """Reads every passage of an item closely, for one subject."""

    def __init__(self, person: Person, library: Library, detectors: Finder) -> None:
        identifiers = Identifiers(person.subject, detectors)
        self._person = person
        self._examiner = Examiner(Reader(person, identifiers, detectors), library, identifiers)

    def judged(self, opened: Sequence[Shelved]) -> tuple[Why, tuple[tuple[str, float], ...]]:
        """What an item comes to by itself, and the rules and weights of what it says."""
        parts = (list(part) for _, part in groupby(opened, key=lambda one: one.first))
        read = [one for part in parts if (one := self._examined(part)) is not None]
        units = [unit for one in read for unit in one.units]
        if any(probability([unit.reading], Namesakes()) is not None for unit in units):
            return Why.MISSED, ()
        clues = (c for unit in units for passage in unit.shown(bare=True).values() for c in passage.clues if c.weight)
        heaviest = {clue.rule: clue.weight for clue in sorted(clues, key=lambda clue: abs(clue.weight))}
        return Why.TOO_LITTLE if units else Why.APART, tuple(heaviest.items())

    def _examined(self, part: Sequence[Shelved]) -> Examined | None:
        return self._examiner.examine(part, frozenset(one.number for one in part))

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
        "text": why_not_text(said).split("\n")[0],
    }


def why_not_text(said: WhyNot, person: Person | None = None) -> str:
    """The answer in Danish; of a hit with the lines of its explanation, if a person is given."""
    return "\n".join(_lines(said, person))


def _lines(said: WhyNot, person: Person | None) -> Iterator[str]:
    place = printable(f"{said.store}: {said.item}")
    number, hit = said.hit or (0, None)
    level = f"{LEVELS[hit.level]}, {percent(hit.probability)}" if hit else ""
    yield f"{place}: " + _SAY[said.why.value].format(number=number, level=level, passages=said.passages)
    if hit is not None and person is not None:
        yield explanation_text(explain(hit, person))
    if said.words:
        yield "  " + _SAY["words"].format(words=", ".join(said.words))
    if said.clues:
        yield f"  {signed(PRIOR):>6}  {ANSWERS['explain']['prior']}"
        yield from (f"  {signed(weight):>6}  {CLUES.get(rule, rule)}" for rule, weight in said.clues)
    yield from ("  " + _SAY["gap"].format(why=GAPS[gap.gap.code], code=gap.gap.code.value) for gap in said.gaps)

"""The completeness statement: what was searched as of when, what was not and why, and what could hide the person.

It goes with the answer into the case, so it holds no number of the subject: of
those it tells the kinds and how many. The spellings of the names are written
out, for the asker gave the names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from dsar.connector import Task
from dsar.find.cautions import OLD_DAYS, Caution, cautions
from dsar.find.output import stores_objects, unread_within, why_not_searched
from dsar.find.person import Person, Role
from dsar.find.spelling import Fit
from dsar.index.terms import normal
from dsar.model import Answer, GapCode, Level, StoreGap, Subject
from dsar.shown import day_in_words, moment, printable
from dsar.words import ANSWERS, GAPS, IDENTIFIERS, thousands

EXAMPLES = 8
"""Spellings of a word that the text shows; the object has them all."""
LISTED = 20
"""Gaps of a store and a code that the text names; the object has them all."""

_SAY = ANSWERS["statement"]
# Kinds of identifiers of the statement, by the fields of a subject.
_FIELDS = {
    "cpr": "cpr",
    "name": "names",
    "former_name": "former_names",
    "address": "addresses",
    "email": "emails",
    "phone": "phones",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class WordTried:
    """A word of the subject's name: the other spellings that were asked for, and how many slips of the pen.

    The first ``used`` of the spellings are those that somebody bears, or the same word in other letters.
    """

    word: str = field(repr=False)
    spellings: tuple[str, ...] = field(repr=False)
    used: int
    slips: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What one search covered.

    Attributes:
        at: when it was made.
        limited: the stores that the asker named; None where all that they may see were meant.
        answer: what was searched and what was not.
        tasks: of the stores not searched, those that a person searches, and what was written down for the case.
        asked: how many identifiers of each kind.
        tried: the words of the names with their spellings.
        forms: how the names were asked for, as ids.
        unsought: what of the names was not asked for by itself, as ids.
        near: stores with hits about the subject, or copies of them.
        inside: stores and locators of gaps within such hits.
        gaps: those :attr:`inside` first, then those of stores :attr:`near`, then by code, store and locator.
    """

    at: datetime
    limited: tuple[str, ...] | None
    answer: Answer = field(repr=False)
    tasks: dict[str, Task]
    asked: dict[str, int]
    names: tuple[str, ...] = field(repr=False)
    tried: tuple[WordTried, ...]
    forms: tuple[str, ...]
    unsought: tuple[str, ...]
    warnings: tuple[Caution, ...]
    near: frozenset[str]
    inside: frozenset[tuple[str, str]] = field(repr=False)
    gaps: tuple[StoreGap, ...] = field(repr=False)


def statement(
    answer: Answer,
    person: Person,
    *,
    at: datetime,
    limited: Collection[str] | None = None,
    old_days: int = OLD_DAYS,
    tasks: Mapping[str, Task] | None = None,
) -> Statement:
    """State what an answer covers.

    Args:
        answer: as ``find`` gave it.
        person: the subject made ready for reading, as ``find`` reads it.
        at: when the search was made, aware.
        limited: the stores that the asker named, if any.
        tasks: the stores that a person searches.
        old_days: a store read longer ago is warned of.
    """
    about = [hit for hit in answer.hits if hit.level is not Level.OTHER]
    copies = (place.partition(":")[0] for hit in about for place in hit.duplicates)
    near = frozenset([*(hit.store for hit in about), *copies])
    inside = frozenset(_place(gap) for gaps in unread_within(answer).values() for gap in gaps)
    return Statement(
        at=at,
        limited=None if limited is None else tuple(sorted(limited)),
        answer=answer,
        tasks=dict(tasks or {}),
        asked=_asked(person.subject),
        names=(*person.subject.names, *person.subject.former_names),
        tried=tuple(_tried(person)),
        forms=tuple(_forms(person)),
        unsought=tuple(_unsought(person)),
        warnings=tuple(cautions(answer, person.subject, at=at, old_days=old_days)),
        near=near,
        inside=inside,
        gaps=tuple(sorted(answer.gaps, key=lambda g: (_place(g) not in inside, g.store not in near, *_named(g)))),
    )


def statement_object(said: Statement) -> dict[str, Any]:
    """The statement as a line of ``dsar find --statement --json``."""
    stores = stores_objects(said.answer)
    return {
        "type": "statement",
        "at": said.at.isoformat(),
        "limited_to": None if said.limited is None else list(said.limited),
        "searched": stores["searched"],
        "not_searched": [one | _task(said.tasks.get(one["store"])) for one in stores["not_searched"]],
        "identifiers": said.asked,
        "names": list(said.names),
        "words": [{"word": w.word, "spellings": list(w.spellings), "slips": w.slips} for w in said.tried],
        "forms": list(said.forms),
        "unsought": list(said.unsought),
        "warnings": [{"code": w.code, "store": w.store, "count": w.count, "text": w.said} for w in said.warnings],
        "gaps": [_gap(gap, said) for gap in said.gaps],
    }


def statement_text(said: Statement) -> str:
    """The statement in Danish, for the case."""
    return "\n".join([_SAY["title"], *_covered(said), *_terms(said), *_cautions(said), *_unread(said)])


def _asked(subject: Subject) -> dict[str, int]:
    counted = {kind: len(getattr(subject, name)) for kind, name in _FIELDS.items()}
    counted["birth_date"] = int(subject.birth_date is not None)
    return {kind: counted[kind] for kind in IDENTIFIERS if counted[kind]}


def _tried(person: Person) -> Iterator[WordTried]:
    """Every word of the names, with the spellings that the question has for it, the most borne first."""
    spellings: dict[str, dict[str, Fit]] = {}
    slips: dict[str, set[str]] = {}
    for written, parts in person.parts.items():
        for part in parts:
            found = spellings.setdefault(part.name, {})
            if part.fit is not Fit.EDIT and written != part.name:
                found[written] = min(part.fit, found.get(written, part.fit))
            elif part.fit is Fit.EDIT and part.role is not Role.MIDDLE:
                slips.setdefault(part.name, set()).add(written)

    def bearers(spelling: str) -> int:
        entry = person.lexicon.get(spelling)
        return entry.first + entry.last

    for word, others in spellings.items():
        used = {spelling for spelling, fit in others.items() if fit <= Fit.LETTERS or bearers(spelling)}
        ranked = sorted(others, key=lambda one: (one not in used, -bearers(one), one))
        yield WordTried(word, tuple(ranked), len(used), len(slips.get(word, ())))


def _forms(person: Person) -> Iterator[str]:
    if any(name.given != name.last for name in person.names):
        yield from ("order", "initials", "joined")
    if person.names:
        yield "genitive"
    if person.middles:
        yield "middle"
    if person.subject.former_names:
        yield "former"


def _unsought(person: Person) -> Iterator[str]:
    """Words that name too many to bring a document alone."""
    longer = [name for name in person.names if name.given != name.last]
    if len(longer) < len(person.names):
        yield "single"
    if longer:
        yield from ("given_alone", "last_alone", "initials_alone")
        if any(name.middle for name in longer):
            yield "middle_alone"


def _gap(gap: StoreGap, said: Statement) -> dict[str, Any]:
    return {
        "store": gap.store,
        "item": gap.gap.locator,
        "code": gap.gap.code.value,
        "reason": gap.gap.reason,
        "since": gap.since.isoformat(),
        "hits_in_store": gap.store in said.near,
        "in_hit": _place(gap) in said.inside,
    }


def _task(task: Task | None) -> dict[str, Any]:
    """What the object adds to a store that a person searches."""
    if task is None:
        return {}
    done = [{"case": s.case, "by": s.by, "at": s.at.isoformat(), "found": s.found} for s in task.searches]
    return {"who": task.who, "how": task.how, "searches": done}


def _covered(said: Statement) -> Iterator[str]:
    yield _SAY["at"].format(at=moment(said.at))
    if said.limited is not None:
        yield _SAY["limited"].format(stores=", ".join(said.limited))
    for store in said.answer.searched:
        key = "searched" if store.indexed_at else "searched.never"
        when = moment(store.indexed_at) if store.indexed_at else ""
        yield _SAY[key].format(store=store.store, count=thousands(store.items), at=when)
    failures = said.answer.failed
    for missing in said.answer.not_searched:
        yield _SAY["not_searched"].format(store=missing.store, reason=why_not_searched(missing, failures))
        if (task := said.tasks.get(missing.store)) is not None:
            yield "  " + _SAY["task"].format(who=task.who, how=task.how)
            for done in task.searches:
                yield "  " + _SAY["task.done"].format(at=day_in_words(done.at), by=done.by, found=done.found)


def _terms(said: Statement) -> Iterator[str]:
    yield _SAY["asked"].format(kinds=", ".join(f"{IDENTIFIERS[kind]} ({count})" for kind, count in said.asked.items()))
    yield from (_SAY["name"].format(name=name) for name in said.names)
    words = {word for name in said.names for word in normal(name).replace("-", " ").split()}
    for word in said.tried:
        if word.word not in words:
            continue  # two of them written as one, which the forms tell
        shown = min(word.used, EXAMPLES)
        examples = ", ".join([*word.spellings[:shown], *["…"] * (len(word.spellings) > shown)])
        key = "word" + ".plain" * (not word.spellings) + ".middle" * (not word.slips)
        counts = {"count": len(word.spellings), "slips": thousands(word.slips)}
        yield "  " + _SAY[key].format(word=word.word, examples=examples, **counts)
    if said.forms:
        yield _SAY["forms"].format(forms=", ".join(_SAY[f"form.{form}"] for form in said.forms))
    if said.unsought:
        yield _SAY["unsought"].format(forms=", ".join(_SAY[f"unsought.{one}"] for one in said.unsought))
        yield "  " + _SAY["unsought.but"]


def _cautions(said: Statement) -> Iterator[str]:
    if said.warnings:
        yield _SAY["warnings"]
    yield from (f"  {warning.said}" for warning in said.warnings)


def _unread(said: Statement) -> Iterator[str]:
    read = {one.store for one in said.answer.searched}
    in_part = read.intersection(one.store for one in said.answer.not_searched)
    nothing = "gaps.none_of_it" if in_part else "gaps.none" if read else "gaps.nowhere"
    yield _SAY["gaps" if said.gaps else nothing]
    for (inside, store, code), group in groupby(sorted(said.gaps, key=lambda g: _rank(said, g)), key=_kind_in(said)):
        gaps = list(group)
        key = "gaps.inside" if inside else "gaps.near" if store in said.near else "gaps.far"
        yield "  " + _SAY[key].format(store=store, count=thousands(len(gaps)), why=GAPS[code])
        yield from (f"    {_which(gap)}" for gap in gaps[:LISTED])
        if len(gaps) > LISTED:
            yield "    " + _SAY["gaps.more"].format(count=thousands(len(gaps) - LISTED), store=store)


def _which(gap: StoreGap) -> str:
    """The item; of a store as a whole, why."""
    return printable(gap.gap.locator or _SAY["gaps.whole"].format(reason=gap.gap.reason))


def _rank(said: Statement, gap: StoreGap) -> tuple[bool, bool, str, str, str]:
    return _place(gap) not in said.inside, gap.store not in said.near, gap.store, gap.gap.code, gap.gap.locator


def _kind_in(said: Statement) -> Callable[[StoreGap], tuple[bool, str, GapCode]]:
    return lambda gap: (_place(gap) in said.inside, gap.store, gap.gap.code)


def _place(gap: StoreGap) -> tuple[str, str]:
    return gap.store, gap.gap.locator


def _named(gap: StoreGap) -> tuple[str, str, str]:
    return gap.gap.code, gap.store, gap.gap.locator

"""Which hits tell of several others, or say that somebody is protected: to look at before they are given whole. Pure.

A copy lacks others' names and numbers, but what is told of them stays where it is given whole. Nobody can
read that for a caseworker; which hits to look at can be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dsar.cases.proposals import proposals
from dsar.cases.review_text import numbers
from dsar.cases.review_words import APART, APART_HERE, CROWDED, CROWDED_HERE, GUARDED, GUARDED_HERE, TOLD, TOLD_HERE
from dsar.model import Hit, HitPassage, Kind, Subject
from dsar.redact.belongs import Known
from dsar.redact.concerning import is_prose, told_apart
from dsar.redact.own import Detect, own_identifiers
from dsar.redact.plan import Planner
from dsar.redact.remembered import Remembered
from dsar.redact.removal import Options
from dsar.redact.seen import found_in

MANY = 5
"""Others, from which on an extract is proposed."""
FEW_BLOCKS = 2
"""Blocks about others alone, from which on it is: entries of a diary or of a round, points of an agenda."""
_NONE: Mapping[int, Collection[str]] = {}
_CONFIDENTIAL = re.compile(r"(?<![^\W_])FORTROLIG[TE]?(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Crowd:
    """The others in what was found of a hit.

    Attributes:
        hit: its number.
        people: how many others are named in full or have a CPR number in it.
        guarded: whether a protected name or address, or “FORTROLIGT”, stands in it.
        apart: how many of its blocks tell of others alone, which an extract would leave out.
        told: how many of its sentences do, and are not struck.
    """

    hit: int
    people: int
    guarded: bool
    apart: int = 0
    told: int = 0


def crowds(
    hits: Iterable[tuple[int, Hit]], subject: Subject, detect: Detect, *, struck: Mapping[int, Collection[str]] = _NONE
) -> tuple[Crowd, ...]:
    """The hits, by number, that tell of many others or of somebody who is protected."""
    planner = planner_of(subject, detect)
    known = ((number, hit.passages, planner.known(p.text for p in hit.passages)) for number, hit in hits)
    seen = (crowd(number, each, passages, planner, struck=struck.get(number, ())) for number, passages, each in known)
    return tuple(one for one in seen if one is not None)


def planner_of(subject: Subject, detect: Detect) -> Planner:
    """Tells the subject's data from others', as a copy would."""
    detect = Remembered(detect)
    return Planner(own_identifiers(subject, detect), detect, Options())


def crowd(
    hit: int, known: Known, passages: Sequence[HitPassage], planner: Planner, *, struck: Collection[str] = ()
) -> Crowd | None:
    """The same of one hit whose people are known; None where there is nothing to look at."""
    named = sum(len(name) > 1 for name in known.others)
    guarded = any(_is_guarded(passage.text, planner.detect) for passage in passages)
    prose = [passage for passage in passages if is_prose(passage)]
    apart = sum(told_apart(passage.text, planner, known, found=found_in(passage)) for passage in prose)
    told = sum(one.text not in struck for one in proposals(passages, planner, known))
    made = Crowd(hit, max(named, len(known.cprs)), guarded, apart, told)
    return made if made.people >= MANY or made.guarded or made.apart >= FEW_BLOCKS or made.told else None


def crowd_lines(found: Iterable[Crowd]) -> Iterator[str]:
    """What the caseworker is told of them, in Danish."""
    found = tuple(found)
    many = [one.hit for one in found if one.people >= MANY]
    guarded = [one.hit for one in found if one.guarded]
    apart = [one.hit for one in found if one.people < MANY and one.apart >= FEW_BLOCKS]
    if many:
        most = max(one.people for one in found)
        yield CROWDED.format(hits=numbers(many), many=MANY, most=most)
    if apart:
        yield APART.format(numbers(apart))
    if guarded:
        yield GUARDED.format(hits=numbers(guarded))
    if told := [one.hit for one in found if one.told]:
        yield TOLD.format(numbers(told))


def crowd_marks(found: Iterable[Crowd]) -> dict[int, str]:
    """The same by hit, in a few words: its mark in a list."""
    return {one.hit: "; ".join(_mark(one)) for one in found}


def _mark(one: Crowd) -> Iterator[str]:
    if one.people >= MANY:
        yield CROWDED_HERE.format(one.people)
    elif one.apart >= FEW_BLOCKS:
        yield APART_HERE.format(one.apart)
    if one.guarded:
        yield GUARDED_HERE
    if one.told:
        yield TOLD_HERE.format(one.told)


def _is_guarded(text: str, detect: Detect) -> bool:
    if _CONFIDENTIAL.search(text):
        return True
    return any(found.kind is Kind.PROTECTED and found.log_odds > 0 for found in detect(text))

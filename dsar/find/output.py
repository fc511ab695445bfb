"""An answer as JSON objects (CONTRACT.md)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from dsar.find.person import Person
from dsar.find.roles import HitRole
from dsar.find.stack import ROLE
from dsar.model import LOCATOR_STEP, Answer, Clue, Hit, HitPassage, Level, NotSearched, StoreGap
from dsar.shown import printable
from dsar.stated import Stated, day_of
from dsar.words import ANSWERS, DATE_KINDS, NOT_SEARCHED, PROPERTIES, thousands


def objects(
    answer: Answer, explained_for: Person | None = None, *, limited: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The lines of ``dsar find --json``: the hits, explained if a person is given, then the summary.

    ``limited``: the stores that the asker named, if any.
    """
    unread = unread_within(answer)
    for hit in answer.hits:  # what is told here is of an answer; a case does not keep it
        gaps = [gap.gap.locator for gap in unread.get((hit.store, hit.item), ())]
        told = {"rows_left_out": hit.rows_left_out} | ({"unread": gaps} if gaps else {})
        yield hit_object(hit) | told | (_explained(hit, explained_for) if explained_for else {})
    yield summary_object(answer) | {"limited_to": None if limited is None else sorted(limited)}


def _explained(hit: Hit, person: Person) -> dict[str, Any]:
    from dsar.find.explain import explain
    from dsar.find.waterfall import explanation_object

    return {"explanation": explanation_object(explain(hit, person))}


def hit_object(hit: Hit) -> dict[str, Any]:
    """A hit as CONTRACT.md has it, with the subject's role in it, and the stores of the duplicates."""
    return {
        "type": "hit",
        "store": hit.store,
        "item": hit.item,
        "title": hit.title,
        "level": hit.level.value,
        "probability": _probability(hit.probability),
        "role": role_of(hit).value,
        "activity": hit.activity,
        "duplicates": [item for _, item in _places(hit)],
        "places": [{"store": store, "item": item} for store, item in _places(hit)],
        "family": hit.family,
        "date": hit.date.value if hit.date else None,
        "date_kind": hit.date.kind.value if hit.date else None,
        "author": hit.author or None,
        "passages": [_passage(passage) for passage in hit.passages],
    } | ({"restricted": True} if hit.restricted else {})


def summary_object(answer: Answer) -> dict[str, Any]:
    """What was searched, what was not, and how many gaps there are."""
    return {
        "type": "summary",
        **stores_objects(answer),
        "gaps": len(answer.gaps),
        "seconds": round(answer.seconds, 3),
    }


def stores_objects(answer: Answer) -> dict[str, list[dict[str, Any]]]:
    """The stores that were searched and not; those that could not be read when it was last tried say why."""
    failures = answer.failed
    searched, not_searched = [], []
    for one in answer.searched:
        read = one.indexed_at.isoformat() if one.indexed_at else None
        gap = failures.get(one.store) if read else None
        failed = {"failed": {"since": gap.since.isoformat(), "reason": gap.gap.reason}} if gap else {}
        searched.append({"store": one.store, "items": one.items, "indexed_at": read} | failed)
    for missing in answer.not_searched:
        gap = failures.get(missing.store)
        error = {"error": gap.gap.reason} if gap else {}
        not_searched.append({"store": missing.store, "reason": missing.reason} | error)
    return {"searched": searched, "not_searched": not_searched}


def why_not_searched(missing: NotSearched, failed: Mapping[str, StoreGap]) -> str:
    """Why a store was not searched, for people; ``failed`` as the answer has them."""
    gap = failed.get(missing.store)
    tried = ANSWERS["statement"]["tried"].format(reason=gap.gap.reason.rstrip(".")) if gap else ""
    return printable(NOT_SEARCHED.get(missing.reason, missing.reason) + tried)


def role_of(hit: Hit) -> HitRole:
    """What the subject is in the hit."""
    for passage in hit.passages:
        for clue in passage.clues:
            if clue.rule.startswith(f"{ROLE}."):
                return HitRole(clue.rule.partition(".")[2])
    return HitRole.SUBJECT


def stated_lines(date: Stated | None, author: str) -> Iterator[str]:
    """When a document is of, and in which sense, and who wrote it, for people; nothing of what is not stated."""
    if date is not None:
        yield f"{DATE_KINDS[date.kind]} {day_of(date.value):%d-%m-%Y}"
    if author:
        yield f"{PROPERTIES['author'].lower()}: {author}"


def unread_within(answer: Answer) -> dict[tuple[str, str], list[StoreGap]]:
    """By the store and item of each hit about the subject, what of it, in it or in its copies is unread."""
    hits: dict[str, tuple[str, str]] = {}
    for hit in answer.hits:
        if hit.level is not Level.OTHER:
            hits |= dict.fromkeys((f"{hit.store}:{hit.item}", *hit.duplicates), (hit.store, hit.item))
    found: dict[tuple[str, str], list[StoreGap]] = {}
    for gap in answer.gaps:
        steps = f"{gap.store}:{gap.gap.locator}".split(LOCATOR_STEP)
        within = (LOCATOR_STEP.join(steps[:end]) for end in range(1, len(steps) + 1))
        if place := next((hits[one] for one in within if one in hits), None):
            found.setdefault(place, []).append(gap)
    return found


def unread_lines(unread: Sequence[StoreGap]) -> Iterator[str]:
    """That a hit was not read whole, for people; nothing where it was."""
    if unread:
        item, more = unread[0].gap.locator.rpartition(LOCATOR_STEP)[2], "…" * (len(unread) > 1)
        yield printable(ANSWERS["statement"]["unread"].format(item=item, more=more))


def rows_left_out(hit: Hit) -> Iterator[str]:
    """That rows with the name are not shown, for people; nothing where there are none."""
    if hit.rows_left_out:
        key = "left_out.one" if hit.rows_left_out == 1 else "left_out"
        yield ANSWERS["rows"][key].format(count=thousands(hit.rows_left_out))


def _places(hit: Hit) -> list[tuple[str, str]]:
    """The stores and items where the same bytes or text lie too; no store's name holds a colon."""
    return [(store, item) for store, _, item in (place.partition(":") for place in hit.duplicates)]


def _passage(passage: HitPassage) -> dict[str, Any]:
    return {
        "place": passage.place,
        "text": passage.text,
        "evidence": [_clue(clue, passage.text) for clue in passage.clues if not clue.rule.startswith(f"{ROLE}.")],
    }


def _clue(clue: Clue, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"rule": clue.rule, "weight": round(clue.weight, 2)}
    start, end = (clue.span.start, clue.span.end) if clue.span else (None, None)
    return found | {"start": start, "end": end, "text": clue.span.of(text) if clue.span else None}


def _probability(value: float) -> float:
    """Rounded towards the middle, so that it never says more than is known, nor crosses a level."""
    return math.floor(value * 10_000) / 10_000

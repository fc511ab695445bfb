"""An answer as JSON objects (CONTRACT.md), and as a table for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dsar.find.explain import OVER, explain, explanation_object, percent
from dsar.find.person import Person
from dsar.find.roles import HitRole
from dsar.find.search import ROLE
from dsar.model import Answer, Clue, Hit, HitPassage, Level
from dsar.stated import Stated, day_of
from dsar.words import CLUES, DATE_KINDS, FAMILY, HIT_ROLES, LEVELS, NOT_SEARCHED, PROPERTIES, RESTRICTED

AROUND = 60
"""Characters shown before and after what was found, in the table."""
_STYLES = {Level.CERTAIN: "bold green", Level.LIKELY: "green", Level.POSSIBLE: "yellow", Level.OTHER: "dim"}


def objects(answer: Answer, explained_for: Person | None = None) -> Iterator[dict[str, Any]]:
    """The lines of ``dsar find --json``: the hits, explained if a person is given, then the summary."""
    for hit in answer.hits:
        why = {"explanation": explanation_object(explain(hit, explained_for))} if explained_for else {}
        yield hit_object(hit) | why
    yield summary_object(answer)


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
        "searched": [
            {"store": s.store, "items": s.items, "indexed_at": s.indexed_at.isoformat() if s.indexed_at else None}
            for s in answer.searched
        ],
        "not_searched": [{"store": s.store, "reason": s.reason} for s in answer.not_searched],
        "gaps": len(answer.gaps),
        "seconds": round(answer.seconds, 3),
    }


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


def table(answer: Answer) -> RenderableType:
    """The answer for a person: a row a hit, with the reasons and the words around them, in Danish."""
    hits = Table(title=None, show_lines=True, expand=True)
    hits.add_column("Nr.", justify="right", no_wrap=True)
    hits.add_column("Sikkerhed", width=len(OVER), overflow="fold")
    for heading, ratio in (("Hvor", 2), ("Hvorfor", 3)):
        hits.add_column(heading, ratio=ratio, overflow="fold")
    for number, hit in enumerate(answer.hits, 1):
        level = Text(LEVELS[hit.level], style=_STYLES[hit.level])
        about = "" if hit.level is Level.OTHER else f"\n{HIT_ROLES[role_of(hit).value]}"
        level.append(f"\n{percent(hit.probability)}{about}", style="dim")
        hits.add_row(str(number), level, _where(hit), _why(hit))
    return Group(hits, Text(_searched(answer)))


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


def _where(hit: Hit) -> Text:
    where = Text(f"{hit.store}: {hit.title}", style="bold")
    above = hit.item.removesuffix(hit.title).rstrip("/")
    if above:
        where.append(f"\ni {above}", style="dim")
    for place in hit.duplicates:
        where.append(f"\nogså: {place}", style="dim")
    where.append("".join(f"\n{line}" for line in stated_lines(hit.date, hit.author)), style="dim")
    if hit.family not in (None, f"{hit.store}:{hit.item}"):
        where.append(f"\n{FAMILY}: {hit.family}", style="dim")
    if hit.restricted:
        where.append(f"\n{RESTRICTED}", style="bold red")
    return where


def _why(hit: Hit) -> Text:
    why = Text()
    for number, passage in enumerate(hit.passages):
        why.append(f"{chr(10) * bool(number)}{passage.place}: ", style="bold")
        said = dict.fromkeys(CLUES.get(c.rule, c.rule) for c in passage.clues if not c.rule.startswith(f"{ROLE}."))
        why.append(", ".join(said))
        spans = sorted((c.span for c in passage.clues if c.span), key=lambda span: span.start)
        if spans:
            why.append("\n" + _around(passage.text, spans[0].start, spans[0].end), style="italic")
    return why


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    opening, closing = "…" * (start > AROUND), "…" * (end + AROUND < len(text))
    return " ".join(f"{opening}{before}»{text[start:end]}«{after}{closing}".split())


def _when(indexed_at: datetime | None) -> str:
    return indexed_at.astimezone().strftime("%d-%m-%Y %H.%M") if indexed_at else "aldrig helt"


def _searched(answer: Answer) -> str:
    levels: Mapping[Level, int] = {level: sum(hit.level is level for hit in answer.hits) for level in Level}
    counted = ", ".join(f"{count} {LEVELS[level]}" for level, count in levels.items() if count) or "ingen"
    lines = [f"Fundet: {counted}."]
    lines += [
        f"Gennemsøgt: {s.store}, {s.items} elementer, læst igennem {_when(s.indexed_at)}." for s in answer.searched
    ]
    lines += [f"IKKE gennemsøgt: {s.store} {NOT_SEARCHED.get(s.reason, s.reason)}." for s in answer.not_searched]
    lines.append(f"Ikke læst: {len(answer.gaps)}. Se dem med: dsar gaps")
    return "\n".join(lines)

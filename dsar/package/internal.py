"""The municipality's own part of a package: every hit with evidence and fate, decisions, search, copies, log. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum

from dsar.audit import Event
from dsar.cases.decisions import Entry
from dsar.cases.review import Verdict
from dsar.model import Answer, Clue, Hit, HitPassage, Subject
from dsar.package.copies import Copied


def evidence(hits: Iterable[tuple[Verdict, Hit]]) -> Iterator[str]:
    """``evidence.json`` in pieces: all hits of the case, those that are not told too, and what became of each."""
    yield '{"type":"evidence","hits":[\n'
    for index, (verdict, hit) in enumerate(hits):
        yield (",\n" if index else "") + _json(_hit(verdict, hit))
    yield "\n]}\n"


def _hit(verdict: Verdict, hit: Hit) -> dict[str, object]:
    return {
        "number": verdict.hit.number,
        "fate": verdict.fate,
        "role": verdict.role,
        "store": hit.store,
        "item": hit.item,
        "title": hit.title,
        "level": verdict.hit.level,
        "probability": hit.probability,
        "activity": hit.activity,
        "date": hit.date.value if hit.date else None,
        "date_kind": hit.date.kind if hit.date else None,
        "author": hit.author or None,
        "duplicates": hit.duplicates,
        "passages": [_passage(passage) for passage in hit.passages],
    }


def _passage(passage: HitPassage) -> dict[str, object]:
    clues = [_clue(clue, passage.text) for clue in passage.clues]
    return {"place": passage.place, "text": passage.text, "evidence": clues}


def _clue(clue: Clue, text: str) -> dict[str, object]:
    if clue.span is None:
        return {"rule": clue.rule, "weight": clue.weight, "start": None, "end": None, "text": None}
    span = clue.span
    return {
        "rule": clue.rule, "weight": clue.weight, "start": span.start, "end": span.end, "text": span.of(text),
    }  # fmt: skip


def decisions(history: Iterable[Entry]) -> Iterator[str]:
    """``decisions.jsonl``: the review's whole history, what was taken back too; an entry a line."""
    return (_json(asdict(entry)) + "\n" for entry in history)


def redactions(copied: Iterable[Copied]) -> Iterator[str]:
    """``redactions.jsonl``: for each item its copies, how much of which kind was removed where, and who was removed.

    With it ``dsar verify`` looks for them again, years later.
    """
    return (_json(asdict(one)) + "\n" for one in copied)


def search_statement(covered: Answer, subject: Subject) -> str:
    """``search.json``: what was asked for, stores searched and not, and each gap with its place."""
    gaps = [
        {"store": g.store, "item": g.gap.locator, "code": g.gap.code, "reason": g.gap.reason, "since": g.since}
        for g in covered.gaps
    ]
    searched = [asdict(s) for s in covered.searched]
    not_searched = [asdict(s) for s in covered.not_searched]
    whole: Mapping[str, object] = {
        "type": "search",
        "subject": asdict(subject),
        "searched": searched,
        "not_searched": not_searched,
        "gaps": gaps,
    }
    return _json(whole) + "\n"


def log_extract(log: Sequence[Event]) -> Iterable[str]:
    """``log.jsonl``: who looked for this person, when and why; one event a line."""
    return (_json(asdict(event)) + "\n" for event in log)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    assert isinstance(value, Enum)
    return value.value

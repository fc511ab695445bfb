"""The municipality's own part of a package: every hit with its evidence, the search statement, the access log. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from dsar.audit import Event
from dsar.model import Answer, Clue, Hit, HitPassage
from dsar.package.plan import TOLD


def evidence(answer: Answer) -> Iterator[str]:
    """``evidence.json`` in pieces: all hits, possible and other ones too; ``number`` is the citizen's or null."""
    yield '{"type":"evidence","hits":[\n'
    number = 0
    for index, hit in enumerate(answer.hits):
        told = hit.level in TOLD
        number += told
        yield (",\n" if index else "") + _json(_hit(hit, number if told else None))
    yield "\n]}\n"


def _hit(hit: Hit, number: int | None) -> dict[str, object]:
    return {
        "number": number,
        "store": hit.store,
        "item": hit.item,
        "title": hit.title,
        "level": hit.level,
        "probability": hit.probability,
        "activity": hit.activity,
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


def search_statement(answer: Answer) -> str:
    """``search.json``: stores searched and not, and each gap with its place."""
    gaps = [
        {"store": g.store, "item": g.gap.locator, "code": g.gap.code, "reason": g.gap.reason, "since": g.since}
        for g in answer.gaps
    ]
    searched = [asdict(s) for s in answer.searched]
    not_searched = [asdict(s) for s in answer.not_searched]
    return _json({"type": "search", "searched": searched, "not_searched": not_searched, "gaps": gaps}) + "\n"


def log_extract(log: Sequence[Event]) -> Iterable[str]:
    """``log.jsonl``: who looked for this person, when and why; one event a line."""
    return (_json(asdict(event)) + "\n" for event in log)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()

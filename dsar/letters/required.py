"""What each kind of letter must have. Nothing is made while something is missing; all of it is named at once.

What is said to a caseworker is in ``required.toml``; here is how to tell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dsar.cases.codes import CaseKind
from dsar.errors import SetupError
from dsar.letters.facts import Facts, LetterKind

Details = dict[str, str]
"""What the message is filled with; one for each thing missing."""


def missing(facts: Facts) -> tuple[str, ...]:
    """What is still empty, one Danish line each: what, and where to fill it in."""
    return tuple(
        f"{said['what'].format(**details)}: {said['where']}"
        for name, said in _said().items()
        if facts.kind.value in said.get("kinds", (facts.kind.value,))
        for details in _CHECKS[name](facts)
    )


def refuse_if_incomplete(facts: Facts) -> None:
    """Raise SetupError with everything that is missing, or if it is too late for this letter (R-03-05)."""
    lines = missing(facts)
    if lines:
        raise SetupError(
            f"{facts.case.id}: brevet {facts.kind.value} kan ikke laves endnu. Udfyld først:\n"
            + "\n".join(f"  - {line}" for line in lines)
        )
    if facts.kind is LetterKind.EXTENSION and facts.made > facts.case.due:
        raise SetupError(
            f"{facts.case.id}: fristen var {facts.case.due.isoformat()}, så en forlængelse kan ikke længere meddeles "
            f"(artikel 12, stk. 3). Svar nu, og giv databeskyttelsesrådgiveren besked."
        )


def _if(lacks: Callable[[Facts], bool]) -> Callable[[Facts], Iterator[Details]]:
    def check(facts: Facts) -> Iterator[Details]:
        if lacks(facts):
            yield {}

    return check


def _counted(number: Callable[[Facts], int]) -> Callable[[Facts], Iterator[Details]]:
    def check(facts: Facts) -> Iterator[Details]:
        if number(facts):
            yield {"number": str(number(facts))}

    return check


def _hindrances(facts: Facts) -> Iterator[Details]:
    for code, number in facts.hindrances:
        yield {"said": _said()["review"].get(code, code).format(number=number)}


def _recipients(facts: Facts) -> Iterator[Details]:
    """Art. 15(1)(c), C-154/21: who has the data is named."""
    for area in facts.areas:
        if not area.activity.recipients:
            yield {"activity": area.activity.id}


def _retention(facts: Facts) -> Iterator[Details]:
    for area in facts.areas:
        open_ended = not area.activity.retention or any(r.years is None for r in area.activity.retention)
        if open_ended and not facts.criteria:
            yield {"activity": area.activity.id}


def _rules(facts: Facts) -> Iterator[Details]:
    yield from ({"number": str(one.number)} for one in facts.withheld if not one.rule.strip())


def _weighings(facts: Facts) -> Iterator[Details]:
    yield from (
        {"number": str(one.number)} for one in facts.withheld if one.needs_weighing and not one.weighing.strip()
    )


_CHECKS: dict[str, Callable[[Facts], Iterator[Details]]] = {
    "sender_name": _if(lambda f: not f.sender.name.strip()),
    "sender_reach": _if(lambda f: not (f.sender.phone or f.sender.address or f.sender.website)),
    "officer": _if(lambda f: not (f.sender.officer_phone or f.sender.officer_email or f.sender.officer_address)),
    "addressee": _if(lambda f: not f.addressee.name.strip()),
    "identity": _if(lambda f: f.identity is None or not f.identity.text.strip()),
    "scope": _if(lambda f: f.scope is None or not f.scope.text.strip()),
    "delay_reasons": _if(lambda f: f.delay is None or not f.delay.reasons),
    "delay_text": _if(lambda f: f.delay is None or not f.delay.text.strip()),
    "refused": _if(lambda f: f.refused is None or not f.refused.reason.strip()),
    "outcome": _if(lambda f: f.outcome is None or not f.outcome.reason.strip()),
    "search": _if(lambda f: f.search is None or not f.search.asked or not f.search.places),
    "areas": _if(lambda f: not f.areas and not f.unplaced),
    "found": _counted(lambda f: f.given + f.kept_back),
    "access": _if(lambda f: f.case.kind is not CaseKind.ACCESS),
    "right": _if(lambda f: f.case.kind is CaseKind.ACCESS),
    "review": _hindrances,
    "unplaced": _counted(lambda f: f.unplaced),
    "recipients": _recipients,
    "retention": _retention,
    "withheld": _if(lambda f: not (f.withheld or f.extracted)),
    "rule": _rules,
    "weighing": _weighings,
    "attachments": _if(lambda f: not {"A", "B", "C", "D"} <= {one.letter for one in f.attachments}),
}


@lru_cache(maxsize=1)
def _said() -> dict[str, dict[str, Any]]:
    text = files("dsar.letters").joinpath("required.toml").read_text(encoding="utf-8")
    said: dict[str, dict[str, Any]] = tomllib.loads(text)
    assert said.keys() == _CHECKS.keys()
    return said

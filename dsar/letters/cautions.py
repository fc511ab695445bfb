"""What a caseworker should look at before a letter is sent: it does not stop the letter. Danish, for caseworkers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from dsar.cases.by_hand import HandState
from dsar.cases.review_text import numbers
from dsar.letters.document import Letter
from dsar.letters.facts import Facts, LetterKind, SearchFacts
from dsar.letters.glossary import unexplained
from dsar.letters.mails import PRIVATE, UNNAMED
from dsar.model import Category, DataClass
from dsar.words import CATEGORIES

_QUOTING = frozenset(
    {LetterKind.ANSWER, LetterKind.PARTIAL, LetterKind.NO_DATA, LetterKind.REFUSAL, LetterKind.DECISION}
)
_IDENTIFYING = frozenset({Category.CPR, Category.NAME, Category.ADDRESS, Category.CONTACT, Category.BIRTH})
_ANSWERS = frozenset({LetterKind.ANSWER, LetterKind.PARTIAL, LetterKind.NO_DATA})


def cautions(facts: Facts, letter: Letter) -> tuple[str, ...]:
    """One Danish sentence each."""
    return tuple(_said()[code].format(**details) for code, details in _found(facts, letter))


_Caution = tuple[str, dict[str, object]]


def _found(facts: Facts, letter: Letter) -> Iterator[_Caution]:
    strange = unexplained(letter.blocks, facts.language)
    if strange:
        yield "unexplained", {"words": ", ".join(strange)}
    if not (facts.sender.phone or facts.sender.address or facts.sender.website):
        yield "contact", {}
    if not facts.sender.caseworker:
        yield "unsigned", {}
    if facts.kind in _QUOTING and not facts.case.request.strip():
        yield "request", {}
    if facts.kind is LetterKind.NOTICE:
        yield "notice", {}
        return
    due = facts.case.extended_due if facts.case.extended else facts.case.due
    if facts.made > due:
        yield "late", {"due": due.isoformat()}
    if facts.kind in _ANSWERS:
        yield from _of_answers(facts)
    if facts.kind is LetterKind.ANSWER:
        yield from _of_recipients(facts)
        yield from _of_categories(facts)


def _of_answers(facts: Facts) -> Iterator[_Caution]:
    if facts.withheld:
        yield "weighing", {}
    if any(not one.case for one in facts.lookups) and facts.kind is LetterKind.ANSWER:
        yield "lookups", {}
    if facts.search and facts.search.unread_total:
        yield "unread", {"number": facts.search.unread_total}
    if facts.search:
        yield from _of_search(facts.search)


def _of_search(search: SearchFacts) -> Iterator[_Caution]:
    for code, places in (
        ("skipped", [place for place, reason in search.skipped if reason not in set(HandState)]),
        ("by_hand_open", [place for place, reason in search.skipped if reason in set(HandState)]),
        ("by_hand_found", [place for place, reason in search.by_hand if reason == HandState.FOUND]),
    ):
        if places:
            yield code, {"places": ", ".join(places)}


def _of_recipients(facts: Facts) -> Iterator[_Caution]:
    silent = [area.activity.id for area in facts.areas if not area.activity.processors]
    if silent:
        yield "processors", {"activities": ", ".join(silent)}
    if not any(one.occasion for one in facts.disclosures):
        yield "disclosures", {}
    unnamed = [number for one in facts.disclosures if one.recipient in (PRIVATE, UNNAMED) for number in one.numbers]
    if unnamed:
        yield "unnamed", {"hits": numbers(unnamed)}


def _of_categories(facts: Facts) -> Iterator[_Caution]:
    """What a person must confirm (R-06-01), and what the record does not declare (A-14)."""
    for area in facts.areas:
        strict = [c for c in area.categories if c.data_class in (DataClass.SPECIAL, DataClass.CRIMINAL)]
        strange = [c for c in area.categories if c not in area.activity.categories and c not in _IDENTIFYING]
        for code, found in (("unconfirmed", area.unconfirmed), ("sensitive", strict), ("undeclared", strange)):
            if found:
                named = ", ".join(CATEGORIES[category] for category in found)
                yield code, {"activity": area.activity.id, "categories": named}


@lru_cache(maxsize=1)
def _said() -> dict[str, str]:
    said: dict[str, str] = tomllib.loads(files("dsar.letters").joinpath("cautions.toml").read_text(encoding="utf-8"))
    return said

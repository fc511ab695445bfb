"""The subject's own name where it is somebody else's: beside an address or birth date that is not the subject's. Pure.

A subject moves, so an address that they are not known by does not tell alone. It is theirs where the document
says that they lived there, or has it with a number of theirs; a letter's head is theirs where the letter has one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from dsar.model import Finding, Kind, Span
from dsar.redact.around import BESIDE, units
from dsar.redact.disguised import IN_PASSING
from dsar.redact.own import Own

_NUMBERS = frozenset({Kind.CPR, Kind.PHONE, Kind.EMAIL, Kind.BIRTH_DATE, Kind.ACCOUNT})
"""Kinds that tell the subject from who bears the same name; so does an address, of who lived nowhere else."""
_OF_ROW = re.compile(
    r"(?:(?:folkeregister|bopæls|privat|hjemme)?adresse|bopæl|vej|gade|født|f\.|fødsels(?:dato|dag))[^\n:]{0,20}:",
    re.IGNORECASE,
)
"""The cells of a row that are about who is named in it."""
_MOVED = re.compile(
    r"(?<![^\W_])(?:(?:tidligere|gammel|gamle|forrige|sidste|ny|nye|nuværende)[ ](?:adresse|bopæl)"
    r"|(?:fra|til)?flyttet|flytte[rt]?|(?:fra|til)flytning)(?:[ ](?:er|var|fra|til|på|d\.)){0,2}[ :\n(]{1,3}\Z",
    re.IGNORECASE,
)
_LIVES = re.compile(r"\n|(?<![^\W_])(?:bor|boende|bopæl|adresse)(?![^\W_])", re.IGNORECASE)
"""Between a name and an address: a head of a letter, or that who is spoken of lives there."""
_NEAR = 60
_LINE = 300
"""Characters on either side that count as the line."""


def namesakes(
    text: str,
    findings: Sequence[Finding],
    own: Own,
    homes: frozenset[str],
    *,
    marked: bool,
    cells: Sequence[Span] = (),
) -> set[Span]:
    """Where the subject's name is a namesake's, in findings in the text's order.

    ``homes`` are the addresses that the document ties to the subject; ``marked`` is whether it has a number of theirs;
    ``cells`` are those of a row in which the name stands in pieces.
    """
    theirs = [f.span.start for f in findings if _is_anothers(f, own, homes)]
    names = [f.span for f in findings if f.kind is Kind.NAME and own.has(f)] if theirs else []
    names += cells if theirs else ()
    if not names:
        return set()
    mine = [f.span.start for f in findings if f.kind in _NUMBERS | {Kind.ADDRESS} and own.has(f)]
    if "\n" in text.strip() and units(text) == [Span(0, len(text))]:
        said = [start for start in theirs if _OF_ROW.match(text, text.rfind("\n", 0, start) + 1)]
        others = sorted(f.span.start for f in findings if f.kind is Kind.NAME and f.span not in names)
        return set(names) if not mine and any(_of_own_name(start, names, others) for start in said) else set()
    return {name for name in names if _is_beside(text, name, theirs, mine, marked=marked)}


def homes_in(text: str, findings: Iterable[Finding], own: Own) -> Iterator[str]:
    """Addresses of which the text says that the subject lived there, or that stand with a number of theirs."""
    findings = list(findings)
    numbers = sorted(f.span.start for f in findings if f.kind in _NUMBERS and own.has(f))
    if not numbers and not any(f.kind is Kind.NAME and own.has(f) for f in findings):
        return
    sentences = units(text)
    for address in (f for f in findings if f.kind is Kind.ADDRESS):
        start = address.span.start
        at = bisect_right(sentences, start, key=lambda one: one.start) - 1
        with_number = at >= 0 and _any_in(numbers, sentences[at].start, max(sentences[at].end, address.span.end))
        if with_number or _MOVED.search(text[max(0, start - _NEAR) : start]):
            yield house(address)


def has_number(findings: Iterable[Finding], own: Own) -> bool:
    """Whether a number of the subject's, by which nobody else is known, is among the findings."""
    return any(f.kind in _NUMBERS and own.has(f) for f in findings)


def house(address: Finding) -> str:
    """An address's road and number, which tell enough of whose home it is."""
    return "|".join(address.key.split("|")[:2])


def _is_anothers(finding: Finding, own: Own, homes: frozenset[str]) -> bool:
    """Whether it is an address or a birth date that the subject, whose own is known, does not have."""
    if own.has(finding):
        return False
    if finding.kind is Kind.BIRTH_DATE:
        return any(kind in {Kind.CPR, Kind.BIRTH_DATE} for kind, _ in own.keys)
    if finding.kind is not Kind.ADDRESS or IN_PASSING in {evidence.rule for evidence in finding.evidence}:
        return False
    known = homes | {"|".join(one[:2]) for one in own.addresses}
    return bool(own.addresses) and house(finding) not in known


def _is_beside(text: str, name: Span, theirs: Sequence[int], mine: Sequence[int], *, marked: bool) -> bool:
    """Whether another's address or birth date follows the name, with nothing of the subject's in the line."""
    if (at := bisect_left(theirs, name.end)) == len(theirs):
        return False
    start = theirs[at]
    between = text[name.end : start]
    if start - name.end > _NEAR or BESIDE.fullmatch(between) is None:
        return False
    line = text.rfind("\n", max(0, name.start - _LINE), name.start) + 1 or max(0, name.start - _LINE)
    end = text.find("\n", name.end, name.end + _LINE)
    if _any_in(mine, line, end if end >= 0 else name.end + _LINE):
        return False
    return not (marked and _LIVES.search(between))


def _of_own_name(start: int, names: Iterable[Span], others: Sequence[int]) -> bool:
    """Whether no other name of the row stands right before it, as a child's before its birth date."""
    before = max((name.start for name in names if name.start < start), default=-1)
    return not _any_in(others, before + 1, start)


def _any_in(places: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end)

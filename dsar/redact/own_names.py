"""Where the subject's name stands in a text other than word by word: in two cells of a row, or misspelt. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dsar.detect.lexicon import Lexicon
from dsar.find.spelling import edits
from dsar.model import Finding, Kind, Span
from dsar.redact.fold import folded_words
from dsar.redact.own import Own
from dsar.redact.plain_words import is_borne

_CELLS = re.compile(
    r"(?:\A|\n)(?:alle )?fornavn(?:e|\(e\))?:[ ](?P<first>[^\n]{2,60})\nefternavn(?:e|\(e\))?:[ ](?P<last>[^\n]{2,60})",
    re.IGNORECASE,
)
_BESIDE = 20
"""Characters between a misspelt name and the number or address that says whose it is."""
_TELLS = frozenset({Kind.CPR, Kind.ADDRESS, Kind.PHONE})
_LONG = 4
"""Letters of a word that a slip leaves recognisable."""


def in_two_cells(text: str, own: Own) -> Iterator[Span]:
    """The subject's first names and surname in neighbouring cells of a row."""
    for row in _CELLS.finditer(text):
        if folded_words(f"{row['first']} {row['last']}") in own.names:
            yield Span(*row.span("first"))
            yield Span(*row.span("last"))


def with_slips_mended(findings: Iterable[Finding], text: str, own: Own, lexicon: Lexicon) -> Iterator[Finding]:
    """The findings, with the subject's own name for one that is a letter from it and stands before their own data."""
    findings = list(findings)
    starts = [f.span.start for f in findings if f.kind in _TELLS and own.has(f)]
    for each in findings:
        beside = each.kind is Kind.NAME and any(0 <= start - each.span.end <= _BESIDE for start in starts)
        name = _slipped(each.span.of(text), own, lexicon) if beside and not own.has(each) else None
        yield replace(each, key=" ".join(name)) if name else each


def _slipped(written: str, own: Own, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The name of the subject's that is written with one slip, in a word that nobody is called."""
    found, plain = folded_words(written), written.lower().split()
    for name in own.names:
        if len(found) != len(name) or len(name) < 2 or len(plain) != len(name):
            continue
        wrong = [at for at, word in enumerate(found) if word != name[at]]
        if len(wrong) == 1 and not is_borne(plain[wrong[0]], lexicon) and len(name[wrong[0]]) >= _LONG:
            return name if found[wrong[0]] in edits(name[wrong[0]]) else None
    return None

"""What the search saw of the subject in an item: a misspelt name, a home that nobody told us of. Pure.

Who asks for a copy released what the search found, so what it counts for the subject is theirs in that item alone.
Redaction is stricter about a name that is merely like the subject's: it may be another's. It counts beside something
else of the subject's, or where nothing in the item is their name as they bear it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dsar.model import Clue, HitPassage, Kind, Span
from dsar.redact.own import Detect, Own, letters_and_digits

_LIKE = frozenset({"name.misspelled", "name.variant"})
_INITIALS = "name.initials"
_EXACT = frozenset({"name.full", "name.dropped", "name.former"})
_HOME = "address.learned"
_BESIDE = 40
"""Characters between a name and what says whose it is."""


def found_in(passage: HitPassage) -> tuple[Span, ...]:
    """Where the search saw the subject in a passage."""
    return tuple(clue.span for clue in passage.clues if clue.span is not None and clue.weight > 0)


def as_seen(own: Own, passages: Sequence[HitPassage], detect: Detect) -> Own:
    """The subject's identifiers, with what the search saw in these passages of one item."""
    clues = [(passage, clue) for passage in passages for clue in passage.clues if clue.weight > 0 and clue.span]
    named = any(clue.rule in _EXACT for _, clue in clues)
    names = {text for passage in passages for text in _names(passage, named=named)}
    homes = {f for passage, clue in clues if clue.rule == _HOME for f in _homes(passage, clue, detect)}
    if not names and not homes:
        return own
    return replace(
        own,
        loose=own.loose | names,
        keys=own.keys | {(Kind.ADDRESS, key) for key in homes},
        addresses=(*own.addresses, *(tuple(key.split("|")) for key in sorted(homes))),
    )


def _names(passage: HitPassage, *, named: bool) -> Iterator[str]:
    """Names like the subject's that are theirs, as letters alone."""
    spans = [clue.span for clue in passage.clues if clue.weight > 0 and clue.span and "name" not in clue.rule]
    for clue in passage.clues:
        if clue.span is None or clue.weight <= 0 or clue.rule not in _LIKE | {_INITIALS}:
            continue
        if _is_beside(clue.span, spans) or (clue.rule in _LIKE and not named):
            yield letters_and_digits(clue.span.of(passage.text))


def _is_beside(name: Span, spans: Iterable[Span]) -> bool:
    return any(0 <= span.start - name.end <= _BESIDE or 0 <= name.start - span.end <= _BESIDE for span in spans)


def _homes(passage: HitPassage, clue: Clue, detect: Detect) -> Iterator[str]:
    if clue.span is not None:
        yield from (found.key for found in detect(clue.span.of(passage.text)) if found.kind is Kind.ADDRESS)

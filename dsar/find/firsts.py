"""Somebody else's first name with the subject's surname: a twin, a sister, a father.

It stands beside the surname, in any order and over a line end, as initials, or in a column of its own.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from dsar.detect.names_words import label_of, name_words
from dsar.find.mentions import Mention
from dsar.find.neighbours import KNOWN_FIRST
from dsar.find.person import Person, Role
from dsar.find.reading import Word, words_of
from dsar.index.accents import without_accents
from dsar.model import Span

_COLUMN = re.compile(r"(?:^|\n)(?P<label>[^\n:]{1,60}?)(?:\(e\))?[ ]?:[ ]{0,4}(?P<first>[^\n]{1,60})")
# Before a surname: what may be its first names; behind it: a comma, and the first name.
_BEFORE = re.compile(r"(?:[^\W\d_][\w'’-]{0,25}\.?(?:[ ]{1,2}|[ ]?\n|(?<=\.))){1,4}\Z")
_BEHIND = re.compile(r"[ ]?,[ ]{1,2}(?=[A-ZÆØÅ])(?P<names>[^\W\d_][\w'’-]{1,25}(?:[ ][A-ZÆØÅ][\w'’-]{1,25}){0,3})")
_LETTERS = re.compile(r"(?:[A-ZÆØÅ]\.?[ ]?){1,4}\Z")
_REACH = 120


@dataclass(frozen=True, slots=True)
class Strange:
    """Another's first name, and where it stands with the surname."""

    first: str = field(repr=False)
    whole: Span


def strange_firsts(text: str, mentions: Sequence[Mention], names: Sequence[Span], person: Person) -> dict[int, Strange]:
    """Those of the mentions (by their place) that are a surname with somebody else's first name.

    Args:
        text: what they stand in.
        mentions: where the subject may be named.
        names: places of names that detection found.
        person: the subject.
    """
    bare = [(n, mention.whole) for n, mention in enumerate(mentions) if mention.bare]
    if not bare:
        return {}
    column = next(_in_columns(text, person), None)
    if column is not None:
        return {n: Strange(column, span) for n, span in bare}
    found = {n: _beside(text, span, names, person) for n, span in bare if not _is_given(span.of(text), person)}
    return {n: strange for n, strange in found.items() if strange is not None}


def _in_columns(text: str, person: Person) -> Iterator[str]:
    """The first names of others in columns for first names."""
    labels, lower = _column_labels(), text.lower()
    for cell in _COLUMN.finditer(text) if any(map(lower.__contains__, labels)) else ():
        if label_of(cell["label"]) in labels and (first := _strange_first(words_of(cell["first"]), person)):
            yield first


@cache
def _column_labels() -> frozenset[str]:
    """Labels of first names, and of no middle ones."""
    return frozenset(label for label in name_words().first_labels if "mid" not in label and "mellem" not in label)


def _beside(text: str, surname: Span, names: Sequence[Span], person: Person) -> Strange | None:
    near = names[max(0, bisect(names, surname) - 2) : bisect(names, surname) + 2]
    for name in (one for one in near if one.overlaps(surname) and len(one) > len(surname)):
        if first := _strange_first(words_of(name.of(text)), person):
            return Strange(first, name)
    return _before(text, surname, person) or _behind(text, surname, person)


def _before(text: str, surname: Span, person: Person) -> Strange | None:
    """``Bent Skov\\nHolm``, ``B. S. Holm``."""
    start = max(0, surname.start - _REACH)
    before = text[start : surname.start]
    if (letters := _LETTERS.search(before)) and (letters.start() == 0 or not before[letters.start() - 1].isalnum()):
        first = without_accents(letters[0][0].lower())
        return None if first in person.short else Strange(first, Span(start + letters.start(), surname.end))
    if (match := _BEFORE.search(before)) is None:
        return None
    own = [word for word in words_of(match[0]) if not person.read(word.normal)]
    if not own or not own[-1].capital or not _is_known(own[-1], person):
        return None
    if any(_is_given(word, person) for word in match[0][own[-1].end :].split()):
        return None
    return Strange(own[-1].normal, Span(start + match.start() + own[-1].start, surname.end))


def _behind(text: str, surname: Span, person: Person) -> Strange | None:
    """``HOLM, BENT SKOV``; but "Holm, Bent Dam" may be two people."""
    match = _BEHIND.match(text, surname.end)
    if match is None:
        return None
    first, *more = words_of(match["names"])
    if not _is_known(first, person) or person.read(first.normal):
        return None
    others = (person.lexicon.get(word.normal) for word in more if not person.read(word.normal))
    if any(entry.last > entry.first for entry in others):
        return None
    return Strange(first.normal, Span(surname.start, match.end()))


def _strange_first(words: Sequence[Word], person: Person) -> str | None:
    """A well-known first name that is none of the subject's, where theirs is not there."""
    if any(_is_given(word.normal, person) for word in words):
        return None
    return next((word.normal for word in words if _is_known(word, person) and not person.read(word.normal)), None)


def _is_known(word: Word, person: Person) -> bool:
    return person.lexicon.get(word.normal).first >= KNOWN_FIRST


def _is_given(written: str, person: Person) -> bool:
    return any(part.role is Role.GIVEN for part in person.read(written.lower()))

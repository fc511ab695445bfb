"""Names that a form's layout gives away: ``Fornavn: Anders`` and ``Jensen, Anders Bo``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_runs import PARTICLE, TOKEN, Runs
from dsar.detect.names_words import name_words

_CELL = re.compile(r"^[ \t>*-]{0,8}([^\W\d_][^:\n]{0,30}?)[ ]?:[ \t]{1,4}([^\n]{2,70})$", re.MULTILINE)
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[.'’´-]){0,40}"
_VALUE = re.compile(rf"({_LETTERS}(?:[ \u00a0]{{1,2}}{_LETTERS}){{0,6}})(?=[ ]?(?:\Z|[(<;\[]|,[ ]))")
_PART = rf"(?:(?:{PARTICLE}|[Vv]on|[Vv]an|[Dd]e)[ ]){{0,2}}{TOKEN}(?:[ ](?:(?:{PARTICLE})[ ]){{0,2}}{TOKEN}){{0,3}}"
_REVERSED = re.compile(rf"(?:^|(?<=[;:\n\t|(] )|(?<=[;:\n\t|(])|(?<=- ))({_PART}),[ ]({_PART})(?=[ ]?(?:$|[;|\t()<\[]|[0-9]|[-–][ ]))", re.MULTILINE)
_NOTHING = frozenset("ukendt ikke ingen intet n/a - ? vakant mangler oplyst hemmelig beskyttet".split())


class Forms:
    """Reads names from cells with a header, and surnames set before first names."""

    def __init__(self, kinds: Kinds, runs: Runs) -> None:
        self._kinds = kinds
        self._runs = runs
        self._words = name_words()

    def find(self, text: str) -> Iterator[Found]:
        """Yield names; a cell's name and a turned one may be the same."""
        if ", " in text:
            for match in _REVERSED.finditer(text):
                yield from self._turned(match)
        if ": " in text or ":\t" in text:
            for match in _CELL.finditer(text):
                yield from self._cell(match)

    def _turned(self, match: re.Match[str]) -> Iterator[Found]:
        last_words, last = self._runs.tokens(match[1])
        first_words, first = self._runs.tokens(match[2])
        if "w" in last or "o" in last + first or "t" in last + first or first[-1] == "w":
            return
        if (len(last) > 1 and last[0] == "f") or (last == "f" and first[0] in "f") or first[0] not in "fbui":
            return
        found = Found(match.start(1), match.end(2), first_words + last_words, first + last)
        found.add("name.reversed", 3.0 if first[0] in "fb" else 1.0)
        yield found

    def _cell(self, match: re.Match[str]) -> Iterator[Found]:
        label = match[1].strip().lower().replace(" ", "-")
        words = self._words
        part = label in words.first_labels or label in words.last_labels
        if not part and label not in words.name_labels:
            return
        value = _VALUE.match(match[2])
        if value is None:
            return
        tokens = tuple(value[1].split())
        kinds = "".join("p" if t.lower() in words.particles else self._kinds.of(t) for t in tokens)
        if tokens[0].lower() in _NOTHING or (not part and (set(kinds) & set("wot") or not set(kinds) & set("fbl"))):
            return
        found = Found(match.start(2), match.start(2) + len(value[1]), tokens, kinds)
        found.add("name.label", 4.0 if part else 3.0)
        yield found

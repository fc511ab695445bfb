"""Names that a form's layout gives away: ``Fornavn: Anders`` and ``Jensen, Anders Bo``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.detect.names_found import Found
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_runs import PARTICLE, TOKEN, UPPER, Runs
from dsar.detect.names_words import label_of, name_words

_COLON = re.compile(r":[ \t]")
_OWN_LINE = re.compile(
    r"^[ \t]{0,8}([^\W_][^\n:;,0-9]{1,24}?)[ \t]{0,4}:?[ \t]{0,4}\n(?=[ \t]{0,8}[^\W_])", re.MULTILINE
)
_COMMA = re.compile(rf",[ ]?(?=[{UPPER}])")
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[.'’´-]){0,40}"
_VALUE = re.compile(rf"({_LETTERS}(?:[ \u00a0]{{1,2}}{_LETTERS}){{0,6}})(?=[ ]?(?:\Z|[(<;\[]|,[ ]))")
_PART = rf"(?:(?:{PARTICLE}|[Vv]on|[Vv]an|[Dd]e)[ ]){{0,2}}{TOKEN}(?:[ ](?:(?:{PARTICLE})[ ]){{0,2}}{TOKEN}){{0,3}}"
_LAST = re.compile(rf"(?:\A|[;:\n\t|(] ?|- |(?:\A|\n)[ \t]{{0,8}}[0-9]{{1,3}}[.)][ ])({_PART})\Z")
_LAST_IN_PROSE = re.compile(rf"(?:\A|[.!?:,][ ]|/|(?<![^\W_])[a-zæøå]{{2,20}}:?[ ])({_PART})\Z")
_PAIR_FOLLOWS = rf"(?:,|[ ](?:og|samt|eller))[ ](?:[a-zæøå]{{2,20}}[ ])?{_PART},[ ][{UPPER}]"
_LABEL_FOLLOWS = rf"[ ][{UPPER}][^\W_]{{1,20}}(?:-?nr)?\.?:"
_FIRST_IN_PROSE = re.compile(
    rf"({_PART})(?={_PAIR_FOLLOWS}|[.)/]|[ ][(0-9]|,[ ](?:[a-zæøå0-9])"
    rf"|[ ](?!og[ ]|samt[ ]|eller[ ]|fra[ ])[a-zæøå]|[ ]?(?:$|;))",
    re.MULTILINE,
)
_FIRST = re.compile(
    rf"({_PART})(?={_LABEL_FOLLOWS}|[ ]?(?:$|[;|\t()<\[]|[0-9]|[-–][ ]|,[ ][^,\n]{{0,40}}[0-9]))", re.MULTILINE
)
_ALONE = re.compile(rf"[ ]?\n[ \t]{{0,8}}({TOKEN})(?=[ \t]?(?:\n|\Z))")
_INITIALS = re.compile("[A-ZÆØÅ]{2,4}")
_LONGEST = 80
_BORNE = 30
"""So many bearers a place must have to be a surname before a first name."""
_NOTHING = frozenset(
    ["ukendt", "ikke", "ingen", "intet", "n/a", "vakant", "mangler", "oplyst", "hemmelig", "beskyttet"]
)


class Forms:
    """Reads names from cells with a header, and surnames set before first names."""

    def __init__(self, kinds: Kinds, runs: Runs) -> None:
        self._kinds = kinds
        self._runs = runs
        self._words = words = name_words()
        self._labels = words.first_labels | words.last_labels | words.name_labels | words.initial_labels

    def find(self, text: str) -> Iterator[Found]:
        """Yield names; a cell's name and a turned one may be the same."""
        turned: list[Found] = []
        for comma in _COMMA.finditer(text):
            first = _FIRST.match(text, comma.end())
            last = first and _LAST.search(text[max(0, comma.start() - _LONGEST) : comma.start()])
            if first and last:
                turned += self._turned(last[1], first[1], comma=comma)
            elif len(comma[0]) > 1:
                turned += self._in_prose(text, comma)
        yield from turned
        starts = {found.start for found in turned}
        for colon in _COLON.finditer(text):
            label = text[max(0, colon.start() - _LONGEST) : colon.start()].rpartition("\n")[2]
            if len(label) < _LONGEST // 2:
                found = self._cell(text, label_of(label), at=colon.end())
                yield from (cell for cell in found if cell.start not in starts)
        for line in _OWN_LINE.finditer(text):
            label = line[1].lower().replace(" ", "-")
            if label in self._labels:
                yield from (cell for cell in self._cell(text, label, at=line.end()) if cell.start not in starts)

    def _in_prose(self, text: str, comma: re.Match[str]) -> Iterator[Found]:
        """``vedrører Jensen, Anders Bo, født …``: in a sentence only where the words can be nothing else."""
        first = _FIRST_IN_PROSE.match(text, comma.end())
        kinds = self._runs.tokens(first[1])[1] if first else ""
        dotted = first is not None and set(kinds) == {"i"} and "." in first[1]
        if not first or not (dotted or (kinds[0] in "fb" and set(kinds) <= set("fbi"))):
            return
        line = text[max(0, comma.start() - _LONGEST) : comma.start()].rpartition("\n")[2]
        last = _LAST_IN_PROSE.search(line)
        kinds = self._runs.tokens(last[1])[1] if last else ""
        if last and (
            set(kinds.lstrip("tw")) <= set("lp")
            or (kinds == "b" and self._titled(line, last.start(1)))
            or kinds == "tb"
        ):
            yield from self._turned(last[1], first[1], comma=comma)

    def _titled(self, line: str, at: int) -> bool:
        """Whether a title stands before a place: ``ansøger Kaya, Mehmet``."""
        return self._words.is_title(line[:at].rstrip(" :").rpartition(" ")[2].lower())

    def _turned(self, surname: str, first_name: str, *, comma: re.Match[str]) -> Iterator[Found]:
        last_words, last = self._runs.tokens(surname)
        first_words, first = self._runs.tokens(first_name)
        if before := _announcing(last, first):
            surname = surname[sum(len(word) + 1 for word in last_words[:before]) :]
            last_words, last = last_words[before:], last[before:]
        if "n" in last and any(self._kinds.entry(word.lower()).last < _BORNE for word in last_words):
            return
        if "w" in last or "o" in last + first or "t" in last + first or first[-1] == "w":
            return
        if (len(last) > 1 and last[0] == "f") or (last == "f" and first[0] == "f") or first[0] not in "fbui":
            return
        found = Found(
            comma.start() - len(surname), comma.end() + len(first_name), first_words + last_words, first + last
        )
        found.add("name.reversed", 3.0 if first[0] in "fb" or set(first) == {"i"} else 1.0)
        yield found

    def _cell(self, text: str, label: str, *, at: int) -> Iterator[Found]:
        words = self._words
        part = label in words.first_labels or label in words.last_labels
        if label not in self._labels:
            return
        end = text.find("\n", at, at + _LONGEST)
        line = text[at : end if end >= 0 else at + _LONGEST]
        value = _VALUE.match(line.lstrip(" \t"))
        if value is None:
            return
        at += len(line) - len(line.lstrip(" \t"))
        whole = value[1] + (self._on_next_line(text, at, value[1]) if not part else "")
        tokens = tuple(whole.split())
        kinds = "".join("p" if t.lower() in words.particles else self._kinds.of(t) for t in tokens)
        if label in words.initial_labels and _INITIALS.fullmatch(whole) and not self._kinds.is_word(whole.lower()):
            kinds = "f"
        if tokens[0].lower() in _NOTHING or (not part and (set(kinds) & set("wot") or not set(kinds) & set("fbl"))):
            return
        found = Found(at, at + len(whole), tokens, kinds)
        found.add("name.label", 4.0 if part else 3.0)
        yield found

    def _on_next_line(self, text: str, at: int, value: str) -> str:
        """The surname by itself on the line after a cell that holds only a first name."""
        surname = _ALONE.match(text, at + len(value))
        halves = surname and self._kinds.of(value) == "f" and self._kinds.of(surname[1]) == "l"
        return surname[0] if surname and halves else ""


def _announcing(last: str, first: str) -> int:
    """How many words before a surname are none of it: ``Klient Skov, Ronja``."""
    rest = last.lstrip("tw")
    surname = set(rest) == {"l"} or last == "tb"
    return len(last) - len(rest) if surname and first[0] in "fi" else 0

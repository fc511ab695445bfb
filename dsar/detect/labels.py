"""What the words beside a number say that it is ("cpr-nr.", "konto", "tlf.", "fakturanr.").

All detectors of numbers share the one list (data/identifiers/labels.tsv), so that a
number's own label speaks for one kind and against every other. Only the label nearest
to the number counts: a letter about an invoice may well hold a citizen's CPR number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import regex

from dsar.detect.digits import Digits
from dsar.detect.labels_tables import Tables

LABELS = Path(__file__).parent / "data" / "identifiers" / "labels.tsv"
BEFORE, AFTER = 48, 26
"""How many characters before and after a number are searched for its label."""
LONGEST_GAP = 32
"""Characters between a label and its number."""
OWN_LINE_WORDS = 3
"""Words of a label that stands on a line of its own, above its value."""

GENERIC = frozenset({"numbered", "number"})
"""What the word "nr." says by itself: it holds for the number right after it only."""
NUMBER_WORDS = frozenset({"nr", "nummer", "nummeret"})
NUMBER_ENDINGS = ("nr", "nummer", "nummeret", "numre", "numrene", "sid", "eid")

_CLOSE = re.compile(r"[^0-9a-zæøå\n]{0,4}\n?[ ]{0,2}")
_TOKEN = re.compile(r"[a-zæøåéü]+|(?<![0-9])[0-9](?![0-9])")
_JOINT = re.compile(r"[-_ ./]{0,2}")
_CONSUMED = re.compile(r"[0-9]{4}|[0-9]{1,2}[ .\-/][0-9]{1,2}")
_LETTER = re.compile("[a-zæøåéüA-ZÆØÅÉÜ]")
_LAST_CONSUMED = regex.compile(f"(?r)(?:{_CONSUMED.pattern})")
_INTRODUCED = regex.compile(r"\W{0,3}(?:\p{L}{1,12}[ ]){0,2}\p{L}{1,12}:[ ]?")
_NAMES = regex.compile(r"\W{0,3}(?:\p{Ll}{2,4}\W)?(?:\p{Lu}[\p{L}.'-]{0,20}[ ,:(-]{1,3}){1,4}")
_DIGIT = re.compile(r"[0-9]")
_ENDING = re.compile(r"(?<=[a-zæøå]{3})(?:erne|ene|ets|ens|er|en|et|ne|s|e)$")
_COLUMNS = re.compile(r"[;\t|]|  ")
_LAST_WORD = regex.compile(r"(?r)([A-Za-zÆØÅæøåéü]+)[^0-9A-Za-zÆØÅæøåéü]{0,32}\Z")


_NO_JOINTS = str.maketrans("", "", "-_ ./")


def _squeezed(text: str) -> tuple[str, str]:
    """A text as labels are compared: in small letters, without what may join a label's words; and with it."""
    plain = lower = text.lower()
    for joint in "-_ ./":
        plain = plain.replace(joint, "")
    return plain, lower


def _shortest(stems: list[str]) -> list[str]:
    """The stems that no other one is a part of: where those are not, none is."""
    return [stem for stem in set(stems) if not any(other != stem and other in stem for other in stems)]


def _last_word(phrase: str) -> str:
    return re.split("[^a-zæøåéü]+", phrase.strip(".:"))[-1]


class Reach(StrEnum):
    """How a label stands to its number."""

    ADJACENT = "adjacent"
    """Only punctuation and small words between, or it is the column's header."""
    NAMED = "named"
    """A name between: "Ring til Anders Skov: …"."""
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says a number is, and how near it stands."""

    kind: str
    reach: Reach

    @property
    def adjacent(self) -> bool:
        """Whether it is the number's own label beyond much doubt."""
        return self.reach is Reach.ADJACENT


class Labels:
    """The list of labels, and where to look for them."""

    def __init__(self, path: Path = LABELS) -> None:
        rows = [
            line.split("\t")
            for line in path.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        ]
        numbers = [word for kind, word, *_ in rows if kind == "number"]
        self._fillers = frozenset(word for kind, word, *_ in rows if kind == "filler")
        self._kinds: dict[str, str] = {}
        self._ends: dict[str, str] = {}
        for kind, word, *rule in rows:
            if not rule:
                continue
            plain = word.replace("-", "")
            if rule[0] != "number":
                self._kinds[plain] = kind
            for number in numbers if kind != "owner" else ():
                self._kinds.setdefault(plain + number, kind)
            if rule[0] == "end":
                self._ends[plain] = kind
        self._endings = tuple(self._ends)
        self._stems: dict[str, list[str]] = {}
        for kind, word, *_ in rows:
            self._stems.setdefault(kind, []).append(word if word[-1] in ".:" else word.translate(_NO_JOINTS))
        self._stems = {kind: _shortest(stems) for kind, stems in self._stems.items()}
        self._last_words = frozenset(numbers) | {_last_word(word) for _, word, *rule in rows if rule}
        self._numbers = frozenset(numbers)
        self._owners = frozenset(word for kind, word, *_ in rows if kind == "owner")
        self._beside = self._fillers | {_last_word(word) for _, word, *rule in rows if not rule}
        self._word = lru_cache(maxsize=4096)(self._read_word)
        self.kind = lru_cache(maxsize=1024)(self._kind)
        """What a whole column header or cell label says, or None."""
        self._squeezed: tuple[str, str] | None = None
        self._turn_to("")

    def mentions(self, text: str, *kinds: str) -> bool:
        """Whether a label of one of the kinds may stand anywhere in the text: cheap, and never wrongly false."""
        if text is not self._text:
            self._turn_to(text)
        for kind in kinds:
            if kind not in self._mentioned:
                if self._squeezed is None:
                    self._squeezed = _squeezed(text)
                plain, lower = self._squeezed
                self._mentioned[kind] = any(
                    stem in (lower if stem[-1] in ".:" else plain) for stem in self._stems[kind]
                )
            if self._mentioned[kind]:
                return True
        return False

    def _turn_to(self, text: str) -> None:
        """Begin with another text; what was worked out of one is kept until then."""
        self._text = text
        self._asked: dict[int, Label | None] = {}
        self._columns: dict[int, str | None] = {}
        self._mentioned: dict[str, bool] = {}
        self._squeezed = None
        self._digits = Digits(text)
        self._tables = Tables(text, self.kind)

    def digits(self, text: str) -> Digits:
        """Where the text's digits stand: read once for all who look for numbers."""
        if text is not self._text:
            self._turn_to(text)
        return self._digits

    def may_precede(self, text: str, start: int) -> bool:
        """Whether the word right before ``start`` can end a label, or stand after one; true for every adjacent one."""
        found = _LAST_WORD.search(text, max(0, start - BEFORE), start)
        return found is not None and ((word := found[1].lower()) in self._beside or self._word(word) is not None)

    def before(self, text: str, start: int) -> Label | None:
        """The label nearest before ``start``, unless another number stands between and has used it up.

        A word for a person ("borgeren") gives way to "cpr" before it, and "nummer" to what has the number ("passet har
        nummer").
        """
        begin = max(0, start - BEFORE)
        used = _LAST_CONSUMED.search(text, begin, start)
        if not _LETTER.search(text, used.start() if used else begin, start):
            return None
        window = text[begin:start].lower()
        tokens = list(_TOKEN.finditer(window))
        person = number = None
        for last in range(len(tokens) - 1, -1, -1):
            if self._word(tokens[last].group()) is None:
                continue
            kind = self._ending_at(window, tokens, last)
            if kind is None:
                continue
            if person is not None:
                return Label(kind, Reach.NEAR) if kind == "cpr" else person
            gap = window[tokens[last].end() :]
            if kind in GENERIC and not _CLOSE.fullmatch(gap):
                continue
            if _CONSUMED.search(gap) or not _own_line(window, tokens, last, cut=begin > 0):
                return number
            label = Label(kind, self._reach(text[start - len(gap) : start], tokens[last + 1 :]))
            if number is not None:
                return label if label.adjacent else number
            if kind == "number":
                number = label
            elif kind == "person":
                person = label
            else:
                return label
        return person or number

    def _reach(self, gap: str, tokens: Sequence[re.Match[str]]) -> Reach:
        if not _DIGIT.search(gap) and len(gap) <= LONGEST_GAP:
            if all(token.group() in self._fillers for token in tokens):
                return Reach.ADJACENT
            if _NAMES.fullmatch(gap) or _INTRODUCED.fullmatch(gap):
                return Reach.NAMED
        return Reach.NEAR

    def after(self, text: str, end: int) -> Label | None:
        """A label close behind ``end`` on the same line: ``010190-1234 (cpr)``."""
        window = text[end : end + AFTER].split("\n", 1)[0].lower()
        digit = _DIGIT.search(window)
        tokens = list(_TOKEN.finditer(window, 0, digit.start() if digit else len(window)))
        for last, token in enumerate(tokens):
            if self._word(token.group()) is None:
                continue
            kind = self._ending_at(window, tokens, last)
            if kind is not None:
                return Label(kind, Reach.ADJACENT if token.start() <= 3 else Reach.NEAR)
        return None

    def _kind(self, words: str) -> str | None:
        window = words[-BEFORE:].lower()
        tokens = list(_TOKEN.finditer(window))
        found = (self._ending_at(window, tokens, last) for last in range(len(tokens) - 1, -1, -1))
        return next((kind for kind in found if kind is not None), None)

    def of(self, text: str, start: int) -> Label | None:
        """A number's label: the words before it, else its column's header.

        Several detectors ask about the same place, so the answers for the text at hand are kept.
        """
        if text is not self._text:
            self._turn_to(text)
        if start not in self._asked:
            label = self.before(text, start)
            if label is None or not label.adjacent:
                column = self.column(text, start)
                label = label if column is None else Label(column, Reach.ADJACENT)
            self._asked[start] = label
        return self._asked[start]

    def adjacent(self, text: str, start: int) -> str | None:
        """The kind of a number's own label beyond much doubt, else None: what ``of`` says, for less."""
        if text is not self._text:
            self._turn_to(text)
        if start not in self._asked and not self.may_precede(text, start):
            if start not in self._columns:
                self._columns[start] = self.column(text, start)
            return self._columns[start]
        label = self.of(text, start)
        return label.kind if label is not None and label.adjacent else None

    def column(self, text: str, start: int) -> str | None:
        """What the header of the table column at ``start`` says, in delimited or aligned text."""
        if text is not self._text:
            self._turn_to(text)
        return self._tables.header(start)

    def _ending_at(self, window: str, tokens: Sequence[re.Match[str]], last: int) -> str | None:
        """The kind of the longest listed phrase of up to four tokens that ends with token ``last``."""
        ends_phrase, other = self._word(tokens[last].group()) or (False, None)
        if not ends_phrase:
            return other
        end = tokens[last].end()
        first, joined, kind = last, "", None
        while first >= 0 and last - first < 4:
            start = tokens[first].start()
            joined = tokens[first].group() + joined
            kind = (
                self._kinds.get(window[start : end + 1])
                or self._kinds.get(window[start:end])
                or self._kinds.get(joined)
                or kind
            )
            if not first or not _JOINT.fullmatch(window, tokens[first - 1].end(), start):
                break
            first -= 1
        return kind or other or self._generic(window, tokens, last)

    def _generic(self, window: str, tokens: Sequence[re.Match[str]], last: int) -> str | None:
        """What "nr." after a word that is no label says: ``numbered`` ("lån nr."), or ``number`` ("hendes nr.")."""
        word = tokens[last].group()
        if word not in self._numbers:
            return None
        joined = last and _JOINT.fullmatch(window, tokens[last - 1].end(), tokens[last].start())
        if not joined:
            return "number" if word in NUMBER_WORDS else "numbered" if word == "id" else None
        before = tokens[last - 1].group()
        if before in self._owners or before in self._fillers:
            return "number" if word in NUMBER_WORDS else None
        return "numbered"

    def _read_word(self, word: str) -> tuple[bool, str | None] | None:
        """Whether a listed phrase can end with the word, and its own kind as another's other form or ending; or None.

        "telefonerne" is a form of "telefon"; "lønkonto" ends with "konto".
        """
        ends_phrase = word in self._last_words or word in self._kinds
        ending = _ENDING.search(word)
        if ending is not None and (kind := self._kinds.get(word[: ending.start()])) is not None:
            return ends_phrase, kind
        if word.endswith(self._endings):
            return ends_phrase, next(kind for listed, kind in self._ends.items() if word.endswith(listed))
        if word.endswith(NUMBER_ENDINGS) and word not in self._numbers:
            return ends_phrase, "numbered"
        return (ends_phrase, None) if ends_phrase else None


def _own_line(window: str, tokens: Sequence[re.Match[str]], last: int, *, cut: bool) -> bool:
    """Whether a label on an earlier line is a line by itself: a value stands under it, not a table's next row."""
    gap = window[tokens[last].end() :]
    if "\n" not in gap:
        return True
    line = window.rfind("\n", 0, tokens[last].start())
    words = sum(token.start() > line for token in tokens[: last + 1])
    alone = words <= OWN_LINE_WORDS and not _COLUMNS.search(window, line + 1, window.index("\n", tokens[last].end()))
    return gap.count("\n") == 1 and alone and (line >= 0 or not cut)

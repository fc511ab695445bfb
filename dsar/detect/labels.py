"""What the words beside a number say that it is ("cpr-nr.", "konto", "tlf.", "fakturanr.").

All detectors of numbers share the one list (labels_phrases.py), so that a number's own
label speaks for one kind and against every other. Only the label nearest to the number
counts: a letter about an invoice may well hold a citizen's CPR number. What some words
say is kept while the process runs: a register has the same ones in each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex

from dsar.detect.digits import Digits
from dsar.detect.labels_phrases import GENERIC, Phrases, Squeezed, tokens_of
from dsar.detect.labels_tables import Tables

BEFORE, AFTER = 48, 26
"""How many characters before and after a number are searched for its label."""
LONGEST_GAP = 32
"""Characters between a label and its number."""
OWN_LINE_WORDS = 3
"""Words of a label that stands on a line of its own, above its value."""
KEPT = 4096
"""Different surroundings of numbers that are remembered."""

_CLOSE = re.compile(r"[^0-9a-zæøå\n]{0,4}\n?[ ]{0,2}")
_SAID = re.compile(r"[^0-9a-zæøå\n]{0,4}(?:er|lyder)[: ]{1,2}")
_CONSUMED = re.compile(r"[0-9]{4}|[0-9]{1,2}[ .\-/][0-9]{1,2}")
SHORTEST_CONSUMED = 3
_LETTER = re.compile("[a-zæøåéüA-ZÆØÅÉÜ]")
_LAST_CONSUMED = regex.compile(f"(?r)(?:{_CONSUMED.pattern})")
_INTRODUCED = regex.compile(r"\W{0,3}(?:\p{L}{1,12}[ ]){0,2}\p{L}{1,12}:[ ]?")
_NAMES = regex.compile(r"\W{0,3}(?:\p{Ll}{2,4}\W)?(?:\p{Lu}[\p{L}.'-]{0,20}[ ,:(-]{1,3}){1,4}(?:på[ ])?")
_DIGIT = re.compile(r"[0-9]")
_COLUMNS = re.compile(r"[;\t|]|  ")
_LAST_WORD = regex.compile(r"(?r)([A-Za-zÆØÅæøåéü]+)[^0-9A-Za-zÆØÅæøåéü]{0,32}\Z")


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
    """Where to look for labels, in one text after another."""

    def __init__(self) -> None:
        self._phrases = Phrases()
        self.kind = self._phrases.heading
        self._read_before = lru_cache(maxsize=KEPT)(self._before)
        self._read_after = lru_cache(maxsize=KEPT)(self._after)
        self._turn_to("")

    def _turn_to(self, text: str) -> None:
        """Begin with another text; what was worked out of one is kept until then."""
        self._text = text
        self._asked: dict[int, Label | None] = {}
        self._own: dict[int, str | None] = {}
        self._mentioned: dict[str, bool] = {}
        self._squeezed: Squeezed | None = None
        self._digits = Digits(text)
        self._tables = Tables(self._digits, self.kind)

    def digits(self, text: str) -> Digits:
        """Where the text's digits stand: read once for all who look for numbers."""
        if text is not self._text:
            self._turn_to(text)
        return self._digits

    def mentions(self, text: str, *kinds: str) -> bool:
        """Whether a label of one of the kinds may stand anywhere in the text; never wrongly false.

        Where digits are few, asking each number costs less than a search of the text, and the answer is yes.
        """
        digits = self.digits(text)
        if self._squeezed is None:
            if digits.few:
                return True
            self._squeezed = Squeezed(text)
        for kind in kinds:
            if kind not in self._mentioned:
                self._mentioned[kind] = self._phrases.mentioned(kind, self._squeezed)
            if self._mentioned[kind]:
                return True
        return False

    def may_precede(self, text: str, start: int) -> bool:
        """Whether the word right before ``start`` can end a label, or stand after one; true for every adjacent one."""
        found = _LAST_WORD.search(text, max(0, start - BEFORE), start)
        return found is not None and self._phrases.may_end(found[1].lower())

    def before(self, text: str, start: int) -> Label | None:
        """The label nearest before ``start``, unless another number stands between and has used it up.

        A word for a person ("borgeren") gives way to "cpr" before it, and "nummer" to what has the number ("passet har
        nummer").
        """
        begin = max(0, start - BEFORE)
        return self._read_before(self.digits(text).near(begin, start), begin > 0)

    def _before(self, near: str, cut: bool) -> Label | None:
        if self._says_nothing(near):
            return None
        window = near.lower()
        tokens = tokens_of(window)
        person = number = None
        for last in range(len(tokens) - 1, -1, -1):
            if self._phrases.word(tokens[last].group()) is None:
                continue
            kind = self._phrases.ending_at(window, tokens, last)
            if kind is None:
                continue
            if person is not None:
                return Label(kind, Reach.NEAR) if kind == "cpr" else person
            gap = window[tokens[last].end() :]
            if kind in GENERIC and not _CLOSE.fullmatch(gap) and not (kind == "number" and _SAID.fullmatch(gap)):
                continue
            if _CONSUMED.search(gap) or not _own_line(window, tokens, last, cut=cut):
                return number
            label = Label(kind, self._reach(near[len(near) - len(gap) :], tokens[last + 1 :]))
            if number is not None:
                return label if label.adjacent else number
            if kind == "number":
                number = label
            elif kind == "person":
                person = label
            else:
                return label
        return person or number

    def _says_nothing(self, near: str) -> bool:
        """Whether no label stands before a number, or another number has used it up; what is left may have none."""
        if not _LETTER.search(near, max(0, len(near) - SHORTEST_CONSUMED)):
            used = _LAST_CONSUMED.search(near)
            if not _LETTER.search(near, used.start() if used else 0):
                return True
        return not self._phrases.any_in(near.lower())

    def _reach(self, gap: str, tokens: Sequence[re.Match[str]]) -> Reach:
        if not _DIGIT.search(gap) and len(gap) <= LONGEST_GAP:
            if all(token.group() in self._phrases.fillers for token in tokens):
                return Reach.ADJACENT
            if _NAMES.fullmatch(gap) or _INTRODUCED.fullmatch(gap):
                return Reach.NAMED
        return Reach.NEAR

    def after(self, text: str, end: int) -> Label | None:
        """A label close behind ``end`` on the same line: ``010190-1234 (cpr)``."""
        return self._read_after(self.digits(text).near(end, end + AFTER))

    def _after(self, near: str) -> Label | None:
        window = near.split("\n", 1)[0].lower()
        if not self._phrases.any_in(window):
            return None
        digit = _DIGIT.search(window)
        tokens = tokens_of(window, digit.start() if digit else None)
        for last, token in enumerate(tokens):
            if self._phrases.word(token.group()) is None:
                continue
            kind = self._phrases.ending_at(window, tokens, last)
            if kind is not None:
                return Label(kind, Reach.ADJACENT if token.start() <= 3 else Reach.NEAR)
        return None

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
        if start not in self._own:
            if start in self._asked or self.may_precede(text, start):
                label = self.of(text, start)
                self._own[start] = label.kind if label is not None and label.adjacent else None
            else:
                self._own[start] = self.column(text, start)
        return self._own[start]

    def column(self, text: str, start: int) -> str | None:
        """What the header of the table column at ``start`` says, in delimited or aligned text."""
        if text is not self._text:
            self._turn_to(text)
        return self._tables.header(start)


def _own_line(window: str, tokens: Sequence[re.Match[str]], last: int, *, cut: bool) -> bool:
    """Whether a label on an earlier line is a line by itself: a value stands under it, not a table's next row."""
    gap = window[tokens[last].end() :]
    if "\n" not in gap:
        return True
    line = window.rfind("\n", 0, tokens[last].start())
    words = sum(token.start() > line for token in tokens[: last + 1])
    alone = words <= OWN_LINE_WORDS and not _COLUMNS.search(window, line + 1, window.index("\n", tokens[last].end()))
    return gap.count("\n") == 1 and alone and (line >= 0 or not cut)

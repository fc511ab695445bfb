"""What the words beside a number say that it is ("cpr-nr.", "konto", "tlf.", "fakturanr.").

All detectors of numbers share the one list (data/identifiers/labels.tsv), so that a
number's own label speaks for one kind and against every other. Only the label nearest
to the number counts: a letter about an invoice may well hold a citizen's CPR number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

LABELS = Path(__file__).parent / "data" / "identifiers" / "labels.tsv"
BEFORE, AFTER = 44, 26
"""How many characters before and after a number are searched for its label."""
HEADER_BLOCK = 20_000
"""How far above a row its table's header line is looked for."""

_TOKEN = re.compile(r"[a-zæøåéü]+|(?<![0-9])[0-9](?![0-9])")
_JOINT = re.compile(r"[-_ ./]{0,2}")
_CONSUMED = re.compile(r"[0-9]{4}|[0-9]{2}[ .\-/][0-9]{2}")
_DIGIT = re.compile(r"[0-9]")
_CELL = re.compile(r"[;\t|]")
_LAST_WORD = regex.compile(r"(?r)([A-Za-zÆØÅæøåéü]+)[^0-9A-Za-zÆØÅæøåéü]{0,8}\Z")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says a number is; ``adjacent`` if only punctuation and small words stand between."""

    kind: str
    adjacent: bool


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
            for number in numbers:
                self._kinds.setdefault(plain + number, kind)
            if rule[0] == "end":
                self._ends[plain] = kind
        self._endings = tuple(self._ends)
        words = {re.split("[^a-zæøåéü]+", word.strip(".:"))[-1] for _, word, *_ in rows}
        self._last_words = frozenset(words)
        self._text = ""
        self._asked: dict[int, Label | None] = {}

    def may_precede(self, text: str, start: int) -> bool:
        """Whether the word right before ``start`` can end a label; cheap, and true for every adjacent one."""
        found = _LAST_WORD.search(text, max(0, start - 24), start)
        return found is not None and (found[1].lower() in self._last_words or found[1].lower().endswith(self._endings))

    def before(self, text: str, start: int) -> Label | None:
        """The label nearest before ``start``, unless another number stands between and has used it up.

        A word for a person ("borgeren") gives way to "cpr" before it. Several detectors ask
        about the same place, so the answers for the text at hand are kept.
        """
        if text is not self._text:
            self._text, self._asked = text, {}
        if start not in self._asked:
            self._asked[start] = self._before(text, start)
        return self._asked[start]

    def _before(self, text: str, start: int) -> Label | None:
        window = text[max(0, start - BEFORE) : start].lower()
        tokens = list(_TOKEN.finditer(window))
        person = None
        for last in range(len(tokens) - 1, -1, -1):
            kind = self._ending_at(window, tokens, last)
            if kind is None:
                continue
            if person is not None:
                return Label(kind, adjacent=False) if kind == "cpr" else person
            gap = window[tokens[last].end() :]
            if "\n\n" in gap or _CONSUMED.search(gap):
                return None
            small = all(token.group() in self._fillers for token in tokens[last + 1 :])
            label = Label(kind, small and len(gap) <= 20 and not _DIGIT.search(gap))
            if kind != "person":
                return label
            person = label
        return person

    def after(self, text: str, end: int) -> Label | None:
        """A label close behind ``end`` on the same line: ``010190-1234 (cpr)``."""
        window = text[end : end + AFTER].split("\n", 1)[0].lower()
        digit = _DIGIT.search(window)
        tokens = list(_TOKEN.finditer(window, 0, digit.start() if digit else len(window)))
        for last, token in enumerate(tokens):
            kind = self._ending_at(window, tokens, last)
            if kind is not None:
                return Label(kind, token.start() <= 3)
        return None

    def kind(self, words: str) -> str | None:
        """What a whole column header or cell label says, or None."""
        window = words[-BEFORE:].lower()
        tokens = list(_TOKEN.finditer(window))
        found = (self._ending_at(window, tokens, last) for last in range(len(tokens) - 1, -1, -1))
        return next((kind for kind in found if kind is not None), None)

    def column(self, text: str, start: int) -> str | None:
        """What the header of the table column at ``start`` says, in delimited or aligned text."""
        line = text.rfind("\n", max(0, start - 400), start) + 1
        if not line:
            return None
        block = text.rfind("\n\n", max(0, line - HEADER_BLOCK), line)
        top = block + 2 if block >= 0 else 0
        if top >= line or line - top > HEADER_BLOCK:
            return None
        header = text[top : min(line - 1, top + 400)].split("\n", 1)[0]
        cells = len(_CELL.findall(text, line, start))
        if cells:
            headings = _CELL.split(header)
            return self.kind(headings[cells]) if cells < len(headings) else None
        if "  " in header:
            return self.kind(header[max(0, start - line - 4) : start - line + 14])
        return None

    def _ending_at(self, window: str, tokens: Sequence[re.Match[str]], last: int) -> str | None:
        """The kind of the longest listed phrase of up to four tokens that ends with token ``last``."""
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
        if kind is None and tokens[last].group().endswith(self._endings):
            kind = next(k for word, k in self._ends.items() if tokens[last].group().endswith(word))
        return kind

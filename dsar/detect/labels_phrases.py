"""The list of labels ("cpr-nr.", "konto", "tlf.", "fakturanr."), and which of them ends at a word.

All digits are one digit here: "sidste 4" and "sidste 0" are the same label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dsar.detect.digits import AS_ZERO

LABELS = Path(__file__).parent / "data" / "identifiers" / "labels.tsv"
LONGEST = 48
"""Characters at the end of a heading that are read."""
KEPT = 20_000
"""Words beside numbers that are remembered."""
GENERIC = frozenset({"numbered", "number"})
"""What the word "nr." says by itself: it holds for the number right after it only."""
NUMBER_WORDS = frozenset({"nr", "nummer", "nummeret"})
NUMBER_ENDINGS = ("nr", "nummer", "nummeret", "numre", "numrene", "sid", "eid")

_TOKEN = re.compile(r"[a-zæøåéü]+|(?<![0-9])[0-9](?![0-9])")
_JOINT = re.compile(r"[-_ ./]{0,2}")
_JOINTS = "-_ ./"
_ENDING = re.compile(r"(?<=[a-zæøå]{3})(?:erne|ene|ets|ens|er|en|et|ne|s|e)$")


class Squeezed:
    """A text as labels are compared: in small letters, and without what may join a label's words."""

    def __init__(self, text: str) -> None:
        self.plain = self.lower = text.lower()
        for joint in _JOINTS:
            self.plain = self.plain.replace(joint, "")


class Phrases:
    """The labels and what each says; texts come in small letters."""

    def __init__(self, path: Path = LABELS) -> None:
        rows = [
            line.translate(AS_ZERO).split("\t")
            for line in path.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        ]
        numbers = [word for kind, word, *_ in rows if kind == "number"]
        self.fillers = frozenset(word for kind, word, *_ in rows if kind == "filler")
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
        self._stems = _stems(rows)
        self._last_words = frozenset(numbers) | {_last_word(word) for _, word, *rule in rows if rule}
        self._numbers = frozenset(numbers)
        self._owners = frozenset(word for kind, word, *_ in rows if kind == "owner")
        self._beside = self.fillers | {_last_word(word) for _, word, *rule in rows if not rule}
        self.word = lru_cache(maxsize=KEPT)(self._read_word)
        """Whether a listed phrase can end with a word, and its own kind as another's other form or ending; or None."""
        self.heading = lru_cache(maxsize=1024)(self._heading)
        """What a whole column header or cell label says, or None."""

    def mentioned(self, kind: str, squeezed: Squeezed) -> bool:
        """Whether a label of a kind may stand anywhere in a text; never wrongly false."""
        return any(stem.stands_in(squeezed) for stem in self._stems[kind])

    def any_in(self, window: str) -> bool:
        """Whether any word of a short text can end a label; where it is false, none ends there."""
        return any(map(self.word, _TOKEN.findall(window)))

    def may_end(self, word: str) -> bool:
        """Whether a word can end a label, or stand after one."""
        return word in self._beside or self.word(word) is not None

    def ending_at(self, window: str, tokens: Sequence[re.Match[str]], last: int) -> str | None:
        """The kind of the longest listed phrase of up to four tokens that ends with token ``last``."""
        ends_phrase, other = self.word(tokens[last].group()) or (False, None)
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
        if before in self._owners or before in self.fillers:
            return "number" if word in NUMBER_WORDS else None
        return "numbered"

    def _read_word(self, word: str) -> tuple[bool, str | None] | None:
        """``word``: "telefonerne" is a form of "telefon"; "lønkonto" ends with "konto"."""
        ends_phrase = word in self._last_words or word in self._kinds
        ending = _ENDING.search(word)
        if ending is not None and (kind := self._kinds.get(word[: ending.start()])) is not None:
            return ends_phrase, kind
        if word.endswith(self._endings):
            return ends_phrase, next(kind for listed, kind in self._ends.items() if word.endswith(listed))
        if word.endswith(NUMBER_ENDINGS) and word not in self._numbers:
            return ends_phrase, "numbered"
        return (ends_phrase, None) if ends_phrase else None

    def _heading(self, words: str) -> str | None:
        window = words[-LONGEST:].lower().translate(AS_ZERO)
        tokens = tokens_of(window)
        found = (self.ending_at(window, tokens, last) for last in range(len(tokens) - 1, -1, -1))
        return next((kind for kind in found if kind is not None), None)


def tokens_of(window: str, end: int | None = None) -> list[re.Match[str]]:
    """The words and lone digits of a text in small letters."""
    return list(_TOKEN.finditer(window, 0, len(window) if end is None else end))


def _last_word(phrase: str) -> str:
    return re.split("[^a-zæøåéü]+", phrase.strip(".:"))[-1]


@dataclass(frozen=True, slots=True)
class _Stem:
    """A part that some labels have in common; ``begins`` finds it at the beginning of a word, where all have it there.

    Without that, "faktura" would have a number asked whether it is that of an "akt".
    """

    text: str
    begins: re.Pattern[str] | None

    def stands_in(self, squeezed: Squeezed) -> bool:
        """Whether one of the labels may stand in a text."""
        if self.text not in (squeezed.lower if self.text[-1] in ".:" else squeezed.plain):
            return False
        return self.begins is None or self.begins.search(squeezed.lower) is not None

    @classmethod
    def of(cls, text: str, rows: Iterable[Sequence[str]]) -> _Stem:
        """The stem of some rows."""
        first = all(word.startswith(text) and rule != ["end"] for _, word, *rule in rows)
        return cls(text, re.compile(rf"{re.escape(text)}(?<![a-zæøåéü]{re.escape(text)})") if first else None)


def _stems(rows: Sequence[Sequence[str]]) -> dict[str, list[_Stem]]:
    """Words of each kind that no other one begins: where those are not, none is."""
    labels: dict[str, dict[str, list[Sequence[str]]]] = {}
    joints = str.maketrans("", "", _JOINTS)
    for row in rows:
        kind, word, *_ = row
        plain = word if word[-1] in ".:" else word.translate(joints)
        labels.setdefault(kind, {}).setdefault(plain, []).append(row)
    return {
        kind: [
            _Stem.of(stem, [row for plain, found in words.items() if plain.startswith(stem) for row in found])
            for stem in words
            if not any(other != stem and stem.startswith(other) for other in words)
        ]
        for kind, words in labels.items()
    }

"""A small trained tagger (a conditional random field) that knows a name by the words around it.

It reads tokens of a sentence or a few lines. What it knows of a token is told in
``features``; how it was trained, on what, and how well it does, in ``data/MODEL_CARD.md``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from dsar.detect.names_kinds import Kinds

SHIPPED = Path(__file__).parent / "data" / "names.crfsuite"
LABELS = ("O", "B", "I", "X")
"""Outside, beginning and inside of a name, and a proper name that is no person's."""
LONGEST = 120
"""Tokens that are read at a time; longer sentences are cut."""
_TOKEN = re.compile(
    r"""(?:[^\W\d_]\.){1,4}|(?:[Cc]hr|[Jj]oh|[Tt]h|[Aa]a|[Ff]r|[Hh]r|[Dd]r|[Ss]kt|[Cc]and|[Mm]ag|[Nn]r)\.
    |[ackipACKIP]/[soSO](?![^\W_])
    |[^\W\d_]{1,60}(?:[-'’´][^\W\d_]{1,60}){0,4}(?:(?<=[sxzSXZ])['’])?|[0-9]+|\n|[^\s\ud800-\udfff]""",
    re.VERBOSE,
)
_STOP = frozenset(".!?")
_END = _STOP | {"\n"}
_QUOTES = frozenset("\"'«»“”„")
_OPENING = frozenset(["^", "\n", '"', "-", ":", "«", "»", "“", "”"])


@dataclass(frozen=True, slots=True)
class Word:
    """A token and where it is."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch of tokens that the tagger holds to be a name, and its log-odds."""

    start: int
    end: int
    log_odds: float


def sentences(text: str) -> Iterator[list[Word]]:
    """Cut a text into sentences of tokens; a line end inside a sentence is a token, an empty line ends it."""
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        word = Word(match.group(), match.start(), match.end())
        if words and (len(words) >= LONGEST or _begins(words[-1], word)):
            yield words
            words = []
        if words or word.text != "\n":
            words.append(word)
    if words:
        yield words


def _begins(last: Word, word: Word) -> bool:
    """Whether a new sentence begins with a word: after a full stop, or after an empty line."""
    if word.text == "\n":
        return last.text in _END
    return last.text in _STOP and word.start > last.end and not word.text[0].islower() and not word.text[0].isdigit()


def features(words: Sequence[Word], kinds: Kinds) -> list[list[str]]:
    """What the tagger is told of each token: the word, its form, its bearers, its neighbours."""
    mode = _mode(words)
    lowered = [word.text.lower() for word in words]
    shapes = [_shape(word.text) for word in words]
    # Places that are surnames are told by their bearers; a letter of their own cost half a point (cross-validated).
    letters = [kinds.of(low).replace("n", "w") if low[0].isalpha() else low[0] for low in lowered]
    low = ["^^", "^", *lowered, "$", "$$"]
    shape = ["^^", "^", *shapes, "$", "$$"]
    kind = ["^^", "^", *letters, "$", "$$"]
    known = ["", "", *(kinds.known(word) for word in lowered), "", ""]
    role = ["", "", *(kinds.role(word) for word in lowered), "", ""]
    rows = []
    for i, word in enumerate(words, start=2):
        cased = kind[i] + shape[i]
        row = _of_word(word.text, low[i], kinds)
        row += _of_neighbours(i, low=low, shape=shape, kind=kind)
        row += _of_endings(i, low=low, cased=cased)
        row += [
            "m" + mode + cased,
            "s" + mode + shape[i],
            "j" + mode + kind[i - 1] + cased,
            "k" + mode + cased + kind[i + 1],
            "l" + mode + kind[i - 1] + cased + kind[i + 1],
        ]
        for step in (-2, -1, 1, 2):
            if role[i + step]:
                row += [f"R{step}{role[i + step]}", f"R{step}{role[i + step]}{cased}"]
        row += _of_known(i, known, cased)
        if low[i - 1] in _QUOTES and low[i + 1] in _QUOTES:
            row.append("Q" + cased)
        if low[i - 1] in _OPENING:
            row += ["^" + cased, f"^{kinds.is_word(low[i])}"]
        rows.append(row)
    return rows


def _of_known(i: int, known: list[str], cased: str) -> list[str]:
    """Whose the word is, or its neighbours are, where they are names that many texts mention."""
    row = ["N" + known[i], "N" + known[i] + cased] if known[i] else []
    return row + [f"N{step}{known[i + step]}{cased}" for step in (-1, 1) if known[i + step]]


def _of_neighbours(i: int, *, low: list[str], shape: list[str], kind: list[str]) -> list[str]:
    cased = kind[i] + shape[i]
    return [
        "w" + low[i],
        "a" + low[i - 1],
        "b" + low[i - 2],
        "c" + low[i + 1],
        "d" + low[i + 2],
        "e" + kind[i - 1] + shape[i - 1],
        "f" + kind[i + 1] + shape[i + 1],
        "g" + kind[i - 2] + shape[i - 2],
        "h" + kind[i + 2] + shape[i + 2],
        "n" + "".join(kind[i - 2 : i + 3]),
        "o" + "".join(shape[i - 1 : i + 2]),
        "p" + low[i - 1] + cased,
        "q" + cased + low[i + 1],
        "r" + low[i - 1] + "_" + low[i + 1] + kind[i],
    ]


def _of_endings(i: int, *, low: list[str], cased: str) -> list[str]:
    """How the neighbours end: ``-chefen``, ``-minister``, ``-ede``."""
    before, after = low[i - 1], low[i + 1]
    return [
        "A" + before[-4:],
        "B" + before[-3:] + cased,
        "C" + before[-4:] + cased,
        "E" + after[-3:] + cased,
        "G" + low[i - 2][-3:],
    ]


def _of_word(text: str, low: str, kinds: Kinds) -> list[str]:
    if not low[0].isalpha():
        return ["bias"]
    entry = kinds.entry(low)
    return [
        "bias",
        f"F{math.log2(entry.first + 1):.0f}",
        f"L{math.log2(entry.last + 1):.0f}",
        f"W{entry.word}",
        f"P{entry.place}",
        "3" + low[-3:],
        "2" + low[-2:],
        "t" + low[:3],
        "z" + str(min(len(text), 10)),
        f"D{entry.word > 0}{entry.first > 0}{entry.last > 0}{entry.place}",
    ]


def _shape(text: str) -> str:
    if text.islower():
        return "x"
    if text.isupper():
        return "X" if len(text) == 1 else "X." if text[1] == "." else "XX"
    if text[0].isupper():
        _, hyphen, tail = text.rpartition("-")
        if hyphen:
            return "Xx-" + ("X" if tail[:1].isupper() else "x")
        return "Xx" if text[1:].islower() else "XxX"
    return "9" if text[0].isdigit() else text[0]


def _mode(words: Sequence[Word]) -> str:
    """What case says: ``l`` no capitals but at the beginning, ``u`` hardly any small letters, ``m`` both."""
    small = sum(word.text.islower() for word in words)
    capital = sum(word.text[0].isupper() for word in words[1:])
    if not capital:
        return "l"
    large = sum(word.text.isupper() and len(word.text) > 1 for word in words)
    return "u" if large > 4 * small else "m"


class Tagger:
    """The trained model, ready to tag."""

    def __init__(self, kinds: Kinds, path: Path | None = None) -> None:
        self._kinds = kinds
        self._model = pycrfsuite.Tagger()
        self._model.open(str(path or SHIPPED))

    def tag(self, words: Sequence[Word]) -> tuple[list[Tagged], list[float], list[str]]:
        """The names of a sentence, for each token the probability that it is in a name, and its label."""
        self._model.set(pycrfsuite.ItemSequence(features(words, self._kinds)))
        labels = self._model.tag()
        inside = [self._model.marginal("B", at) + self._model.marginal("I", at) for at in range(len(words))]
        return list(_spans(words, labels, inside)), inside, labels


def _spans(words: Sequence[Word], labels: Sequence[str], inside: Sequence[float]) -> Iterator[Tagged]:
    at = 0
    while at < len(words):
        if labels[at] not in {"B", "I"}:
            at += 1
            continue
        end = at + 1
        while end < len(words) and labels[end] == "I":
            end += 1
        yield Tagged(words[at].start, words[end - 1].end, logit(min(inside[at:end])))
        at = end


def logit(probability: float) -> float:
    """Log-odds, bounded so that no certainty is beyond doubt."""
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))

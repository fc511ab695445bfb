"""Texts in the form in which all written forms of a name or number meet, with the way back to the original.

``AAGAARD``, ``Ågård``, ``å-\\ngård`` and ``ﬁ``/``fi`` fold alike: small letters without accents, Danish letters
spelt out, ligatures taken apart, soft hyphens and characters without width left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, combining, normalize

from dsar.index.accents import without_accents
from dsar.model import Span

_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "y"})
_DIVIDED = re.compile(r"(?<=[^\W0-9_])[-\u2010\ufffe]\n(?=[^\W0-9_])")
BETWEEN_DIGITS = r"[\s.,:;/()_+–—-]{0,3}"
BETWEEN_WORDS = r"[\s.,_/+'’-]{1,4}"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. ``origins`` holds, for each of its characters, where the original one stands."""

    text: str = field(repr=False)
    origins: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """The original characters that a stretch of the folded text came from."""
        return Span(self.origins[start], self.origins[end - 1] + 1)


def fold(text: str) -> Folded:
    """Fold a text of any length; time and memory grow in proportion to it."""
    skipped = {at for match in _DIVIDED.finditer(text) for at in range(match.start(), match.end())}
    pieces: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        if at not in skipped and not combining(character):
            piece = _folded(character if not combining(text[at + 1 : at + 2] or "x") else _with_accents(text, at))
            pieces.append(piece)
            origins += [at] * len(piece)
    return Folded("".join(pieces), tuple(origins))


def _with_accents(text: str, at: int) -> str:
    """A letter with the accents that follow it as characters of their own, as some programs write å."""
    end = at + 1
    while end < min(len(text), at + 4) and combining(text[end]):
        end += 1
    return text[at:end]


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in "\n\t":
        return character
    plain = normalize("NFC", normalize("NFKC", character).casefold()).translate(_SPELT_OUT)
    plain = without_accents("".join(c for c in normalize("NFKD", plain) if not combining(c)))
    return "".join(" " if c.isspace() else c for c in plain if category(c) not in {"Cf", "Cc", "Co", "Cn", "Cs"})


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a short text, folded."""
    return tuple(re.findall(r"[^\W_]+", fold(text).text))


def wording_in(folded: Folded, words: Iterable[str]) -> Iterator[Span]:
    """Where a sentence of these folded words stands, whatever signs and ends of lines are between them."""
    told = r"[\W_]{1,8}".join(map(re.escape, words))
    found = re.finditer(rf"(?<![^\W_]){told}(?![^\W_])", folded.text) if told else ()
    yield from (folded.span(*one.span()) for one in found)


def unfolded(word: str) -> frozenset[str]:
    """A folded word, and how it is spelt with the Danish letters."""
    return frozenset({word, word.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")})


class Search:
    """Finds many folded strings in a text at once, whatever separators stand in them.

    Args:
        words: names: each a sequence of folded words, found only as whole words (a genitive's s is no letter of it).
        numbers: folded letters and digits, found with separators between any two of them.
    """

    def __init__(self, words: Iterable[tuple[str, ...]], numbers: Iterable[str]) -> None:
        self._first: dict[str, list[tuple[str, ...]]] = {}
        for name in words:
            if name:
                for first in {name[0], f"{name[0]}s"}:
                    self._first.setdefault(first, []).append(name)
        self._numbers = frozenset(numbers)
        self._lengths = sorted({len(number) for number in self._numbers}, reverse=True)

    def find(self, folded: Folded) -> Iterator[tuple[Span, tuple[str, ...] | str]]:
        """Yield where each stands in the original text, and which it is; spans may overlap."""
        yield from self._find_words(folded)
        yield from self._find_numbers(folded)

    def _find_words(self, folded: Folded) -> Iterator[tuple[Span, tuple[str, ...]]]:
        if not self._first:
            return
        tokens = list(re.finditer(r"[^\W_]+", folded.text))
        for at, token in enumerate(tokens):
            for name in self._first.get(token[0], ()):
                run = tokens[at : at + len(name)]
                if len(run) == len(name) and _same(run, name) and _near(folded.text, run):
                    yield folded.span(run[0].start(), run[-1].end()), name

    def _find_numbers(self, folded: Folded) -> Iterator[tuple[Span, str]]:
        if not self._numbers:
            return
        for run in _RUNS.finditer(folded.text):
            places = [at for at in range(run.start(), run.end()) if folded.text[at].isalnum()]
            compact = "".join(folded.text[at] for at in places)
            for length in self._lengths:
                for start in range(len(compact) - length + 1):
                    if compact[start : start + length] in self._numbers:
                        span = folded.span(places[start], places[start + length - 1] + 1)
                        yield span, compact[start : start + length]


_RUNS = re.compile(rf"[^\W_](?:{BETWEEN_DIGITS}[^\W_]){{4,}}")


def _same(run: list[re.Match[str]], name: tuple[str, ...]) -> bool:
    last = run[-1][0]
    return all(token[0] == word for token, word in zip(run[:-1], name[:-1], strict=True)) and (
        last in {name[-1], f"{name[-1]}s"}
    )


def _near(text: str, run: list[re.Match[str]]) -> bool:
    """Whether nothing but a few separators stands between the words."""
    return all(re.fullmatch(BETWEEN_WORDS, text[before.end() : after.start()]) for before, after in pairwise(run))

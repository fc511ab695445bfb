"""Pairs of words that may be names and stand near each other, as terms of their own.

"Anders" and "Jensen" stand in very many passages, but seldom side by side. A
question for a common name asks for the pair; else most of what the index returns
would be opened for nothing. Words that no list has as names make pairs with
their neighbour where both have a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, compress, count, product, starmap

from dsar.detect.lexicon import Lexicon

REACH = 6
"""So many words on, the second word of a pair stands at most: what is between are middle names, initials, labels."""
BETWEEN = 3
"""So many words that may be names too stand between the two of a pair, at most."""
BEARERS = 30
"""Fewer bear rarer names, which need no pairs: their words alone find little else."""
TOO_COMMON = 9
"""How common an ordinary word is (of 9) that makes no pairs though a few people bear it: er, han, kan."""
REMEMBERED = 500_000

# Begins with what it looks for, so that the scan is quick; the capital must begin a word.
_CAPITALS = re.compile(
    r"[A-ZÀ-ÖØ-Þ](?<![^\W_].)[^\W\d_]{1,30}(?=(?:,?[ \n]{1,2}|[-.])([A-ZÀ-ÖØ-Þ][^\W\d_]{1,30}))(?![^\W\d_])"
)
_APART = re.compile("[-']")
_ELECTRONIC = ("e-mail", "e-post", "e-boks")
_UNFOLDED = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))


class NameWords(dict[str, bool]):
    """Whether a lower-case word may be (part of) a name; worked out when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._lexicon = Lexicon()

    def __missing__(self, word: str) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self._may_be(word) if word.isalpha() else any(self[part] for part in parts_of(word))
        self[word] = found
        return found

    def _may_be(self, word: str) -> bool:
        if len(word) == 1 or self._is_known(word) or (word[-1] == "s" and self._is_known(word[:-1])):
            return True
        unfolded = word
        for written, letter in _UNFOLDED:
            unfolded = unfolded.replace(written, letter)
        return unfolded != word and (self._is_known(unfolded) or self._is_known(unfolded.removesuffix("s")))

    def _is_known(self, word: str) -> bool:
        entry = self._lexicon.get(word)
        return max(entry.first, entry.last) >= BEARERS and entry.word < TOO_COMMON


def pair(one: str, other: str) -> str:
    """Two words as one term, in whatever order they stand."""
    return f"{one} {other}" if one <= other else f"{other} {one}"


def parts_of(word: str) -> list[str]:
    """The parts of a word with hyphens or apostrophes; nothing for a whole one, or where its "e" is no initial."""
    return [] if word.isalnum() or word.startswith(_ELECTRONIC) else _APART.split(word)


def pairs(words: Sequence[str], names: NameWords) -> Iterator[str]:
    """The pairs of a text, from its words in order; at most a few for each word.

    A word with hyphens counts as one, and makes pairs with each of its parts.
    """
    at = list(compress(count(), map(names.__getitem__, words)))
    for number, place in enumerate(at):
        one = words[place]
        if not one.isalpha():
            yield from starmap(pair, combinations(_names_in(one, names), 2))
        for other_place in at[number + 1 : number + 2 + BETWEEN]:
            if other_place - place > REACH:
                break
            other = words[other_place]
            if one.isalpha() and other.isalpha():
                yield f"{one} {other}" if one <= other else f"{other} {one}"
            else:
                yield from starmap(pair, product(_names_in(one, names), _names_in(other, names)))


def capitals(text: str) -> Iterator[str]:
    """The pairs of neighbouring words with capitals, whatever they are; the text is in normal form but for its case."""
    for found in _CAPITALS.finditer(text):
        yield pair(found[0].lower(), found[1].lower())


def _names_in(word: str, names: NameWords) -> list[str]:
    return [part for part in parts_of(word) if names[part]] if not word.isalpha() else [word]

"""What is no part of a name, though the tagger took it along: titles, commas, labels, other words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dsar.detect.names_kinds import Kinds
from dsar.detect.names_words import name_words
from dsar.detect.tagger import Tagged, Word, logit

_LABEL = re.compile(r"(?:no|nr|id)\.?\Z", re.IGNORECASE)
_NEVER = re.compile(
    r"[^\W_]*[0-9]|[|@,;:/()<>=#*+_%&]|[a-z]/|(?:.{0,30}nr|no|id|.{0,30}-id)\.?\Z|(?:[^\W\d_]\.){3,4}\Z", re.IGNORECASE
)
_COLUMN = re.compile(r"\t|[ ]{3}")
"""What parts two cells of a table."""
_FULL = 2
"""Words of a name that is whole."""
_DIGITS = 4
"""A postcode's digits."""


class Cutter:
    """Cuts what the tagger held to be one name into the pieces that may be names."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = name_words()

    def pieces(self, text: str, words: Sequence[Word], inside: Sequence[float], tagged: Tagged) -> Iterator[Tagged]:
        """The names that are left of a tagged one, in text order."""
        places = [at for at, word in enumerate(words) if tagged.start <= word.start < tagged.end]
        capitals = any(words[at].text[0].isupper() for at in places)
        piece: list[int] = []
        turned = self._turned([words[at].text for at in places])
        for at in places:
            if piece and _COLUMN.search(text, words[at - 1].end, words[at].start):
                yield from self._joined(words, inside, piece)
                piece = []
            if _LABEL.match(words[at].text):  # "Passport No": the word before is the label's too
                piece = piece[:-1]
            if turned and words[at].text == ",":
                piece.append(at)
            elif (
                self._is_street(words, at, piece)
                or self._parts(words[at].text, capitals=capitals)
                or (not piece and self._no_beginning(words, at))
            ):
                yield from self._joined(words, inside, piece)
                piece = []
            else:
                piece.append(at)
        yield from self._joined(words, inside, piece)

    def _is_street(self, words: Sequence[Word], at: int, piece: list[int]) -> bool:
        """Whether a name is done, and a street and its number follow."""
        number = words[at + 1].text if at + 1 < len(words) else ""
        if len(piece) < _FULL or not number.isdigit():
            return False
        word, whole = words[at].text, self._kinds.of(words[piece[-1]].text) in "lb"
        return self._kinds.may_be_street(word.lower(), self._kinds.of(word), whole=whole)

    def _turned(self, name: list[str]) -> bool:
        """Whether a comma parts a surname from the first names after it."""
        if name.count(",") != 1 or name[0] == "," or name[-1] == ",":
            return False
        comma = name.index(",")
        return self._kinds.of(name[comma - 1]) in "lun" and self._kinds.of(name[comma + 1]) in "fb"

    def _parts(self, word: str, *, capitals: bool) -> bool:
        """Whether a word stands between names, never in one."""
        if _NEVER.match(word):
            return True
        if not word[0].islower() or word in self._words.particles:
            return False
        if word in self._words.titles or word in self._words.greetings or word in self._words.apart:
            return True
        entry = self._kinds.entry(word)
        nobody = entry.first + entry.last == 0
        return nobody and (entry.word > 0 or (capitals and self._kinds.of(word) == "w"))

    def _no_beginning(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word may not begin a name: a title, a line end, the town after a postcode."""
        word = words[at].text
        if word == "\n" or (self._kinds.of(word) == "t" and word.lower() not in self._words.particles):
            return True
        after = words[at + 1].text if at + 1 < len(words) else ""
        shouted = word.isupper() and len(word) > 2 and after[:1].isupper() and not after.isupper()
        tail = word.rpartition("-")[2]
        compound = "-" in word and word[0].isupper() and tail.islower()
        if (shouted or compound) and self._kinds.of(word) in "uwo":
            return True
        if compound and self._words.is_title(tail):
            return True
        before = words[at - 1].text if at else ""
        return before.isdigit() and len(before) == _DIGITS and self._kinds.entry(word.lower()).place == 1

    def _no_edge(self, word: str, *, capitals: bool) -> bool:
        """Whether no name begins or ends with a token; among capitals, a small word is seldom a name."""
        if not word[0].isalpha():
            return True
        small = capitals and word[0].islower() and word not in self._words.particles
        return small and self._kinds.of_small(word) == "w"

    def _joined(self, words: Sequence[Word], inside: Sequence[float], piece: list[int]) -> Iterator[Tagged]:
        capitals = any(word.text[0].isupper() for word in words)
        while piece and self._no_edge(words[piece[-1]].text, capitals=capitals):
            piece = piece[:-1]
        while piece and self._no_edge(words[piece[0]].text, capitals=capitals):
            piece = piece[1:]
        if piece:
            odds = logit(min(inside[at] for at in piece))
            yield Tagged(words[piece[0]].start, words[piece[-1]].end, odds)

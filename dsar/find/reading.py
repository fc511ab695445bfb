"""A text cut into the words that names are looked for in, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple

from dsar.index.accents import without_accents
from dsar.index.terms import normal
from dsar.model import Span

# Combining marks and characters nobody sees stand inside words; a word cut at a line end goes on in lower case.
_WORD = re.compile(
    "[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]|-\n[ \t]{0,8}(?=[a-zæøåéöü]))*", re.UNICODE
)
_SIMPLE = re.compile(r"[^\W_]+")
_CUT = re.compile("[-\u00ad]\n[ \t]{0,8}")
_SOFT_HYPHEN = b"\xad"


REACH = 8
"""Words on each side of a name's word that are looked at: more than a name has, and than tell whose it is."""


class Word(NamedTuple):
    """A written word: its normal form, its place, and whether it begins with a capital."""

    normal: str
    start: int
    end: int
    capital: bool

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)


def words_of(text: str) -> list[Word]:
    """The words of a text in order; hyphenated ones in their parts."""
    pattern = _SIMPLE if _is_simple(text) else _WORD
    return [
        Word(_plain(written := match[0]), match.start(), match.end(), written[0].isupper())
        for match in pattern.finditer(text)
    ]


def words_in_bytes(text: str) -> list[bytes] | None:
    """The words in lower case without accents, in Windows' letters and in order; None for a text in other ones."""
    cut = _cut(text)
    return None if cut is None else cut[1]


def words_near(text: str, known: frozenset[str]) -> list[Word]:
    """The words that are among the ``known`` but for accents, with :data:`REACH` words on both sides of each."""
    cut = _cut(text)
    if cut is None:
        words = words_of(text)
        return words if any(word.normal in known or without_accents(word.normal) in known for word in words) else []
    mine = _words_in_bytes(known)
    at = list(compress(count(), map(mine.__contains__, cut[1])))
    return [
        Word(_plain(written := text[start:end]), start, end, written[0].isupper())
        for start, end in (_places(*cut, at) if at else ())
    ]


def _places(letters: bytes, words: Sequence[bytes], at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the words with these numbers stand, and those near them; what is between need not be counted out."""
    spaced = b" %b " % letters  # a place here is the word's own in ``letters``
    done, end = 0, 0
    for number in at:
        first, last = max(done, number - REACH), min(number + REACH + 1, len(words))
        if first > done:
            end = spaced.find(b" %b " % words[number], end)
            for word in reversed(words[first:number]):
                end = letters.rfind(word, 0, end)
        for word in words[first:last]:
            start = letters.find(word, end)
            end = start + len(word)
            yield start, end
        done = last


@lru_cache(maxsize=8)
def _cut(text: str) -> tuple[bytes, list[bytes]] | None:
    """The text in bytes and its words; what is glanced at is read next."""
    letters = _in_bytes(text)
    return None if letters is None else (letters, letters.split())


def _in_bytes(text: str) -> bytes | None:
    """The text in lower case and without accents, a byte for a character, with spaces for all that is no word.

    Cutting that into words takes a tenth of the time. None for a text that has other letters, or characters
    that stand inside words.
    """
    if "-\n" in text:
        return None
    try:
        western = text.encode("latin-1")
    except UnicodeEncodeError:  # dashes and quotation marks, as word processors make them
        return _in_windows_bytes(text)
    return None if _SOFT_HYPHEN in western else western.translate(_LATIN)


def _in_windows_bytes(text: str) -> bytes | None:
    try:
        letters = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    return None if letters.translate(None, _USUAL) else letters.translate(_WINDOWS)


def _table(encoding: str) -> bytes:
    letters = (without_accents(bytes([number]).decode(encoding, "replace").lower()) for number in range(256))
    return b"".join(letter.encode(encoding) if letter.isalnum() else b" " for letter in letters)


# All of Windows' letters but the few that stand inside words, or are no one letter: ƒ ˆ ˜ ™ and the soft hyphen.
_USUAL = bytes(number for number in range(256) if number not in b"\x83\x88\x98\x99\xad")
_LATIN, _WINDOWS = _table("latin-1"), _table("cp1252")


@lru_cache(maxsize=2)
def _words_in_bytes(known: frozenset[str]) -> frozenset[bytes]:
    """A letter that Windows' alphabet does not have stands in no text in bytes."""
    return frozenset(letters for word in known if (letters := in_windows_letters(word)) is not None)


def in_windows_letters(word: str) -> bytes | None:
    """The word as :func:`words_in_bytes` has it; None where it can stand in no such text."""
    try:
        return without_accents(word).encode("cp1252")
    except UnicodeEncodeError:
        return None


def _is_simple(text: str) -> bool:
    """Whether nothing stands inside words but letters and digits, as in most texts."""
    if "-\n" in text or "\u00ad" in text:
        return False
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=20_000)
def _plain(written: str) -> str:
    return normal(_CUT.sub("", written) if "\n" in written else written)

"""A text cut into the words that names are looked for in, with their places."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from dsar.index.terms import normal
from dsar.model import Span

# Combining marks and characters nobody sees stand inside words; a word cut at a line end goes on in lower case.
_WORD = re.compile(
    "[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]|-\n[ \t]{0,8}(?=[a-zæøåéöü]))*", re.UNICODE
)
_SIMPLE = re.compile(r"[^\W_]+")
# What few Danish texts have: marks and characters inside words (dashes and quotation marks are no part of these).
_UNUSUAL = re.compile("[^\x00-\xac\xae-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u2013-\u2027\u2030-\u203e\u20ac]")
_CUT = re.compile("[-\u00ad]\n[ \t]{0,8}")


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


def words_near(text: str, known: Container[str]) -> list[Word]:
    """The words that are among the ``known``, with :data:`REACH` words on both sides of each; most texts have few."""
    lower = text.lower()
    if "-\n" in text or len(lower) != len(text) or _UNUSUAL.search(text):
        words = words_of(text)
        return words if any(word.normal in known for word in words) else []
    at = [number for number, word in enumerate(_SIMPLE.findall(lower)) if word in known]
    if not at:
        return []
    near = {n for number in at for n in range(max(0, number - REACH), number + REACH + 1)}
    found, first = [], max(0, at[0] - REACH)
    for number, match in enumerate(islice(_SIMPLE.finditer(text), first, at[-1] + REACH + 1), first):
        if number in near:
            written = match[0]
            found.append(Word(_plain(written), match.start(), match.end(), written[0].isupper()))
    return found


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

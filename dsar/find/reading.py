"""A text cut into the words that names are looked for in, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import category

from dsar.index.terms import normal
from dsar.model import Span

# Combining marks and characters nobody sees stand inside words; a word cut at a line end goes on in lower case.
_WORD = re.compile(
    "[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]|-\n[ \t]{0,8}(?=[a-zæøåéöü]))*", re.UNICODE
)
_CUT = re.compile("[-\u00ad]\n[ \t]{0,8}")


@dataclass(frozen=True, slots=True)
class Word:
    """A written word: its normal form, its place, and whether it begins with a capital."""

    normal: str
    span: Span
    capital: bool


def words_of(text: str) -> list[Word]:
    """The words of a text in order; hyphenated ones in their parts."""
    found = []
    for match in _WORD.finditer(text):
        written = match.group()
        plain = normal(_CUT.sub("", written) if "\n" in written else written)
        found.append(Word(plain, Span(*match.span()), category(written[0]) == "Lu"))
    return found

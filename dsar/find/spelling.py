"""How else a name may be spelled: the same letters written otherwise, known variants, and slips of the pen.

All on single lower-case words, as :func:`dsar.index.terms.normal` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from dsar.index.accents import without_accents

ALPHABET = "abcdefghijklmnopqrstuvwxyzæøåéüö"
SHORTEST_FOR_EDITS = 4
"""Below this length one changed letter makes another name more often than a slip (Bo, Ib, Liv)."""
SHORTEST_BEGINNING, SHORTEST_END = 3, 4
"""Letters of a first name that are said at the least, of its beginning or its end."""
LONGEST_VARIED = 24
"""Longer words are looked for as they are: no name is longer, and the number of spellings grows with the length."""

# The same name in other letters: what keyboards, registers and e-mail addresses do to Danish ones.
_LETTERS = (
    ("å", "aa"),
    ("å", "a"),
    ("æ", "ae"),
    ("æ", "ä"),
    ("æ", "e"),
    ("ø", "oe"),
    ("ø", "ö"),
    ("ø", "o"),
    ("ö", "oe"),
    ("ö", "ø"),
    ("ä", "ae"),
    ("ä", "æ"),
    ("ü", "ue"),
    ("ü", "y"),
    ("ü", "u"),
)
# Letters of other languages that are two where the keyboard does not have them.
_WRITTEN_OUT = str.maketrans({"þ": "th", "ß": "ss", "œ": "oe", "đ": "dj"})

# Spellings that parents, priests and clerks choose between. Each is tried both ways, at each place, one or two at once.
_SPELLINGS = (
    ("ch", "k"), ("c", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("z", "s"), ("tz", "s"), ("w", "v"),
    ("x", "ks"), ("ie", "i"), ("y", "i"), ("j", "i"), ("gh", "g"), ("kj", "k"), ("ds", "s"), ("nd", "n"), ("hj", "j"),
    ("o", "ø"), ("a", "å"), ("e", "æ"), ("y", "ø"), ("ou", "ov"), ("au", "av"),
)  # fmt: skip
_DOUBLED = "bdfgklmnprst" + "aeiou"

# Forms of one name that no rule leads to.
_KIN = (
    ("kirsten", "kirstine", "kirstin", "kristine", "christine"),
    ("mohammad", "mohammed", "mohamad", "mohamed", "muhammad", "muhammed", "muhamed", "mehmet"),
    ("ahmed", "ahmad", "achmed", "ahmet"),
    ("yusuf", "yousef", "yousuf", "youssef", "yussuf", "josef"),
    ("hussein", "hussain", "hossein", "husayn", "hüseyin"),
    ("ali", "aly"), ("fatima", "fatma", "fatemeh"), ("aisha", "aicha", "ayse", "aysha"), ("omar", "umar", "ömer"),
    ("michael", "mikael", "mikkel", "michal"), ("peter", "peder", "petter"), ("petersen", "pedersen"),
    ("jørgen", "jürgen", "jörgen"), ("karen", "karin", "caren"), ("katrine", "kathrine", "cathrine", "trine"),
    ("kristian", "christian", "kresten", "chresten"), ("aleksander", "alexander"), ("oleksandr", "aleksandr"),
    ("kristensen", "christensen", "kristiansen", "christiansen"), ("jakobsen", "jacobsen"),
    ("laurits", "lauritz", "laurids"),
    ("anne", "anna", "ane"), ("marie", "maria"), ("sofie", "sofia", "sophie", "sophia"), ("lise", "lisa"),
    ("else", "elsa"),
)  # fmt: skip


# Of those, and of what people are called for short, two may live in one house: mother and daughter, father and son.
_TWO_NAMES = (
    ("kirsten", "kirstine", "kristine", "christine"), ("michael", "mikkel"), ("peter", "peder", "petter"),
    ("karen", "karin"), ("katrine", "trine"), ("anne", "anna", "ane"), ("marie", "maria"), ("sofie", "sofia"),
    ("lise", "lisa"), ("else", "elsa"),
)  # fmt: skip


class Fit(IntEnum):
    """How well a written word fits a name; a higher number is a worse fit."""

    EXACT = 0
    LETTERS = 1
    """The same name in other letters: Sørensen, Soerensen, Sorensen."""
    VARIANT = 2
    """Another spelling of it: Kristian, Christian."""
    EDIT = 3
    """One letter wrong, missing, too many, or two changed places."""


@lru_cache(maxsize=256)
def spellings(word: str) -> dict[str, Fit]:
    """Every way the word may be written, with the best fit of each; the word itself first."""
    found = {word: Fit.EXACT}
    for other in _letters(word):
        found.setdefault(other, Fit.LETTERS)
    if len(word) > LONGEST_VARIED:
        return found
    for base in list(found):
        for other in _variants(base):
            found.setdefault(other, Fit.VARIANT)
    if len(word) >= SHORTEST_FOR_EDITS:
        for other in edits(word):
            found.setdefault(other, Fit.EDIT)
    return found


@lru_cache(maxsize=256)
def same_name(word: str) -> frozenset[str]:
    """The spellings of one name, without what its bearers are called for short."""
    called = {other for group in _called() if word in group for other in group}
    alike = {other for other, fit in spellings(word).items() if fit <= Fit.VARIANT}
    return frozenset(alike - called | {word})


@lru_cache(maxsize=256)
def are_two_names(one: str, other: str) -> bool:
    """Whether two forms of a first name are as often two people's: Hans and Johannes, Kirsten and Kristine."""
    return any(one in group and other in group for group in (*_TWO_NAMES, *_called())) and one != other


@lru_cache(maxsize=4096)
def may_stand_for(written: str, name: str, *, worst: Fit) -> bool:
    """Whether a written word may be this word of a name: its first letter, or spelled no farther from it than that."""
    if written == name:
        return True
    if worst <= Fit.LETTERS:
        return spellings(name).get(written, Fit.EDIT) <= worst
    return written == name[0] or written in spellings(name) or written in shortened(name)


def shortened(word: str) -> Iterator[str]:
    """What is left of a first name where its end or its beginning is not said: Abdi(rahman), (Mar)grethe."""
    if word.isalpha():
        yield from (word[:end] for end in range(SHORTEST_BEGINNING, len(word) - 1))
        yield from (word[start:] for start in range(2, len(word) - SHORTEST_END + 1))


@cache
def _called() -> tuple[tuple[str, ...], ...]:
    """What somebody is called for short, or at length; the two are as often two names as one."""
    lines = (files("dsar") / "data" / "called.txt").read_text("utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines if line and not line.startswith("#"))


def edits(word: str) -> Iterator[str]:
    """Each word that is one slip away: a letter left out, added or replaced, or two neighbours exchanged."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        for letter in ALPHABET:
            yield word[:at] + letter + word[at + 1 :]
            yield word[:at] + letter + word[at:]
        if at:
            yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    for letter in ALPHABET:
        yield word + letter


def _letters(word: str) -> list[str]:
    found = {word, without_accents(word), without_accents(word.translate(_WRITTEN_OUT))}
    found.add(word.replace("dj", "d"))  # đ without its stroke; one may be written out and one not
    for one, other in _LETTERS:
        for known in sorted(found):
            found.add(known.replace(one, other))
            if len(other) == 2:  # a single "a" or "o" was hardly ever å or ø
                found.add(known.replace(other, one))
    return sorted(found)


def _variants(word: str) -> Iterator[str]:
    once = [*_respelled(word)]
    yield from once
    yield from _doubled(word)
    for other in once:
        yield from _respelled(other)
    for group in (*_KIN, *_called()):
        if word in group:
            yield from group


def _respelled(word: str) -> Iterator[str]:
    for one, other in _SPELLINGS:
        for old, new in ((one, other), (other, one)):
            at = word.find(old)
            while at >= 0:
                yield word[:at] + new + word[at + len(old) :]
                at = word.find(old, at + 1)
    if len(word) > SHORTEST_FOR_EDITS:
        yield word[:-3] + {"sen": "son", "son": "sen"}.get(word[-3:], word[-3:])
        yield word.removesuffix("e") if word.endswith("e") else word + "e"


def _doubled(word: str) -> Iterator[str]:
    for at, (one, other) in enumerate(pairwise(word)):
        if one == other:
            yield word[:at] + word[at + 1 :]
        elif at and one in _DOUBLED:
            yield word[:at] + one + word[at:]
    if word[-1] in _DOUBLED:
        yield word + word[-1]

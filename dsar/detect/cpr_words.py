"""What the word right before ten digits makes of them: a thing's number, a person's, or neither.

Ten digits after a word that no label knows are a CPR number after "beboer" and none after
"bibliotekskort". Danish puts words together, and the last part tells what the whole is; so a
list of last parts (data/identifiers/words.toml) reads words that nobody has listed.
"""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from dsar.detect.words import Words

LONGEST = 44
SHORTEST_NOUN = 4
REMEMBERED = 4096

_BEFORE = regex.compile(r"(?r)(?<![\p{L}0-9])(?P<word>\p{L}[\p{L}-]{1,40})[ ]?[:.]?[ \u00a0]")
_ENDINGS = ("", "erne", "ene", "ens", "ets", "ers", "rne", "en", "et", "er", "ne", "es", "s", "e", "n", "t", "r")
_OF_VERBS = ("er", "ede", "te", "es", "et", "t", "de", "e")
"""How verbs, participles and many adjectives end: words that may stand before a citizen's number."""


def word_rule(text: str, start: int) -> str | None:
    """The rule for the word right before a place: ``cpr.thing``, ``cpr.noun``, ``cpr.person``, or none."""
    found = _BEFORE.match(text, max(0, start - LONGEST), start)
    return _rule(found["word"]) if found is not None else None


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    words = Words()
    return words.things, words.persons, words.small


@lru_cache(maxsize=REMEMBERED)
def _rule(word: str) -> str | None:
    things, persons, small = _words()
    lowered = word.lower()
    if lowered in small:
        return None
    stems = {lowered.removesuffix(ending) for ending in _ENDINGS}
    if any(stem.endswith(persons) for stem in stems):
        return "cpr.person"
    if any(stem.endswith(things) for stem in stems):
        return "cpr.thing"
    noun = word.islower() and len(word) >= SHORTEST_NOUN and not word.endswith(_OF_VERBS)
    return "cpr.noun" if noun else None

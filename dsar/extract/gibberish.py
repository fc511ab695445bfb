"""Whether a text that looks like letters can be any language: a font that names its letters wrongly yields none.

The letters that a wrong table of a font (/ToUnicode) gives are the right ones shuffled or
shifted, so that their frequencies no longer fit. The measure is only of use on a page's
worth of text, and a page that fails it is read by text recognition as well, not instead.
"""

from __future__ import annotations

from collections import Counter

_SAMPLE = 4_000
_FEWEST = 150  # letters; fewer say little
_COMMON = frozenset("etnraisdlo")
"""The ten commonest letters of Danish; in other languages in Latin letters they are common too."""
_LEAST_COMMON = 0.50
"""Their share of all letters: 0.70 to 0.76 in Danish, above 0.6 in the languages of Europe, 0.3 to 0.45 shuffled."""
_VOWELS = frozenset("aeiouyæøåäöüáéíóúàèìòùâêîôûąęı")
_FEWEST_VOWELS, _MOST_VOWELS = 0.22, 0.65
_RULES = frozenset("._-–—·•…|*=+~#")
"""Signs that lines, frames and dotted leaders are made of."""


def is_gibberish(text: str) -> bool:
    """Whether a page's text has too few of the letters that every language needs, or hardly any letters at all."""
    sample = text[:_SAMPLE]
    counted = Counter(sample.lower())
    latin = {letter: n for letter, n in counted.items() if letter.isalpha() and letter < "ƀ"}
    letters = sum(latin.values())
    signs = sum(n for sign, n in counted.items() if not sign.isalnum() and not sign.isspace() and sign not in _RULES)
    alphabetic = sum(n for sign, n in counted.items() if sign.isalpha())
    if signs > max(_FEWEST, sum(n for sign, n in counted.items() if sign.isalnum())):
        return True
    if letters < _FEWEST or letters * 2 < alphabetic:  # too little, or another alphabet
        return False
    common = sum(latin.get(letter, 0) for letter in _COMMON) / letters
    vowels = sum(n for letter, n in latin.items() if letter in _VOWELS) / letters
    return common < _LEAST_COMMON or not _FEWEST_VOWELS <= vowels <= _MOST_VOWELS

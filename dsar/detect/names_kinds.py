"""What a capitalised word can be in a name: one letter a word, so that a name's grammar is a regular expression.

f first name   b first or last   l last name   u unknown, no ordinary word   i initial
n place that some bear as a surname too, or another proper name
p particle     t title           o company, school or place word             w anything else

Beside others, a month that children are called after is m.
"""

from __future__ import annotations

import unicodedata

from dsar.detect.addresses_streets import sure_ending, weak_ending
from dsar.detect.lexicon import UNKNOWN, Entry, Lexicon
from dsar.detect.memory import Memory
from dsar.detect.names_words import known_names, name_words

SHORTENED = frozenset({"chr.", "joh.", "johs.", "th.", "aa.", "fr.", "kr.", "ths.", "jr.", "sr."})
REMEMBERED = 100_000
"""So many words are kept with what was told of them."""
_SHORT = 3
_STROKES = str.maketrans("đłı", "dli")
"""Letters that Unicode holds to be no accented ones."""
_RARE = 50
"""So few bearers a street has that is called as they are."""
_OFTEN = 300
"""So many bearers make a surname of a word that also means a place, a title or an organisation."""


class Kinds:
    """Tells the kind of single words, and remembers what it told."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = name_words()
        self._known = known_names()
        self.of = Memory(self._tell, limit=REMEMBERED).__getitem__
        """The kind of a word as it is written."""
        self.of_small = Memory(self._tell_small, limit=REMEMBERED).__getitem__
        """The kind of a word in small letters: a name must have many bearers for how much the word is used."""
        self.entry = Memory(self._look_up, limit=REMEMBERED).__getitem__
        """What the lexicon knows of a lower-case word, its genitive ``s`` or its hyphenated parts."""

    def role(self, word: str) -> str:
        """What a lower-case word announces: ``t`` a title, ``s`` speech or another act, ``g`` a greeting."""
        words = self._words
        return "t" if words.is_title(word) else "s" if word in words.speech else "g" if word in words.greetings else ""

    def known(self, word: str) -> str:
        """Whose a lower-case name is that many texts mention: ``p`` a person's, ``b`` a body's, else nothing."""
        return self._known.of(word) or self._known.of(without_genitive(word))

    def is_word(self, word: str) -> bool:
        """Whether a lower-case word is in the dictionary."""
        return self._lexicon.is_word(word)

    def may_be_street(self, word: str, kind: str, *, whole: bool) -> bool:
        """Whether a lower-case word between a name and a number is a street; ``whole``: behind a surname."""
        if whole and weak_ending(word):
            return True
        street = sure_ending(word)
        return self.entry(word).last < _RARE and street != word and (bool(street) or kind in "un")

    def key_of(self, word: str) -> str:
        """A name's lower-case normal form, without a genitive ``s`` that is not its own."""
        if word.endswith(("'s", "’s")):
            return word[:-2]
        if word.endswith(("'", "’")):
            return word[:-1]
        if not word.endswith("s"):
            return word
        whole, bare = self._lexicon.get(word), self._lexicon.get(word[:-1])
        return word[:-1] if bare.first + bare.last > 2 * (whole.first + whole.last) else word

    def _look_up(self, word: str) -> Entry:
        entry = self._lexicon.get(word)
        if entry == UNKNOWN and not word.isascii():
            entry = self._lexicon.get(plain(word))
        bare = without_genitive(word)
        if bare != word and entry.place != 1:
            known = self._lexicon.get(bare)
            if known.first + known.last + known.place > 2 * (entry.first + entry.last):
                return known._replace(word=max(known.word, entry.word))
        if entry.first or entry.last or entry.place == 1:
            return entry
        if "-" in word:
            parts = [self._lexicon.get(part) for part in word.split("-")]
            return Entry(
                min(p.first for p in parts), min(p.last for p in parts), entry.word, max(p.place for p in parts)
            )
        return entry

    def _tell_small(self, word: str) -> str:
        if len(word) < _SHORT:
            return "i" if word.endswith(".") else "f" if word == "bo" else "w"
        entry = self.entry(word)
        enough = 10 ** (1.5 + 0.5 * entry.word)
        if min(entry.first, entry.last) >= enough and not entry.word:
            return "b"
        if min(entry.first, entry.last) >= enough and not entry.word:
            return "b"
        if entry.first >= enough and entry.first > entry.last:
            return "f"
        if entry.last >= enough:
            return "l"
        kind = self.of(word)
        if word in self._words.apart:
            return "w"
        if kind in "lb" and not entry.word:
            return "l"
        return kind if kind in "un" else "w"

    def _tell(self, written: str) -> str:
        word = written.lower()
        if len(word) == 1 or (len(word) == 2 and word[1] == ".") or word in SHORTENED:
            return "i"
        entry = self.entry(word)
        first, last = _as_name(entry.first, entry), _as_name(entry.last, entry)
        if entry.last < _OFTEN and entry.first < _OFTEN:
            if word in self._words.organisations:
                return "o"
            if word in self._words.titles:
                return "t"
        if entry.place == 1 and entry.last < _OFTEN and entry.first < _OFTEN:
            return "w" if entry.word else "n"
        if first and last and min(first, last) * 8 >= max(first, last):
            return "b"
        if first or last:
            return "f" if first > last else "l"
        if entry.place == 2 and not entry.word:
            return "n"
        return "w" if entry.word or entry.place or self._lexicon.is_word(without_genitive(word)) else "u"


def without_genitive(word: str) -> str:
    """The word without an ending that may be a genitive."""
    for ending in ("'s", "’s", "'", "’", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)]
    return word


def plain(word: str) -> str:
    """The word without the accents that Danish lists leave out: ``ayşe`` is ``ayse``; æ, ø and å stay."""
    bare = (c if c in "æøå" else unicodedata.normalize("NFD", c)[0] for c in word.translate(_STROKES))
    return "".join(c for c in bare if not unicodedata.combining(c))  # a small İ is two characters


def _as_name(bearers: int, entry: Entry) -> int:
    """The bearers, or none where the word is used too much for so few of them."""
    return bearers if bearers and bearers >= 10 ** (0.45 * entry.word) else 0

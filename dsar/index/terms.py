"""What of a passage goes into the index: words, pairs of names, dates, houses and findings, each as a blind term.

The question is cut into words by the same function as the text, so both sides
agree. Written forms of one word are made one here (case, composed letters,
soft hyphens, typographic apostrophes); everything looser, such as spelling
variants and genitives, is the question's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import filterfalse
from unicodedata import is_normalized, normalize

from dsar.crypto import Keys
from dsar.detect.cpr_number import birth_date
from dsar.index.accents import without_accents
from dsar.index.compounds import date_key, dates, house_of, houses
from dsar.index.pairs import NameWords, capitals, pair, pairs
from dsar.model import Finding, Kind

REMEMBERED = 200_000
"""Blind words that a process keeps: about 40 MB, and all but a few in a hundred of the words of running text."""
LONGEST_REMEMBERED = 40
BELIEVED = 0.5
"""From this score on a CPR number tells a date of birth, however it is grouped."""

# At most eight parts: a hostile chain ("a-a-a-…") must not become one term of its whole length.
_TOKEN = re.compile(r"[^\W_]+(?:[-'][^\W_]+){0,7}")
_PART = re.compile(r"[^\W_]+")
# A word that a line end cuts: the halves stand in the index, and so does the whole.
_CUT = re.compile(r"(?<=[^\W_])-\n[ \t]{0,8}(?=[^\W_])")
LONGEST_HALF = 60
# Zero-width and direction marks, byte-order mark: they are seen by nobody and stand inside words.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_HYPHENS = "\u2010\u2011"
_APOSTROPHES = "\u2019\u02bc\u2018"
# Accents that no composed letter took up, such as the dot that a Turkish capital İ leaves behind.
_LEFT_OVER = re.compile("[\u0300-\u036f]+")


def terms(text: str, findings: Iterable[Finding], keys: Keys) -> frozenset[str]:
    """The blind terms of a passage: its words, pairs of names, dates and houses, and each finding's ``kind:key``;
    of a CPR number its date of birth too.

    What has accents gives the same terms without them too (:mod:`dsar.index.accents`). Linear in the text,
    whatever it holds.
    """
    words_, pairs_ = _blind("word", keys), _blind("pair", keys)
    dates_, houses_ = _blind("date", keys), _blind("house", keys)
    cased = _cased(text)
    found: set[str] = set()
    for form in dict.fromkeys((cased, without_accents(cased))):
        lowered = _lowered(form)
        found.update(map(words_.__getitem__, _with_parts(ordered := _TOKEN.findall(lowered), lowered)))
        found.update(map(pairs_.__getitem__, _pairs(form, lowered, ordered)))
        found.update(map(dates_.__getitem__, dates(lowered)))
        found.update(map(houses_.__getitem__, houses(lowered)))
    for one in findings:
        found.add(finding_term(one.kind, one.key, keys))
        if one.kind is Kind.ADDRESS and (house := house_of(one.key)):
            found.add(houses_[house])
        if one.kind is Kind.CPR and one.score >= BELIEVED and (born := birth_date(one.key)):
            found.add(dates_[date_key(born.day, born.month, born.year)])
    for blind in (words_, pairs_, dates_, houses_):
        if len(blind) > REMEMBERED:
            blind.clear()
    return frozenset(found)


def _pairs(cased: str, lowered: str, ordered: Sequence[str]) -> Iterator[str]:
    names = _name_words()
    yield from pairs(ordered, names)
    yield from capitals(cased)
    if "-\n" in lowered:  # a name that a line end cuts
        yield from pairs(_TOKEN.findall(_CUT.sub("", lowered)), names)


def word_term(word: str, keys: Keys) -> str:
    """The blind term of one word of a question; the word is brought to its normal form first."""
    return keys.blind(f"word:{normal(word)}")


def pair_term(one: str, other: str, keys: Keys) -> str:
    """The blind term of two words that may be one name; see :mod:`dsar.index.pairs`."""
    return keys.blind(f"pair:{pair(normal(one), normal(other))}")


def date_term(day: date, keys: Keys) -> str:
    """The blind term of a date that is written out in full, in whatever form; see :mod:`dsar.index.compounds`."""
    return keys.blind(f"date:{date_key(day.day, day.month, day.year)}")


def house_term(house: str, keys: Keys) -> str:
    """The blind term of a street's last word with a house's number (:func:`dsar.index.compounds.house_key`)."""
    return keys.blind(f"house:{house}")


def makes_pairs(word: str) -> bool:
    """Whether a word makes pairs in lower case too, and with words that are not its neighbours."""
    return _name_words()[normal(word)]


def finding_term(kind: Kind, key: str, keys: Keys) -> str:
    """The blind term of a finding of this kind with this key."""
    return keys.blind(f"{kind}:{key}")


def words(text: str) -> set[str]:
    """The words of a text in their normal form, each once.

    A word is a run of letters and digits. One with hyphens or apostrophes inside
    counts whole and in its parts, one that a hyphen cuts at a line end also joined.
    """
    text = normal(text)
    return _with_parts(_TOKEN.findall(text), text)


def _with_parts(tokens: Iterable[str], text: str) -> set[str]:
    found = set(tokens)
    for word in list(filterfalse(str.isalnum, found)):
        found.update(_PART.findall(word))
    if "-\n" in text:
        found.update(_cut_words(text))
    return found


def _cut_words(text: str) -> Iterator[str]:
    for cut in _CUT.finditer(text):
        before = _PART.findall(text[max(0, cut.start() - LONGEST_HALF) : cut.start()])
        after = _PART.findall(text[cut.end() : cut.end() + LONGEST_HALF])
        yield before[-1] + after[0]


def normal(text: str) -> str:
    """Lower-cased NFKC without invisible characters, with ``-`` and ``'`` for their typographic forms."""
    return _lowered(_cased(text))


def _lowered(cased: str) -> str:
    if cased.isascii() or _is_western(cased):
        return cased.lower()
    return _LEFT_OVER.sub("", _composed(cased.lower()))


def _cased(text: str) -> str:
    """The normal form but for the case."""
    if text.isascii():
        return text.replace("`", "'")
    # A soft hyphen before a line end is a hyphen that was shown. Accents that stand for an apostrophe go before
    # NFKC, which would make spaces of them.
    text = text.replace("\u00ad\n", "-\n").replace("\u00ad", "").replace("\u00b4", "'").replace("`", "'")
    return text if _is_western(text) and is_normalized("NFKC", text) else _composed(_one_form(text))


def _is_western(text: str) -> bool:
    """Whether all letters are of the first 256, as in most Danish texts: then nothing rare needs looking for."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _one_form(text: str) -> str:
    for character in _INVISIBLE:
        text = text.replace(character, "")
    for character in _HYPHENS:
        text = text.replace(character, "-")
    for character in _APOSTROPHES:
        text = text.replace(character, "'")
    return text


def _composed(text: str) -> str:
    return text if is_normalized("NFKC", text) else normalize("NFKC", text)


class _Blind(dict[str, str]):
    """Blind terms of one kind; computed when first asked for."""

    def __init__(self, kind: str, keys: Keys) -> None:
        super().__init__()
        self._kind, self._keys = kind, keys

    def __missing__(self, word: str) -> str:
        blind = self._keys.blind(f"{self._kind}:{word}")
        if len(word) <= LONGEST_REMEMBERED:
            self[word] = blind
        return blind


@lru_cache(maxsize=8)
def _blind(kind: str, keys: Keys) -> _Blind:
    return _Blind(kind, keys)


@lru_cache(maxsize=1)
def _name_words() -> NameWords:
    return NameWords()

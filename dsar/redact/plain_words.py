"""Words that are taken for names and that nobody is called: words of the dictionary, and compounds of them.

``Plejeplan`` alone on a line may be read as a name, and ``Partshøring Mortensen`` as one of two words. What nobody
of all Danes bears, and is made of words of the dictionary, is cut off a name that it begins; by itself it is none
where no list of names says so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dsar.detect.lexicon import Lexicon
from dsar.model import Finding, Kind, Span

_NO_LIST = frozenset({"name.tagger", "name.prior", "name.single", "name.memory", "name.word"})
"""The rules by which a name is found that is in no list of names."""
_SHORTEST = 4
_FEW = 100
"""So many bear a name that is one."""
_WORD = re.compile(r"[^\W_]+")
_SPOKEN_TO = re.compile(r"(?:du|de|jer|i),[ ]", re.IGNORECASE)
_DAY_OF_MAIL = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ ](?:[0-9]{1,2}[ ])?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ ]"
)
"""A day as mail's heads have it; people are called Sun, Jan and May."""


def without_plain_words(finding: Finding, text: str, lexicon: Lexicon) -> Finding | None:
    """A name without such words at its start; other findings as they are; None where no name is left."""
    if finding.kind is not Kind.NAME:
        return finding
    if _is_day(text, finding.span):
        return None
    blank = text.find("\n\n", finding.span.start, finding.span.end)
    found = list(_WORD.finditer(text, finding.span.start, blank if blank >= 0 else finding.span.end))
    plain = [is_plain_word(word[0].lower(), lexicon) for word in found]
    if _SPOKEN_TO.match(text, finding.span.start, finding.span.end):
        plain[0] = True  # "Du, Vibeke" is no Vibeke Du
    if all(plain):
        unlisted = all(evidence.rule in _NO_LIST for evidence in finding.evidence)
        return None if unlisted and found and finding.evidence else finding
    while plain[-1] and found[-1][0].islower():  # "troels hansen driller", in a text all in small letters
        plain.pop()
        found.pop()
    span = Span(found[plain.index(False)].start(), found[-1].end())
    if span == Span(finding.span.start, finding.span.end) or span == Span(found[0].start(), finding.span.end):
        return finding
    return replace(finding, span=span, key=span.of(text).lower())


def _is_day(text: str, span: Span) -> bool:
    day = _DAY_OF_MAIL.search(text, max(0, span.start - 8), span.end + 12)
    return day is not None and day.start() <= span.start and span.end <= day.end()


def is_plain_word(word: str, lexicon: Lexicon) -> bool:
    """Whether a word in small letters is in the dictionary, or made of words that are, and nobody is called so."""
    if not word.isalpha() or len(word) < _SHORTEST or is_borne(word, lexicon):
        return False
    return lexicon.is_word(word) or _is_compound(word, lexicon)


def is_mostly_a_word(word: str, lexicon: Lexicon) -> bool:
    """Whether a word in small letters is in the dictionary, and hardly anybody is called so: "sager", "herberg"."""
    entries = [lexicon.get(form) for form in {word, word.removesuffix("s")}]
    return lexicon.is_word(word) and sum(entry.first + entry.last for entry in entries) < _FEW


def is_borne(word: str, lexicon: Lexicon) -> bool:
    """Whether anybody is called so; the word may be the genitive."""
    entries = [lexicon.get(form) for form in {word, word.removesuffix("s")}]
    return any(entry.first or entry.last for entry in entries)


def _is_compound(word: str, lexicon: Lexicon) -> bool:
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    return any(
        lexicon.is_word(word[at:]) and any(lexicon.is_word(part) for part in {word[:at], word[:at].removesuffix("s")})
        for at in cuts
    )

"""Words that the tagger takes for names and that nobody is called: compounds of everyday words, as headings have them.

``Plejeplan`` alone on a line may be read as a name. Where nothing but the tagger says so, nobody of all
Danes bears it, and it is made of words of the dictionary, it stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from dsar.detect.lexicon import Lexicon
from dsar.model import Finding, Kind
from dsar.redact.own import Detect

_TAGGER_ALONE = frozenset({"name.tagger", "name.prior"})
_SHORTEST = 3


def without_plain_words(detect: Detect) -> Detect:
    """The detector without such findings."""
    lexicon = Lexicon()

    def found(text: str) -> Iterator[Finding]:
        return (each for each in detect(text) if not _is_plain(each, text, lexicon))

    return found


def _is_plain(finding: Finding, text: str, lexicon: Lexicon) -> bool:
    if finding.kind is not Kind.NAME or {evidence.rule for evidence in finding.evidence} != _TAGGER_ALONE:
        return False
    return is_plain_word(finding.span.of(text).lower(), lexicon)


def is_plain_word(word: str, lexicon: Lexicon) -> bool:
    """Whether a word in small letters is in the dictionary, or made of words that are, and nobody is called so."""
    return word.isalpha() and not is_borne(word, lexicon) and (lexicon.is_word(word) or _is_compound(word, lexicon))


def is_borne(word: str, lexicon: Lexicon) -> bool:
    """Whether anybody is called so."""
    entry = lexicon.get(word)
    return bool(entry.first or entry.last)


def _is_compound(word: str, lexicon: Lexicon) -> bool:
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    return any(
        lexicon.is_word(word[at:]) and any(lexicon.is_word(part) for part in {word[:at], word[:at].removesuffix("s")})
        for at in cuts
    )

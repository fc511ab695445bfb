"""Find Danish addresses: a street and a number, then whatever follows of floor, door, place, postcode and town.

The search starts from house numbers, which are rare in text, and looks back for
a street's name. ``Vej Nr[bogstav][, etage[.] side][, sted], Postnr By`` may lie on
one line, on up to four, or in the columns of a table (``Header: value`` lines).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

from dsar.detect.addresses_streets import (
    is_cut_off,
    listed_streets,
    street_words,
    sure_ending,
    weak_ending,
    written_out,
)
from dsar.detect.addresses_tail import Tail, read_tail
from dsar.detect.addresses_towns import Towns
from dsar.detect.detector import Detector
from dsar.detect.lexicon import Lexicon
from dsar.model import Evidence, Finding, Kind, Span

# A house number: after a letter or a sign and a space. The digit comes first, so that the search skips what has none.
_NUMBER = re.compile(r"[1-9](?<=[^\W\d_][ \u00a0][1-9]|[.:][ ][1-9])[0-9]{0,2}(?![0-9])")
_GAP = re.compile(
    r"""(?:[ \u00a0]{1,2}(?:nr\.?[ ])?|[ ]?,?[ ]?\n[ ]{0,4}(?:husnr|hus\ ?nr|husnummer|nr|nummer)\.?[ ]?:[ ]{1,2})\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;:()\[\]|<>\"/]{1,40}\Z")
_LABEL = re.compile(
    r"""(?:(?:adresse|vejnavn|vej|gade|bopæl|bolig|folkeregisteradresse|postadresse|adr)[a-zæøå.\ ]{0,15}[0-9]?[ ]?:
    |bor(?:\ i\ dag|\ nu)?\ på|boende|boet\ på|bopæl|flytte[rdt]{0,2}\ (?:til|fra)|beliggende|tilmeldt
    |adressen|ejendommen|lejemålet|boligen)[ ]{1,2}\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_BACK = 90


class AddressDetector:
    """Finds addresses by their street, number, postcode and town."""

    def __init__(self, streets: Path | None = None, towns: Path | None = None, lexicon: Path | None = None) -> None:
        """Load the shipped lists of streets, postcodes and words, or larger ones of the same form."""
        self._listed = listed_streets(streets)
        self._towns = Towns(towns)
        self._lexicon = Lexicon(lexicon)

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield a finding for each address that has at least a street and a number."""
        done = 0
        for match in _NUMBER.finditer(text):
            if match.start() < done:
                continue
            finding = self._read(text, match, after=done)
            if finding is not None:
                done = finding.span.end
                yield finding

    def _read(self, text: str, number: re.Match[str], *, after: int) -> Finding | None:
        line = text[max(after, number.start() - _BACK) : number.start()]
        gap = _GAP.search(line)
        if gap is None:
            return None
        before = line[: gap.start()].rpartition("\n")[2]
        street, evidence = self._street(before)
        if not street:
            return None
        start = number.start() - len(line) + gap.start() - len(street)
        tail = read_tail(text, number.start(), towns=self._towns)
        if _LABEL.search(before[: len(before) - len(street)]):
            evidence.append(Evidence("address.label", 2.0))
        evidence.extend(tail.evidence)
        if math.fsum(e.weight for e in evidence) <= 0:
            return None
        return Finding(Kind.ADDRESS, Span(start, tail.end), _key(street, tail), tuple(evidence))

    def _street(self, before: str) -> tuple[str, list[Evidence]]:
        """The street's name at the end of a line, and what speaks for it."""
        starts = _word_starts(before)
        if not starts:
            return "", []
        for start in reversed(starts):  # the longest first
            if _spaced(before[start:]) in self._listed:
                weight = self._weight_of_listed(before[start:])
                return before[_with_abbreviations(before, start, starts) :], [Evidence("address.listed", weight)]
        word = before[starts[0] :]
        lowered = word.lower()
        if lowered in street_words().no_streets:
            return "", []
        if (end := sure_ending(lowered)) and (lowered != end or len(starts) > 1):
            start = self._begin(before, starts, bare=lowered == end)
            street = before[start:]
            if lowered == end and start == starts[0]:
                return "", []
            return street, [Evidence("address.street", 2.0 if word[0].isupper() else 1.0)]
        if is_cut_off(lowered):
            return before[self._begin(before, starts, bare=False) :], [Evidence("address.street", -0.5)]
        if not word[:1].isupper():
            return "", []
        weight = -0.5 if weak_ending(lowered) else -2.5
        return before[self._begin(before, starts, bare=False) :], [Evidence("address.street", weight)]

    def _weight_of_listed(self, street: str) -> float:
        """What a name on the list proves: little if it is also a word or a surname."""
        if " " in street:
            return 2.5
        entry = self._lexicon.get(street.lower())
        if not sure_ending(street.lower()) and self._lexicon.is_word(street.lower()):
            return -0.5
        if not street[0].isupper() or entry.word > 1 or entry.last > 500 or entry.place == 1:
            return -0.5
        return 1.0 if entry.word or entry.last > 50 else 2.0

    def _begin(self, before: str, starts: list[int], *, bare: bool) -> int:
        """Where a street's name begins: at its modifiers and, if its last word is bare ("Vej"), at capitals."""
        begin = starts[0]
        for previous, following in zip(starts[1:], starts, strict=False):
            word = before[previous:following].rstrip()
            known = word.lower() in street_words().modifiers or (len(word) <= 3 and word.endswith("."))
            if not word[:1].isupper() or not (known or (bare and word.lower() not in _NO_STREET)):
                break
            begin = previous
        return begin


_NO_STREET = frozenset(["på", "i", "ved", "fra", "til", "adresse", "adressen", "bopæl", "vejnavn", "bor", "og"])


def _word_starts(before: str) -> list[int]:
    """Where the last words begin, the last one first; at most five."""
    starts: list[int] = []
    end = len(before)
    while len(starts) < 5 and (match := _WORD.search(before, max(0, end - 40), end)):
        starts.append(match.start())
        end = match.start()
        if end == 0 or before[end - 1] not in " \u00a0":
            break
        end -= 1
    return starts


def _with_abbreviations(before: str, start: int, starts: list[int]) -> int:
    """Where a name begins that the list has without its ``Dr.`` or ``H.C.``."""
    for previous in starts:
        if previous < start:
            word = before[previous:start].rstrip()
            if len(word) > 5 or not word.endswith(".") or not word[0].isupper():
                break
            start = previous
    return start


def _spaced(name: str) -> str:
    return name.lower().replace("\u00a0", " ")


def _key(street: str, tail: Tail) -> str:
    parts = [written_out(_spaced(street)), tail.number, tail.code, tail.floor, tail.door]
    while len(parts) > 3 and not parts[-1]:
        parts.pop()
    return "|".join(parts)


_checked: type[Detector] = AddressDetector

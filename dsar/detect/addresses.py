"""Find Danish addresses: a street and a number, then whatever follows of floor, door, place, postcode and town.

The search starts from house numbers, which are rare in text, and looks back for
a street's name. ``Vej Nr[bogstav][, etage[.] side][, sted], Postnr By`` may lie on
one line, on up to four, or in the columns of a table (``Header: value`` lines).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dsar.detect.addresses_farms import Farms
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
from dsar.detect.factors import Factors
from dsar.detect.lexicon import Lexicon
from dsar.detect.overlaps import first
from dsar.model import Evidence, Finding, Kind, Span

# A house number: after a letter or a sign and a space, in a cell or on a line of its own. The digit comes first, so
# that the search skips what has none. Or a postcode, at a line's begin or behind a comma.
_NUMBER = re.compile(
    r"[1-9](?:(?<=[^\W\d_][ \u00a0;|\t\n][1-9]|[.:|][ ][1-9])[0-9]{0,2}(?![0-9])"
    r"|(?:(?<=,[ ][1-9])|(?<=\n[1-9]))[0-9]{3}(?=[ ][A-ZÆØÅ]))"
)
POSTCODE = 4
"""Its digits: a home with a name may stand before one, and no house number has as many."""
_APART = frozenset("\n\t;|")
"""What may part a house number from its street, if more is written behind it."""
_CELL = re.compile(
    r"[ ]?,?[ ]?\n[ ]{0,4}(?:husnr|hus\ ?nr|husnummer|nr|nummer)\.?[ ]?:[ ]{1,2}\Z", re.VERBOSE | re.IGNORECASE
)
_WORD = re.compile(r"[^\s,;:()\[\]|<>\"/]{1,40}")
_POSTCODE = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_AHEAD = 90
_LABEL = re.compile(
    r"""(?:(?:adresse|vejnavn|vej|gade|bopæl|bolig|folkeregisteradresse|postadresse|adr)[a-zæøå.\ ]{0,15}[0-9]?[ ]?:
    |bor(?:\ i\ dag|\ nu)?\ på|boende|boet\ på|bopæl|flytte[rdt]{0,2}\ (?:til|fra)|beliggende|tilmeldt
    |adressen?|ejendommen|lejemålet|boligen)[ ]{1,2}\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(
    r"[0-9]{1,2}\.?[ ](?:januar|februar|marts|april|maj|juni|juli|august|(?:septem|okto|novem|decem)ber)(?![^\W_])",
    re.IGNORECASE,
)
_MARKS = ";|\t\n"
_BACK = 90
_LONGEST_WORD = 40


class AddressDetector:
    """Finds addresses by their street, number, postcode and town."""

    def __init__(
        self,
        streets: Path | None = None,
        towns: Path | None = None,
        lexicon: Path | None = None,
        *,
        factors: Factors | None = None,
    ) -> None:
        """Load the shipped lists of streets, postcodes and words, or larger ones of the same form.

        ``factors`` are what the reasons count; None is what ships with dsar.
        """
        self._factors = factors or Factors.load("address")
        self._listed = listed_streets(streets)
        self._last_words = frozenset(street.rpartition(" ")[2] for street in self._listed)
        self._towns = Towns(towns)
        self._lexicon = Lexicon(lexicon)
        self._farms = Farms(self._towns, self._lexicon, labelled=lambda before: _LABEL.search(before) is not None)

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield a finding for each address: a street and a number at least, or a home with a name."""
        homes = [self._weighed(home) for home in self._farms.told(text)]
        yield from first([*self._numbered(text), *homes]) if homes else self._numbered(text)

    def _weighed(self, home: Finding) -> Finding:
        return replace(home, evidence=self._factors.evidence((e.rule, e.weight) for e in home.evidence))

    def _numbered(self, text: str) -> Iterator[Finding]:
        done = 0
        for match in _NUMBER.finditer(text):
            if match.start() < done or _DAY.match(text, match.start()):
                continue
            if match.end() - match.start() == POSTCODE:
                home = self._farms.before(text, match)
                finding = home and self._weighed(home)
            else:
                finding = self._read(text, match.start(), after=done)
            if finding is not None:
                done = finding.span.end
                yield finding

    def _read(self, text: str, number: int, *, after: int) -> Finding | None:
        """Read an address around a house number, if there is one."""
        end = _end_of_street(text, number)
        if not self._may_end_street(_last_word(text[max(after, end - _LONGEST_WORD) : end])):
            return None
        before = _line(text[max(after, number - _BACK) : end])
        street, weigh = self._street(before)
        if not street or (weigh.weight < -2 and not _POSTCODE.search(text, number, number + _AHEAD)):
            return None
        tail = read_tail(text, number, towns=self._towns)
        if text[end:number].strip(" ") in _APART and not (tail.code or (tail.floor and tail.door)):
            return None
        evidence = [weigh, *tail.evidence]
        if _LABEL.search(before[: len(before) - len(street)]):
            evidence.append(Evidence("address.label", 2.0))
        if math.fsum(e.weight for e in evidence) <= 0:
            return None
        return Finding(
            Kind.ADDRESS,
            Span(end - len(street), tail.end),
            _key(street, tail),
            self._factors.evidence((e.rule, e.weight) for e in evidence),
        )

    def _may_end_street(self, word: str) -> bool:
        """Whether a street's name may end with the word; quick, as most numbers are no house numbers."""
        if len(word) < 2 or not (word[-1].isalpha() or word[-1] in ".'’\"`)"):
            return False
        lowered = word.lower()
        if lowered in street_words().no_streets:
            return False
        return word[0].isupper() or lowered in self._last_words or bool(sure_ending(lowered)) or is_cut_off(lowered)

    def _street(self, before: str) -> tuple[str, Evidence]:
        """The street's name at the end of a line, and how much it looks like one."""
        starts = _word_starts(before)
        if not starts:
            return "", Evidence("address.street", -3.0)
        word = before[starts[0] :]
        lowered = word.lower()
        bare = sure_ending(lowered) == lowered
        begin = _begin(before, starts, bare=bare)
        for start in reversed(starts):  # the longest first
            if _spaced(before[start:]) in self._listed and not (bare and begin < start):
                weight = self._weight_of_listed(before[start:])
                return before[_with_abbreviations(before, start, starts) :], Evidence("address.listed", weight)
        possessor = len(starts) > 1 and _is_possessor(before[starts[1] : starts[0]].rstrip())
        if possessor and lowered == weak_ending(lowered) and word[0].isupper():
            begin, weight = _begin(before, starts[1:], bare=False), 0.5
        elif bare:
            weight = 2.0 if begin < starts[0] else -3.0
        elif sure_ending(lowered):
            weight = 2.0 if word[0].isupper() else 1.0
        elif is_cut_off(lowered) or (word[0].isupper() and weak_ending(lowered)):
            weight = -0.5
        else:
            weight = -2.5 if word[0].isupper() else -3.0
        return (before[begin:] if weight > -3 else ""), Evidence("address.street", weight)

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


_NO_STREET = frozenset(["på", "i", "ved", "fra", "til", "adresse", "adressen", "bopæl", "vejnavn", "bor", "og"])
_COMPASS = re.compile(r"(?:N|S|V|Ø|Nr|Ndr|Sdr|Vr|Gl|Ll|St|Skt|Sct)\.[ ]")
_PREPOSITIONS = frozenset(["ved", "bag", "over", "under", "mellem"])


def _is_possessor(word: str) -> bool:
    """Whether a word may own a street: ``Skolegades Passage``."""
    return word[:1].isupper() and word.endswith("s") and sure_ending(word[:-1].lower()) != ""


def _begin(before: str, starts: list[int], *, bare: bool) -> int:
    """Where a street's name begins: at its modifiers and, if its last word is bare ("Vej"), at capitals."""
    begin = starts[0]
    small = before[begin].islower()
    for previous, following in zip(starts[1:], starts, strict=False):
        word = before[previous:following].rstrip()
        known = word.lower() in street_words().modifiers or (len(word) <= 3 and word.endswith("."))
        if small and not bare and known and word.islower() and word not in _PREPOSITIONS:  # gl. kongevej
            begin = previous
            continue
        if not word[:1].isupper() or word.lower() in street_words().before_streets:
            break
        if not (known or (bare and word.lower() not in _NO_STREET)):
            parish = _parish(before, previous, starts)
            return begin if parish is None else parish
        begin = previous
    return begin


def _parish(before: str, start: int, starts: list[int]) -> int | None:
    """Where a parish begins whose second word is at a place: ``Ø. Snede Bygade``."""
    first = next((previous for previous in starts if previous < start), None)
    return first if first is not None and _COMPASS.fullmatch(before, first, start) else None


def _word_starts(before: str) -> list[int]:
    """Where the last words begin, the last one first; at most five."""
    starts: list[int] = []
    end = len(before)
    for match in reversed(list(_WORD.finditer(before))):
        if match.end() != end or len(starts) == 5:
            break
        starts.append(match.start())
        end = match.start() - 1
        if end < 0 or before[end] not in " \u00a0":
            break
    return starts


def _last_word(text: str) -> str:
    """What stands behind the last space, line end or mark between cells."""
    word = text.rpartition(" ")[2]
    if not word.isalpha():
        for mark in _MARKS:
            word = word.rpartition(mark)[2]
    return word


def _line(before: str) -> str:
    """The line before a house number, and the one before that, if a street's name runs over its end."""
    above, end, line = before.rpartition("\n")
    if above and line and line.count(" ") <= 1:
        last, word = above.rpartition(" ")[2], line.partition(" ")[0].lower()
        possessor = last.endswith("s") and sure_ending(word) == word
        if last[:1].isupper() and (possessor or last.lower() in street_words().modifiers):
            return f"{above.rpartition(end)[2]} {line}"
    return line


def _end_of_street(text: str, number: int) -> int:
    """Where the word before a house number ends: before a space, ``nr.``, or the next cell's header."""
    if text[number - 2] == ":" and (cell := _CELL.search(text, max(0, number - 20), number)):
        return cell.start()
    end = number - 1
    if not text[end - 1].isalnum():
        while text[end - 1] in " \u00a0;|\t":
            end -= 1
    for middle in (" nr.", " nr"):
        if text[end - len(middle) : end].lower() == middle:
            return end - len(middle)
    return end


def _with_abbreviations(before: str, start: int, starts: list[int]) -> int:
    """Where a name begins that the list has without its ``Dr.`` or ``H.C.``, or without its parish."""
    before_it = next((previous for previous in starts if previous < start), start)
    if before[before_it].isupper() and (parish := _parish(before, before_it, starts)) is not None:
        return parish
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

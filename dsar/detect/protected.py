"""Finds markers that a name, an address or a phone number is protected ("adressebeskyttet").

The key says what is protected: ``name and address``, ``name``, ``address`` or ``phone``.
A word that negates the marker speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from dsar.detect.detector import Detector
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Finding, Kind, Span

CONTEXT = 24
"""Characters on either side that are searched for a negation."""

LONGEST = 40
"""Characters of the longest marker, and some more."""

_PERSONS = frozenset({Kind.CPR, Kind.NAME})
_WORD = regex.compile(r"\p{L}+")


class ProtectedDetector:
    """Finds markers of protection."""

    def __init__(self, *, weigher: Weigher, words: Words) -> None:
        self._weigher = weigher
        self._markers = words.protected
        self._negations = words.negations
        markers = "|".join(
            regex.escape(marker, special_only=True, literal_spaces=True)
            .replace(r"\-", "-?")
            .replace(" ", r"[ \u00a0\n]{1,2}")
            for marker in sorted(words.protected, key=len, reverse=True)
        )
        self._marker = regex.compile(rf"(?<!\p{{L}})(?:{markers})(?!\p{{L}})", regex.IGNORECASE)
        self._hints = [hint for stem in words.stems for hint in (stem[1:], stem.upper()[1:])]
        self._stems = regex.compile("beskyt|hemmelig|udeladt", regex.IGNORECASE)

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield markers in text order."""
        for match in self._markers_in(text):
            before = _WORD.findall(text[max(0, match.start() - CONTEXT) : match.start()].lower())
            after = _WORD.findall(text[match.end() : match.end() + CONTEXT].split("\n", maxsplit=1)[0].lower())
            rules = ["protected.marker"]
            if self._negations & {*before[-2:], *after[:1]}:
                rules.append("protected.negated")
            yield Finding(Kind.PROTECTED, Span(*match.span()), self._key(match.group()), self._weigher.weigh(rules))

    def _markers_in(self, text: str) -> Iterator[regex.Match[str]]:
        """The markers around the stems that each of them contains; finding a stem is quick."""
        done = 0
        for place in sorted(place for hint in self._hints for place in _places(text, hint)):
            for match in self._marker.finditer(text, max(done, place - LONGEST), place + LONGEST):
                done = match.end()
                yield match

    def _key(self, marker: str) -> str:
        words = regex.sub(r"[\s\-]+", "", marker.lower())
        return next(key for m, key in self._markers.items() if regex.sub(r"[\s\-]+", "", m) == words)


def concerned(marker: Finding, findings: Iterable[Finding], text: str) -> Finding | None:
    """The person whom a marker of protection most likely concerns: a CPR number or a name in the same block of text.

    On the marker's own line before other lines, before the marker rather than after it, then what is nearest.
    """
    begin, end = text.rfind("\n\n", 0, marker.span.start) + 1, text.find("\n\n", marker.span.end)
    end = len(text) if end < 0 else end
    persons = [
        f for f in findings if f.kind in _PERSONS and f.log_odds > 0 and begin <= f.span.start and f.span.end <= end
    ]
    return min(persons, key=lambda f: _distance(marker.span, f.span, text), default=None)


def _distance(marker: Span, person: Span, text: str) -> tuple[bool, bool, int]:
    behind = person.start >= marker.end
    first, last = (marker.end, person.start) if behind else (person.end, marker.start)
    return text.find("\n", first, last) >= 0, behind, abs(last - first)


def _places(text: str, hint: str) -> Iterator[int]:
    place = text.find(hint)
    while place >= 0:
        yield place
        place = text.find(hint, place + len(hint))


_checked: type[Detector] = ProtectedDetector

"""Finds Danish number plates: two letters and five digits (``AB 12 345``). The key is ``AB12345``.

Trailers and mopeds may have four digits (``AB1234``); those are looked for behind a label only.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.context import label_rules, touching
from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.overlaps import first
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Finding, Kind, Span

OWN = frozenset({"plate", "bank_reg"})
"""The short label "reg.nr." serves cars as it does banks."""

_NOT_DIGIT = regex.compile("[^0-9]")
_PLATE = Shape.of(
    rb"0(?<=[A-Za-z\xc0-\xff\ \xa0-]0)(?=0[ \xa0.-]?000(?![0A-Za-z]))",
    regex.compile(
        r"[0-9](?<=(?<![\p{L}\p{Nd}])(?P<letters>[A-ZÆØÅ]{2}|[a-zæøå]{2})(?P<gap>[ \u00a0-]{0,3})[0-9])"
        r"[0-9](?P<inner>[ \u00a0.]?|(?<=-[0-9]{2})-)[0-9]{3}(?![\p{L}\p{Nd}])"
    ),
)
_LETTERS = b"[A-Za-z\xc5\xc6\xd8\xe5\xe6\xf8]{2}"
_GAPS = tuple(b"[\\ \xa0-]" * size for size in range(4))
_SMALL_PLATE = Shape.of(
    b"0(?=0[ \xa0.]?00(?![0A-Za-z]))(?:%b)"
    % b"|".join(b"(?<=%b0)(?<!%b0)" % (two, b"[0A-Za-z]" + two) for two in (_LETTERS + gap for gap in _GAPS)),
    regex.compile(
        r"[0-9](?<=(?<![\p{L}\p{Nd}])(?P<letters>[A-ZÆØÅ]{2}|[a-zæøå]{2})(?P<gap>[ \u00a0-]{0,3})[0-9])"
        r"[0-9](?P<inner>[ \u00a0.]?)[0-9]{2}(?![\p{L}\p{Nd}]|[.,/-][0-9])"
    ),
)
_SHOUTED = regex.compile(r"(?r)(?:(?<!\p{Ll})\p{Lu}{2,20}|[0-9]+)[ ]")
"""What stands before a word among other capitals, or between two numbers."""


class PlateDetector:
    """Finds number plates; in small letters, or with four digits, only with a label."""

    def __init__(self, *, weigher: Weigher, labels: Labels, words: Words) -> None:
        self._weigher = weigher
        self._labels = labels
        self._abbreviations = words.abbreviations
        self._words = words.short

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield plates in text order."""
        found = [*self._shaped(text, _PLATE, told=False)]
        if self._labels.mentions(text, "plate"):
            found += self._shaped(text, _SMALL_PLATE, told=True)
        yield from first(found)

    def _shaped(self, text: str, shape: Shape, *, told: bool) -> Iterator[Finding]:
        """Those of a shape; where they are to be ``told``, behind a label."""
        for match in self._labels.digits(text).find(shape):
            span = Span(match.start("letters"), match.end())
            rules = list(label_rules(self._labels, text, span, kind="plate", own=OWN))
            letters = match.group("letters")
            if (told or letters.islower()) and "plate.label" not in rules:
                continue
            rules.append("plate.form.spaced" if match.group("inner") else "plate.form.plain")
            rules.append("plate.gap" if match.group("gap") else "plate.tight")
            if letters in self._abbreviations:
                rules.append("plate.abbreviation")
            if letters in self._words and _SHOUTED.match(text, max(0, span.start - 24), span.start):
                rules.append("plate.word")
            if set(letters.upper()) & set("IOQWÆØÅ"):
                rules.append("plate.unused_letter")
            rules += touching(text, span, kind="plate")
            key = letters.upper() + _NOT_DIGIT.sub("", match.group())
            yield Finding(Kind.PLATE, span, key, self._weigher.weigh(rules))


_checked: type[Detector] = PlateDetector

"""Finds the numbers of passports and driving licences: by their label, and passports by the machine-readable zone.

The zone's second line is 44 characters with check digits of its own (ICAO Doc 9303, part 4).
A Danish passport has nine characters, a driving licence eight digits; neither has a shape
that would say so without a label.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.overlaps import first
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

_NUMBER = Shape.of(
    rb"0(?<![0a-z]0)(?=(?:[ ]?0){5})",
    regex.compile(r"[0-9](?<=(?<![\p{L}\p{Nd}])(?P<letters>[A-Z]{0,2})[0-9])(?:[ ]?[0-9]){5,8}(?![\p{L}\p{Nd}])"),
)
_MIXED = Shape.of(
    rb"0(?<![0a-z]0)(?:(?<=[A-Z]0)|(?=0{0,7}[A-Z]))(?=[A-Z0]{1,8}(?![0A-Za-z]))",
    regex.compile(r"[0-9](?<=(?<![\p{L}\p{Nd}])[A-Z]{0,8}[0-9])[A-Z0-9]{1,8}(?![\p{L}\p{Nd}])"),
)
_ZONE = Shape.of(
    rb"0(?=[A-Z<]{3}0{7}[MFX<]0{7})",
    regex.compile(
        r"[0-9](?<=(?<![A-Z0-9<])(?P<number>[A-Z0-9<]{9})[0-9])[A-Z<]{3}[0-9]{6}(?P<born>[0-9])"
        r"[MFX<][0-9]{6}[0-9][A-Z0-9<]{14}[0-9<][0-9](?![A-Z0-9<])"
    ),
)
_CAPITALS = regex.compile(r"(?r)[A-Z]{1,8}")
ZONE_WEIGHTS = (7, 3, 1)


class DocumentDetector:
    """Finds passport and driving-licence numbers."""

    def __init__(self, *, weigher: Weigher, labels: Labels) -> None:
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order."""
        found = [*self._zones(text)]
        if self._labels.mentions(text, "passport", "licence"):
            found += [*self._labelled(text), *self._mixed(text)]
        yield from first(found)

    def _labelled(self, text: str) -> Iterator[Finding]:
        for match in self._labels.digits(text).find(_NUMBER):
            start = match.start("letters")
            if match.end() - start < 8:
                continue
            label = self._labels.of(text, start)
            if label is None or label.kind not in {"passport", "licence"}:
                continue
            key = regex.sub("[^0-9A-Z]", "", text[start : match.end()])
            kind = Kind.PASSPORT if label.kind == "passport" else Kind.DRIVING_LICENCE
            usual = len(key) == (9 if kind is Kind.PASSPORT else 8)
            rules = (
                f"{kind}.label" if label.adjacent else f"{kind}.label.near",
                f"{kind}.length" if usual else f"{kind}.length.odd",
            )
            yield Finding(kind, Span(start, match.end()), key, self._weigher.weigh(rules))

    def _mixed(self, text: str) -> Iterator[Finding]:
        """Nine letters and digits in any order (ICAO Doc 9303, part 4) right after a label for passports."""
        for match in self._labels.digits(text).find(_MIXED):
            lead = _CAPITALS.match(text, max(0, match.start() - 8), match.start())
            start = lead.start() if lead else match.start()
            key = text[start : match.end()]
            if len(key) != 9 or key.isdecimal():
                continue
            label = self._labels.of(text, start)
            if label is not None and label.kind == "passport" and label.adjacent:
                rules = ("passport.label", "passport.length")
                yield Finding(Kind.PASSPORT, Span(start, match.end()), key, self._weigher.weigh(rules))

    def _zones(self, text: str) -> Iterator[Finding]:
        for match in self._labels.digits(text).find(_ZONE):
            number = match.group("number")
            checked = check_digit(number) == int(text[match.end("number")])
            key = number.rstrip("<")
            if key:
                start = match.start("number")
                rules = ("passport.zone", "passport.zone.check" if checked else "passport.zone.check.failed")
                yield Finding(Kind.PASSPORT, Span(start, start + len(key)), key, self._weigher.weigh(rules))


def check_digit(characters: str) -> int:
    """The check digit of a field in a machine-readable zone (ICAO Doc 9303, part 3, 4.9)."""
    values = (0 if c == "<" else int(c, 36) for c in characters)
    return sum(value * ZONE_WEIGHTS[n % 3] for n, value in enumerate(values)) % 10


_checked: type[Detector] = DocumentDetector

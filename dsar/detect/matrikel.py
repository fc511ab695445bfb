"""Finds cadastral numbers (matrikelnumre): a number, letters and the name of an ejerlav.

``12a, Aalborg Bygrunde`` has the key ``12a aalborg bygrunde``. The ejerlav's name ends
the finding; its last word is often a known one (``By``, ``Bygrunde``, ``Markjorder``).
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.context import label_rules
from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Finding, Kind, Span

OWN = frozenset({"matrikel"})
LONGEST_NAME = 4
"""Words in an ejerlav's name."""

_MATRIKEL = Shape.of(
    rb"0(?<!00)(?=0{0,3}[ ]?[a-z\xe6\xf8\xe5]{0,3}(?:[ ]m\.?[ ]?fl\.)?[,:]?[ ][A-Z\xc0-\xde?])",
    regex.compile(
        r"[0-9](?<![\p{L}\p{Nd}][0-9])[0-9]{0,3}+[ ]?[a-zæøå]{0,3}+(?![\p{L}\p{Nd}])(?P<more>[ ]m\.?[ ]?fl\.)?[,:]?[ ]"
        r"(?P<name>\p{Lu}[\p{L}.-]{1,30}+"
        r"(?:[ ](?:\p{Lu}[\p{L}.-]{1,30}+|[a-zæøå]{2,14}+)){0,3}+)"
    ),
)


_PARISH = regex.compile(r",[ ]\p{Lu}[\p{Ll}]{1,20}\.?(?:[ ](?!By\b)\p{Lu}[\p{Ll}]{1,20})?+(?![ ]?[\p{L}0-9]*[0-9])")
"""A village's ejerlav is named with its parish: ``Gug By, Sdr. Tranders``; a number after it makes it a street."""


class MatrikelDetector:
    """Finds cadastral numbers: where an ejerlav's name ends as they do, or a label says so."""

    def __init__(self, *, weigher: Weigher, labels: Labels, words: Words) -> None:
        self._weigher = weigher
        self._labels = labels
        self._estates = words.estates

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order."""
        for match in self._labels.digits(text).find(_MATRIKEL):
            start = match.start()
            known = self._known_name(match)
            if known is None and self._labels.adjacent(text, start) not in OWN:
                continue
            rules = list(label_rules(self._labels, text, Span(start, start + 1), kind="matrikel", own=OWN))
            name = known or self._capitalised(match)
            end = match.start("name") + len(name)
            if name.endswith(" By") and (parish := _PARISH.match(text, end)):
                name, end = name + parish.group(), parish.end()
            rules.append("matrikel.estate" if known else "matrikel.estate.unknown")
            rules.append("matrikel.letter" if regex.match(r"[0-9]+ ?[a-zæøå]", match.group()) else "matrikel.number")
            number = regex.sub("[ ,:]", "", text[start : max(match.start("more"), 0) or match.start("name")])
            key = f"{number} {name.lower()}"
            yield Finding(Kind.MATRIKEL, Span(start, end), key, self._weigher.weigh(rules))

    def _known_name(self, match: regex.Match[str]) -> str | None:
        """The longest beginning of the words whose last one ends an ejerlav's name."""
        words = match.group("name").split(" ")
        for count in range(len(words), 0, -1):
            last = words[count - 1]
            if last[:1].isupper() and last.rstrip(".").lower() in self._estates and (count > 1 or len(last) > 8):
                return " ".join(words[:count]).rstrip(".")
        return None

    def _capitalised(self, match: regex.Match[str]) -> str:
        """The leading words with a capital."""
        words = match.group("name").split(" ")
        count = next((n for n, word in enumerate(words) if not word[:1].isupper()), len(words))
        return " ".join(words[:count]).rstrip(".-")


_checked: type[Detector] = MatrikelDetector

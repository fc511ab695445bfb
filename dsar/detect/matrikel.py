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
from dsar.detect.overlaps import first
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Finding, Kind, Span

OWN = frozenset({"matrikel"})
LONGEST_NAME = 4
"""Words in an ejerlav's name."""
LONGEST_SHORTENED = 4
"""Letters of a word in an ejerlav's name that is cut off by a full stop ("Sdr."), and does not end a sentence."""

_MATRIKEL = Shape.of(
    rb"0(?<!00)(?=0{0,3}[ ]?[a-z\xe6\xf8\xe5]{0,3}(?:[ ]m\.?[ ]?fl\.)?[,:]?[ ][A-Z\xc0-\xde?])",
    regex.compile(
        r"[0-9](?<![\p{L}\p{Nd}][0-9])[0-9]{0,3}+[ ]?[a-zæøå]{0,3}+(?![\p{L}\p{Nd}])(?P<more>[ ]m\.?[ ]?fl\.)?[,:]?[ ]"
        r"(?P<name>\p{Lu}[\p{L}.-]{1,30}+"
        r"(?:[ ](?:\p{Lu}[\p{L}.-]{1,30}+|[a-zæøå]{2,14}+)){0,3}+)"
    ),
)


_PARISH = regex.compile(
    r",[ ](?:(?:[NSVØ]|Nr|Ndr|Sdr|Vr|Gl|St|Ll|Skt|Sct|Kgs)\.[ ]"
    r"|(?:Nørre|Sønder|Vester|Øster|Store|Lille|Gammel|Ny|Over|Neder|Sankt|Kongens|Nordre|Søndre)[ ])?"
    r"\p{Lu}\p{Ll}{1,20}+(?![ ]?[\p{L}0-9]*[0-9])"
)
"""A village's ejerlav is named with its parish: ``Gug By, Sdr. Tranders``; a number after it makes it a street."""


_ALONE = Shape.of(
    rb"0(?:(?<=[rlvn][ ]0) | (?<=[rlvn][.:][ ]0))(?=0{0,3}(?:[ ]?[a-z\xe6\xf8\xe5]{1,2})?(?![0A-Za-z]))",
    regex.compile(r"[0-9](?<![\p{L}\p{Nd}.,/-][0-9])[0-9]{0,3}+(?:[ ]?[a-zæøå]{1,2}+)?(?![\p{L}\p{Nd}]|[.,/-][0-9])"),
)
_SAID = "matr"
"""Most labels for a cadastral number have it."""
_NEAR = 24
FEWEST = 3
"""Digits of a number that has neither a letter nor an ejerlav; fewer are also how many there are of them."""
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}(?![0-9a-zæøå]|[ ][a-zæøå]{1,2}[ ,])")
_LETTER = regex.compile(r"[0-9]+ ?[a-zæøå]")


class MatrikelDetector:
    """Finds cadastral numbers: where an ejerlav's name ends as they do, or a label says so."""

    def __init__(self, *, weigher: Weigher, labels: Labels, words: Words) -> None:
        self._weigher = weigher
        self._labels = labels
        self._estates = words.estates
        self._ordinary = words.ordinary_estates

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order."""
        found = [*self._named(text)]
        if places := set(_behind(text, "atr")):
            found += self._alone(text, sorted(places))
        yield from first(found)

    def _alone(self, text: str, places: list[int]) -> Iterator[Finding]:
        """``matr.nr. 12a``: the ejerlav is told elsewhere, or not at all."""
        for match in self._labels.digits(text).find(_ALONE, among=places):
            span = Span(*match.span())
            near = text[max(0, span.start - _NEAR) : span.start].lower()
            if not _LETTER.match(match.group()) and len(match.group()) < FEWEST:
                continue
            if _SAID in near and self._labels.adjacent(text, span.start) in OWN:
                rules = [*label_rules(self._labels, text, span, kind="matrikel", own=OWN), _form(match.group())]
                yield Finding(Kind.MATRIKEL, span, match.group().replace(" ", ""), self._weigher.weigh(rules))

    def _named(self, text: str) -> Iterator[Finding]:
        for match in self._labels.digits(text).find(_MATRIKEL):
            start = match.start()
            known = self._known_name(match)
            if known is None and self._labels.adjacent(text, start) not in OWN:
                continue
            rules = list(label_rules(self._labels, text, Span(start, start + 1), kind="matrikel", own=OWN))
            name = known or self._capitalised(match)
            end = match.start("name") + len(name)
            soft = name.rpartition(" ")[2].lower() in self._ordinary
            rules.append(
                ("matrikel.estate.word" if soft else "matrikel.estate") if known else "matrikel.estate.unknown"
            )
            if name.endswith(" By"):
                parish = _PARISH.match(text, end)
                name, end = (name + parish.group(), parish.end()) if parish else (name, end)
                rules += ["matrikel.parish"] if parish else []
            rules.append(_form(match.group()))
            if _YEAR.match(text, start):
                rules.append("matrikel.year")
            number = regex.sub("[ ,:]", "", text[start : max(match.start("more"), 0) or match.start("name")])
            key = f"{number} {name.lower()}"
            yield Finding(Kind.MATRIKEL, Span(start, end), key, self._weigher.weigh(rules))

    def _known_name(self, match: regex.Match[str]) -> str | None:
        """The longest beginning of the words whose last one ends an ejerlav's name."""
        words = match.group("name").split(" ")
        for count in range(len(words), 0, -1):
            last = words[count - 1]
            if any(_ends_sentence(word) for word in words[: count - 1]):
                continue
            if last[:1].isupper() and last.rstrip(".").lower() in self._estates and (count > 1 or len(last) > 8):
                return " ".join(words[:count]).rstrip(".")
        return None

    def _capitalised(self, match: regex.Match[str]) -> str:
        """The leading words with a capital, to the end of the sentence."""
        words = match.group("name").split(" ")
        count = next((n for n, word in enumerate(words) if not word[:1].isupper()), len(words))
        count = next((n for n, word in enumerate(words[:count], 1) if _ends_sentence(word)), count)
        return " ".join(words[:count]).rstrip(".-")


def _behind(text: str, word: str) -> Iterator[int]:
    """Where digits stand close behind a word."""
    at = text.find(word)
    while at >= 0:
        yield from (place for place in range(at, min(len(text), at + _NEAR)) if text[place].isdecimal())
        at = text.find(word, at + 1)


def _ends_sentence(word: str) -> bool:
    return word.endswith(".") and len(word) > LONGEST_SHORTENED


def _form(number: str) -> str:
    return "matrikel.letter" if _LETTER.match(number) else "matrikel.number"


_checked: type[Detector] = MatrikelDetector

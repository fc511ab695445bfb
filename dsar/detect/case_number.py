"""Finds case numbers: KLE-numbered cases, year and serial number, or whatever a label calls a case.

KLE is the municipalities' common subject numbering: ``27.18.00-G01-12-24`` is a subject,
a type of action, a serial number and a year. The key is upper case without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from dsar.detect.context import label_rules
from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.overlaps import first
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

OWN = frozenset({"case"})
SHAPED = frozenset({"case", "ref"})
"""What a number in a case number's shape may be called."""

_JOINT = r"[ ]?[-/][ ]?"
_KLE = Shape.of(
    rb"0(?<!00)(?=0\.00\.00)",
    regex.compile(
        r"[0-9](?<![0-9][0-9])[0-9]\.[0-9]{2}\.[0-9]{2}"
        rf"{_JOINT}[A-Za-zÆØÅ][0-9]{{2}}{_JOINT}[0-9]{{1,6}}{_JOINT}(?:20)?[0-9]{{2}}(?![0-9])"
    ),
)
_YEAR = Shape.of(
    rb"0(?<!00)(?=000-0000)",
    regex.compile(r"[12](?<![0-9\p{L}.,/-][0-9])(?:9|0)[0-9]{2}-[0-9]{4,8}(?:-[0-9]{1,4})?(?![0-9]|-[0-9])"),
)
_YEARS = regex.compile(r"(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}")
_LETTERED = Shape.of(
    rb"0(?<=[A-Z\xc5\xc6\xd8-]0)(?=0{1,3}-000)",
    regex.compile(
        r"[0-9](?<=(?<![\p{L}\p{Nd}])(?P<letters>[A-ZÆØÅ]{1,5}-?)[0-9])[0-9]{1,3}-[0-9]{3,8}(?![0-9]|-[0-9])"
    ),
)
_SHORT_YEAR = Shape.of(
    rb"0(?<!00)(?=0/000)", regex.compile(r"[0-9](?<![0-9\p{L}.,/-][0-9])[0-9]/[0-9]{3,6}(?![0-9]|[./-][0-9])")
)
_ANY = re.compile(rb"0(?<!00)(?=000|0{0,3}[./-][0A-Za-z]|[A-Z])")
_CELL_BEFORE = regex.compile(r"(?:\n|[;\t|][ ]?|[ ]{2})\Z")
_FILE_NAME = regex.compile(r"\.[a-z]{3,4}\Z")
_WHITE = frozenset(" \n\t\u00a0")
_TOKEN = regex.compile(r"[\p{L}0-9](?:[\p{L}0-9]|[./\-_](?=[\p{L}0-9])){3,29}")
_OF_SOMEBODY = regex.compile(r"(?r)[ ](?:på|om|for|mod|til|vedr\.?)[ ]", regex.IGNORECASE)
_HEAD = regex.compile(r"(?r)[A-ZÆØÅa-zæøå0-9./\-_]{1,16}")


class CaseNumberDetector:
    """Finds case numbers."""

    def __init__(self, *, weigher: Weigher, labels: Labels) -> None:
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order; of two that overlap, the longer."""
        found = [
            *self._shaped(text, _KLE, "kle"),
            *self._shaped(text, _YEAR, "year"),
            *self._shaped(text, _LETTERED, "lettered"),
            *self._shaped(text, _SHORT_YEAR, "short_year"),
            *(self._labelled(text) if self._labels.mentions(text, *OWN) else ()),
        ]
        yield from first(found)

    def _shaped(self, text: str, shape: Shape, form: str) -> Iterator[Finding]:
        for match in self._labels.digits(text).find(shape):
            start = match.start("letters") if form == "lettered" else match.start()
            yield self._finding(text, Span(start, match.end()), form)

    def _labelled(self, text: str) -> Iterator[Finding]:
        """Any token with a digit right after a label for cases."""
        for digit in self._labels.digits(text).starts(_ANY):
            start = digit
            if start and text[start - 1] not in _WHITE:
                head = _HEAD.match(text, max(0, start - 16), start)
                start = head.start() if head else start
                if start and text[start - 1].isalnum():
                    continue
            if self._labels.adjacent(text, start) != "case":
                continue
            if not self._labels.may_precede(text, start) and not _CELL_BEFORE.search(text, max(0, start - 3), start):
                continue
            token = _TOKEN.match(text, start)
            if token is not None and not _FILE_NAME.search(token.group()):
                yield self._finding(text, Span(*token.span()), "labelled")

    def _finding(self, text: str, span: Span, form: str) -> Finding:
        own = OWN if form == "labelled" else SHAPED
        rules = [f"case_number.form.{form}", *label_rules(self._labels, text, span, kind="case_number", own=own)]
        if form == "labelled" and _OF_SOMEBODY.match(text, max(0, span.start - 8), span.start):
            rules.append("case_number.of")
        if _YEARS.fullmatch(span.of(text)):
            rules.append("case_number.years")
        key = regex.sub(r"\s", "", span.of(text)).upper()
        return Finding(Kind.CASE_NUMBER, span, key, self._weigher.weigh(rules))


_checked: type[Detector] = CaseNumberDetector

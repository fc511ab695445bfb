"""Finds dates of birth: dates that a label, a masked CPR number or a CPR label make one.

A bare date is not a date of birth. The key is ISO (``1990-01-01``); a year of two digits
is the latest that makes the date lie in the past.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex

from dsar.detect.cpr_number import birth_date, has_date
from dsar.detect.dates import Dates, Written
from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import BEFORE, Labels
from dsar.detect.overlaps import first
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Finding, Kind, Span

OLDEST_YEARS = 120

_JOINT = r"[ \u00a0]?[\-\u00ad\u2010-\u2015/. ]?[ ]?"
_MASK = r"[xX*#\u2022\u25cf\u2588_?\-.]"
_MASKED = Shape.of(
    rb"0(?<!00)(?=00000 [^0A-Za-z]{0,3} 0{0,2} [xX*\#_?.-] [ ]? [xX*\#_?.-])",
    regex.compile(
        rf"(?P<date>[0-9](?<![0-9][0-9])[0-9]{{5}}){_JOINT}(?P<serial>[0-9]{{0,2}})"
        rf"(?:{_MASK}[ ]?){{2,4}}(?![0-9\p{{L}}])"
    ),
)
_ANY_SERIAL = regex.compile(
    r"[^\p{L}0-9]{0,6}+(?:[0-9OoIl|]{4}|[0-9]{2}[ ][0-9]{2}|[0-9]?[A-Za-z]{2,3}[0-9])(?![0-9\p{L}])"
)
_IN_BRACKETS = regex.compile(r"[ ]?[(\[]")
_AGE = regex.compile(r"[0-9]{1,3}[ ]år[ ]?\(\Z")
_STAR = regex.compile(r"(?:\A|[\s(,])\*[ ]?\Z")
_NAME_BEFORE = regex.compile(
    r"(?:\A|[^\p{L}])(?P<two>\p{Lu}[\p{L}'-]{1,30}[ ])?\p{Lu}[\p{L}'-]{1,30}[ ]\((?:f\.|født)?[ ]?\Z"
)
"""A word or two with capitals, and a bracket that holds nothing but the date."""
_SIGNS = frozenset("(* ")
"""What stands right before a date that is told to be one of birth by an age or a star."""
_SENTENCE = regex.compile(r"\p{L}{3}[.!?][ ]\p{Lu}")
_SERIAL = regex.compile(r"[^\p{L}0-9]{0,3}+[0-9]{4}(?![0-9])")
_PAIRS = regex.compile(r"(?<=[0-9]{2}[ ][0-9]{2}[ ][0-9]{2})[ ][0-9]{2}[ ][0-9]{2}(?![0-9])")


class BirthDateDetector:
    """Finds dates of birth as of a day."""

    def __init__(self, *, today: date, weigher: Weigher, labels: Labels, words: Words) -> None:
        self._today = today
        self._weigher = weigher
        self._labels = labels
        self._dates = Dates(today=today, words=words)

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield dates in text order."""
        found = [*self._masked(text)]
        if self._labels.mentions(text, "birth", "cpr") or "*" in text or " år" in text or " (" in text:
            found += self._labelled(text)
        yield from first(found)

    def _masked(self, text: str) -> Iterator[Finding]:
        """``010190-XXXX``: a CPR number of which only the date is shown."""
        for match in self._labels.digits(text).find(_MASKED):
            digits, serial = match.group("date", "serial")
            if not has_date(digits):
                continue
            born = birth_date(f"{digits}{serial or '0'}".ljust(10, "0"))
            if not serial:
                born = self._latest(digits)
            if born is not None:
                rules = ["birth_date.masked", *self._rules(text, Span(*match.span("date")))]
                yield self._finding(Span(*match.span("date")), born, rules)

    def _latest(self, digits: str) -> date | None:
        try:
            return self._dates.latest(int(digits[4:]), int(digits[2:4]), int(digits[:2]) % 60)
        except ValueError:
            return None

    def _labelled(self, text: str) -> Iterator[Finding]:
        for match in self._dates.find(self._labels.digits(text)):
            rules = list(self._rules(text, Span(*match.span())))
            written = self._dates.read(match) if rules else None
            if written is not None and not self._is_cpr(text, written):
                if written.plain:
                    rules.append("birth_date.plain")
                if written.short_year:
                    rules.append("birth_date.short_year")
                yield self._finding(written.span, written.day, rules)

    def _rules(self, text: str, span: Span) -> Iterator[str]:
        label = self._labels.of(text, span.start)
        if label is not None and label.kind == "birth":
            if label.adjacent or not _SENTENCE.search(text, max(0, span.start - BEFORE), span.start):
                yield "birth_date.label" if label.adjacent else "birth_date.label.near"
        elif label is not None and label.kind == "cpr" and label.adjacent:
            yield "birth_date.label.cpr"
        else:
            behind = self._labels.after(text, span.end)
            if behind is not None and behind.kind == "birth" and behind.adjacent:
                bracket = _IN_BRACKETS.match(text, span.end) is not None
                yield "birth_date.label.bracket" if bracket else "birth_date.label.after"
            elif text[span.start - 1 : span.start] in _SIGNS:
                before = text[max(0, span.start - 12) : span.start]
                if _AGE.search(before):
                    yield "birth_date.age"
                elif _STAR.search(before):
                    yield "birth_date.star"
                elif text.startswith(")", span.end) and text[span.start - 1] == "(":
                    name = _NAME_BEFORE.search(text, max(0, span.start - 72), span.start)
                    if name is not None:
                        yield "birth_date.bracket.named" if name["two"] else "birth_date.bracket"

    def _is_cpr(self, text: str, written: Written) -> bool:
        """Whether a serial number follows: then it is a CPR number, and not a date."""
        serial = _ANY_SERIAL if written.plain else _SERIAL
        end = written.span.end
        return serial.match(text, end) is not None or _PAIRS.match(text, end) is not None

    def _finding(self, span: Span, born: date, rules: list[str]) -> Finding:
        if born > self._today:
            rules.append("birth_date.future")
        elif self._today.year - born.year > OLDEST_YEARS:
            rules.append("birth_date.old")
        return Finding(Kind.BIRTH_DATE, span, born.isoformat(), self._weigher.weigh(["birth_date.form", *rules]))


_checked: type[Detector] = BirthDateDetector

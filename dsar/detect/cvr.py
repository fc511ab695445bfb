"""Finds company numbers (CVR): not personal data by themselves, and marked so that others are not taken for them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.context import has_contact, label_rules, touching
from dsar.detect.cvr_number import is_cvr
from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

OWN = frozenset({"cvr"})

_NOT_DIGIT = regex.compile("[^0-9]")
_EIGHT = Shape.of(
    rb"0(?<!00)(?= 0{7}(?!0) | 0(?P<gap>[ \xa0.-])00(?P=gap)00(?P=gap)00(?!0) | 000[ ]0000(?!0) )",
    regex.compile(
        r"[0-9](?<![0-9][0-9])"
        r"(?:[0-9]{7}|[0-9](?P<gap>[ \u00a0.-])[0-9]{2}(?P=gap)[0-9]{2}(?P=gap)[0-9]{2}|[0-9]{3}[ ][0-9]{4})(?![0-9])"
    ),
)


class CvrDetector:
    """Finds company numbers; without a label only those that pass the check."""

    def __init__(self, *, weigher: Weigher, labels: Labels) -> None:
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield numbers in text order."""
        for match in self._labels.digits(text).find(_EIGHT):
            digits = _NOT_DIGIT.sub("", match.group())
            span = Span(*match.span())
            checked = is_cvr(digits)
            rules = list(label_rules(self._labels, text, span, kind="cvr", own=OWN))
            vat = text[max(0, span.start - 3) : span.start].strip(" -")[-2:].upper() == "DK"
            if vat or (checked and match.group("gap") is None) or "cvr.label" in rules or "cvr.label.near" in rules:
                rules += ["cvr.form", "cvr.mod11" if checked else "cvr.mod11.failed"]
                rules += ["cvr.vat"] if vat else touching(text, span, kind="cvr")
                if has_contact(text, span):
                    rules.append("cvr.contact")
                yield Finding(Kind.CVR, span, digits, self._weigher.weigh(rules))


_checked: type[Detector] = CvrDetector

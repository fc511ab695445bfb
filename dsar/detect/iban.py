"""Finds IBANs: international bank account numbers, with their check (ISO 13616, modulus 97)."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from dsar.detect.detector import Detector
from dsar.detect.digits import Shape
from dsar.detect.labels import Labels
from dsar.detect.weights import Weigher
from dsar.model import Finding, Kind, Span

LENGTHS = {
    **dict.fromkeys(["DK", "FO", "GL", "FI", "NL"], 18), "NO": 15, "SE": 24, "IS": 26, "DE": 22, "GB": 22, "IE": 22,
    "BE": 16, "FR": 27, "ES": 24, "PT": 25, "IT": 27, "CH": 21, "AT": 20, "PL": 28, "CZ": 24, "SK": 24, "HU": 28,
    "RO": 24, "BG": 22, "LT": 20, "LV": 21, "EE": 20, "LU": 20, "GR": 27, "HR": 21, "SI": 19, "TR": 26, "UA": 29,
    "MT": 31, "CY": 28, "BA": 20, "RS": 22, "MK": 19, "AL": 28, "ME": 22, "XK": 20, "MD": 24, "SM": 27, "LI": 21,
}  # fmt: skip
"""Characters of an IBAN by country: Europe's part of the ISO 13616 registry."""

_GAP = r"[ \u00a0.\-]"
_START = Shape.of(
    rb"0(?:(?<=[A-Za-z]{2}0)|(?<=[A-Za-z]{2}[ ]0))(?=0(?:[ \xa0.-]?[0A-Za-z]){11})",
    regex.compile(rf"[0-9](?<=(?<![A-Za-z0-9])[A-Za-z]{{2}}[ ]?[0-9])[0-9](?=(?:{_GAP}?[0-9A-Za-z]){{11}})"),
)
_CHARACTER = regex.compile(rf"{_GAP}{{0,2}}[0-9A-Za-z]")


class IbanDetector:
    """Finds IBANs. A country's length says where a number ends; a failed check speaks against it."""

    def __init__(self, *, weigher: Weigher, labels: Labels) -> None:
        self._weigher = weigher
        self._labels = labels

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield IBANs in text order."""
        done = 0
        for match in self._labels.digits(text).find(_START):
            start = match.start() - (3 if text[match.start() - 1] == " " else 2)
            length = LENGTHS.get(text[start : start + 2].upper())
            if start < done or length is None:
                continue
            end = start + 2
            for _ in range(length - 2):
                character = _CHARACTER.match(text, end)
                if character is None:
                    break
                end = character.end()
            else:
                if not text[end : end + 1].isalnum():
                    done = end
                    yield self._finding(text, Span(start, end))

    def _finding(self, text: str, span: Span) -> Finding:
        key = regex.sub(r"[^0-9A-Z]", "", span.of(text).upper())
        rules = ["iban.form", "iban.mod97" if is_valid(key) else "iban.mod97.failed"]
        label = self._labels.of(text, span.start)
        if label is not None:
            own = label.kind in {"iban", "account"}
            rules.append("iban.label" if own else "iban.label.other")
        return Finding(Kind.IBAN, span, key, self._weigher.weigh(rules))


def is_valid(key: str) -> bool:
    """Whether the check holds: moved and with letters as numbers, the rest by 97 is 1."""
    return int("".join(str(int(c, 36)) for c in key[4:] + key[:4])) % 97 == 1


_checked: type[Detector] = IbanDetector

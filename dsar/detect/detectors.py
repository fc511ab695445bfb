"""All detectors over one text, and what to keep where their findings overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import regex

from dsar.detect.account import AccountDetector
from dsar.detect.birth_date import BirthDateDetector
from dsar.detect.case_number import CaseNumberDetector
from dsar.detect.cpr import CprDetector
from dsar.detect.cvr import CvrDetector
from dsar.detect.detector import Detector
from dsar.detect.documents import DocumentDetector
from dsar.detect.email import EmailDetector
from dsar.detect.iban import IbanDetector
from dsar.detect.labels import Labels
from dsar.detect.matrikel import MatrikelDetector
from dsar.detect.overlaps import resolve
from dsar.detect.phone import PhoneDetector
from dsar.detect.plate import PlateDetector
from dsar.detect.protected import ProtectedDetector
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Finding, Kind, Span

BELIEVED = 0.5
"""From this score on an address is one."""
ALL_KINDS = frozenset(Kind)
OF_DIGITS = (
    CprDetector, BirthDateDetector, PhoneDetector, AccountDetector, IbanDetector, PlateDetector, MatrikelDetector,
    CaseNumberDetector, DocumentDetector, CvrDetector,
)  # fmt: skip
"""Detectors of what has a digit in it."""
_DIGIT = regex.compile("[0-9]")
_WIDE = {0xFEE0 + code: code for code in range(ord("!"), ord("~") + 1)}
"""The full-width forms of Unicode, of text from Asia and of some scanners, and what they stand for."""
_WIDE_DIGITS = tuple(chr(0xFEE0 + ord(digit)) for digit in "01")
"""Each month's number has one of them, and so has each CPR number; to look for all ten costs a tenth of the time."""


def detect(
    text: str, *, today: date, kinds: frozenset[Kind] | None = None, thorough: bool = False
) -> tuple[Finding, ...]:
    """Everything found in a text, in order. Many texts are faster through one ``Detectors``."""
    return Detectors(today=today, kinds=kinds, thorough=thorough).detect(text)


class Detectors:
    """The detectors of the wanted kinds (None: all), built once and used for many texts.

    ``thorough`` also reads every sentence with the trained tagger for names: what rules and
    lists miss is found, at a small part of the speed. For showing and masking, not for indexing.
    ``names`` is a customer's own list of names (``[detect] names``).
    """

    def __init__(
        self, *, today: date, kinds: frozenset[Kind] | None = None, thorough: bool = False, names: Path | None = None
    ) -> None:
        self.kinds = ALL_KINDS if kinds is None else kinds
        self.each = tuple(_build(self.kinds, today, lambda: _names(thorough=thorough, more=names)))
        self._of_words = tuple(detector for detector in self.each if not isinstance(detector, OF_DIGITS))

    def detect(self, text: str) -> tuple[Finding, ...]:
        """Everything found, sorted by place; findings overlap only where both kinds are meaningful."""
        return _kept(self._found(text), self.kinds)

    def detect_each(self, text: str, *wanted: frozenset[Kind]) -> tuple[tuple[Finding, ...], ...]:
        """What detectors of each set of kinds would find, each by itself; the text is read once."""
        found = self._found(text)
        return tuple(_kept([finding for finding in found if finding.kind in kinds], kinds) for kinds in wanted)

    def _found(self, text: str) -> list[Finding]:
        if not text.isascii() and any(map(text.__contains__, _WIDE_DIGITS)):
            text = text.translate(_WIDE)  # letter for letter: the places stay
        each = self.each if _DIGIT.search(text) else self._of_words
        return [finding for detector in each for finding in detector.detect(text)]


def _kept(found: list[Finding], kinds: frozenset[Kind]) -> tuple[Finding, ...]:
    kept = tuple(finding for finding in resolve(found) if finding.kind in kinds)
    homes = [finding.span for finding in kept if finding.kind is Kind.ADDRESS and finding.score >= BELIEVED]
    if not homes:
        return kept
    starts = [home.start for home in homes]
    return tuple(one for one in kept if one.kind is not Kind.NAME or not _in_one(one.span, homes, starts))


def _in_one(name: Span, homes: list[Span], starts: list[int]) -> bool:
    """Whether a name is an address's street or town; who lives there is named before it."""
    last = bisect_right(starts, name.start) - 1
    return last >= 0 and name.end <= homes[last].end


def _build(kinds: frozenset[Kind], today: date, names: Callable[[], Detector]) -> Iterator[Detector]:
    """The detectors for the wanted kinds."""
    weigher, labels, words = Weigher.load(), Labels(), Words()
    builders: dict[Kind, Callable[[], Detector]] = {
        Kind.CPR: lambda: CprDetector(today=today, weigher=weigher, labels=labels),
        Kind.BIRTH_DATE: lambda: BirthDateDetector(today=today, weigher=weigher, labels=labels, words=words),
        Kind.EMAIL: lambda: EmailDetector(weigher=weigher),
        Kind.PHONE: lambda: PhoneDetector(weigher=weigher, labels=labels),
        Kind.ACCOUNT: lambda: AccountDetector(weigher=weigher, labels=labels),
        Kind.IBAN: lambda: IbanDetector(weigher=weigher, labels=labels),
        Kind.PLATE: lambda: PlateDetector(weigher=weigher, labels=labels, words=words),
        Kind.MATRIKEL: lambda: MatrikelDetector(weigher=weigher, labels=labels, words=words),
        Kind.CASE_NUMBER: lambda: CaseNumberDetector(weigher=weigher, labels=labels),
        Kind.PASSPORT: lambda: DocumentDetector(weigher=weigher, labels=labels),
        Kind.DRIVING_LICENCE: lambda: DocumentDetector(weigher=weigher, labels=labels),
        Kind.CVR: lambda: CvrDetector(weigher=weigher, labels=labels),
        Kind.PROTECTED: lambda: ProtectedDetector(weigher=weigher, words=words),
        Kind.NAME: names,
        Kind.ADDRESS: _addresses,
    }
    if kinds >= {Kind.PASSPORT, Kind.DRIVING_LICENCE}:
        del builders[Kind.DRIVING_LICENCE]  # one detector finds both
    for kind, build in builders.items():
        if kind in kinds:
            yield build()


def _names(*, thorough: bool, more: Path | None) -> Detector:
    from dsar.detect.names import NameDetector  # a lexicon of megabytes, loaded only when names are wanted

    return NameDetector(thorough=thorough, more=more)


def _addresses() -> Detector:
    from dsar.detect.addresses import AddressDetector

    return AddressDetector()

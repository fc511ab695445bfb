"""What every detector must do. Subclass it and give the detector, and a text in which it finds something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsar.detect.detector import Detector
from dsar.model import Evidence, Finding, Kind, Span

PIECES = st.sampled_from(
    [
        "0101901234",
        "010190-",
        "12",
        " ",
        "-",
        "\n",
        ".",
        "@",
        "a@b.dk",
        "cpr",
        "Født ",
        "tlf. ",
        "O1",
        "ÆØ",
        "\x00",
        "/",
    ]
)
"""What makes a random text come near to what detectors look for."""
TEXTS = st.lists(PIECES | st.text(alphabet=st.characters(), max_size=6), max_size=25).map("".join)
HOSTILE = {
    "digits": "1" * 50_000, "zeros": "0" * 50_000, "spaces": " " * 50_000, "capitals": "A" * 50_000,
    "at signs": "a@" * 25_000, "pairs": "12 " * 20_000, "dates": "01-" * 20_000, "dots": "1." * 25_000,
    "lines": "\n" * 50_000, "cells": "a: 1234\n" * 6_000, "capitalised": "Aa " * 20_000, "look-alikes": "O1" * 25_000,
    "surrogates": "\ud800" * 1_000, "nul": "\x00" * 1_000, "right to left": "\u202e010190-1234\u202c" * 500,
    "combining": "e" + "\u0301" * 5_000, "labels": "cpr nr. " * 6_000, "numbers": "010190-1234 " * 3_000,
}  # fmt: skip


INHERITED = settings(suppress_health_check=[HealthCheck.differing_executors])
"""A test of the contract is run by each class that inherits it."""


class ReferenceDetector:
    """The simplest detector there is: each ``@`` is an e-mail address."""

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield each at sign."""
        for place, character in enumerate(text):
            if character == "@":
                yield Finding(Kind.EMAIL, Span(place, place + 1), "@", (Evidence("email.form", 0.0),))


class DetectorContract:
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> Detector:
        raise NotImplementedError

    @pytest.fixture
    def example(self) -> str:
        """A text in which the detector finds something."""
        raise NotImplementedError

    def test_it_finds_something_in_its_example(self, detector: Detector, example: str) -> None:
        assert list(detector.detect(example))

    def test_it_finds_nothing_in_nothing(self, detector: Detector) -> None:
        assert list(detector.detect("")) == []

    def test_it_finds_the_same_behind_other_text(self, detector: Detector, example: str) -> None:
        alone = [(f.kind, f.key) for f in detector.detect(example)]
        behind = [(f.kind, f.key) for f in detector.detect("Goddag.\n\n" + example)]
        assert behind == alone

    @INHERITED
    @given(text=TEXTS)
    def test_findings_are_disjoint_in_order_and_inside_the_text(self, detector: Detector, text: str) -> None:
        end = 0
        for finding in detector.detect(text):
            assert end <= finding.span.start < finding.span.end <= len(text)
            end = finding.span.end

    @INHERITED
    @given(text=TEXTS)
    def test_the_same_text_gives_the_same_findings(self, detector: Detector, text: str) -> None:
        assert list(detector.detect(text)) == list(detector.detect(text))

    @INHERITED
    @given(text=TEXTS)
    def test_each_finding_has_a_key_and_evidence_of_its_kind(self, detector: Detector, text: str) -> None:
        for finding in detector.detect(text):
            assert finding.key
            assert finding.evidence
            assert all(e.rule.startswith(f"{finding.kind}.") for e in finding.evidence)

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_hostile_text_is_read_to_its_end(self, detector: Detector, hostile: str, example: str) -> None:
        found = [finding.key for finding in detector.detect(HOSTILE[hostile] + "\n\n" + example)]
        assert list(detector.detect(example))[-1].key in found

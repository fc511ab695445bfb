"""What a detector is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from dsar.model import Finding


class Detector(Protocol):
    """Finds one or more kinds of personal data in a passage's text."""

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield findings, disjoint and in text order.

        Any string is legal (lone surrogates, NUL, right-to-left marks, 100 MB on
        one line). It raises nothing, and its time grows in proportion to the text.
        """

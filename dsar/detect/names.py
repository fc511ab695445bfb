"""Find names of persons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dsar.detect.detector import Detector
from dsar.detect.lexicon import Lexicon
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_runs import Found, Runs
from dsar.model import Finding, Kind, Span


class NameDetector:
    """Finds persons' names by their words' bearers and by the words around them."""

    def __init__(self, lexicon: Path | None = None, *, thorough: bool = False) -> None:
        """Load the shipped lexicon, or a larger one of the same form.

        Args:
            lexicon: a file written by ``build_lexicon``.
            thorough: also read each sentence with the trained tagger; some
                fifty times slower, for what is shown or redacted.
        """
        self._kinds = Kinds(Lexicon(lexicon))
        self._runs = Runs(self._kinds)
        self._thorough = thorough

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield a finding for each name; its key is the name in natural order."""
        for found in self._runs.find(text):
            if found.odds > 0:
                yield self._finding(found)

    def _finding(self, found: Found) -> Finding:
        words = [word.lower() for word in found.words]
        words[-1] = self._kinds.key_of(words[-1])
        return Finding(Kind.NAME, Span(found.start, found.end), " ".join(words), tuple(found.evidence))


_checked: type[Detector] = NameDetector

"""Find names of persons.

Rules read the whole text: runs of capitalised words, cells with headers, surnames
before first names. ``thorough`` also asks the tagger, sentence by sentence. Then the
words around each candidate are weighed, and a name that was found whole is known
again by its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dsar.detect.detector import Detector
from dsar.detect.factors import Factors
from dsar.detect.lexicon import Lexicon
from dsar.detect.names_context import Context
from dsar.detect.names_forms import Forms
from dsar.detect.names_found import Found, best_apart
from dsar.detect.names_kinds import Kinds
from dsar.detect.names_memory import remembered
from dsar.detect.names_runs import Runs
from dsar.detect.names_small import Small
from dsar.detect.names_spaced import spaced
from dsar.detect.names_tagged import TaggedNames
from dsar.model import Finding, Kind, Span


class NameDetector:
    """Finds persons' names by their words' bearers and by the words around them."""

    def __init__(
        self,
        lexicon: Path | None = None,
        *,
        thorough: bool = False,
        tagger: Path | None = None,
        more: Path | None = None,
        factors: Factors | None = None,
    ) -> None:
        """Load the shipped lexicon, or a larger one of the same form.

        Args:
            lexicon: a file written by ``build_lexicon``.
            thorough: also read each sentence with the trained tagger; much
                slower, for what is shown or redacted.
            tagger: a model written by ``train_tagger``.
            more: a customer's own list of names (``dsar.detect.lexicon.read_names``).
            factors: what the reasons count; None is what ships with dsar.
        """
        self._kinds = Kinds(Lexicon(lexicon, more=more))
        self._runs = Runs(self._kinds)
        self._forms = Forms(self._kinds, self._runs)
        self._small = Small(self._kinds)
        self._context = Context(self._kinds)
        self._factors = factors or Factors.load("name.thorough" if thorough else "name")
        self._tagged = TaggedNames(self._kinds, self._runs, tagger) if thorough else None

    def detect(self, text: str) -> Iterator[Finding]:
        """Yield a finding for each name; its key is the name in natural order."""
        candidates = list(self._runs.find(text))
        candidates += self._forms.find(text)
        candidates += self._small.find(text)
        if self._tagged is not None:
            candidates = self._tagged.weighed(text, candidates)
        candidates += spaced(text, self._runs)
        self._look_around(candidates, text)
        whole = best_apart(candidates)
        again = list(remembered(text, whole, self._kinds))
        self._look_around(again, text)
        for found in sorted(whole + [f for f in again if f.odds > 0], key=lambda f: f.start):
            yield self._finding(found)

    def _look_around(self, candidates: list[Found], text: str) -> None:
        for found in candidates:
            if found.odds > 0:
                self._context.weigh(found, text)

    def _finding(self, found: Found) -> Finding:
        words = [word.lower() for word in found.words]
        words[-1] = self._kinds.key_of(words[-1])
        evidence = self._factors.evidence(found.reasons)
        return Finding(Kind.NAME, Span(found.start, found.end), " ".join(words), evidence)


_checked: type[Detector] = NameDetector

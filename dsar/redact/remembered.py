"""What was found in a text, remembered: the plan, its rounds, the proof and an excerpt read the same texts again."""

from __future__ import annotations

from dsar.latest import Latest
from dsar.model import Finding
from dsar.redact.own import Detect

CHARACTERS = 1_000_000
"""Of the texts that are remembered; what was asked for longest ago is forgotten first."""


class Remembered:
    """A detector that reads a text once; used by one thread.

    Args:
        detect: finds personal data in a text.
        characters: of the texts that are remembered together; a longer text is read each time.
    """

    def __init__(self, detect: Detect, characters: int = CHARACTERS) -> None:
        self._detect = detect
        self._found = Latest[str, tuple[Finding, ...]](characters, size=len)

    def __call__(self, text: str) -> tuple[Finding, ...]:
        """What is found in the text."""
        found = self._found.get(text)
        return self._found.keep(text, tuple(self._detect(text))) if found is None else found

"""What was found in a text, remembered: the plan, its rounds, the proof and an excerpt read the same texts again."""

from __future__ import annotations

from collections import OrderedDict

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
        self._detect, self._characters = detect, characters
        self._found: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()
        self._size = 0

    def __call__(self, text: str) -> tuple[Finding, ...]:
        """What is found in the text."""
        known = self._found.get(text)
        if known is not None:
            self._found.move_to_end(text)
            return known
        found = tuple(self._detect(text))
        self._found[text] = found
        self._size += len(text)
        while self._size > self._characters:
            forgotten, _ = self._found.popitem(last=False)
            self._size -= len(forgotten)
        return found

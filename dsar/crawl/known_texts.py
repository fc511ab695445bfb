"""What was made of the texts that were met last: the same letter lies in many folders, a logo under many mails."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

MOST_CHARACTERS = 2_000_000
"""Of all texts that are known; some 25 MB with their terms."""


class Made(NamedTuple):
    """What the vault and the index get of a text: its packed findings, and its blind terms."""

    findings: bytes
    terms: frozenset[str]


class KnownTexts:
    """The texts that were asked for last, and what was made of each."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._characters = 0

    def get(self, text: str) -> Made | None:
        """What was made of it, if it is known."""
        if text in self._made:
            self._made.move_to_end(text)
        return self._made.get(text)

    def keep(self, text: str, made: Made) -> Made:
        """Know it from now on, in the place of those that were asked for longest ago."""
        self._made[text] = made
        self._characters += len(text)
        while self._characters > self._most:
            oldest, _ = self._made.popitem(last=False)
            self._characters -= len(oldest)
        return made

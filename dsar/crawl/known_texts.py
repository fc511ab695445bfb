"""What was made of the texts that were met last: the same letter lies in many folders, a logo under many mails."""

from __future__ import annotations

from typing import NamedTuple

from dsar.latest import Latest

MOST_CHARACTERS = 2_000_000
"""Of all texts that are known; some 25 MB with their terms."""


class Made(NamedTuple):
    """What the vault and the index get of a text: its packed findings, and its blind terms."""

    findings: bytes
    terms: frozenset[str]


def known_texts() -> Latest[str, Made]:
    """A worker's memory of texts."""
    return Latest(MOST_CHARACTERS, size=len)

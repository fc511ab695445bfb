"""The Danish words that detectors know, from data/identifiers/words.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "data" / "identifiers" / "words.toml"


class Words:
    """Months, ends of ejerlav names, abbreviations and short words, protection markers and the words that negate one;
    things, persons and small words (``cpr_words``).
    """

    def __init__(self, path: Path = WORDS) -> None:
        read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.months: dict[str, int] = {word: n for n, words in enumerate(read["months"], 1) for word in words}
        self.estates: frozenset[str] = frozenset(read["estates"])
        self.ordinary_estates: frozenset[str] = frozenset(read["ordinary_estates"])
        self.stems: tuple[str, ...] = tuple(read["stems"])
        self.abbreviations: frozenset[str] = frozenset(read["abbreviations"])
        self.short: frozenset[str] = frozenset(read["short"])
        self.things: tuple[str, ...] = tuple(read["things"].split())
        self.persons: tuple[str, ...] = tuple(read["persons"].split())
        self.small: frozenset[str] = frozenset(read["small"].split())
        self.negations: frozenset[str] = frozenset(read["negations"])
        self.protected: dict[str, str] = read["protected"]

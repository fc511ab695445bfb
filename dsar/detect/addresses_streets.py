"""What Danish street names look like, and the list of those that do not."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"


class StreetWords(NamedTuple):
    """The words of ``data/address_words.toml``; endings are longest first."""

    sure: tuple[str, ...]
    weak: tuple[str, ...]
    modifiers: frozenset[str]
    no_streets: frozenset[str]
    before_streets: frozenset[str]
    written_out: dict[str, str]
    cut_off: dict[str, str]


@cache
def street_words() -> StreetWords:
    """The shipped words."""
    table = tomllib.loads((_DATA / "address_words.toml").read_text(encoding="utf-8"))
    sure, weak = (tuple(sorted(table[key].split(), key=len, reverse=True)) for key in ("sure", "weak"))
    modifiers, no_streets, before = (
        frozenset(table[key].split()) for key in ("modifiers", "no_streets", "before_streets")
    )
    return StreetWords(sure, weak, modifiers, no_streets, before, table["written_out"], table["cut_off"])


def sure_ending(name: str) -> str:
    """An ending that ordinary words rarely share, or an empty string."""
    words = street_words()
    return next((e for e in words.sure if name.endswith(e)), "") if name.endswith(words.sure) else ""


def weak_ending(name: str) -> str:
    """An ending that ordinary words share, or an empty string."""
    words = street_words()
    return next((e for e in words.weak if name.endswith(e)), "") if name.endswith(words.weak) else ""


def written_out(street: str) -> str:
    """A lower-case street name with its abbreviations written out: ``gl. kongev.`` is ``gammel kongevej``."""
    words = street_words()
    parts = [words.written_out.get(part, part) for part in street.split()]
    return " ".join([*parts[:-1], _last_written_out(parts[-1])]) if parts else ""


def is_cut_off(word: str) -> bool:
    """Whether a lower-case word is a cut-off street word: ``vesterg.``, ``kongev.``."""
    return len(word) > 4 and _last_written_out(word) != word


def listed_streets(path: Path | None = None) -> frozenset[str]:
    """Street names without a telling ending, or of several words, in lower case."""
    return frozenset((path or _DATA / "streets.txt").read_text(encoding="utf-8").split("\n")) - {""}


def _last_written_out(word: str) -> str:
    for cut, whole in street_words().cut_off.items():
        if word.endswith(cut) and len(word) > len(cut) + 2:
            return word[: -len(cut)] + whole
    return word

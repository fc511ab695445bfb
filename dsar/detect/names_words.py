"""The Danish words beside names, read from ``data/name_words.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHIPPED = Path(__file__).parent / "data" / "name_words.toml"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Sets of lower-case words; in labels, ``-`` stands for a space."""

    titles: frozenset[str]
    particles: frozenset[str]
    leading: frozenset[str]
    greetings: frozenset[str]
    openings: frozenset[str]
    small_cues: frozenset[str]
    speech: frozenset[str]
    units: frozenset[str]
    apart: frozenset[str]
    organisations: frozenset[str]
    carriers: frozenset[str]
    first_labels: frozenset[str]
    last_labels: frozenset[str]
    name_labels: frozenset[str]


@cache
def name_words() -> NameWords:
    """The shipped words."""
    table = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    return NameWords(**{key: frozenset(value.split()) for key, value in table.items()})

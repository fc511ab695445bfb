"""The Danish words beside names, read from ``data/name_words.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHIPPED = Path(__file__).parent / "data" / "name_words.toml"
_KNOWN = _SHIPPED.with_name("known_names.toml")


@dataclass(frozen=True, slots=True)
class NameWords:
    """Sets of lower-case words; in labels, ``-`` stands for a space."""

    titles: frozenset[str]
    title_endings: tuple[str, ...]
    particles: frozenset[str]
    leading: frozenset[str]
    calendar: frozenset[str]
    greetings: frozenset[str]
    openings: frozenset[str]
    small_cues: frozenset[str]
    speech: frozenset[str]
    units: frozenset[str]
    apart: frozenset[str]
    organisations: frozenset[str]
    carriers: frozenset[str]
    brands: frozenset[str]
    pets: frozenset[str]
    first_labels: frozenset[str]
    last_labels: frozenset[str]
    name_labels: frozenset[str]
    initial_labels: frozenset[str]

    def is_title(self, word: str) -> bool:
        """Whether a lower-case word announces a person: a title, or a compound of one."""
        return word in self.titles or word.endswith(self.title_endings)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Lower-case names that many texts mention, of people and of bodies that are no persons."""

    people: frozenset[str]
    bodies: frozenset[str]

    def of(self, word: str) -> str:
        """``p`` for a person's, ``b`` for another's, else nothing."""
        return "p" if word in self.people else "b" if word in self.bodies else ""


@cache
def known_names() -> KnownNames:
    """The shipped names."""
    table = tomllib.loads(_KNOWN.read_text(encoding="utf-8"))
    return KnownNames(**{key: frozenset(value.split()) for key, value in table.items()})


@cache
def name_words() -> NameWords:
    """The shipped words."""
    table = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    endings = tuple(table.pop("title_endings").split())
    return NameWords(title_endings=endings, **{key: frozenset(value.split()) for key, value in table.items()})


def label_of(written: str) -> str:
    """A label as the lists have it, without the path that leads to it: ``part.for_navn`` is ``for-navn``."""
    return written.strip(" \t>*-").lower().rpartition(".")[2].strip().replace(" ", "-").replace("_", "-")

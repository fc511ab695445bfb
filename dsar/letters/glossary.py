"""Explains the codes and abbreviations that a letter uses, and only those (R-02-20).

A term stands in ``templates/<language>/glossary.toml`` with the pattern that
finds it in a text. :func:`unexplained` names what looks like an abbreviation
and is not there, so that a person can write it out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from dsar.letters.document import Block, lines
from dsar.letters.facts import Language

# Capitals, also with digits after them (LÆ135, P1825D); words in capitals of more than six letters are shouting.
_ABBREVIATION = re.compile(r"(?<![\w.@/])(?:[A-ZÆØÅ]{2,6}[0-9]{0,5}|[A-ZÆØÅ][0-9]{3,5})[A-ZÆØÅ]?(?![\w@])")


def explained(blocks: Iterable[Block], language: Language) -> tuple[tuple[str, str], ...]:
    """The terms that occur in the blocks with their meanings, in the alphabet's order."""
    text = "\n".join(line for block in blocks for line in lines(block))
    return tuple((term, meaning) for term, meaning, pattern in _terms(language)[0] if pattern.search(text))


def unexplained(blocks: Iterable[Block], language: Language) -> tuple[str, ...]:
    """What looks like an abbreviation or a code and has no explanation, each once, in the alphabet's order."""
    text = "\n".join(line for block in blocks for line in lines(block))
    terms, known = _terms(language)
    for _, _, pattern in terms:
        text = pattern.sub(" ", text)
    return tuple(sorted(set(_ABBREVIATION.findall(text)) - known))


@lru_cache(maxsize=len(Language))
def _terms(language: Language) -> tuple[tuple[tuple[str, str, re.Pattern[str]], ...], frozenset[str]]:
    """The terms, and what everybody knows."""
    path = files("dsar.letters").joinpath("templates", language.value, "glossary.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    terms = tuple((one["term"], one["means"], re.compile(one["pattern"])) for one in read["term"])
    return terms, frozenset(read["known"])

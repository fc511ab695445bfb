"""The words that head columns, or stand before values in a form (``column_words.txt``)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W0-9_]+(?:-[^\W0-9_]+)*")


def is_column_word(text: str) -> bool:
    """Whether the text is such a word, or ends as they do (``borgernavn``)."""
    words, endings = _column_words()
    found = _WORD.findall(text.lower())
    return " ".join(found) in words or any(word.endswith(endings) for word in found)


def label(text: str) -> str:
    """A heading or label as it is told before a value."""
    return " ".join(text.split()).rstrip(": ")


@cache
def _column_words() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = files("dsar.extract").joinpath("column_words.txt").read_text(encoding="utf-8").split("\n")
    entries = [line for line in lines if line and not line.startswith("#")]
    return (
        frozenset(entry for entry in entries if not entry.startswith("-")),
        tuple(entry.removeprefix("-") for entry in entries if entry.startswith("-")),
    )

"""Names in spaced letters, as in headings: ``A N J A   S L O T H``. Joined, they are read as any other name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dsar.detect.names_found import Found
from dsar.detect.names_runs import Runs

_WORD = r"[^\W\d_](?:[ \u00a0][^\W\d_]){1,24}"
_SPACED = re.compile(rf"(?<![^\W_])(?<![^\W_][ \u00a0]){_WORD}(?:[ \u00a0]{{2,5}}{_WORD}){{1,5}}(?![^\W_])")
_GAP = re.compile(r"[ \u00a0]{2,5}")


def spaced(text: str, runs: Runs) -> Iterator[Found]:
    """Yield names of two words and more whose letters stand apart, and their words further apart."""
    if "  " not in text and "\u00a0" not in text:
        return
    for match in _SPACED.finditer(text):
        places = [match.start() + at for at, sign in enumerate(match.group()) if sign not in " \u00a0"]
        words = ["".join(word.split()) for word in _GAP.split(match.group())]
        inside = [at for at, sign in enumerate(" ".join(words)) if sign != " "]
        place = dict(zip(inside, places, strict=True))
        for found in runs.find(" ".join(words)):
            yield replace(found, start=place[found.start], end=place[found.end - 1] + 1)

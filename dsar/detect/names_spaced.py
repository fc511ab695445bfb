"""Names in spaced letters, as in headings: ``A N J A   S L O T H``. Joined, they are read as any other name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dsar.detect.names_found import Found
from dsar.detect.names_runs import Runs

_WORD = r"[^\W\d_](?:[ ][^\W\d_]){1,24}"
_SPACED = re.compile(rf"(?<![^\W_])(?<![^\W_][ ]){_WORD}(?:[ ]{{2,5}}{_WORD}){{1,5}}(?![^\W_])")
_GAP = re.compile(r"[ ]{2,5}")
_HINT = re.compile(r"  (?<=[ ][^\W\d_]..)[ ]{0,3}[^\W\d_][ ][^\W\d_]")
"""The gap between two such words. It begins with two spaces, which are searched for far quicker than letters."""
_LONGEST_WORD, _LONGEST = 50, 300


def spaced(text: str, runs: Runs) -> Iterator[Found]:
    """Yield names of two words and more whose letters stand apart, and their words further apart."""
    done = 0
    for hint in _HINT.finditer(text):
        if hint.start() < done:
            continue
        match = _SPACED.search(text, max(done, hint.start() - _LONGEST_WORD), hint.end() + _LONGEST)
        if match is None:
            continue
        done = match.end()
        places = [match.start() + at for at, sign in enumerate(match.group()) if sign != " "]
        words = ["".join(word.split()) for word in _GAP.split(match.group())]
        inside = [at for at, sign in enumerate(" ".join(words)) if sign != " "]
        place = dict(zip(inside, places, strict=True))
        for found in runs.find(" ".join(words)):
            yield replace(found, start=place[found.start], end=place[found.end - 1] + 1)

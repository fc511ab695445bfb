"""Surnames alone in a cell of a table, which say that somebody is meant, whatever they mean as words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.detect.lexicon import Lexicon
from dsar.model import Evidence, Finding, Kind, Span

_CELL = re.compile(
    r"""(?:^(?=[^\n\t|;]{1,40}[\t|;]) | (?<=[\t|;]))  # the first of several, or one behind another
        [ ]{0,3} ([A-ZÆØÅ][a-zæøå]{2,30}) [ ]{0,3} (?=[\t|;]|$)""",
    re.VERBOSE | re.MULTILINE,
)
_BEARERS, _OF_A_WORD = 500, 2000
"""So many bear a surname; more, if it is a word too."""
_WEIGHT = 2.0


def surnames_in_cells(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Cells that hold a surname and nothing else, in lines whose cells stand apart by tabs, bars or semicolons."""
    for cell in _CELL.finditer(text):
        entry = lexicon.get(cell[1].lower())
        if not entry.place and entry.last >= (_OF_A_WORD if entry.word else _BEARERS):
            yield Finding(Kind.NAME, Span(*cell.span(1)), cell[1].lower(), (Evidence("name.cell", _WEIGHT),))

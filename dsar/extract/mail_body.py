"""The text of a mail, and row by row the registers that were pasted into it.

A list of many people is one of many people in a mail too; a short one is part of what the mail says. A table that
names whose its rows are needs fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby

from dsar.extract.carried import WHOSE
from dsar.extract.html import page_passages
from dsar.extract.line_cells import FEWEST_NAMED, FEWEST_ROWS
from dsar.extract.rows import is_row
from dsar.extract.text_rows import passages_and_rows
from dsar.model import Passage

_Stretch = tuple[str, list[Passage]]
"""The table that passages are rows of, "" for text; and they."""


def body_passages(text: str, place: str, *, html: bool) -> list[Passage]:
    """A body as passages: one of its text where it has no register, else the rows too, in their order.

    Args:
        text: the body.
        place: what it is called in the mail; the rows' places begin with it.
        html: whether it is written as a web page.
    """
    found = page_passages((text,)) if html else passages_and_rows((text,))
    stretches = [(table, list(group)) for table, group in groupby(found, key=_table)]
    if not any(map(_is_register, stretches)):
        whole = "\n".join(passage.text for _, passages in stretches for passage in passages) if html else text
        return [Passage(place, whole)]
    return list(_parted(stretches, place))


def _parted(stretches: Iterable[_Stretch], place: str) -> Iterator[Passage]:
    for register, group in groupby(stretches, key=_is_register):
        passages = list(chain.from_iterable(passages for _, passages in group))
        if register:
            yield from (replace(passage, place=f"{place}, {passage.place}") for passage in passages)
        else:
            yield Passage(place, "\n".join(passage.text for passage in passages))


def _table(passage: Passage) -> str:
    return passage.place.rpartition(" ")[0] if is_row(passage) else ""


def _is_register(stretch: _Stretch) -> bool:
    table, rows = stretch
    return bool(table) and (len(rows) >= FEWEST_ROWS or len(set(_people(rows))) >= FEWEST_NAMED)


def _people(rows: Iterable[Passage]) -> Iterator[str]:
    """What tells whose each row is, by the name of its column."""
    for row in rows:
        cells = (line.partition(": ") for line in row.text.split("\n"))
        yield from [value for name, _, value in cells if value and WHOSE.search(name.lower())][:1]

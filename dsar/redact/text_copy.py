"""The copy of a document that is text: its passages without what concerns others, set as a tagged PDF.

Headings say where each passage stood; rows of one table come together as a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import groupby

from dsar.model import Passage
from dsar.redact import words as danish
from dsar.redact.about import Block, about
from dsar.redact.removal import Removal, counted
from dsar.typeset import typeset

_CELL = re.compile(r"([^:\n]{1,60}): ?([^\n]*)")
_MOST_COLUMNS = 8
_ROW = "række"


@dataclass(frozen=True, slots=True)
class Planned:
    """A passage with what is removed of it, and the name of the part it stands in ("" for the item itself)."""

    passage: Passage
    removals: tuple[Removal, ...]
    part: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """The passage's text without what is removed."""
        return without(self.passage.text, self.removals)


def without(text: str, removals: Iterable[Removal]) -> str:
    """The text with a marker for each removal; the removals are disjoint and in its order."""
    pieces, done = list[str](), 0
    for removal in removals:
        pieces += [text[done : removal.span.start], danish.removed(removal.kind)]
        done = removal.span.end
    return "".join([*pieces, text[done:]])


def text_copy(title: str, passages: Sequence[Planned]) -> bytes:
    """The PDF's bytes. The title holds nobody else's data."""
    removed = counted(removal for planned in passages for removal in planned.removals)
    blocks: list[Block] = [*laid_out(passages), {"kind": "section", "text": danish.ABOUT}]
    if any(danish.LEFT_OUT in planned.text for planned in passages):
        blocks.append({"kind": "text", "text": danish.ABOUT_EXTRACT})
    blocks += about(removed, pictured=False)
    return typeset(files("dsar.redact") / "kopi.typ", {"title": title, "blocks": blocks, "numbered": True})


def laid_out(passages: Sequence[Planned]) -> Iterator[Block]:
    """The passages as blocks for the template: headings, running text, and rows of one table together."""
    for part, inside in groupby(passages, key=lambda planned: planned.part):
        if part:
            yield {"kind": "section", "text": part}
        groups = [(header, list(rows)) for header, rows in groupby(inside, key=_header)]
        for (header, rows), (next_header, _) in zip(groups, [*groups[1:], ((), [])], strict=True):
            if header and len(rows) > 1:
                yield _table(header, rows)
                continue
            for planned in rows:
                if planned is rows[-1] and planned.text.split("\n") == list(next_header):
                    continue  # the table's own head, which it shows
                yield {"kind": "place", "text": planned.passage.place, "level": 2 if part else 1}
                yield {"kind": "text", "text": planned.text}


def _header(planned: Planned) -> tuple[str, ...]:
    """The columns of a table's row; nothing for what is none, or has too many columns for a sheet of paper."""
    cells = [_CELL.fullmatch(line) for line in planned.text.split("\n")]
    if _ROW not in planned.passage.place or not 1 < len(cells) <= _MOST_COLUMNS:
        return ()
    return tuple(cell[1] for cell in cells if cell) if all(cells) else ()


def _table(header: tuple[str, ...], rows: Sequence[Planned]) -> Block:
    """Rows with the same columns, each with its place first."""
    cells = [[match[2] for line in row.text.split("\n") if (match := _CELL.fullmatch(line))] for row in rows]
    return {
        "kind": "table",
        "header": [danish.TABLE[2], *header],
        "rows": [[row.passage.place, *line] for row, line in zip(rows, cells, strict=True)],
    }

"""Paragraphs, table rows and notes as passages: the same for every format of texts.

Readers of docx, doc, odt and rtf turn what they find into blocks; here blocks become passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsar.extract.docx_text import Block, Paragraph, Row, Section
from dsar.extract.tables import Table, row_text
from dsar.model import Passage
from dsar.words import PLACES, PROPERTIES

_BLOCK = 8_000  # characters of a passage of paragraphs; a longer paragraph stays whole


def body_passages(blocks: Iterable[Block]) -> Iterator[Passage]:
    """Blocks of whole paragraphs, numbered without the empty ones, and each table row between them."""
    tables, waiting, first, number = _Tables(""), list[str](), 1, 0
    for block in blocks:
        size = sum(map(len, waiting))
        if isinstance(block, Paragraph):
            yield from tables.finish()
            if waiting and block.now and size + len(block.now) > _BLOCK:
                yield Passage(PLACES["block"].format(first, number), "\n".join(waiting))
                waiting, first = [], number + 1
            number += 1
            waiting += [block.now] if block.now.strip() else []
            if block.deleted:
                yield Passage(PLACES["block_deleted"].format(number, number), block.before)
        elif isinstance(block, Row):
            if waiting:
                yield Passage(PLACES["block"].format(first, number), "\n".join(waiting))
            waiting, first = [], number + 1
            yield from tables.add(block)
    yield from tables.finish()
    if waiting:
        yield Passage(PLACES["block"].format(first, number), "\n".join(waiting))


def aside_passages(blocks: Iterable[Block], place: str) -> Iterator[Passage]:
    """What stands outside the body: its paragraphs together, its table rows one by one."""
    tables, now = _Tables(place), list[str]()
    for block in blocks:
        if isinstance(block, Row):
            yield from tables.add(block)
        elif isinstance(block, Paragraph):
            now += [block.now] if block.now.strip() else []
            if block.deleted:
                yield Passage(PLACES["part_deleted"].format(place), block.before)
    yield from tables.finish()
    if now:
        yield Passage(place, "\n".join(now))


def note_passages(blocks: Iterable[Block], place: str) -> Iterator[Passage]:
    """Footnotes, endnotes or comments, numbered as a reader counts them (separators have no text)."""
    number, author, note = 0, "", list[Block]()
    for block in [*blocks, Section("", "")]:
        if not isinstance(block, Section):
            note.append(block)
            continue
        if note or author:
            number += 1
            line = f"{PROPERTIES['author']}: {author}"
            head = [Paragraph(line, line)] if author else []
            yield from aside_passages([*head, *note], place.format(number))
        author, note = block.author, []


class _Tables:
    """The tables of one part, each with its own headings."""

    def __init__(self, aside: str) -> None:
        self._aside = aside
        self._open: dict[int, Table] = {}

    def add(self, row: Row) -> Iterator[Passage]:
        table = self._open.setdefault(row.table, Table())
        for line in table.add(row.number, row.now, heading=row.heading):
            yield self._passage(f"table_{line.code}", row.table, line.number, line.text)
        if row.deleted:
            yield self._passage("table_row_deleted", row.table, row.number, row_text(row.before))

    def finish(self) -> Iterator[Passage]:
        for table, rows in self._open.items():
            for line in rows.finish():
                yield self._passage(f"table_{line.code}", table, line.number, line.text)
        self._open.clear()

    def _passage(self, code: str, table: int, row: int, text: str) -> Passage:
        place = PLACES[code].format(table, row)
        return Passage(f"{self._aside}, {place}" if self._aside else place, text)

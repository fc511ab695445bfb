"""Paragraphs, table rows and notes as passages: the same for every format of texts.

Readers of docx, doc, odt and rtf turn what they find into blocks; here blocks become passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsar.extract.docx_text import Block, Paragraph, Row, Section
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.tables import Line, Table, row_text
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
    """The tables of one part, each with its own headings; those that are forms are the records of one table."""

    def __init__(self, aside: str) -> None:
        self._aside = aside
        self._open: dict[int, Table] = {}
        self._forms = 0

    def add(self, row: Row) -> Iterator[Passage]:
        table = self._open.setdefault(row.table, Table())
        for line in table.add(row.number, row.now, heading=row.heading):
            yield self._passage(row.table, line)
        if row.deleted:
            place = PLACES["table_row_deleted"].format(row.table, row.number)
            yield Passage(self._within(place), row_text(row.before))

    def finish(self) -> Iterator[Passage]:
        for table, rows in self._open.items():
            for line in rows.finish():
                yield self._passage(table, line)
        self._open.clear()

    def _passage(self, table: int, line: Line) -> Passage:
        self._forms += line.is_form
        form = FORMAT_PLACES["table_form"].format(self._forms)
        place = form if line.is_form else PLACES[f"table_{line.code}"].format(table, line.number)
        return Passage(self._within(place), line.text)

    def _within(self, place: str) -> str:
        return f"{self._aside}, {place}" if self._aside else place

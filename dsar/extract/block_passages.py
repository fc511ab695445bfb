"""Paragraphs, table rows and notes as passages: the same for every format of texts.

Readers of docx, doc, odt and rtf turn what they find into blocks; here blocks become passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsar.extract.docx_text import Block, Paragraph, Row, Section
from dsar.extract.form_series import FormPassage, numbered
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.person_lines import parted_paragraphs
from dsar.extract.tables import Line, Table, row_text
from dsar.model import Passage
from dsar.words import PLACES, PROPERTIES

_FORM = FORMAT_PLACES["table_form"]
_CAPTION = 200  # characters
_LABELS = 100  # rows of a table that the next one is compared with
_BLOCK = 8_000  # characters of a passage of paragraphs; a longer paragraph stays whole


def body_passages(blocks: Iterable[Block]) -> Iterator[Passage]:
    """Blocks of whole paragraphs, numbered without the empty ones, and each table row between them."""
    return _captioned(numbered(_body_passages(blocks), lambda _, number: _FORM.format(number)))


def _captioned(passages: Iterable[Passage]) -> Iterator[Passage]:
    """What stands shortly between two forms heads the second, and is of its record: often it is a name."""
    form, block = (pattern.partition("{}")[0] for pattern in (_FORM, PLACES["block"]))
    before, caption = "", list[Passage]()
    for passage in passages:
        place = passage.place
        if before.startswith(form) and place.startswith(block) and len(passage.text) <= _CAPTION:
            caption = [passage]
        elif place.startswith(form) and caption:
            yield Passage(place, f"{caption.pop().text}\n{passage.text}")
        else:
            yield from (*caption, passage)
            caption = []
        before = place
    yield from caption


def _body_passages(blocks: Iterable[Block]) -> Iterator[Passage]:
    tables, paragraphs = _Tables(""), _Paragraphs()
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from tables.finish()
            yield from paragraphs.add(block.now)
            if block.deleted:
                yield Passage(PLACES["block_deleted"].format(paragraphs.number, paragraphs.number), block.before)
        elif isinstance(block, Row):
            yield from paragraphs.finish()
            yield from tables.add(block)
    yield from tables.finish()
    yield from paragraphs.finish()


def aside_passages(blocks: Iterable[Block], place: str) -> Iterator[Passage]:
    """What stands outside the body: its paragraphs together, its table rows one by one."""
    return numbered(_aside_passages(blocks, place), lambda _, number: f"{place}, {_FORM.format(number)}")


def _aside_passages(blocks: Iterable[Block], place: str) -> Iterator[Passage]:
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


class _Paragraphs:
    """Paragraphs that follow each other, until there are enough of them for a passage; a list of people gives rows."""

    def __init__(self) -> None:
        self.number = 0
        self._first = 1
        self._held: list[tuple[int, str]] = []
        self._size = 0
        self._goes_on = False

    def add(self, text: str) -> Iterator[Passage]:
        if self._held and text and self._size + len(text) > _BLOCK:
            yield from self._told()
        self.number += 1
        if text.strip():
            self._held.append((self.number, text))
            self._size += len(text)

    def finish(self) -> Iterator[Passage]:
        """Yield what is held; something else follows."""
        yield from self._told()
        self._goes_on = False

    def _told(self) -> Iterator[Passage]:
        held, first = self._held, self._first
        self._held, self._size, self._first = [], 0, self.number + 1
        pieces = list(parted_paragraphs([text for _, text in held], goes_on=self._goes_on))
        starts = [held[piece.line][0] for piece in pieces]
        for piece, number, following in zip(pieces, starts, [*starts[1:], self.number + 1], strict=False):
            if piece.is_row:
                yield Passage(FORMAT_PLACES["list_row"].format(number), piece.text)
            else:
                begins = first if piece is pieces[0] else number
                yield Passage(PLACES["block"].format(begins, max(begins, following - 1)), piece.text)
        self._goes_on = bool(pieces) and pieces[-1].is_row


class _Tables:
    """The tables of one part, each with its own headings."""

    def __init__(self, aside: str) -> None:
        self._aside = aside
        self._open: dict[int, Table] = {}
        self._firsts: dict[int, list[str]] = {}

    def add(self, row: Row) -> Iterator[Passage]:
        if row.table not in self._open:
            self._open[row.table] = Table(self._firsts.get(row.table - 1, ()))
            self._firsts = {number: rows for number, rows in self._firsts.items() if number >= row.table - 1}
        firsts = self._firsts.setdefault(row.table, [])
        if row.now and len(firsts) < _LABELS:
            firsts.append(row.now.get(0, ""))
        for line in self._open[row.table].add(row.number, row.now, heading=row.heading):
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
        place = self._within(PLACES[f"table_{line.code}"].format(table, line.number))
        return FormPassage(place, line.text) if line.is_form else Passage(place, line.text)

    def _within(self, place: str) -> str:
        return f"{self._aside}, {place}" if self._aside else place

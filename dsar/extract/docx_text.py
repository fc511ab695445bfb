"""Walks a part of a Word document and says what stands in it: paragraphs and table rows, in reading order.

A tracked change leaves two texts, both of them held: the one that stands now, and
the one before it. Where something was deleted, both are given; the earlier one whole,
so that a name of which only a half was deleted can still be found.

The elements are those of ECMA-376 part 1, chapter 17 (WordprocessingML), told by
their local names. DrawingML's text (``a:t`` in ``a:p``) and equations (``m:t``) have the
same names for the same things and are read by the same walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from dsar.extract.office_xml import Event, attribute, local
from dsar.extract.tables import Cells


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: what stands now, what stood before tracked changes, and whether anything was deleted."""

    now: str = field(repr=False)
    before: str = field(repr=False)
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row, like a paragraph. Tables are numbered as they begin, rows from 1; ``heading`` as the file says."""

    table: int
    number: int
    now: Cells = field(repr=False)
    before: Cells = field(repr=False)
    deleted: bool
    heading: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What follows is a footnote, an endnote or a comment; ``author`` of a comment, or ""."""

    kind: str
    author: str = field(repr=False)


Block = Paragraph | Row | Section

_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
}
_DELETIONS = frozenset({"del", "moveFrom"})
_INSERTIONS = frozenset({"ins", "moveTo"})
_SECTIONS = frozenset({"footnote", "endnote", "comment"})
_LINK_FIELD = re.compile(r'HYPERLINK\s{1,9}"([^"]{1,2000})"')
_PRIVATE_USE = range(0xE000, 0xF900)
_SURROGATES = range(0xD800, 0xE000)
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}")


@dataclass(slots=True)
class _Line:
    """A paragraph being read. ``after`` holds what hangs on it: text boxes and the description of pictures."""

    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    deleted: bool = False
    after: list[Paragraph] = field(default_factory=list)

    def paragraphs(self) -> list[Paragraph]:
        """The finished paragraph and what hangs on it."""
        return [Paragraph("".join(self.now), "".join(self.before), self.deleted), *self.after]


@dataclass(slots=True)
class _Table:
    """A table being read: the cells of its row at hand, each a list of paragraphs by the column where it begins."""

    number: int
    lines_outside: int  # paragraphs that were open when the table began
    row: int = 0
    column: int = 0
    width: int = 1
    heading: bool = False
    cells: dict[int, list[Paragraph]] = field(default_factory=dict)

    def take_row(self) -> Row:
        """The finished row; the next one begins empty."""
        cells, self.cells = self.cells, {}
        now = {n: "\n".join(p.now for p in cell).strip() for n, cell in cells.items()}
        before = {n: "\n".join(p.before for p in cell).strip() for n, cell in cells.items()}
        return Row(
            self.number,
            self.row,
            {n: text for n, text in now.items() if text},
            {n: text for n, text in before.items() if text},
            deleted=any(p.deleted for cell in cells.values() for p in cell),
            heading=self.heading,
        )


class Walk:
    """One walk over one part.

    Attributes:
        links: targets of link fields.
        authors: who made the tracked changes.
    """

    def __init__(self) -> None:
        self.links: list[str] = []
        self.authors: list[str] = []
        self._lines: list[_Line] = []
        self._tables: list[_Table] = []
        self._table_count = 0
        self._deletions = self._insertions = 0
        self._written = 0
        self._choices: list[int] = []  # how much was written when each open AlternateContent began
        self._skipping: etree._Element | None = None
        self._instruction: list[str] = []
        self._starts: dict[str, Callable[[etree._Element], None]] = {
            "p": self._start_paragraph,
            "tbl": self._start_table,
            "tr": self._start_row,
            "AlternateContent": self._start_choice,
            "Fallback": self._start_fallback,
            "sym": self._start_symbol,
            "docPr": self._describe,
            "textpath": self._describe,
            "shape": self._describe,
            "fldSimple": self._simple_field,
        }
        self._ends: dict[str, Callable[[etree._Element], Iterable[Block]]] = {
            "p": self._end_paragraph,
            "tbl": self._end_table,
            "tr": self._end_row,
            "tc": self._end_cell,
            "AlternateContent": self._end_choice,
            "t": self._end_text,
            "delText": self._end_text,
            "instrText": self._end_instruction,
            "fldChar": self._end_field,
            "tblHeader": self._heading_mark,
            "gridSpan": self._span,
        }

    def blocks(self, events: Iterable[Event]) -> Iterator[Block]:
        """Yield what the events tell, and at the end what a broken part left open."""
        for event, element in events:
            name = local(element)
            if self._skipping is not None:
                if event == "end" and element is self._skipping:
                    self._skipping = None
            elif event == "start":
                self._change(name, element, 1)
                if name in self._starts:
                    self._starts[name](element)
                if name in _SECTIONS:
                    yield Section(name, attribute(element, "author"))
            else:
                if name in _CHARACTERS and not _is_tab_stop(element):
                    self._write(_CHARACTERS[name])
                if name in self._ends:
                    yield from self._ends[name](element)
                self._change(name, element, -1)
        while self._lines:
            yield from self._end_paragraph(None)
        while self._tables:
            yield from self._end_row(None)
            self._tables.pop()

    def _change(self, name: str, element: etree._Element, step: int) -> None:
        if name in _DELETIONS or name in _INSERTIONS:
            self._deletions += step * (name in _DELETIONS)
            self._insertions += step * (name in _INSERTIONS)
            author = attribute(element, "author")
            if author and author not in self.authors:
                self.authors.append(author)

    def _write(self, text: str) -> None:
        if not self._lines:
            self._lines.append(_Line())  # text outside any paragraph: broken, yet held
        line = self._lines[-1]
        if not self._deletions:
            line.now.append(text)
        if self._deletions or not self._insertions:
            line.before.append(text)
        line.deleted |= bool(self._deletions)
        self._written += len(text)

    def _start_paragraph(self, _: etree._Element) -> None:
        self._lines.append(_Line())

    def _end_paragraph(self, _: etree._Element | None) -> Iterator[Block]:
        finished = self._lines.pop().paragraphs() if self._lines else []
        table = self._tables[-1] if self._tables else None
        if table is not None and len(self._lines) <= table.lines_outside:
            table.cells.setdefault(table.column, []).extend(finished)
        elif self._lines:
            self._lines[-1].after += finished
        else:
            yield from (paragraph for paragraph in finished if paragraph.now.strip() or paragraph.deleted)

    def _start_table(self, _: etree._Element) -> None:
        self._table_count += 1
        self._tables.append(_Table(self._table_count, len(self._lines)))

    def _end_table(self, _: etree._Element) -> Iterable[Block]:
        if self._tables:
            self._tables.pop()
        return ()

    def _start_row(self, _: etree._Element) -> None:
        if self._tables:
            table = self._tables[-1]
            table.row, table.column, table.heading = table.row + 1, 0, False

    def _end_row(self, _: etree._Element | None) -> Iterator[Block]:
        if self._tables:
            yield self._tables[-1].take_row()

    def _end_cell(self, _: etree._Element) -> Iterable[Block]:
        if self._tables:
            table = self._tables[-1]
            table.column, table.width = table.column + table.width, 1
        return ()

    def _span(self, element: etree._Element) -> Iterable[Block]:
        span = attribute(element, "val")
        if self._tables and span.isascii() and span.isdigit():
            self._tables[-1].width = min(int(span[:4]), 1000)
        return ()

    def _heading_mark(self, element: etree._Element) -> Iterable[Block]:
        if self._tables:
            self._tables[-1].heading = attribute(element, "val") not in ("0", "false", "off")
        return ()

    def _start_choice(self, _: etree._Element) -> None:
        self._choices.append(self._written)

    def _start_fallback(self, element: etree._Element) -> None:
        """The same content for older programs: skipped if the newer form gave any text."""
        if self._choices and self._written > self._choices[-1]:
            self._skipping = element

    def _end_choice(self, _: etree._Element) -> Iterable[Block]:
        if self._choices:
            self._choices.pop()
        return ()

    def _start_symbol(self, element: etree._Element) -> None:
        """A character of a symbol font; those of the font's private area are pictures, and stand for no letter."""
        code = attribute(element, "char")
        number = int(code, 16) if _HEXADECIMAL.fullmatch(code) else 0xE000
        self._write(" " if number in _PRIVATE_USE or number in _SURROGATES else chr(number))

    def _describe(self, element: etree._Element) -> None:
        """Text that describes a picture, or that is drawn as one (WordArt)."""
        for name in ("descr", "title", "alt", "string"):
            text = attribute(element, name).strip()
            if text:
                if not self._lines:
                    self._lines.append(_Line())
                self._lines[-1].after.append(Paragraph(text, text))
                self._written += len(text)

    def _end_text(self, element: etree._Element) -> Iterable[Block]:
        if element.text:
            self._write(element.text)
        return ()

    def _end_instruction(self, element: etree._Element) -> Iterable[Block]:
        self._instruction.append(element.text or "")
        return ()

    def _end_field(self, element: etree._Element) -> Iterable[Block]:
        self._note_links("".join(self._instruction))
        self._instruction.clear()
        return ()

    def _simple_field(self, element: etree._Element) -> None:
        self._note_links(attribute(element, "instr"))

    def _note_links(self, instruction: str) -> None:
        self.links += _LINK_FIELD.findall(instruction)


def _is_tab_stop(element: etree._Element) -> bool:
    """Whether a ``w:tab`` sets a stop in the paragraph's settings instead of being a character."""
    parent = element.getparent()
    return parent is not None and local(parent) == "tabs"

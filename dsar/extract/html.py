"""Web pages, and the mail bodies that are written as such.

The page is read as a stream of events, so neither its size nor unclosed tags cost
memory. Text that a browser would hide is kept: what is held is held; of scripts the values. A table with
column names, or a long one, gives a passage a row, and so does a list of people; a
table that only arranges the page is text, its cells kept apart by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from dsar.extract.decode import decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.html_data import PageData
from dsar.extract.html_table import Grid
from dsar.extract.person_lines import parted
from dsar.extract.text import BLOCK, lines_place
from dsar.model import Passage
from dsar.words import PLACES

_TABLE_TAGS = frozenset({"table", "tr", "td", "th"})
_KEEPS_SPACE = frozenset({"pre", "textarea"})
_SCRIPT = "script"
_DROPPED = frozenset({_SCRIPT, "style"})
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"}
    | {"time", "tt", "u", "var", "wbr"}
)
_SHOWN_ATTRIBUTES = ("alt", "title", "placeholder", "value", "aria-label", "summary")
_SHOWN_LINKS = ("mailto:", "tel:", "sms:")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"charset\s{0,10}=\s{0,10}[\"']?\s{0,10}([\w.:-]{1,40})", re.IGNORECASE)


class HtmlExtractor:
    """Yields blocks of text, rows of tables, and what the page says about itself."""

    def match(self, media_type: str, name: str) -> int:
        """Web pages."""
        del name
        return 2 if media_type == "text/html" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage]:
        """Yield the page; see the class."""
        del limits
        declared = _CHARSET.search(source.read(4096))
        source.seek(0)
        yield from page_passages(decoded(source, declared=declared[1].decode("ascii") if declared else ""))


def page_passages(pieces: Iterable[str], *, inline: frozenset[str] = INLINE) -> Iterator[Passage]:
    """Yield the passages of a page that arrives in pieces; tags other than ``inline`` part words."""
    page = _Page(inline)
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type] # str, never bytes
    for piece in pieces:
        # A NUL would end the text for the parser.
        parser.feed(piece.replace("\0", "\ufffd").encode("utf-8", "replace"))
        yield from page.take()
    parser.close()
    yield from page.take()


class _Page:
    """What lxml calls with the page's events; passages gather in it until they are taken."""

    def __init__(self, inline: frozenset[str]) -> None:
        self._inline = inline
        self._ready: list[Passage] = []
        self._text: list[str] = []
        self._length = 0
        self._line = 1
        self._in_list = False
        self._about: list[str] = []
        self._comments: list[str] = []
        self._data = PageData()
        self._in_title = self._in_script = False
        self._dropped = 0
        self._keeps_space = 0
        self._tables: list[_OpenTable] = []
        self._count = 0

    def take(self) -> Iterator[Passage]:
        """The passages that are complete."""
        ready, self._ready = self._ready, []
        yield from ready

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        if tag in _TABLE_TAGS:
            self._start_in_table(tag, attributes)
        elif tag not in self._inline:
            self._add("\n")
            self._dropped += tag in _DROPPED
            self._keeps_space += tag in _KEEPS_SPACE
            self._in_title = self._in_title or tag == "title"
            self._in_script = self._in_script or tag == _SCRIPT
        if attributes:
            self._attributes(tag, attributes)

    def end(self, tag: str) -> None:
        """A tag closes, or the parser closes it where it was forgotten."""
        if tag == "table":
            self._close_table()
        elif tag == "tr":
            self._end_row()
        elif tag in _TABLE_TAGS:
            self._close_cell()
        elif tag not in self._inline:
            self._add("\n")
            self._dropped -= tag in _DROPPED
            self._keeps_space -= tag in _KEEPS_SPACE
            self._in_title = self._in_title and tag != "title"
            if tag == _SCRIPT:
                self._data.end_script()
                self._in_script = False

    def data(self, data: str) -> None:
        """Text, in pieces of the parser's choice."""
        if self._in_script:
            self._data.script(data)
        if self._dropped:
            return
        if self._in_title:
            self._about.append(data)
        else:
            self._add(data if self._keeps_space else _SPACE.sub(" ", data))

    def comment(self, text: str) -> None:
        """A comment, unless it is one of those that tell old programs what to show."""
        if not text.lstrip().startswith("[if") and "[endif]" not in text:
            self._comments.append(text.strip())

    def close(self) -> None:
        """The page ends."""
        while self._tables:
            self._close_table()
        self._flush()
        for place, texts in ((PLACES["metadata"], self._about), (PLACES["comment"], self._comments)):
            text = _tidy("\n".join(texts))
            if text:
                self._ready.append(Passage(place, text))
        self._ready += self._data.passages()

    def _attributes(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            named = attributes.get("name") or attributes.get("property")
            if named and attributes.get("content"):
                self._about.append(f"\n{named}: {attributes['content']}\n")
            return
        for key in _SHOWN_ATTRIBUTES:
            if attributes.get(key):
                self._add(f" {attributes[key]} ")
        self._data.attributes(attributes)
        link = attributes.get("href") or ""
        if link.lower().startswith(_SHOWN_LINKS):
            self._add(f" {link.partition(':')[2]} ")

    def _add(self, text: str) -> None:
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(text)
            return
        self._text.append(text)
        self._length += len(text)
        if self._length > BLOCK and "\n" in text:
            self._flush()

    def _flush(self) -> None:
        text = _tidy("".join(self._text))
        self._text, self._length = [], 0
        for piece in parted(text, goes_on=self._in_list) if text else ():
            line = self._line + piece.line
            place = FORMAT_PLACES["list_row"].format(line) if piece.is_row else lines_place(line, piece.text)
            self._ready.append(Passage(place, piece.text.rstrip("\n")))
            self._in_list = piece.is_row
        self._line += text.count("\n") + bool(text)

    def _start_in_table(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._open_table()
        elif tag == "tr":
            self._end_row()
        elif self._tables:
            self._close_cell()
            table = self._tables[-1]
            if table.arranges:
                self._add("\t")
                return
            wide, tall = (_number(attributes.get(key)) for key in ("colspan", "rowspan"))
            table.grid.open_cell(head=tag == "th", wide=wide, tall=tall)
            table.cell = []

    def _open_table(self) -> None:
        outer = self._tables[-1] if self._tables else None
        if outer is not None and not outer.arranges and not outer.grid.is_register:
            # It holds another table, so it only arranges the page: what was read of it, and what follows, is text.
            cell, outer.cell, outer.arranges = outer.cell, None, True
            self._add(outer.grid.text() + "".join(cell or ()))
        self._add("\n")
        self._tables.append(_OpenTable(Grid()))

    def _close_cell(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is not None and table.cell is not None:
            table.grid.close_cell(_tidy("".join(table.cell)))
            table.cell = None

    def _end_row(self) -> None:
        if not self._tables:
            return
        self._close_cell()
        table = self._tables[-1]
        if table.arranges:
            self._add("\n")
            return
        table.grid.end_row()
        if table.grid.is_register:
            self._rows(table, last=False)

    def _close_table(self) -> None:
        if not self._tables:
            return
        self._end_row()
        table = self._tables.pop()
        within = bool(self._tables) and self._tables[-1].cell is not None
        if not within and (table.grid.is_register or table.grid.has_headings()):
            self._rows(table, last=True)
        else:
            self._add(table.grid.text() + "\n")

    def _rows(self, table: _OpenTable, *, last: bool) -> None:
        if not table.number:
            self._flush()
            self._in_list = False
            self._count += 1
            table.number = self._count
        for line in table.grid.rows(last=last):
            place = PLACES[f"table_{line.code}"].format(table.number, line.number)
            self._ready.append(Passage(place, line.text))


@dataclass(slots=True)
class _OpenTable:
    """A table that is not closed yet, and its open cell."""

    grid: Grid
    cell: list[str] | None = None
    arranges: bool = False
    number: int = 0


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[1-9][0-9]{0,3}", text) else 1


def _tidy(text: str) -> str:
    lines = (line.strip(" \t") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


_checked: type[Extractor] = HtmlExtractor

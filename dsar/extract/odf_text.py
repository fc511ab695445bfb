"""Walks the XML of an OpenDocument text or presentation and says what stands in it, and where.

What a page does not show is held as well and is read: deleted text, hidden text and
its conditions, the values of fields and forms.

Source: OpenDocument 1.3, part 3 (OASIS, 2021): chapters 4 to 9, 10.4, 14.1 (annotation), 16.9 (page headers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from dsar.extract.docx_text import Block, Paragraph, Row
from dsar.extract.format_words import FORMAT_PLACES
from dsar.words import PLACES, PROPERTIES

BODY = ""
"""The place of what stands in the text itself."""
_SPACES = {"tab": "\t", "line-break": "\n"}
_ASIDE = {
    "annotation": FORMAT_PLACES["comments"],
    "header": PLACES["page_head"],
    "header-left": PLACES["page_head"],
    "header-first": PLACES["page_head"],
    "footer": PLACES["page_foot"],
    "footer-left": PLACES["page_foot"],
    "footer-first": PLACES["page_foot"],
    "deletion": FORMAT_PLACES["deleted"],
}
_VALUES = ("string-value", "string-value-if-true", "string-value-if-false", "current-value", "label", "help-message")
_UNSAID = frozenset({"date", "date-string", "creator-initials", "sender-initials", "page-number", "note-citation"})
_SAID = _UNSAID | {"creator", "title", "desc"}
_MOST_SPACES, _MOST_COLUMNS = 100, 1_000


@dataclass(slots=True)
class _Table:
    number: int
    row: int = 0
    column: int = 0
    repeated: int = 1
    cells: dict[int, str] = field(default_factory=dict)
    cell: list[str] | None = None
    in_heading: bool = False


class OdfText:
    """What lxml calls with the events of one part.

    Attributes:
        found: blocks by their place, in the order of the part.
        links: addresses that the text links to.
        values: of fields, forms and hidden text.
        authors: of changes.
    """

    def __init__(self, place: str = BODY) -> None:
        self.found: dict[str, list[Block]] = {}
        self.links: list[str] = []
        self.values: list[str] = []
        self.authors: list[str] = []
        self._places = [place]
        self._open: list[str] = []  # the elements that changed the place
        self._paragraphs: list[list[str]] = []
        self._tables: list[_Table] = []
        self._table_count = self._slide = 0
        self._hidden_styles = set[str]()
        self._style = ""
        self._said: list[str] | None = None
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table": self._start_table,
            "table-header-rows": lambda _: self._mark_heading(on=True),
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "style": self._start_style,
            "drawing-page-properties": self._start_page_style,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table": self._end_table,
            "table-header-rows": lambda: self._mark_heading(on=False),
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
        }

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        given = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        place = self._place_of(name, given)
        if place is not None:
            self._places.append(place)
            self._open.append(tag)
        if name in ("p", "h") and "text:1.0" in tag:
            self._paragraphs.append([])
        elif name in _SPACES or name == "s":
            self._write(_SPACES.get(name) or " " * min(_MOST_SPACES, _number(given.get("c", ""))))
        elif name in _SAID:
            self._said = []
        elif name in self._starts:
            self._starts[name](given)
        if name == "a" and given.get("href"):
            self.links.append(given["href"])
        self.values += [given[key] for key in _VALUES if given.get(key, "").strip()]

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        if name in ("p", "h") and "text:1.0" in tag and self._paragraphs:
            self._paragraph("".join(self._paragraphs.pop()))
        elif name in _SAID and self._said is not None:
            self._say(name, "".join(self._said).strip())
            self._said = None
        elif name in self._ends:
            self._ends[name]()
        if self._open and self._open[-1] == tag:
            self._open.pop()
            self._places.pop()

    def data(self, text: str) -> None:
        """Text, in pieces of the parser's choice."""
        if self._said is not None:
            self._said.append(text)
        else:
            self._write(text)

    def close(self) -> None:
        """The part ends, or breaks off: what is open is kept."""
        while self._paragraphs:
            self._paragraph("".join(self._paragraphs.pop()))
        while self._tables:
            self._end_cell()
            self._end_row()
            self._end_table()

    def _place_of(self, name: str, given: Mapping[str, str]) -> str | None:
        if name == "note":
            return FORMAT_PLACES["endnotes" if given.get("note-class") == "endnote" else "footnotes"]
        if name == "page" and "style-name" in given:
            self._slide += 1
            hidden = given["style-name"] in self._hidden_styles
            return FORMAT_PLACES["slide_hidden" if hidden else "slide"].format(self._slide)
        if name == "notes" and self._slide:
            return FORMAT_PLACES["slide_notes"].format(self._slide)
        if name == "master-page":
            return FORMAT_PLACES["slide_master"]
        if name == "annotation" and self._slide:
            return FORMAT_PLACES["slide_comment"].format(self._slide)
        return _ASIDE.get(name)

    def _write(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def _paragraph(self, text: str) -> None:
        table = self._tables[-1] if self._tables else None
        if table is not None and table.cell is not None and not self._beside_table():
            table.cell.append(text)
        elif text.strip():
            self._add(Paragraph(text, text))

    def _beside_table(self) -> bool:
        """Whether a note or comment is open, which stands in a cell without being its text."""
        return bool(self._open) and self._open[-1].rpartition("}")[2] in ("annotation", "note")

    def _add(self, block: Block) -> None:
        self.found.setdefault(self._places[-1], []).append(block)

    def _say(self, name: str, text: str) -> None:
        if not text or (name in _UNSAID and (self._open or not self._paragraphs)):
            return
        if name in _UNSAID:
            self._write(text)
        elif name == "creator":
            if self._open and self._open[-1].endswith("annotation"):
                line = f"{PROPERTIES['author']}: {text}"
                self._add(Paragraph(line, line))
            else:
                self.authors.append(text)
        else:
            self._paragraph(text)

    def _start_table(self, _: Mapping[str, str]) -> None:
        self._table_count += 1
        self._tables.append(_Table(self._table_count))

    def _end_table(self) -> None:
        if self._tables:
            self._tables.pop()

    def _mark_heading(self, *, on: bool) -> None:
        if self._tables:
            self._tables[-1].in_heading = on

    def _start_row(self, _: Mapping[str, str]) -> None:
        if self._tables:
            table = self._tables[-1]
            table.row, table.column, table.cells = table.row + 1, 0, {}

    def _start_cell(self, given: Mapping[str, str]) -> None:
        if self._tables:
            self._tables[-1].cell = []
            self._tables[-1].repeated = min(_MOST_COLUMNS, _number(given.get("number-columns-repeated", "")))

    def _end_cell(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is not None and table.cell is not None:
            text = "\n".join(table.cell).strip()
            table.cells |= {table.column + n: text for n in range(table.repeated) if text}
            table.column, table.cell = table.column + table.repeated, None

    def _end_row(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is not None and table.cells:
            row = Row(table.number, table.row, table.cells, table.cells, deleted=False, heading=table.in_heading)
            table.cells = {}
            self._add(row)

    def _start_style(self, given: Mapping[str, str]) -> None:
        self._style = given.get("name", "")

    def _start_page_style(self, given: Mapping[str, str]) -> None:
        if given.get("visibility") == "hidden":
            self._hidden_styles.add(self._style)


def walked(pieces: Iterable[bytes], place: str = BODY) -> tuple[OdfText, bool]:
    """What stands in a part that arrives in pieces, and whether all of it could be read."""
    target = OdfText(place)
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type] # tags and texts are str, never bytes
        recover=True, huge_tree=True, resolve_entities=False, no_network=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    whole = True
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError:
        target.close()
        whole = False
    return target, whole and not any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 1

"""A letter as PDF/UA-1. Same letter, same bytes."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from dsar.letters.document import Block, Heading, Items, Letter, Line, Paragraph, Table, Terms, together
from dsar.typeset import typeset


def pdf(letter: Letter) -> bytes:
    """The PDF's bytes."""
    return typeset(files("dsar.letters") / "letter.typ", _content(letter), made=letter.made)


def _content(letter: Letter) -> dict[str, Any]:
    return {
        "language": letter.language.value,
        "title": letter.title,
        "template": letter.provenance,
        "made": letter.made,
        "sender": letter.sender.name,
        "unit": letter.sender.unit,
        "return_address": letter.sender.return_address,
        "addressee": [letter.addressee.name, *letter.addressee.address.splitlines()],
        "reference": letter.reference,
        "blocks": [_block(block) | {"sticky": held} for block, held in together(letter)],
        "footer": letter.footer,
        "page_of": letter.page_of,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level=level, text=text):
            return {"is": "heading", "level": level, "text": _line(text)}
        case Paragraph(text=text, look=look):
            return {"is": look.value, "text": _line(text)}
        case Items(mark=mark, entries=entries):
            return {"is": mark.value, "entries": [_line(entry) for entry in entries]}
        case Table(header=header, rows=rows, widths=widths):
            cells = [[_line(cell) for cell in row] for row in rows]
            return {"is": "table", "header": [_line(cell) for cell in header], "rows": cells, "widths": widths}
        case Terms(entries=entries):
            return {"is": "terms", "entries": entries}


def _line(line: Line) -> list[tuple[str, bool]]:
    return [(run.text, run.bold) for run in line]

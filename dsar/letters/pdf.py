"""A letter as PDF/UA-1, set with typst. Same letter, same bytes.

The text goes to the template as data, so nothing in it is read as markup; the
fonts are those inside typst, embedded whatever machine it runs on.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from typing import Any
from unicodedata import normalize

from dsar.letters.document import Block, Heading, Items, Letter, Line, Paragraph, Table, Terms, together

# What the embedded fonts can show, measured; PDF/UA-1 refuses a document with a character they cannot.
UNSEEN = re.compile(
    r"[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u04ff\u0621-\u063a\u0641-\u064a"
    r"\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2054-\u205e\u20a0-\u20c0\u2190-\u23ff\u2500-\u25ff]"
)
_LONG = re.compile(r"[^\s]{40,}")
_BREAKABLE = re.compile(r"[^\W_]{1,20}[\W_]?|[\W_]")


def pdf(letter: Letter) -> bytes:
    """The PDF's bytes."""
    import typst

    with as_file(files("dsar.letters") / "letter.typ") as template:
        made = typst.compile(
            template,
            format="pdf",
            sys_inputs={"letter": json.dumps(_content(letter))},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=datetime.combine(letter.made, time(), UTC),
        )
    assert isinstance(made, bytes)
    return made


def printable(text: str) -> str:
    """The text with a box for each character that no embedded font has, and with places to break long words."""
    return _LONG.sub(_break, UNSEEN.sub("□", normalize("NFC", text).replace("\t", " ")))


def _break(long: re.Match[str]) -> str:
    return "\u200b".join(_BREAKABLE.findall(long[0]))


def _content(letter: Letter) -> dict[str, Any]:
    return {
        "language": letter.language.value,
        "title": printable(letter.title),
        "template": letter.provenance,
        "made": letter.made.isoformat(),
        "sender": printable(letter.sender.name),
        "unit": printable(letter.sender.unit),
        "return_address": printable(letter.sender.return_address),
        "addressee": [printable(letter.addressee.name), *map(printable, letter.addressee.address.splitlines())],
        "reference": [[printable(label), printable(value)] for label, value in letter.reference],
        "blocks": [_block(block) | {"sticky": held} for block, held in together(letter)],
        "footer": printable(letter.footer),
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
            return {"is": "table", "header": [_line(cell) for cell in header], "rows": cells, "widths": list(widths)}
        case Terms(entries=entries):
            return {"is": "terms", "entries": [[printable(term), printable(means)] for term, means in entries]}


def _line(line: Line) -> list[list[str | bool]]:
    return [[printable(run.text), run.bold] for run in line]

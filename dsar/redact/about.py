"""What a copy says of itself: what was removed and where; and the sheet that stands for a page that was taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from dsar.redact import words as danish
from dsar.redact.glyphs import lines_of
from dsar.redact.page_copy import Line, PageCopy
from dsar.redact.picture import pack
from dsar.redact.removal import Count
from dsar.redact.sheets import Drawn, open_sheets
from dsar.typeset import typeset

Block = dict[str, object]
_PLACES = 12
"""Places that the table names for each kind; a long document would fill pages with them."""


def about(removed: Iterable[Count], *, pictured: bool, office: bool = False) -> list[Block]:
    """What is told at the end of a copy, as blocks for the template.

    ``pictured`` tells copies that show their document's pages, ``office`` those of them that LibreOffice drew.
    """
    shows = danish.ABOUT_OFFICE if office else danish.ABOUT_LEFT_OUT
    places: dict[str, dict[str, int]] = {}
    for each in removed:
        kind = places.setdefault(danish.REMOVED[each.kind], {})
        kind[each.place] = kind.get(each.place, 0) + each.count
    if not places:
        nothing = (danish.ABOUT_UNTOUCHED, shows) if pictured else (danish.ABOUT_NOTHING, danish.ABOUT_LAYOUT)
        return [_text(text) for text in nothing]
    rows = [[name, str(sum(found.values())), _listed(list(found))] for name, found in sorted(places.items())]
    how = f"{danish.ABOUT_BOXES} {shows}" if pictured else f"{danish.ABOUT_MARKS} {danish.ABOUT_LAYOUT}"
    table: Block = {"kind": "counts", "header": list(danish.TABLE), "rows": rows}
    return [_text(danish.ABOUT_REMOVED), table, _text(how), _text(danish.ABOUT_QUESTIONS)]


def about_sheets(removed: Iterable[Count], *, office: bool = False) -> list[PageCopy]:
    """The same as pages of a pictured copy."""
    return _sheets(danish.ABOUT, about(removed, pictured=True, office=office))


def withheld_sheet(number: int) -> PageCopy:
    """The sheet that stands for the page of this number."""
    title = f"{danish.PAGE.format(number)}: {danish.WITHHELD_PAGE}"
    return _sheets(title, [_text(danish.WITHHELD_PAGE_WHY)])[0]


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _listed(places: Sequence[str]) -> str:
    shown = ", ".join(places[:_PLACES])
    return f"{shown} {danish.MORE.format(len(places) - _PLACES)}" if len(places) > _PLACES else shown


def _sheets(title: str, blocks: list[Block]) -> list[PageCopy]:
    pdf = typeset(files("dsar.redact") / "kopi.typ", {"title": title, "blocks": blocks, "numbered": False})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(pdf)
        with open_sheets(path, "application/pdf", None) as sheets:
            return [_as_copy(sheets.drawn(index, Path(folder))) for index in range(len(sheets))]


def _as_copy(drawn: Drawn) -> PageCopy:
    reading = drawn.readings[0]
    lines = tuple(Line(" ".join(span.of(reading.text).split()), box) for span, box in lines_of(reading))
    return PageCopy(drawn.width, drawn.height, pack(drawn.picture), lines, ())

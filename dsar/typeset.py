"""Sets text with typst as a tagged PDF (PDF/UA-1): the same data gives the same bytes, whatever machine it is.

The text goes to a template as data, so nothing in it is read as markup; the fonts are those inside typst.
What every template begins with is in ``typeset.typ``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from importlib.resources.abc import Traversable
from unicodedata import normalize

from dsar.errors import ItemError
from dsar.model import GapCode
from dsar.stated import DANISH_TIME

# What the embedded fonts can show, measured; PDF/UA-1 refuses a document with a character they cannot.
UNSEEN = re.compile(
    r"[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u04ff\u0621-\u063a\u0641-\u064a"
    r"\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2054-\u205e\u20a0-\u20c0\u2190-\u23ff\u2500-\u25ff]"
)
_LONG = re.compile(r"[^\s\[\]]{25,}")
_BREAKABLE = re.compile(r"[^\W_]{1,20}[\W_]?|[\W_]")
_LINE = 55
"""Letters that find room in a line of running text; the cells of a table are narrower."""
_ANYWHERE, _IN_CELLS = "\u200b", "\u2060"
_LARGE, _REMEMBERED = 100_000, 10
"""typst keeps what its last ten documents were made of, 1 MB a page; after a large one it is made to forget."""
_NO_DAY = date(2000, 1, 1)
"""A copy tells no date of its own."""


def typeset(template: Traversable, data: Mapping[str, object], *, made: date = _NO_DAY) -> bytes:
    """The PDF's bytes; what the template reads as ``d`` is the data, ready for print.

    Raises:
        ItemError: the text cannot be set.
    """
    import typst

    beginning = files("dsar").joinpath("typeset.typ")
    text = json.dumps(printable(data))
    try:
        pdf = typst.compile(
            beginning.read_bytes() + template.read_bytes(),
            format="pdf",
            sys_inputs={"data": text},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=datetime.combine(made, time(), UTC),
        )
    except typst.TypstError as error:
        raise ItemError(GapCode.NOT_PROVED, "its text cannot be set as an accessible PDF.") from error
    assert isinstance(pdf, bytes)
    if len(text) > _LARGE:
        for _ in range(_REMEMBERED):
            typst.compile(b"", format="svg", ignore_system_fonts=True)
    return pdf


def printable(value: object) -> object:
    """The same, with every text in it ready for print, and of every moment its day in Denmark."""
    match value:
        case str():
            return _LONG.sub(_break, UNSEEN.sub("□", normalize("NFC", value).replace("\t", " ")))
        case datetime():
            return value.astimezone(DANISH_TIME).date().isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return {key: printable(entry) for key, entry in value.items()}
        case list() | tuple():
            return [printable(entry) for entry in value]
        case _:
            return value


def _break(long: re.Match[str]) -> str:
    """The long word with marks where it may be broken: after a separator, else after twenty characters.

    ``typeset.typ`` makes them places to break, of which nothing is left in the text that is searched and copied.
    """
    mark = _ANYWHERE if len(long[0]) >= _LINE else _IN_CELLS
    return mark.join(_BREAKABLE.findall(long[0]))

"""Sets text with typst as a tagged PDF (PDF/UA-1): the same data gives the same bytes, whatever machine it is.

The text goes to the template as data, so nothing in it is read as markup; the fonts are those inside typst.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import as_file, files
from unicodedata import normalize

from dsar.errors import ItemError
from dsar.model import GapCode

# What the embedded fonts can show, measured; PDF/UA-1 refuses a document with a character they cannot.
_UNSEEN = re.compile(
    r"[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u04ff\u0621-\u063a\u0641-\u064a"
    r"\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2054-\u205e\u20a0-\u20c0\u2190-\u23ff\u2500-\u25ff]"
)
_LONG = re.compile(r"[^\s\[\]]{25,}")
_BREAKABLE = re.compile(r"[^\W_]{1,20}[\W_]?|[\W_]")
_LINE = 55
"""Letters that find room in a line of running text; the cells of a table are narrower."""
_ANYWHERE, _IN_CELLS = "\u200b", "\u2060"
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""A copy tells no date of its own."""


def typeset(template: str, data: Mapping[str, object]) -> bytes:
    """The PDF's bytes, from a template beside this module.

    Raises:
        ItemError: the text cannot be set.
    """
    import typst

    with as_file(files("dsar.redact") / template) as path:
        try:
            pdf = typst.compile(
                path,
                format="pdf",
                sys_inputs={"data": json.dumps(printable(data))},
                pdf_standards="ua-1",
                ignore_system_fonts=True,
                timestamp=_NO_DAY,
            )
        except typst.TypstError as error:
            raise ItemError(GapCode.NOT_PROVED, "its text cannot be set as an accessible PDF.") from error
    assert isinstance(pdf, bytes)
    return pdf


def printable(value: object) -> object:
    """The same, with every text in it ready for print."""
    match value:
        case str():
            return _LONG.sub(_break, _UNSEEN.sub("□", normalize("NFC", value).replace("\t", " ")))
        case Mapping():
            return {key: printable(entry) for key, entry in value.items()}
        case list() | tuple():
            return [printable(entry) for entry in value]
        case _:
            return value


def _break(long: re.Match[str]) -> str:
    """The long word with marks where it may be broken: after a separator, else after twenty characters.

    The template makes them places to break, of which nothing is left in the text that is searched and copied.
    """
    mark = _ANYWHERE if len(long[0]) >= _LINE else _IN_CELLS
    return mark.join(_BREAKABLE.findall(long[0]))

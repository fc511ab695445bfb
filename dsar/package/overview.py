"""``oversigt.pdf``: the citizen's overview, set with typst as a tagged PDF (PDF/UA-1).

Same data, same bytes. The text goes to the template as data, so nothing in it is
read as markup; the fonts are those inside typst, whatever machine it runs on.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from unicodedata import normalize

from dsar.package.data import Data

# What the embedded fonts can show, measured; PDF/UA-1 refuses a document with a character they cannot.
_UNSEEN = re.compile(
    r"[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u04ff\u0621-\u063a\u0641-\u064a"
    r"\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2054-\u205e\u20a0-\u20c0\u2190-\u23ff\u2500-\u25ff]"
)
_LONG = re.compile(r"[^\s\[\]]{25,}")
# Times are read by the template, and never shown as they are.
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.+Z-]{5,30}")
_BREAKABLE = re.compile(r"[^\W_]{1,20}[\W_]?|[\W_]")


def overview(data: Data) -> bytes:
    """The PDF's bytes."""
    import typst

    content = _printable(data.model_dump(mode="json"))
    with as_file(files("dsar.package") / "oversigt.typ") as template:
        pdf = typst.compile(
            template,
            format="pdf",
            sys_inputs={"data": json.dumps(content)},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=datetime.combine(data.made, time(), UTC),
        )
    assert isinstance(pdf, bytes)
    return pdf


def _printable(value: object) -> object:
    """The same, with every text in it ready for print."""
    match value:
        case str() if _TIME.fullmatch(value):
            return value
        case str():
            return _LONG.sub(_break, _UNSEEN.sub("□", normalize("NFC", value).replace("\t", " ")))
        case dict():
            return {key: _printable(entry) for key, entry in value.items()}
        case list():
            return [_printable(entry) for entry in value]
        case _:
            return value


def _break(long: re.Match[str]) -> str:
    """The long word with places to break it: after a separator, else after twenty characters."""
    return "\u200b".join(_BREAKABLE.findall(long[0]))

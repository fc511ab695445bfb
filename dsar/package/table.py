"""``data.csv``: the items of a package as a table, a row a passage, for those who work in a spreadsheet.

Semicolons and a byte-order mark, as Danish spreadsheets expect. A cell that a
spreadsheet would take for a formula gets an apostrophe in front: what stands in a
document must not run on the reader's machine.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from dsar.package.data import Data

COLUMNS = (
    "nr", "sted", "forvaltning", "opgave", "dokument", "adresse", "hvor", "oplysninger", "sikkerhed", "uddrag", "rolle",
    "kopi", "dato", "dato er", "kilde", "givet til", "slettes",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(data: Data) -> str:
    """The file's text, byte-order mark included."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in row] for row in _rows(data))
    return "\ufeff" + out.getvalue()


def _rows(data: Data) -> Iterator[tuple[str, ...]]:
    activities = {a.id: (a.department, a.name) for a in data.activities}
    for item in data.items:
        department, activity = activities.get(item.activity or "", ("", ""))
        kinds = ", ".join(kind.text for kind in item.kinds)
        about = (str(item.number), item.store, department, activity, item.title, item.locator)
        for passage in item.passages:
            yield (
                *about,
                passage.place,
                kinds,
                item.level_text,
                passage.excerpt,
                item.role.text,
                ", ".join(item.files),
                item.dated.isoformat() if item.dated else "",
                item.dated_as.text if item.dated_as else "",
                item.source.text,
                ", ".join(one.name for one in item.recipients),
                item.deletion.text,
            )


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

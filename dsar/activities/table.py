"""Makes a record from a municipality's own list of processing activities (CSV or XLSX): a row an activity.

What a row does not say stays out of the record, and what it says in words we do not
know is given back as a problem; the record's own reading then names what is missing.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from dsar.activities.cells import codes, legal_bases, processors, retentions, texts
from dsar.activities.record import default_text
from dsar.errors import SetupError


@dataclass(frozen=True, slots=True)
class Imported:
    """A record's text, ready to be read, and what of the list is not in it; one line each."""

    toml: str
    activities: int
    problems: tuple[str, ...]


def import_table(path: Path, columns: Mapping[str, str] | None = None) -> Imported:
    """Read a list of activities.

    Args:
        path: a CSV (any usual separator and encoding) or XLSX file with a header row.
        columns: further headers and the fields they fill.

    Raises:
        SetupError: the file cannot be read, has no header that we know, or a field does not exist.
    """
    fields = _fields(columns or {})
    rows = [row for row in _rows(path) if any(cell.strip() for cell in row)]
    at = next((n for n, row in enumerate(rows[:20]) if _known(row, fields) >= {"name", "purposes"}), None)
    if at is None:
        raise SetupError(
            f"{path.name}: no header row with a name and a purpose. Name the columns: --column 'HEADER=name' …"
        )
    header, problems, entries = rows[at], [], []
    problems += [
        f"{path.name}: column “{title.strip()}” is not used. If it is needed, name it with --column."
        for title in header
        if title.strip() and _plain(title) not in fields
    ]
    taken: set[str] = set()
    for number, row in enumerate(rows[at + 1 :], 1):
        cells = {fields[_plain(t)]: c.strip() for t, c in zip(header, row, strict=False) if _plain(t) in fields}
        entry, unknown = _entry(cells, taken)
        entries.append(entry)
        problems += [f"{path.name}: activity {number} ({entry['id']}): {line}" for line in unknown]
    text = _toml({"retention_criteria": tomllib.loads(default_text())["retention_criteria"]}, entries)
    return Imported(text, len(entries), tuple(problems))


def _fields(more: Mapping[str, str]) -> dict[str, str]:
    known = tomllib.loads(files("dsar.activities").joinpath("columns.toml").read_text(encoding="utf-8"))
    unknown = sorted(set(more.values()) - set(known))
    if unknown:
        raise SetupError(f"--column: {unknown[0]} is not a field. Use one of: {', '.join(known)}.")
    fields = {_plain(header): field for field, headers in known.items() for header in headers}
    return fields | {_plain(header): field for header, field in more.items()}


def _plain(header: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", header.casefold()))


def _known(row: Sequence[str], fields: Mapping[str, str]) -> set[str]:
    return {fields[_plain(cell)] for cell in row if _plain(cell) in fields}


def _rows(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check the file and its permissions.") from error
    return _sheet(path, content) if content.startswith(b"PK") else _csv(path, content)


def _sheet(path: Path, content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python() if book.sheet_names else []
    except CalamineError as error:
        raise SetupError(f"{path.name}: is not a workbook that can be read. Save it as XLSX or CSV.") from error
    return [[str(int(c) if isinstance(c, float) and c.is_integer() else c) for c in row] for row in rows]


def _csv(path: Path, content: bytes) -> list[list[str]]:
    from dsar.extract.decode import decode

    text = decode(content)
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise SetupError(f"{path.name}: is not a CSV file that can be read ({error}). Save it anew.") from error


def _entry(cells: Mapping[str, str], taken: set[str]) -> tuple[dict[str, Any], list[str]]:
    """A row as an entry of the record, and one line for each thing in it that has no place there."""
    unknown: list[str] = []
    entry: dict[str, Any] = {"id": _id(cells, taken)}
    for field in ("name", "department", "automated_decisions", "responsible"):
        if cells.get(field):
            entry[field] = " ".join(cells[field].split())
    for field in ("purposes", "laws", "recipients"):
        if listed := texts(cells.get(field, "")):
            entry[field] = list(listed)
    entry["legal_basis"], laws = legal_bases(cells.get("legal_basis", ""))
    if laws:
        entry["laws"] = [*entry.get("laws", []), *laws]
    for field in ("categories", "persons", "sources"):
        entry[field], odd = codes(field, cells.get(field, ""))
        unknown += [f"{field}: “{text}” is no code or name of the record. Add the code by hand." for text in odd]
    entry["processors"] = processors(cells.get("processors", ""))
    entry["retention"] = retentions(cells.get("retention", ""), cells.get("kle", ""), cells.get("preservation", ""))
    transfers = texts(cells.get("transfers", ""))
    if transfers and transfers[0].casefold().rstrip(".") not in {"nej", "ingen", "no", "none"}:
        unknown.append("transfers: write country, recipient and safeguard of each by hand.")
    return {key: value for key, value in entry.items() if value}, unknown


def _id(cells: Mapping[str, str], taken: set[str]) -> str:
    """An id of the record's form: from the list's own, or the name; each once."""
    text = (cells.get("id") or cells.get("name") or "aktivitet").casefold()
    spelt = text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = "-".join(re.findall(r"[a-z0-9]+", spelt))[:60].strip("-") or "aktivitet"
    name = next(n for n in (plain, *(f"{plain}-{i}" for i in range(2, len(taken) + 3))) if n not in taken)
    taken.add(name)
    return name


def _toml(whole: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join([*_pairs(whole), "", *(line for entry in entries for line in _table("activity", entry))])


def _table(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"[[{name}]]"
    yield from _pairs(entry)
    for key, value in entry.items():
        if _is_tables(value):
            for inner in value:
                yield from _table(f"{name}.{key}", inner)
    if "." not in name:
        yield ""


def _pairs(entry: Mapping[str, Any]) -> Iterator[str]:
    # A JSON string is a TOML basic string, but for the one character that JSON leaves bare and TOML does not.
    for key, value in entry.items():
        if not _is_tables(value):
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)

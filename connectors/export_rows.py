"""Rows of the index files that case systems export: CSV, XML or JSON, each a row of texts under its column's name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from dsar.extract.decode import decode

SEPARATORS = ";,\t|"
PARENT = "../"
"""Begins the name of a column that stands in what a row lies in: a document's case, say; twice, one further out."""
LEVELS = 3
"""So far out an XML row's columns are looked for."""

Row = dict[str, str]


class UnreadableError(Exception):
    """An index file is not what its name says; the message says why, without its content."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is read: where its rows are (``Sager/Sag``, ``sager/dokumenter``), and an odd CSV's separator."""

    rows: str = ""
    separator: str = ""


def read_rows(path: Path, shape: Shape) -> Iterator[Row]:
    """The rows of an index file, in its order.

    Raises:
        UnreadableError: it is broken, or has no such rows.
        OSError: it cannot be opened.
    """
    match path.suffix.lower():
        case ".xml":
            yield from _xml(path, shape.rows)
        case ".json":
            yield from _json(path, shape.rows)
        case _:
            yield from _csv(path, shape.separator)


def _csv(path: Path, separator: str) -> Iterator[Row]:
    text = decode(path.read_bytes())
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or max(SEPARATORS, key=first.count))
    csv.field_size_limit(1 << 24)
    try:
        header = [name.strip() for name in next(reader, [])]
        if not any(header):
            raise UnreadableError("it has no header row")
        for cells in reader:
            if any(cells):
                names = [*header, *(f"kolonne {n + 1}" for n in range(len(header), len(cells)))]
                yield {name or "kolonne": cell.strip() for name, cell in zip(names, cells, strict=False)}
    except csv.Error as error:
        raise UnreadableError(f"line {reader.line_num} is no CSV") from error


def _json(path: Path, rows: str) -> Iterator[Row]:
    try:
        whole = json.loads(decode(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("it is no JSON") from error
    found = False
    for row, parent in _below(whole, [step for step in rows.split("/") if step], {}):
        found = True
        if isinstance(row, dict):
            yield {**_texts(row), **{f"{PARENT}{name}": text for name, text in _texts(parent).items()}}
    if not found and rows and whole:
        raise UnreadableError(f"it has no rows at “{rows}”")


def _below(value: Any, steps: list[str], parent: Mapping[str, Any]) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """What lies at a path, through lists as through objects, with the object it lies in."""
    if isinstance(value, list):
        for one in value:
            yield from _below(one, steps, parent)
    elif not steps:
        yield value, parent
    elif isinstance(value, dict) and steps[0] in value:
        yield from _below(value[steps[0]], steps[1:], value)


def _texts(value: Mapping[str, Any], prefix: str = "") -> Row:
    """An object's own texts; those of objects in it under both names, lists of them one after the other."""
    found: Row = {}
    for name, one in value.items():
        if isinstance(one, dict):
            found |= _texts(one, f"{prefix}{name}.")
        elif isinstance(one, list):
            plain = [str(x) for x in one if not isinstance(x, dict | list) and x is not None]
            if plain:
                found[prefix + name] = "; ".join(plain)
        elif one is not None:
            found[prefix + name] = str(one)
    return found


def _xml(path: Path, rows: str) -> Iterator[Row]:
    steps = [step for step in rows.split("/") if step]
    if not steps:
        raise UnreadableError("rows is not set: name the element that is a row")
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with path.open("rb") as file:
            tree = etree.parse(file, safe)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"line {error.lineno} is no XML") from error
    seen: dict[Any, Row] = {}
    for element in tree.iter(f"{{*}}{steps[-1]}"):
        if _lies_in(element, steps[:-1]):
            row = _fields(element)
            for level, above in enumerate(islice(element.iterancestors(), LEVELS), 1):
                if above not in seen:
                    seen[above] = _fields(above)
                row |= {f"{PARENT * level}{name}": text for name, text in seen[above].items()}
            yield row


def _lies_in(element: Any, steps: list[str]) -> bool:
    for step in reversed(steps):
        element = element.getparent()
        if element is None or _name(element) != step:
            return False
    return True


def _fields(element: Any, prefix: str = "") -> Row:
    """Attributes, and children that hold text; children that hold others under both names."""
    found: Row = {prefix + _local(name): text for name, text in element.attrib.items()}
    for child in element.iterchildren(tag=etree.Element):
        name = prefix + _name(child)
        text = (child.text or "").strip()
        if text:
            found[name] = f"{found[name]}; {text}" if name in found else text
        if len(child) and not any(_name(child) == _name(other) for other in child.itersiblings()):
            found |= {key: value for key, value in _fields(child, f"{name}.").items() if key not in found}
    return found


def _name(element: Any) -> str:
    return _local(element.tag)


def _local(tag: str) -> str:
    return etree.QName(tag).localname

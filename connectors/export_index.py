"""What the index files of an export say: cases with their parties, and which document belongs to which case."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from pydantic import Field

from connectors.export_rows import PARENT, Row, Shape, UnreadableError, read_rows
from dsar.connector import Options
from dsar.model import Gap, GapCode
from dsar.stated import Stated, StatedKind, on, said

_DRIVE = re.compile(r"^(?:[A-Za-z]:|//[^/]{1,200}/[^/]{1,200}(?=/))?/*")


class Rows(Options):
    """An index file (or several: a glob), and what of its columns is known by another name."""

    file: str = Field(min_length=1)
    rows: str = ""
    separator: str = Field(default="", max_length=1)
    labels: dict[str, str] = Field(default={})


class Cases(Rows):
    """Where the cases stand: the column of their id, and of what people call them."""

    id: str = Field(min_length=1)
    title: str | None = None


class Parties(Rows):
    """Where further rows about cases stand: parties, notes; ``case`` is the column of the case's id."""

    case: str = Field(min_length=1)


class Documents(Rows):
    """Where the documents are listed: the column of each one's path, and of the case it lies in.

    ``date`` and ``author`` are columns that say when it is of, and who wrote it.
    """

    path: str = Field(min_length=1)
    case: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    strip: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as the index has it."""

    path: str = field(repr=False)
    title: str = field(repr=False)
    case: str | None
    row: Row = field(repr=False)
    stated: tuple[Stated, ...] = ()


@dataclass(slots=True)
class Index:
    """Everything that the index files say.

    Attributes:
        cases: the rows of each case and of its parties, by its id, in the files' order; "" is no case.
        titles: what people call it.
        documents: what is listed for each file, by :func:`same_path`.
        files: the index files themselves, as locators.
        gaps: what of the index could not be read.
    """

    cases: dict[str, list[Row]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    documents: dict[str, list[Listed]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)

    def notes(self, listed: Sequence[Listed]) -> str:
        """What is known of a document: its own row, then its case; of each place where it is listed."""
        rows = (row for one in listed for row in (one.row, *(self.cases.get(one.case, ()) if one.case else ())))
        return "\n\n".join(dict.fromkeys(lines(row) for row in rows if row))


def read_index(root: Path, cases: Sequence[Cases], parties: Sequence[Parties], documents: Sequence[Documents]) -> Index:
    """Read all index files; a broken one is a gap, and so is one that is not there."""
    index = Index()
    for one in cases:
        for row in _each(root, one, index, needs=(one.id,)):
            number = row[one.id]
            index.cases.setdefault(number, []).append(_labelled(row, one))
            index.titles.setdefault(number, (row.get(one.title) if one.title else None) or number)
    for rows in parties:
        for row in _each(root, rows, index, needs=(rows.case,)):
            index.cases.setdefault(row[rows.case], []).append(_labelled(row, rows))
    for list_ in documents:
        for row in _each(root, list_, index, needs=(list_.path,)):
            _add_document(index, row, list_)
    return index


def _add_document(index: Index, row: Row, rows: Documents) -> None:
    path = _relative(row[rows.path].removeprefix(rows.strip))
    if ".." in path.split("/"):
        index.gaps.append(Gap(path, GapCode.LINK, "the index points out of the export; it is not followed"))
        return
    title = (row.get(rows.title) if rows.title else None) or path.rpartition("/")[2]
    case = row.get(rows.case) if rows.case else None
    when, who = (row.get(column, "") if column else "" for column in (rows.date, rows.author))
    stated = (*on(StatedKind.DATED, when), *said(StatedKind.AUTHOR, who))
    index.documents.setdefault(same_path(path), []).append(Listed(path, title, case, _labelled(row, rows), stated))


def _each(root: Path, rows: Rows, index: Index, *, needs: Sequence[str]) -> Iterator[Row]:
    """The rows that have what they need; the others, and files that cannot be read, are gaps."""
    files = _files(root, rows.file)
    if not files:
        index.gaps.append(Gap(rows.file, GapCode.VANISHED, "this index file is not in the export"))
    for locator in files:
        index.files.add(locator)
        lacking = 0
        try:
            for row in read_rows(root / locator, Shape(rows.rows, rows.separator)):
                if all(row.get(name) for name in needs):
                    yield row
                else:
                    lacking += 1
                    index.cases.setdefault("", []).append(_labelled(row, rows))
        except UnreadableError as error:
            index.gaps.append(Gap(locator, GapCode.DAMAGED, f"an index file that cannot be read whole: {error}"))
        except OSError as error:
            index.gaps.append(Gap(locator, GapCode.NO_ACCESS, f"cannot be opened ({error.strerror})"))
        if lacking:
            reason = f"{lacking} rows have no {' or '.join(needs)}; they are read without a case"
            index.gaps.append(Gap(locator, GapCode.DAMAGED, reason))


def _files(root: Path, pattern: str) -> list[str]:
    """The locators that fit; without wildcards quick however large the export is."""
    if not any(c in pattern for c in "*?["):
        return [pattern] if (root / pattern).is_file() else []
    found = []
    for folder, _, names in os.walk(root):
        prefix = os.path.relpath(folder, root)
        locators = (name if prefix == "." else f"{prefix}/{name}" for name in names)
        found += [locator for locator in locators if fnmatch.fnmatchcase(locator, pattern)]
    return sorted(found)


def _labelled(row: Row, rows: Rows) -> Row:
    """A row under the names that the settings give its columns; what it lies in is told there."""
    return {rows.labels.get(name, name): text for name, text in row.items() if text and not name.startswith(PARENT)}


def lines(row: Row) -> str:
    """A row as ``column: text`` lines."""
    return "\n".join(f"{name}: {text}" for name, text in row.items())


def _relative(path: str) -> str:
    """A path of Windows or of a share as one below the export."""
    plain = path.strip().replace("\\", "/")
    return "/".join(step for step in _DRIVE.sub("", plain).split("/") if step not in ("", "."))


def same_path(path: str) -> str:
    """The form in which the index's path and the file's meet: case and the accents' encoding do not matter."""
    return normalize("NFC", path).casefold()

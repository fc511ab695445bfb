"""The table of contents: which segments the index consists of. Replacing it is the one step that changes the index.

It is Whoosh's own file (``_MAIN_<generation>.toc``) with a checksum behind it,
which Whoosh does not mind. The highest generation counts.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from pickle import Unpickler, UnpicklingError
from struct import Struct
from zlib import crc32

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from dsar.errors import StoreError
from dsar.index.builder import INDEX_NAME, SUFFIX
from dsar.index.codec import SCHEMA, BlindSegment
from dsar.index.frames import MARK, damaged, unreadable, writing

_NAME = re.compile(rf"_{INDEX_NAME}_([0-9]{{1,18}})\.toc")
_TAIL = Struct("<8sI")
LISTINGS = 5
"""How often we look: a listing made while the table is replaced may show neither the old one nor the new."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The index at one moment."""

    generation: int
    segments: tuple[BlindSegment, ...]


def latest(folder: Path) -> int:
    """The generation that counts; -1 where there is no table of contents."""
    for _ in range(LISTINGS):
        generations = [int(match[1]) for match in map(_NAME.fullmatch, _names(folder)) if match]
        if generations:
            return max(generations)
    return -1


def is_empty(folder: Path) -> bool:
    """Whether nothing of an index lies here."""
    return not any(name.endswith((SUFFIX, ".toc")) for name in _names(folder))


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(folder, error) from error


def read_contents(folder: Path) -> Contents:
    """Read the newest table of contents.

    Raises:
        StoreError: there is none, or it is damaged or of another version.
    """
    while (generation := latest(folder)) >= 0:
        path = _path(folder, generation)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue  # a writer has just replaced it
        except OSError as error:
            raise unreadable(path, error) from error
        return Contents(generation, _segments(path, data, generation))
    raise StoreError(
        f"{folder}: there is no index here. Restore state/ from a back-up, or make it: dsar index --rebuild."
    )


def write_contents(folder: Path, contents: Contents) -> None:
    """Make these the contents, durably; then delete the older tables.

    Raises:
        StoreError: it cannot be written; the older contents still hold.
    """
    memory = RamStorage()
    TOC(SCHEMA, list(contents.segments), contents.generation).write(memory, INDEX_NAME)
    (body,) = memory.files.values()
    path = _path(folder, contents.generation)
    draft = path.with_suffix(".draft")
    with writing(path):
        try:
            with draft.open("wb") as file:
                file.write(body + _TAIL.pack(MARK, _check(body, contents.generation)))
                file.flush()
                os.fsync(file.fileno())
            sync_folder(folder)  # the segments' names before the table that tells of them
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(folder)
        for older in range(contents.generation - 1, -1, -1):
            if not _removed(_path(folder, older)):
                break


def sweep(folder: Path, keep: set[str]) -> None:
    """Delete segment files but those named, unfinished tables, and tables that a newer one replaced."""
    newest = latest(folder)
    for path in folder.iterdir():
        table = _NAME.fullmatch(path.name)
        old = table is not None and int(table[1]) < newest
        stray = path.suffix == SUFFIX and path.stem not in keep
        if old or stray or path.suffix == ".draft":
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new and renamed files of a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _path(folder: Path, generation: int) -> Path:
    return folder / f"_{INDEX_NAME}_{generation}.toc"


def _segments(path: Path, data: bytes, generation: int) -> tuple[BlindSegment, ...]:
    body, tail = data[: -_TAIL.size], data[-_TAIL.size :]
    if len(tail) < _TAIL.size:
        raise damaged(path)
    mark, check = _TAIL.unpack(tail)
    if mark[:-1] == MARK[:-1] and mark != MARK:
        raise StoreError(f"{path}: made by another version of dsar. Rebuild the index: dsar index --rebuild.")
    if mark != MARK or check != _check(body, generation):
        raise damaged(path)
    try:
        toc = TOC.read(_One(body), INDEX_NAME, gen=generation, schema=SCHEMA)
    except UnpicklingError as error:
        raise damaged(path) from error
    return tuple(toc.segments)


def _check(body: bytes, generation: int) -> int:
    # The generation is part of it, so that an old table under a new name does not pass.
    return crc32(body, generation & 0xFFFFFFFF)


class _One:
    """A storage with one file in it, as much as Whoosh needs to read a table of contents."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def open_file(self, _name: str) -> StructFile:
        return _Plain(BytesIO(self._body))


class _Plain(StructFile):  # type: ignore[misc]
    """A file whose pickles hold our segments and nothing else: no other class is ever looked up."""

    def read_pickle(self) -> object:
        return _SegmentsOnly(self.file).load()


class _SegmentsOnly(Unpickler):
    def find_class(self, module: str, name: str) -> type[BlindSegment]:
        if (module, name) != (BlindSegment.__module__, BlindSegment.__name__):
            raise UnpicklingError(f"{module}.{name} has no place in a table of contents")
        return BlindSegment

"""The vault: every indexed passage, sealed, in files that are only ever added to.

    item's passages ──▶ chunks of some 16 kB ──compress, seal──▶ a pack file

A chunk is sealed with its item and its first passage's number, so that it opens
as nothing else. Which chunk lies where is the catalogue's to remember; the vault
keeps no list. A chunk counts when its writer has finished *and* the catalogue
has it: whatever else lies in a pack is dead, and goes when the pack is compacted
or swept.
"""

from __future__ import annotations

import os
import secrets
import struct
import zlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from itertools import accumulate, chain, pairwise
from pathlib import Path

from dsar.crypto import Keys
from dsar.errors import StoreError
from dsar.model import Passage

CHUNK_BYTES = 16 * 1024
"""Text in a chunk; a longer passage makes one of its own. Chunks of 64 kB save 2 % and open three times slower."""
PACK_BYTES = 64 * 1024 * 1024
"""A writer starts a new pack from here on, so that compacting one stays cheap."""
LEVEL = 3
KEPT_BYTES = 8 * 1024 * 1024
"""Opened chunks that a vault keeps at hand, by their sealed size."""
WITH_FINDINGS = 1 << 31
"""Marks a chunk whose passages have their findings beside them, as all do but those of older versions."""
PACK, BLOB = ".pack", ".blob"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where some passages of an item lie, sealed together.

    Attributes:
        item: the item's id in the catalogue.
        first: the number of the first passage, from 0.
        count: how many passages.
        pack: the pack file's name.
        offset: where in the pack.
        length: sealed bytes.
    """

    item: int
    first: int
    count: int
    pack: str
    offset: int
    length: int

    @property
    def context(self) -> bytes:
        """What the chunk is sealed with."""
        return f"passages {self.item} {self.first}".encode("ascii")


class VaultWriter:
    """Adds passages to a pack that nobody else writes to; any number of writers may work at once."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder = folder
        self._keys = keys
        self._file: FileIO | None = None
        self._name = ""

    def put(self, item_id: int, passages: Sequence[Passage], *, first: int = 0) -> tuple[Chunk, ...]:
        """Seal passages of an item, numbered from ``first`` on.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        return tuple(
            self._append(item_id, number, len(group), _sealable(group)) for number, group in _groups(passages, first)
        )

    def copy(self, chunk: Chunk, sealed: bytes) -> Chunk:
        """Take over a chunk as it is."""
        return self._write(chunk.item, chunk.first, chunk.count, sealed)

    def finish(self) -> None:
        """Make every chunk so far durable. Until then none of them may be relied on; a later one starts a new pack.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        if self._file is not None:
            with _writing(self._folder / self._name):
                os.fsync(self._file.fileno())
                self._file.close()
                _sync_folder(self._folder)
            self._file = None

    def _append(self, item: int, first: int, count: int, plain: bytes) -> Chunk:
        context = Chunk(item, first, count, "", 0, 0).context
        return self._write(item, first, count, self._keys.seal(plain, context))

    def _write(self, item: int, first: int, count: int, sealed: bytes) -> Chunk:
        if self._file is not None and self._file.tell() >= PACK_BYTES:
            self.finish()
        file = self._file = self._file or self._start()
        with _writing(self._folder / self._name):
            at = file.tell()
            rest = memoryview(sealed)
            while rest:
                rest = rest[file.write(rest) :]
        return Chunk(item, first, count, self._name, at, len(sealed))

    def _start(self) -> FileIO:
        self._name = secrets.token_hex(8) + PACK
        with _writing(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return FileIO(self._folder / self._name, "xb")


class Vault:
    """Opens what writers sealed. One thread at a time."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder = folder
        self._keys = keys
        self._opened: OrderedDict[Chunk, _Opened] = OrderedDict()
        self._kept = 0

    def open(self, chunk: Chunk) -> tuple[Passage, ...]:
        """The passages of a chunk.

        Raises:
            StoreError: it is missing, was altered in any way, or belongs to another key.
        """
        return tuple(map(self._open_chunk(chunk).__getitem__, range(chunk.count)))

    def open_some(self, chunk: Chunk, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        """Those passages of a chunk that are numbered ``start`` to ``stop`` (exclusive); raises as :meth:`open`."""
        for number in range(max(start, chunk.first), min(stop, chunk.first + chunk.count)):
            yield number, self._open_chunk(chunk)[number - chunk.first]

    def _open_chunk(self, chunk: Chunk) -> _Opened:
        opened = self._opened.get(chunk)
        if opened is None:
            opened = _Opened(self._plain(chunk))
            if len(opened) != chunk.count:
                raise StoreError(f"{self._folder / chunk.pack}: does not fit the catalogue. Restore state/ as a whole.")
            self._keep(chunk, opened)
        self._opened.move_to_end(chunk)
        return opened

    def passages(self, chunks: Iterable[Chunk], numbers: Collection[int]) -> dict[int, Passage]:
        """The passages of an item with these numbers; only the chunks that hold them are opened.

        Raises:
            StoreError: as :meth:`open` does, or if no chunk holds a number.
        """
        wanted = set(numbers)
        found = {
            number: self._open_chunk(chunk)[number - chunk.first]
            for chunk in chunks
            for number in wanted.intersection(range(chunk.first, chunk.first + chunk.count))
        }
        if len(found) < len(wanted):
            raise StoreError(f"{self._folder}: passages are missing from the catalogue. Index the store again.")
        return found

    def mostly_dead(self, live: Mapping[str, int]) -> set[str]:
        """The packs to compact: live chunks fill less than half of them. ``live`` has bytes by pack."""
        return {path.name for path in self._files(PACK) if live.get(path.name, 0) * 2 < path.stat().st_size}

    def compact(self, chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
        """Copy live chunks to a new pack, durably; return their new places, in the same order.

        The old packs stay until :meth:`sweep`. Each chunk is opened on the way, so
        that damage is found and not copied.

        Raises:
            StoreError: a chunk does not open, or the disk is full.
        """
        writer = VaultWriter(self._folder, self._keys)
        moved = tuple(writer.copy(chunk, self._checked(chunk)) for chunk in chunks)
        writer.finish()
        return moved

    def sweep(self, live_packs: Collection[str]) -> int:
        """Delete every pack that is not named; return the bytes set free. Not while a writer works."""
        freed = 0
        for path in self._files(PACK):
            if path.name not in live_packs:
                freed += path.stat().st_size
                path.unlink()
        return freed

    def put_blob(self, data: bytes) -> str:
        """Seal one byte string (below 2 GB), durably, in a file of its own; return its name.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        name = secrets.token_hex(16) + BLOB
        path = self._folder / name
        with _writing(path):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with path.open("xb") as file:
                    file.write(self._keys.seal(data, name.encode("ascii")))
                    file.flush()
                    os.fsync(file.fileno())
                _sync_folder(self._folder)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        return name

    def get_blob(self, name: str) -> bytes:
        """Open a blob.

        Raises:
            StoreError: it is missing, was altered in any way, or belongs to another key.
        """
        with self._reading(name):
            sealed = (self._folder / name).read_bytes()
        return self._open(name, sealed, name.encode("ascii"))

    def blobs(self) -> list[str]:
        """The names of all blobs there are, whoever put them."""
        return [path.name for path in self._files(BLOB)]

    def remove_blob(self, name: str) -> None:
        """Delete a blob; harmless if it is gone."""
        (self._folder / name).unlink(missing_ok=True)

    def _plain(self, chunk: Chunk) -> bytes:
        return self._open(chunk.pack, self._sealed(chunk), chunk.context)

    def _checked(self, chunk: Chunk) -> bytes:
        sealed = self._sealed(chunk)
        self._open(chunk.pack, sealed, chunk.context)
        return sealed

    def _sealed(self, chunk: Chunk) -> bytes:
        with self._reading(chunk.pack):
            # Some hundred times a question: a file object and a Path would cost as much as the decryption.
            handle = os.open(f"{self._folder}/{chunk.pack}", os.O_RDONLY)
            try:
                return os.pread(handle, chunk.length, chunk.offset)
            finally:
                os.close(handle)

    def _open(self, name: str, sealed: bytes, context: bytes) -> bytes:
        try:
            return self._keys.open(sealed, context)
        except StoreError as error:
            raise StoreError(f"{self._folder / name}: {error}") from error

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            path = self._folder / name
            raise StoreError(
                f"{path}: cannot be read ({error.strerror}). Check the disk, or restore state/ from a back-up."
            ) from error

    def _keep(self, chunk: Chunk, opened: _Opened) -> None:
        self._opened[chunk] = opened
        self._kept += chunk.length
        while self._kept > KEPT_BYTES and len(self._opened) > 1:
            oldest, _ = self._opened.popitem(last=False)
            self._kept -= oldest.length

    def _files(self, suffix: str) -> list[Path]:
        return sorted(self._folder.glob(f"*{suffix}"))


def _groups(passages: Sequence[Passage], first: int) -> Iterator[tuple[int, list[Passage]]]:
    group: list[Passage] = []
    size = 0
    for number, passage in enumerate(passages, first):
        if group and size + len(passage.text) > CHUNK_BYTES:
            yield number - len(group), group
            group, size = [], 0
        group.append(passage)
        size += len(passage.text)
    if group:
        yield first + len(passages) - len(group), group


def _sealable(passages: list[Passage]) -> bytes:
    pieces = list(chain.from_iterable((_encoded(p.place), _encoded(p.text), p.findings) for p in passages))
    head = struct.pack(f"<{len(pieces) + 1}I", len(pieces) | WITH_FINDINGS, *map(len, pieces))
    return zlib.compress(head + b"".join(pieces), LEVEL)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class _Opened:
    """A chunk that was opened; each passage is made when it is asked for, since few of a register's are."""

    def __init__(self, plain: bytes) -> None:
        self._data = zlib.decompress(plain)
        (marked,) = struct.unpack_from("<I", self._data)
        count = marked & ~WITH_FINDINGS
        self._pieces = 3 if marked & WITH_FINDINGS else 2
        lengths = struct.unpack_from(f"<{count}I", self._data, 4)
        self._ends = tuple(accumulate(lengths, initial=4 + 4 * count))

    def __len__(self) -> int:
        return (len(self._ends) - 1) // self._pieces

    def __getitem__(self, number: int) -> Passage:
        at = number * self._pieces
        place, text, *findings = (
            self._data[start:end] for start, end in pairwise(self._ends[at : at + self._pieces + 1])
        )
        decoded = place.decode("utf-8", "surrogatepass"), text.decode("utf-8", "surrogatepass")
        return Passage(*decoded, findings=b"".join(findings))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}). Free space or fix access.") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A package as a folder: built beside its place, and moved there whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from dsar.activities import Activities
from dsar.audit import Event
from dsar.errors import SetupError, StoreError
from dsar.model import Answer, Subject
from dsar.package.internal import evidence, log_extract, search_statement
from dsar.package.manifest import MANIFEST_FILE, FileEntry, Manifest, manifest
from dsar.package.overview import overview
from dsar.package.plan import plan
from dsar.package.table import table
from dsar.redact.own import Detect
from dsar.settings import Organisation


def compile_package(
    answer: Answer,
    *,
    subject: Subject,
    activities: Activities,
    organisation: Organisation,
    out: Path,
    now: datetime,
    log: Sequence[Event] = (),
    detect: Detect | None = None,
) -> Manifest:
    """Make the package of an answer in the folder ``out``. Same inputs, same bytes.

    Args:
        answer: what ``find`` said; its hits keep their order.
        subject: who it is about.
        activities: the record that purposes and the rest are taken from.
        organisation: who answers.
        out: the folder to make; it may exist if it is empty.
        now: aware; the package bears it (in Danish time) as its date.
        log: the access log's events about this subject.
        detect: finds others' data to mask; all of dsar's detectors if not given.

    Raises:
        SetupError: the folder is not empty, or cannot be made or written.
        StoreError: the disk is full.
    """
    made = now.astimezone(ZoneInfo("Europe/Copenhagen")).date()
    if detect is None:
        from dsar.detect import Detectors

        detect = Detectors(today=made, thorough=True).detect
    with _built_beside(out) as folder:
        data = plan(answer, subject=subject, activities=activities, organisation=organisation, made=made, detect=detect)
        files = [
            _write(folder, "citizen/data.json", [data.model_dump_json(by_alias=True, indent=1), "\n"]),
            _write(folder, "citizen/data.csv", [table(data)]),
            _write(folder, "citizen/oversigt.pdf", [overview(data)]),
            _write(folder, "internal/evidence.json", evidence(answer)),
            _write(folder, "internal/search.json", [search_statement(answer)]),
            _write(folder, "internal/log.jsonl", log_extract(log)),
        ]
        whole = manifest(answer, data, files, made=now.astimezone(UTC))
        _write(folder, MANIFEST_FILE, [whole.model_dump_json(indent=1), "\n"])
    return whole


@contextmanager
def _built_beside(out: Path) -> Iterator[Path]:
    """A folder of our own beside ``out``, which takes its name at the end, or is gone."""
    with translated(out):
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise SetupError(f"{out}: is not an empty folder. Name a new one; a package never overwrites.")
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            yield folder
            folder.replace(out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def translated(place: Path) -> Iterator[None]:
    """Turn what the file system objects to into our own errors."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreError(f"{place}: the disk is full. Make room and run the command again.") from error
        raise SetupError(f"{place}: cannot be written ({error.strerror}). Check the path and permissions.") from error


def _write(folder: Path, path: str, pieces: Iterable[str | bytes]) -> FileEntry:
    """Write a file, safely on the disk when this returns. Lone surrogates, which UTF-8 has no room for, become “?”."""
    target, digest, size = folder / path, sha256(), 0
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with target.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        for piece in pieces:
            content = piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")
            digest.update(content)
            size += file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return FileEntry(path=path, size=size, sha256=digest.hexdigest())

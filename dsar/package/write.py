"""A package as a folder: built beside its place, and moved there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from dsar.activities import Activities
from dsar.audit import Event
from dsar.cases.decisions import Entry
from dsar.cases.grounds import Grounds
from dsar.cases.review import Fate, Verdict
from dsar.disk import on_disk
from dsar.errors import RetryError, SetupError
from dsar.letters.facts import Facts
from dsar.model import Answer, Hit, Subject
from dsar.package.copies import Copied
from dsar.package.internal import decisions, evidence, log_extract, redactions, search_statement
from dsar.package.left_out import left_out
from dsar.package.manifest import COPIES, MANIFEST_FILE, FileEntry, Manifest, manifest
from dsar.package.overview import overviews
from dsar.package.plan import plan
from dsar.package.table import table
from dsar.package.told import Told
from dsar.redact.own import Detect
from dsar.settings import Organisation

MakeCopies = Callable[[Sequence[Told], Path], Iterator[Copied]]
"""Copies items into a folder; :func:`dsar.package.copies.copies` is the real one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a package is made from, gathered.

    Attributes:
        told: the items that are released, by number, not copied yet.
        facts: what the letter was written from.
        letters: the letter's files by name.
        verdicts: every hit of the case with what becomes of it, and as it is held.
        covered: what was searched.
        grounds: the rules that something is left out by.
        history: the review's.
        log: the access log's events about this subject.
        versions: of templates and rules.
    """

    told: tuple[Told, ...] = field(repr=False)
    facts: Facts = field(repr=False)
    letters: Mapping[str, bytes] = field(repr=False)
    verdicts: Callable[[], Iterable[tuple[Verdict, Hit]]] = field(repr=False)
    covered: Answer = field(repr=False)
    subject: Subject
    activities: Activities
    organisation: Organisation
    grounds: Grounds = field(repr=False)
    history: Sequence[Entry] = ()
    log: Sequence[Event] = ()
    versions: Mapping[str, str] = field(default_factory=dict)


def compile_package(material: Material, *, out: Path, copy: MakeCopies, detect: Detect) -> Manifest:
    """Make the package in the folder ``out``. Same inputs, same bytes.

    Args:
        material: what was released, and all that goes with it.
        out: the folder to make; it may exist if it is empty.
        copy: makes the copies.
        detect: finds others' data to mask.

    Raises:
        SetupError: an item cannot be proved clean (each is named, and nothing is made), the folder
            is not empty, or it cannot be made or written.
        StoreError: the disk is full.
    """
    m = material
    with _built_beside(out) as folder:
        for path in ("citizen", COPIES):
            (folder / path).mkdir(mode=0o700)
        copied = list(copy(m.told, folder / COPIES))
        _refuse_unproved(copied, m.facts.case.id)
        told = [_with_files(one, own) for one, own in zip(m.told, copied, strict=True)]
        data = plan(
            told,
            m.facts,
            m.covered,
            subject=m.subject,
            activities=m.activities,
            organisation=m.organisation,
            detect=detect,
            known={one.number: one.known for one in copied},
        )
        data = data.model_copy(update={"left_out": tuple(left_out(copied, m.grounds, data.made))})
        assert len(data.items) == m.facts.given, "the letter and the package count differently"
        files = [
            *(_write(folder, f"citizen/{name}", [content]) for name, content in m.letters.items()),
            _write(folder, "citizen/data.json", [data.model_dump_json(by_alias=True, indent=1), "\n"]),
            _write(folder, "citizen/data.csv", [table(data)]),
            *(_write(folder, f"citizen/{name}", [made]) for name, made in overviews(data)),
            *(_noted(folder, f"{COPIES}{name}") for one in copied for name in one.files),
            _write(folder, "internal/evidence.json", evidence(m.verdicts())),
            _write(folder, "internal/decisions.jsonl", decisions(m.history)),
            _write(folder, "internal/redactions.jsonl", redactions(copied)),
            _write(folder, "internal/search.json", [search_statement(m.covered, m.subject)]),
            _write(folder, "internal/log.jsonl", log_extract(m.log)),
        ]
        fates = [verdict.fate for verdict, _ in m.verdicts()]
        whole = manifest(m.covered, data, files, fates=fates, versions=m.versions)
        _put(folder, MANIFEST_FILE, [whole.model_dump_json(indent=1), "\n"])
    return whole


def _refuse_unproved(copied: Iterable[Copied], case: str) -> None:
    problems = [f"hit {one.number}: no clean copy can be made: {reason}" for one in copied for reason in one.problems]
    if problems:
        advice = f"Withhold or exclude these, or the places in them: dsar case decide {case} …"
        raise SetupError("\n".join([*problems, f"{case}: nothing was made. {advice}"]))


def _with_files(one: Told, copied: Copied) -> Told:
    """The item with its copies; given in part where the whole could not be proved clean."""
    assert one.number == copied.number
    files = tuple(COPIES.removeprefix("citizen/") + name for name in copied.files)
    return replace(one, files=files, fate=Fate.EXTRACTED if copied.fell_back else one.fate)


def _noted(folder: Path, path: str) -> FileEntry:
    """A file that is there already, for the manifest; safely on the disk when this returns."""
    digest = sha256()
    with (folder / path).open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
        os.fsync(file.fileno())
    return FileEntry(path=path, size=(folder / path).stat().st_size, sha256=digest.hexdigest())


@contextmanager
def _built_beside(out: Path) -> Iterator[Path]:
    """A folder of our own beside ``out``, which takes its name at the end, or is gone; what a kill left goes first.

    Raises:
        SetupError: there is something at ``out`` already, or it cannot be made.
        RetryError: another process is making it.
    """
    with on_disk(out):
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise SetupError(f"{out}: is not an empty folder. Name a new one; a package never overwrites.")
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            for left in out.parent.glob(f"{_beside(out)}*"):
                shutil.rmtree(left, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=_beside(out), dir=out.parent))
            try:
                yield folder
                folder.replace(out)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def _beside(out: Path) -> str:
    return f".{out.name}.making-"


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else makes this folder; the system lets go of the lock when its holder dies."""
    path = out.parent / f".{out.name}.lock"
    with path.open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RetryError(f"{out}: another process is making this package. Wait for it, or name another.") from None
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _write(folder: Path, path: str, pieces: Iterable[str | bytes]) -> FileEntry:
    """Write a file of the package, for the manifest."""
    size, digest = _put(folder, path, pieces)
    return FileEntry(path=path, size=size, sha256=digest)


def _put(folder: Path, path: str, pieces: Iterable[str | bytes]) -> tuple[int, str]:
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
    return size, digest.hexdigest()

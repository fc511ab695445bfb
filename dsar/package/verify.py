"""Checking a package against its manifest.

The package may come from anywhere, so nothing in it is trusted: no more is read
of a file than the manifest says there is, and no more is kept than is looked into.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from dsar.disk import on_disk
from dsar.errors import SetupError
from dsar.package.contents import look_into
from dsar.package.manifest import MANIFEST_FILE, FileEntry, Manifest

PIECE = 1024 * 1024
MANIFEST_SIZE = 64 * 1024 * 1024
"""A manifest above this is not one of ours: 100,000 gaps take less."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What reading a file raises when it is damaged, encrypted, or packed in a way that nothing here unpacks."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check came to: how many files were read, what is wrong, and what was looked at; a line each."""

    files: int
    problems: tuple[str, ...]
    checks: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether the package is as it was made."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Contents:
    """A folder's or a zip's files by path, each with what opens it, and what is wrong with the container itself."""

    files: Mapping[str, Callable[[], BinaryIO]]
    problems: tuple[str, ...]


def verify(path: Path) -> Verification:
    """Check a package (a folder or a zip): first every file's bytes, and if those are right, what they say.

    Raises:
        SetupError: there is no folder and no zip file at the path.
    """
    with _contents(path) as contents, on_disk(path):
        problems = list(contents.problems)
        opener = contents.files.get(MANIFEST_FILE)
        if opener is None:
            return Verification(0, (*problems, f"{MANIFEST_FILE}: is missing"))
        try:
            with opener() as file:
                manifest = Manifest.model_validate_json(file.read(MANIFEST_SIZE))
        except UNREADABLE:
            return Verification(1, (*problems, f"{MANIFEST_FILE}: is damaged, or none of dsar's"))
        listed = {entry.path for entry in manifest.files}
        problems += [
            f"{name}: is not in the manifest" for name in sorted(contents.files.keys() - listed - {MANIFEST_FILE})
        ]
        for entry in manifest.files:
            problem = _read(entry, contents.files.get(entry.path))
            if problem:
                problems.append(f"{entry.path}: {problem}")
        read = 1 + len(listed & contents.files.keys())
        if problems:
            return Verification(read, tuple(problems))
        with _unpacked(path, manifest, contents) as root:
            looked = look_into(root, manifest)
        return Verification(read, looked.problems, looked.checks)


@contextmanager
def _unpacked(path: Path, manifest: Manifest, contents: _Contents) -> Iterator[Path]:
    """The package as a folder; the manifest bounds what is unpacked, and its paths are harmless."""
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="dsar-") as folder:
        for entry in manifest.files:
            target = Path(folder, entry.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            with contents.files[entry.path]() as source, target.open("xb") as file:
                shutil.copyfileobj(source, file)
        yield Path(folder)


@contextmanager
def _contents(path: Path) -> Iterator[_Contents]:
    with ExitStack() as stack:
        if path.is_dir() and not path.is_symlink():
            yield _folder(path)
        elif path.is_file() and zipfile.is_zipfile(path):
            try:
                archive = stack.enter_context(zipfile.ZipFile(path))
            except UNREADABLE as error:
                raise SetupError(f"{path}: is a damaged zip file. Fetch the package again.") from error
            yield _zip(archive)
        else:
            raise SetupError(f"{path}: is no package: neither a folder nor a zip file. Check the path.")


def _folder(root: Path) -> _Contents:
    found = sorted(path for path in root.rglob("*") if path.is_symlink() or not path.is_dir())
    odd = [p for p in found if p.is_symlink() or not p.is_file()]
    files = {p.relative_to(root).as_posix(): p for p in found if p not in odd}
    return _Contents(
        {name: lambda place=place: place.open("rb") for name, place in files.items()},  # type: ignore[misc]
        tuple(f"{p.relative_to(root).as_posix()}: is a link or a device, not a file" for p in odd),
    )


def _zip(archive: zipfile.ZipFile) -> _Contents:
    members = [member for member in archive.infolist() if not member.is_dir()]
    names = [member.filename for member in members]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    return _Contents(
        {m.filename: lambda m=m: archive.open(m) for m in members},  # type: ignore[misc]
        tuple(f"{name}: stands twice in the zip file" for name in twice),
    )


def _read(entry: FileEntry, opener: Callable[[], BinaryIO] | None) -> str:
    """What is wrong with a file's bytes."""
    if opener is None:
        return "is missing"
    digest, left = sha256(), entry.size + 1
    try:
        with opener() as file:
            while left > 0 and (piece := file.read(min(PIECE, left))):
                digest.update(piece)
                left -= len(piece)
    except UNREADABLE:
        return "cannot be read"
    if left != 1:
        return f"has another size than the {entry.size} bytes of the manifest"
    return "" if digest.hexdigest() == entry.sha256 else "was altered"

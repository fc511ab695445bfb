"""Checking a package against its manifest, and packing it as one file.

The package may come from anywhere, so nothing in it is trusted: no more is read
of a file than the manifest says there is, and no more is kept than is looked into.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from dsar.errors import SetupError
from dsar.package.data import Data
from dsar.package.manifest import MANIFEST_FILE, FileEntry, Manifest
from dsar.package.write import translated

PIECE = 1024 * 1024
MANIFEST_SIZE = 64 * 1024 * 1024
"""A manifest above this is not one of ours: 100,000 gaps take less."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What reading a file raises when it is damaged, encrypted, or packed in a way that nothing here unpacks."""
LOOKED_INTO = frozenset({"citizen/data.json", "citizen/data.csv", "citizen/oversigt.pdf", "internal/evidence.json"})
LOOKED_INTO_SIZE = 256 * 1024 * 1024
"""Of such a file; a larger one is only held against its digest."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check came to: how many files were read, and what is wrong, a line each."""

    files: int
    problems: tuple[str, ...]

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
    """Check a package (a folder or a zip): files missing, extra or altered, wrong counts, a PDF that is not accessible.

    Raises:
        SetupError: there is no folder and no zip file at the path.
    """
    with _contents(path) as contents, translated(path):
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
        sound: dict[str, bytes] = {}
        for entry in manifest.files:
            problem, content = _read(entry, contents.files.get(entry.path))
            if problem:
                problems.append(f"{entry.path}: {problem}")
            elif content:
                sound[entry.path] = content
        problems += [*_disagreements(manifest, sound), *_inaccessible(sound.get("citizen/oversigt.pdf"))]
        return Verification(1 + len(listed & contents.files.keys()), tuple(problems))


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


def _read(entry: FileEntry, opener: Callable[[], BinaryIO] | None) -> tuple[str, bytes]:
    """What is wrong with a file, or its content where that is looked into."""
    if opener is None:
        return "is missing", b""
    content, digest, left = bytearray(), sha256(), entry.size + 1
    keep = entry.path in LOOKED_INTO and entry.size <= LOOKED_INTO_SIZE
    try:
        with opener() as file:
            while left > 0 and (piece := file.read(min(PIECE, left))):
                digest.update(piece)
                if keep:
                    content += piece
                left -= len(piece)
    except UNREADABLE:
        return "cannot be read", b""
    if left != 1:
        return f"has another size than the {entry.size} bytes of the manifest", b""
    return ("", bytes(content)) if digest.hexdigest() == entry.sha256 else ("was altered", b"")


def _disagreements(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[str]:
    """Whether the counts of the manifest are those of the files that are as they were made."""
    counts = manifest.counts
    try:
        if (raw := files.get("citizen/data.json")) is not None:
            data = Data.model_validate_json(raw)
            if (len(data.items), sum(len(i.passages) for i in data.items)) != (counts.told, counts.passages):
                yield "citizen/data.json: holds another number of items or passages than the manifest says"
        if (raw := files.get("citizen/data.csv")) is not None and raw.count(b"\r\n") != counts.passages + 1:
            yield "citizen/data.csv: holds another number of rows than the manifest says"
        if (raw := files.get("internal/evidence.json")) is not None:
            hits = json.loads(raw)["hits"]
            if len(hits) != counts.certain + counts.likely + counts.possible + counts.other:
                yield "internal/evidence.json: holds another number of hits than the manifest says"
    except (ValueError, KeyError, TypeError):
        yield "a file of the package is not of the form that this version of dsar writes"
    if len(manifest.gaps) != counts.gaps:
        yield f"{MANIFEST_FILE}: lists another number of gaps than it counts"


def _inaccessible(pdf: bytes | None) -> Iterator[str]:
    """What keeps a reading aid from the PDF: no tags, no language, no title."""
    if pdf is None:
        return
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        yield "citizen/oversigt.pdf: cannot be opened"
        return
    try:
        size = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
        checks = {
            "tags": bool(raw.FPDFCatalog_IsTagged(document.raw)),
            "language": size > 2,  # an empty UTF-16 string is its closing zero
            "title": bool(document.get_metadata_value("Title")),
        }
    finally:
        document.close()
    yield from (f"citizen/oversigt.pdf: has no {what}" for what, there in checks.items() if not there)


def write_zip(package: Path, target: Path) -> None:
    """Pack a package's folder as one zip file: same folder, same bytes. The file is there whole or not at all.

    Raises:
        SetupError: the target exists, the package is not intact, or a path cannot be read or written.
        StoreError: the disk is full.
    """
    with translated(target):
        if target.exists():
            raise SetupError(f"{target}: exists. Name a new file; a package never overwrites.")
        checked = verify(package)
        if not checked.intact:
            raise SetupError(f"{package}: {checked.problems[0]}. Make the package again.")
        made = Manifest.model_validate_json((package / MANIFEST_FILE).read_bytes()).made
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(p for p in package.rglob("*") if p.is_file()):
                    member = zipfile.ZipInfo(path.relative_to(package).as_posix(), made.timetuple()[:6])
                    member.external_attr = 0o600 << 16
                    member.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(member, path.read_bytes())
                archive.close()
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)

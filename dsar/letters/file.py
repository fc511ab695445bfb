"""Writes letters to a folder: each file whole or not at all, and never over one that says something else."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dsar.errors import SetupError, StoreError


def write_files(folder: Path, files: Sequence[tuple[str, bytes]], *, replace: bool = False) -> list[Path]:
    """Write files by name, for their owner alone; what is there with the same bytes stays as it is.

    Args:
        folder: made where it is not there.
        files: names and contents.
        replace: write over what is there.

    Raises:
        SetupError: another file has a name (nothing is written then), or the folder cannot be written.
        StoreError: the disk is full.
    """
    paths = [folder / name for name, _ in files]
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        wanted = [
            (path, data)
            for path, (_, data) in zip(paths, files, strict=True)
            if not (path.exists() and path.read_bytes() == data)
        ]
        taken = [path.name for path, _ in wanted if path.exists()]
        if taken and not replace:
            raise SetupError(
                f"{folder}: {', '.join(taken)} is there already and may have been edited. "
                f"Name another folder, or write over it with --replace."
            )
        for path, data in wanted:
            _write(path, data)
    except OSError as error:
        _remove_empty(new)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreError(f"{folder}: the disk is full. Make room and run the command again.") from error
        raise SetupError(f"{folder}: cannot be written ({error.strerror}). Check the path and permissions.") from error
    return paths


def _remove_empty(folders: Sequence[Path]) -> None:
    """Take away folders that were made for nothing, the innermost first."""
    with suppress(OSError):  # one of them holds something
        for folder in folders:
            folder.rmdir()


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise

"""Writes letters to a folder: each file whole or not at all, and never over one that says something else."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dsar.disk import on_disk, whole_file
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
        with on_disk(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            wanted = [(path, data) for path, (_, data) in zip(paths, files, strict=True) if not _holds(path, data)]
            if not replace:
                _refuse_taken(folder, [path.name for path, _ in wanted if path.exists()])
            for path, data in wanted:
                with whole_file(path) as file:
                    file.write(data)
    except (SetupError, StoreError):
        _remove_empty(new)
        raise
    return paths


def _holds(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() == data


def _refuse_taken(folder: Path, taken: Sequence[str]) -> None:
    if taken:
        raise SetupError(
            f"{folder}: {', '.join(taken)} is there already and may have been edited. "
            f"Name another folder, or write over it with --replace."
        )


def _remove_empty(folders: Sequence[Path]) -> None:
    """Take away folders that were made for nothing, the innermost first."""
    with suppress(OSError):  # one of them holds something
        for folder in folders:
            folder.rmdir()

"""What the file system objects to as our own errors, and files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dsar.errors import SetupError, StoreError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def on_disk(place: Path) -> Iterator[None]:
    """Whatever works below the place.

    Raises:
        StoreError: the disk is full.
        SetupError: it cannot be read or written for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreError(f"{place}: the disk is full. Make room and run the command again.") from error
        said = f"cannot be read or written ({error.strerror}). Check the path and its permissions, or name another."
        raise SetupError(f"{place}: {said}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone; it takes its name when it is safely on the disk, and is gone if that fails."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)

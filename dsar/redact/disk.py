"""What the file system objects to while copies are written, as our own errors."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dsar.errors import SetupError, StoreError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def written_to(place: Path) -> Iterator[None]:
    """Whatever writes below the place.

    Raises:
        StoreError: the disk is full.
        SetupError: it cannot be written to for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreError(f"{place}: the disk is full. Make room and run the command again.") from error
        raise SetupError(f"{place}: cannot be written ({error.strerror}). Name another folder.") from error

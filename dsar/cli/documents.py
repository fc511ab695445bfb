"""Files named on the command line, read as the index reads them; for ``read``, ``scan`` and ``redact``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dsar.errors import SetupError
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.sandbox import Sandbox
from dsar.model import Gap, GapCode
from dsar.settings import Settings, find_workspace, load_settings


def settings_around(given: Path | None) -> Settings | None:
    """Those of the workspace that was named or that the current folder lies in; None where there is none.

    Raises:
        SetupError: the named workspace is none, or its settings are wrong.
    """
    try:
        root = find_workspace(given, os.environ)
    except SetupError:
        if given is not None or os.environ.get("DSAR_WORKSPACE"):
            raise
        return None
    return load_settings(root)


def passwords_of(settings: Settings | None) -> str:
    """The file of passwords that the settings name; "" for none."""
    return str(settings.passwords_file or "") if settings else ""


def read_paths(paths: Iterable[Path], passwords: str = "") -> Iterator[tuple[str, Located]]:
    """What each file holds, with its name; folders are walked, in the alphabet's order, links not followed.

    Args:
        paths: files and folders.
        passwords: a file of passwords to try on what is locked, or "".

    Raises:
        SetupError: a path is not there (raised before anything is read).
    """
    files = list(files_in(paths))
    limits = Limits(passwords_file=passwords, text_rows=False)
    with Sandbox(limits) as sandbox:
        for path in files:
            for located in _read(path, sandbox, limits):
                yield located.locator(str(path)), located


def _read(path: Path, sandbox: Sandbox, limits: Limits) -> Iterator[Located]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        yield Located((), Gap("", GapCode.NO_ACCESS, f"cannot be opened ({error.strerror})."))
        return
    try:
        yield from sandbox.read(handle, path.name)
    finally:
        os.close(handle)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and those in folders, in the alphabet's order; links are not followed.

    Raises:
        SetupError: a path is not there.
    """
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort()
                yield from (Path(folder) / name for name in sorted(names) if not (Path(folder) / name).is_symlink())
        elif path.exists():
            yield path
        else:
            raise SetupError(f"{path}: there is no such file or folder. Check the path.")

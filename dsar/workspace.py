"""Makes a new workspace folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dsar.activities import default_text
from dsar.crypto import new_key_file
from dsar.errors import SetupError
from dsar.settings import ACTIVITIES_FILE, DEFAULT_KEY_FILE, SETTINGS_FILE


def make_workspace(folder: Path) -> bool:
    """Write settings, a municipality's record of activities and a key; what is there already stays as it is.

    Returns:
        Whether anything was written.

    Raises:
        SetupError: the folder cannot be written.
    """
    settings = files("dsar").joinpath("data/dsar.toml").read_text(encoding="utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = [_write(folder / SETTINGS_FILE, settings), _write(folder / ACTIVITIES_FILE, default_text())]
    except OSError as error:
        raise SetupError(f"{folder}: cannot be written ({error.strerror}). Choose another folder.") from error
    key = folder / DEFAULT_KEY_FILE
    if not key.exists():
        new_key_file(key)
        made.append(True)
    return any(made)


def _write(path: Path, text: str) -> bool:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True

"""The passwords that protected files are tried with: one a line in a file that only its owner can read.

They are read in the process that reads the documents, when a protected one turns
up, and are never part of a message, a log or a command line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from dsar.errors import ItemError
from dsar.extract.extractor import Limits
from dsar.model import GapCode

_MOST = 1_000
T = TypeVar("T")


class Passwords:
    """The passwords to try on the parts of one file; the one that fitted last is tried first."""

    def __init__(self, limits: Limits) -> None:
        self._waiting = list(_read(limits.passwords_file)) if limits.passwords_file else []

    def open(self, attempt: Callable[[str], T | None]) -> T:
        """What the first password that fits opens.

        Args:
            attempt: opens with a password, or returns None if it is the wrong one.

        Raises:
            ItemError: ``encrypted``: none fits.
        """
        for password in self._waiting:
            result = attempt(password)
            if result is not None:
                self._waiting.remove(password)
                self._waiting.insert(0, password)
                return result
        if self._waiting:
            raise ItemError(GapCode.ENCRYPTED, "no password in [extract] passwords_file opens it. Add the right one.")
        raise ItemError(
            GapCode.ENCRYPTED, "it needs a password. Add it to [extract] passwords_file, or accept the gap."
        )


@lru_cache(maxsize=4)
def _read(path: str) -> tuple[str, ...]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ()  # dsar.settings says so before the work begins
    return tuple(dict.fromkeys(line for line in text.splitlines() if line))[:_MOST]

"""Which files are in a store, by globs over locators, where ``*`` also crosses ``/``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Globs:
    """Which locators are in the store."""

    include: Sequence[str]
    exclude: Sequence[str]

    def wanted(self, locator: str) -> bool:
        """Whether a file is."""
        return any(fnmatchcase(locator, glob) for glob in self.include) and not self.excluded(locator)

    def excluded(self, locator: str) -> bool:
        """Whether a file, or a folder with all that is in it, is not."""
        return any(fnmatchcase(locator, glob) for glob in self.exclude)

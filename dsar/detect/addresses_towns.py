"""Postcodes and their towns, from PostNord's list."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

_SHIPPED = Path(__file__).parent / "data" / "postcodes.tsv"
# The letter after a big town's name is its post district: "København K".
_LONGEST = 4
_SHORT = (
    *(("københavn", "kbh."), ("københavn", "kbh"), ("københavn", "copenhagen")),
    *(("frederiksberg", "frb."), ("frederiksberg", "frb")),
)
"""How big towns are also written."""
_CELL_ENDS = re.compile(r"[\n;|\t]")


class Towns:
    """Which postcodes a town has, and which towns a postcode."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the shipped list, or another of the same form."""
        self._codes: defaultdict[str, set[str]] = defaultdict(set)
        self._towns: defaultdict[str, set[str]] = defaultdict(set)
        for line in (path or _SHIPPED).read_text(encoding="utf-8").splitlines():
            code, town = line.split("\t")
            for name in _spellings(town) | _spellings(_plain(town)):
                self._codes[name].add(code)
                self._towns[code].add(name)

    def is_code(self, code: str) -> bool:
        """Whether any town has the postcode."""
        return code in self._towns

    def belongs(self, code: str, town: str) -> bool:
        """Whether a lower-case town has the postcode."""
        return town in self._towns.get(code, ())

    def only_code(self, town: str) -> str:
        """The postcode of a lower-case town that has just one, or an empty string."""
        codes = self._codes.get(town, set())
        return next(iter(codes)) if len(codes) == 1 else ""

    def at(self, text: str, start: int) -> int:
        """Where the longest town name that begins at an offset ends, or the offset itself."""
        near = _CELL_ENDS.split(text[start : start + 40], maxsplit=1)[0].replace("\u00a0", " ")
        words = near.split(" ")[:_LONGEST]
        for count in range(len(words), 0, -1):
            whole = " ".join(words[:count])
            for name in (whole, whole.rstrip(".,;:)")):
                if name.lower() in self._codes:
                    return start + len(name)
        return start


def _spellings(town: str) -> set[str]:
    """A town as it is also written: ``århus``, ``kbh. k``."""
    shorter = {town.replace(name, short) for name, short in _SHORT if name in town}
    return {town, town.replace("aa", "å")} | shorter


def _plain(town: str) -> str:
    """A town without its post district's letter: ``københavn k`` is ``københavn``."""
    name, _, district = town.rpartition(" ")
    return name if name and len(district) <= 2 else town

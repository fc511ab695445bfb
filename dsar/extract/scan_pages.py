"""Which pages of a document were not, or not surely, read: one gap for each reason, that names the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from dsar.model import Gap, GapCode


class UnreadPages:
    """Gathers page numbers by what is wrong with them."""

    def __init__(self) -> None:
        self._pages: dict[tuple[GapCode, str], list[int]] = {}

    def add(self, number: int, code: GapCode, reason: str) -> None:
        """Note a page, or another thing that is wrong with it; pages come in order, from 1."""
        pages = self._pages.setdefault((code, reason), [])
        if not pages or pages[-1] != number:
            pages.append(number)

    def gaps(self, *, numbered: bool = True) -> Iterator[Gap]:
        """Yield a gap of the item for each reason; one of a single picture needs no page number."""
        for (code, reason), numbers in self._pages.items():
            yield Gap("", code, f"{pages(numbers)}: {reason}" if numbered else reason)


def pages(numbers: Iterable[int]) -> str:
    """``page 2``, ``pages 2, 4-6``."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ("page " if [len(run) for run in runs] == [1] else "pages ") + ", ".join(words)

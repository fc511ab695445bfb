"""Plain text: txt, md, log, and whatever else is text and nothing more special."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from dsar.extract.decode import decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.model import Passage
from dsar.words import PLACES

LONGEST = 100_000
"""Characters of the longest passage; a shorter text file is one passage, so offsets in it are offsets in the file."""
BLOCK = 8_000
"""Characters of text that has no lines of its own, and is shown in blocks of them."""


class TextExtractor:
    """Yields the file's text unaltered, in one passage or, when it is long, cut at line ends."""

    def match(self, media_type: str, name: str) -> int:
        """Any text at all, below every other extractor."""
        del name
        return 1 if media_type.startswith("text/") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage]:
        """Yield the text; see the class."""
        if limits.text_rows:
            from dsar.extract.text_rows import passages_and_rows

            yield from passages_and_rows(decoded(source))
        else:
            yield from text_passages(decoded(source))


def text_passages(pieces: Iterable[str]) -> Iterator[Passage]:
    """Yield a text that arrives in pieces as passages that name their lines."""
    whole = cut(pieces)
    start = tuple(islice(whole, 2))
    if len(start) < 2:
        yield from (Passage(PLACES["text"], block) for block in start)
        return
    line = 1
    for block in chain(start, whole):
        yield Passage(lines_place(line, block), block)
        line += block.count("\n")


def lines_place(line: int, text: str) -> str:
    """The place of text that begins at a line."""
    return PLACES["lines"].format(line, line + text.count("\n") - text.endswith("\n"))


def cut(pieces: Iterable[str]) -> Iterator[str]:
    """Yield blocks of at most :data:`LONGEST` characters that add up to the text.

    A block ends at a line end if it can, else at a space, else where it must.
    """
    rest = ""
    for piece in pieces:
        text = rest + piece
        start = 0
        while len(text) - start > LONGEST:
            end = _cut_at(text, start, start + LONGEST)
            yield text[start:end]
            start = end
        rest = text[start:]
    if rest:
        yield rest


def blocks(lines: Iterable[str]) -> Iterator[str]:
    """Yield whole lines together, up to :data:`BLOCK` characters; a longer line is a block of its own."""
    held: list[str] = []
    size = 0
    for line in lines:
        if held and size + len(line) > BLOCK:
            yield "\n".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line) + 1
    if held:
        yield "\n".join(held)


def _cut_at(text: str, start: int, end: int) -> int:
    for mark, earliest in (("\n", start), (" ", (start + end) // 2)):
        found = text.rfind(mark, earliest, end)
        if found >= 0:
            return found + 1
    return end


_checked: type[Extractor] = TextExtractor

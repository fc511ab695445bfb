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


class TextExtractor:
    """Yields the file's text unaltered, in one passage or, when it is long, cut at line ends."""

    def match(self, media_type: str, name: str) -> int:
        """Any text at all, below every other extractor."""
        del name
        return 1 if media_type.startswith("text/") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage]:
        """Yield the text; see the class."""
        del limits
        yield from text_passages(decoded(source))


def text_passages(pieces: Iterable[str]) -> Iterator[Passage]:
    """Yield a text that arrives in pieces as passages that name their lines."""
    blocks = cut(pieces)
    start = tuple(islice(blocks, 2))
    if len(start) < 2:
        yield from (Passage(PLACES["text"], block) for block in start)
        return
    line = 1
    for block in chain(start, blocks):
        following = line + block.count("\n")
        yield Passage(PLACES["lines"].format(line, following - block.endswith("\n")), block)
        line = following


def cut(pieces: Iterable[str], *, longest: int = LONGEST) -> Iterator[str]:
    """Yield blocks of at most ``longest`` characters that add up to the text.

    A block ends at a line end if it can, else at a space, else where it must.
    """
    rest = ""
    for piece in pieces:
        text = rest + piece
        start = 0
        while len(text) - start > longest:
            end = _cut_at(text, start, start + longest)
            yield text[start:end]
            start = end
        rest = text[start:]
    if rest:
        yield rest


def _cut_at(text: str, start: int, end: int) -> int:
    for mark in ("\n", " "):
        found = text.rfind(mark, start, end)
        if found > start:
            return found + 1
    return end


_checked: type[Extractor] = TextExtractor

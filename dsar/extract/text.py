"""Plain text: txt, md, log, and whatever else is text and nothing more special."""

from __future__ import annotations

import re
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


_NEAR, _WORD = 2_000, 40
_PARTED = re.compile(r"[ \t;|}\]]{1,20}")
_NAME_WORD = re.compile(r"(?:^|[^\w.'-])[A-ZÆØÅ][\w.'-]*\Z")


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

    A block ends at a line end if it can, else at a space or between cells (not inside a name, nor between a name
    and a number if it can), else where it must.
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
    """Where a block ends: at a line's end, else near its own end where a person is least likely to be parted."""
    line = text.rfind("\n", start, end)
    if line >= 0:
        return line + 1
    parts = list(_PARTED.finditer(text, end - _NEAR, end))
    apart = [part for part in parts if _is_apart(text, part)]
    return (apart or parts)[-1].end() if parts else end


def _is_apart(text: str, part: re.Match[str]) -> bool:
    """Whether neither a number stands beside it, which may be that of whom is named, nor two words of one name."""
    before, after = text[max(0, part.start() - _WORD) : part.start()], text[part.end() : part.end() + 1]
    numbers = before[-1:].isdigit() or after.isdigit()
    return not numbers and not (part[0].isspace() and after.isupper() and _NAME_WORD.search(before))


_checked: type[Extractor] = TextExtractor

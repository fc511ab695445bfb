"""A letter as it is before it becomes docx, PDF or text: headings, paragraphs, lists, tables and terms.

Every text in it is final and safe to set as it is; nothing in it is markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain, zip_longest

from dsar.letters.facts import Addressee, Language, LetterKind, Sender


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; a line break in it is a line break in print."""

    text: str = field(repr=False)
    bold: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; ``element`` is its number in the outline of an answer."""

    level: int
    text: Line
    element: int | None = None


class Look(StrEnum):
    """How a paragraph stands out: not, as what matters most, or as the greeting and names at the end."""

    PLAIN = "paragraph"
    LEAD = "lead"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Line
    look: Look = Look.PLAIN


class Mark(StrEnum):
    """What stands before a list's entries."""

    BULLET = "bullet"
    NUMBER = "number"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    mark: Mark
    entries: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row names the columns; ``widths`` are shares of the page's width."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and what they mean."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Where the explanations of the letter's own words go; replaced by :class:`Terms` before anybody sees it."""


Block = Heading | Paragraph | Items | Table | Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A whole letter.

    Attributes:
        template: its template's name and version.
        rules: the version of the rules that things are withheld by; empty where nothing rests on them.
        reference: labels and values beside the address: date, case number and so on.
    """

    kind: LetterKind
    language: Language
    template: str
    title: str
    made: date
    sender: Sender
    addressee: Addressee
    reference: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    footer: str
    page_of: str
    rules: str = ""

    @property
    def provenance(self) -> str:
        """What it was made by, for the files' metadata: years later it can be told which text was sent."""
        return f"{self.template}, rules {self.rules}" if self.rules else self.template

    def section(self, element: int) -> tuple[Block, ...]:
        """The blocks under the heading of an element, to the next heading of its level; empty if there is none."""
        found: list[Block] = []
        inside = False
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 2:
                inside = block.element == element
            if inside:
                found.append(block)
        return tuple(found)


def together(letter: Letter) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it must stay on a page with the next one: it leads up to it, or the greeting follows."""
    for block, after in zip_longest(letter.blocks, letter.blocks[1:]):
        leads = isinstance(block, Paragraph) and words_of(block.text).endswith(":")
        yield block, leads or (isinstance(after, Paragraph) and after.look is Look.SIGNED)


def lines(block: Block) -> Iterator[str]:
    """Every line of text in a block; each is a sentence of its own, or several."""
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield from _split(text)
        case Items(entries=entries):
            yield from chain.from_iterable(map(_split, entries))
        case Table(header=header, rows=rows):
            for row in (header, *rows):
                yield from chain.from_iterable(map(_split, row))
        case Terms(entries=entries):
            for term, meaning in entries:
                yield f"{term}: {meaning}"


def words_of(line: Line) -> str:
    """The line's text without its looks."""
    return "".join(run.text for run in line)


def _split(line: Line) -> list[str]:
    return words_of(line).split("\n")

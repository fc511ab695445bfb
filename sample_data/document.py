"""A document before it has a format: blocks of text, and who is mentioned in it by what words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in a document that point at a person.

    Attributes:
        person: the person's id.
        role: ``subject``, ``mentioned``, ``household`` or ``employee``.
        kind: what it tells of them: ``cpr``, ``name``, ``former``, ``birth``, ``address``, ``phone``, ``email``,
            ``case``, ``plate`` or ``account``.
        form: how it is written: ``dash`` or ``glued`` for a cpr, ``full``, ``initials`` or ``typo`` for a name…
        text: exactly as it stands in the document.
    """

    person: str
    role: str
    kind: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends inside it are meant."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first of which may be the header."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table


@dataclass(slots=True)
class Document:
    """What is written to a file in one format or another."""

    story: str
    title: str
    day: date
    style: str
    blocks: tuple[Block, ...]
    author: str = ""
    mode: str = ""
    case: str = ""
    mentions: list[Mention] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything below the title as plain text."""
        return "\n\n".join(block_text(block) for block in self.blocks)


def block_text(block: Block) -> str:
    """A block as plain text; a table's row is a line, its cells are divided by a colon."""
    match block:
        case Table(rows):
            return "\n".join(": ".join(row) for row in rows)
        case Heading(text) | Paragraph(text):
            return text


def parse(text: str) -> tuple[Block, ...]:
    """Blocks of a filled-in story: ``# heading``, ``| cell | cell |`` rows, paragraphs divided by empty lines."""
    blocks: list[Block] = []
    for chunk in text.strip().split("\n\n"):
        lines = chunk.strip("\n").split("\n")
        if lines[0].startswith("# "):
            blocks.append(Heading(lines[0][2:]))
        elif lines[0].startswith("| "):
            blocks.append(Table(tuple(tuple(c.strip() for c in line.strip("| ").split(" | ")) for line in lines)))
        else:
            blocks.append(Paragraph(chunk.strip("\n ")))
    return tuple(blocks)

"""A letter as plain text: for reading on a terminal, for goldens, and for letters sent as the text of a message."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from dsar.letters.document import (
    Block,
    Heading,
    Items,
    Letter,
    Line,
    Look,
    Mark,
    Paragraph,
    Table,
    Terms,
    words_of,
)

WIDTH = 100
_MARKS = {Mark.BULLET: "– ", Mark.BOX: "☐ "}


def plain(letter: Letter) -> str:
    """The whole letter, lines at most 100 characters wide where words allow it."""
    head = [letter.sender.name, "", letter.addressee.name, *letter.addressee.address.splitlines(), ""]
    reference = [f"{label}: {value}" for label, value in letter.reference]
    body = [line for block in letter.blocks for line in _block(block)]
    return "\n".join([*head, *reference, "", letter.title.upper(), "", *body, "-" * 20, letter.footer, ""])


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            title = words_of(text)
            yield from (title, ("=" if level == 2 else "-") * len(title))
        case Paragraph(text=text, look=look):
            yield from _wrapped(words_of(text), "> " if look is Look.LEAD else "")
        case Items(mark=mark, entries=entries):
            for number, entry in enumerate(entries, 1):
                yield from _wrapped(words_of(entry), _MARKS.get(mark, f"{number}. "))
        case Table(header=header, rows=rows):
            for row in (header, *rows):
                yield " | ".join(map(_cell, row))
        case Terms(entries=entries):
            for term, meaning in entries:
                yield from _wrapped(f"{term}: {meaning}", "")
    yield ""


def _wrapped(text: str, mark: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        first = mark if number == 0 or mark == "> " else " " * len(mark)
        rest = mark if mark == "> " else " " * len(mark)
        kept = wrap(line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)
        yield from kept or [first.rstrip()]


def _cell(line: Line) -> str:
    return words_of(line).replace("\n", " / ")

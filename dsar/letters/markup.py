"""The small markup of the templates, read into blocks.

    # Title              ## Heading {3}          ### Smaller heading
    > What stands out    ~ The greeting          A paragraph ends at an empty line; **bold** is the only look in it
    - entry              + numbered entry        [] entry with a box to tick
    |= 1 2               widths of the columns   @glossary   the explanations go here
    | Head | Head |      the first row of a table names its columns
    | cell | cell |

What is put into a template passes :func:`protect` first, which hides every
character that means something here, so that no name or text becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from dsar.letters.document import Block, Glossary, Heading, Items, Line, Look, Mark, Paragraph, Run, Table

_SPECIAL = "\n#*|->+[]~@{}="
_FIRST = 0xE000
"""Hidden characters become private ones from here; those that a text brings itself are shown as unknown."""
_HIDE = {ord(c): _FIRST + n for n, c in enumerate(_SPECIAL)}
_SHOW = {hidden: shown for shown, hidden in _HIDE.items()}
_PRIVATE = re.compile("[\ue000-\uf8ff\u2028\u2029\x0b\x0c\x1c-\x1e\x85]")
_HEADING = re.compile(r"(#{1,3}) (.*?)(?: \{([0-9]{1,2})\})?")
_BOLD = re.compile(r"\*\*([^*]{1,2000})\*\*")
# A sign or word and the number that it is nothing without stay on one line.
_TOGETHER = re.compile(r"(§§?|(?<!\w)(?:stk\.|nr\.|litra|artikel|art\.|Article|Art\.)) (?=[0-9a-z])")
_MARKS = {"- ": Mark.BULLET, "+ ": Mark.NUMBER, "[] ": Mark.BOX}


def protect(text: str) -> str:
    """A text that will come out of :func:`blocks` as it is, whatever is in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _PRIVATE.sub(" ", text).translate(_HIDE)


def title_of(source: str) -> str:
    """The letter's title: the first line that is a heading of level 1."""
    first = next(line for line in source.splitlines() if line.startswith("# "))
    return _plain(_HEADING.fullmatch(first.rstrip())[2])  # type: ignore[index]  # it starts like a heading


def blocks(source: str) -> Iterator[Block | Glossary]:
    """The blocks of a filled template, without its title."""
    rows = [line.strip() for line in source.splitlines()]
    for kind, group in groupby(rows, key=_kind):
        body = list(group)
        match kind:
            case "#":
                yield from map(_heading, (row for row in body if not row.startswith("# ")))
            case ">" | "~":
                look = Look.LEAD if kind == ">" else Look.SIGNED
                yield Paragraph(_line(" ".join(row[1:].strip() for row in body)), look)
            case "|":
                yield from _table(body)
            case "@":
                yield Glossary()
            case "":
                continue
            case "text":
                yield Paragraph(_line(" ".join(body)))
            case mark:
                yield Items(_MARKS[mark], tuple(_line(row.removeprefix(mark)) for row in body))


def _kind(row: str) -> str:
    if not row:
        return ""
    if row[0] in "#>~|@":
        return row[0]
    return next((mark for mark in _MARKS if row.startswith(mark)), "text")


def _heading(row: str) -> Heading:
    found = _HEADING.fullmatch(row)
    assert found is not None, row
    return Heading(len(found[1]), _line(found[2]), int(found[3]) if found[3] else None)


def _table(rows: Sequence[str]) -> Iterator[Table]:
    widths = tuple(float(share) for row in rows if row.startswith("|=") for share in row[2:].split())
    cells = [tuple(map(_line, row.strip("|").split("|"))) for row in rows if not row.startswith("|=")]
    if len(cells) > 1:
        yield Table(cells[0], tuple(cells[1:]), widths or (1.0,) * len(cells[0]))


def _line(text: str) -> Line:
    pieces = _BOLD.split(text.strip())
    return tuple(Run(_plain(piece), bold=n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def _plain(text: str) -> str:
    return _TOGETHER.sub("\\1\u00a0", text.translate(_SHOW))

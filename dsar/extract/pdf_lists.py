"""Lists of people in the running text of PDF pages: a passage a person, as in any text."""

from __future__ import annotations

from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.pdf_layout import has_numbers
from dsar.extract.person_lines import parted
from dsar.model import Passage
from dsar.words import PLACES


def passages_of(text: str, page: int, *, goes_on: bool) -> tuple[list[Passage], bool]:
    """A page's text as its passage and the rows of lists in it, and whether such a list may go on overleaf.

    Args:
        text: what stands on the page, without its registers.
        page: its number.
        goes_on: whether the page before ended with a list.
    """
    place = PLACES["page"].format(page)
    if not text.strip():
        return [], goes_on
    if not (goes_on or has_numbers(text)):
        return [Passage(place, text)], False
    pieces = list(parted(text, goes_on=goes_on))
    rest = "".join(piece.text for piece in pieces if not piece.is_row)
    found = [Passage(place, rest.rstrip("\n"))] if rest.strip() else []
    for piece in pieces:
        if piece.is_row:
            row = FORMAT_PLACES["list_row"].format(piece.line + 1)
            found.append(Passage(f"{place}, {row}", piece.text.rstrip("\n")))
    return found, pieces[-1].is_row

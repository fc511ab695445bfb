"""The like numbers around a number, read once a column, say what reading them anew for each number says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.cpr_neighbours import NEIGHBOURHOOD, Neighbours
from dsar.detect.digits import Digits
from dsar.model import Span

NUMBER = re.compile(r"(?<![0-9])[0-9]{10}(?![0-9])")
ROWS = st.lists(
    st.tuples(st.sampled_from(["0101364321", "0202364321", "9999999999", "4512345678"]), st.integers(0, 120)),
    min_size=1,
    max_size=40,
)


def read_anew(text: str, span: Span) -> str | None:
    around = NUMBER.finditer(text, max(0, span.start - NEIGHBOURHOOD), span.end + NEIGHBOURHOOD)
    others = [m.group() for m in around if m.start() != span.start]
    dated = sum(number[0] == "0" for number in others)
    if len(others) < 2:
        return None
    if dated * 2 <= len(others):
        return "cpr.neighbours.other"
    return "cpr.neighbours.alike" if len({number[:2] for number in others}) == 1 else "cpr.neighbours"


@given(rows=ROWS)
def test_a_column_read_once_says_what_each_number_would(rows: list[tuple[str, int]]) -> None:
    text = "".join(f";{number};{'.' * gap}\n" for number, gap in rows)
    near = Neighbours(Digits(text))
    spans = [Span(*match.span()) for match in NUMBER.finditer(text)]
    assert [near.rule(span) for span in spans] == [read_anew(text, span) for span in spans]


@pytest.mark.parametrize("mark", [" | ", "|", ";", "\t", ", "])
def test_numbers_of_another_column_are_no_neighbours(mark: str) -> None:
    rows = [("0101364321", "4512345678"), ("0202364321", "4612345678"), ("1503364321", "4712345678")]
    text = "".join(mark.join(["Bolig", "9000", *row, "12"]) + "\n" for row in rows)
    near = Neighbours(Digits(text))
    said = [near.rule(Span(text.index(number), text.index(number) + 10)) for row in rows for number in row]
    assert said == ["cpr.neighbours", "cpr.neighbours.other"] * 3


def test_numbers_of_a_list_are_neighbours_whatever_their_place_in_it() -> None:
    text = "Konti: 9000; 4512345678; 4612345678; 4712345678; 0101364321; 12"
    assert Neighbours(Digits(text)).rule(Span(text.index("0101"), text.index("0101") + 10)) == "cpr.neighbours.other"


def test_a_number_in_another_place_of_its_row_is_no_neighbour() -> None:
    text = "Ordre 4512345678\nOrdre 4612345678\nOrdre 4712345678\nborger 0101364321\n"
    assert Neighbours(Digits(text)).rule(Span(text.index("0101"), text.index("0101") + 10)) is None

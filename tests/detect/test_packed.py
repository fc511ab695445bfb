"""Findings go into bytes and come back; what was packed otherwise is looked for again."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dsar.detect import Detectors
from dsar.detect.packed import OF_PERSONS, pack, unpack
from dsar.model import Evidence, Finding, Kind, Span

DETECTORS = Detectors(today=date(2026, 11, 21))
TEXT = (
    "Jens Hansen, cpr 010136-4321, Vestergade 12, 9000 Aalborg, jh@example.dk. Sag 2024-000123, konto 1234 0123456789."
)

places = st.tuples(st.integers(0, 10**6), st.integers(1, 200))
findings = st.builds(
    lambda kind, at, key, weight: Finding(kind, Span(at[0], sum(at)), key, (Evidence("a", weight),)),
    st.sampled_from(sorted(OF_PERSONS)),
    places,
    st.text(max_size=300),
    st.floats(-40, 40, width=32),
)


def told(found: Finding) -> tuple[Kind, Span, str, float]:
    return found.kind, found.span, found.key, found.log_odds


@given(st.lists(findings, max_size=20))
def test_what_is_packed_is_unpacked(found: list[Finding]) -> None:
    unpacked = unpack(pack(found))
    assert unpacked is not None
    assert [told(one) for one in unpacked] == [told(one) for one in found]


def test_an_offset_moves_the_findings() -> None:
    found = Finding(Kind.CPR, Span(3, 13), "0101364321", (Evidence("cpr.form", 1.0),))
    (moved,) = unpack(pack([found]), offset=100) or ()
    assert moved.span == Span(103, 113)


def test_nothing_found_is_not_the_same_as_never_looked() -> None:
    assert (unpack(pack([])), unpack(b""), unpack(b"\x02")) == ([], None, None)


def test_a_text_that_is_read_once_for_two_sets_of_kinds_gives_what_each_set_would() -> None:
    indexed = frozenset(Kind) - {Kind.NAME}
    each = DETECTORS.detect_each(TEXT, indexed, OF_PERSONS)
    alone = tuple(Detectors(today=date(2026, 11, 21), kinds=kinds).detect(TEXT) for kinds in (indexed, OF_PERSONS))
    assert each == alone
    assert {Kind.CASE_NUMBER, Kind.CPR} <= {found.kind for found in each[0]}
    assert {Kind.NAME, Kind.ADDRESS, Kind.EMAIL} <= {found.kind for found in each[1]}

"""What is told whole and is mostly about others is named to the caseworker."""

from __future__ import annotations

from dataclasses import replace

from dsar.model import Kind
from dsar.package.copies import Copied
from dsar.package.mostly_others import mostly_others
from dsar.redact.removal import Count
from tests.package.test_provenance import told

ROWS = tuple(Count(Kind.NAME, f"række {n}", 1) for n in range(2, 9))


def test_a_register_whose_other_rows_are_of_others_is_mostly_theirs() -> None:
    assert mostly_others(told("Navn: Anders Bo Jensen"), Copied(1, ("a.pdf",), True, ROWS))


def test_a_letter_that_names_others_beside_the_subject_is_not() -> None:
    item = told("Anders Bo Jensen og hans nabo.")
    (passage,) = item.hit.passages
    removed = tuple(replace(count, place=passage.place) for count in ROWS)
    assert not mostly_others(item, Copied(1, ("a.pdf",), True, removed))


def test_an_extract_holds_nothing_else() -> None:
    assert not mostly_others(told("Navn: Anders Bo Jensen"), Copied(1, ("a.pdf",), False, ROWS))

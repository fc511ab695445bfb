"""What a copy says of itself: whether it is of the whole document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dsar.cases.review import Fate
from dsar.package import copies
from dsar.package.told import Told
from tests.package.people import HITS, MADE, ROW, SUBJECT, passage


@pytest.fixture(autouse=True)
def _redactor() -> Iterator[None]:
    copies.start(copies.CopyJob(SUBJECT, MADE, recognise=False))
    yield
    copies.stop()


@pytest.mark.parametrize(
    ("place", "item", "in_part"),
    [("tabel 2 række 3", "møde.docx", True), ("Ark1 række 3", "løn.xlsx", False), ("række 3", "løn.csv", False)],
)
def test_rows_of_a_documents_table_are_not_told_to_be_the_document(
    tmp_path: Path, place: str, item: str, in_part: bool
) -> None:
    hit = replace(HITS[1], item=item, passages=(passage(place, ROW, "Anders Bo Jensen"),))
    copied = copies.copy(Told(1, hit, Fate.WHOLE, "subject"), None, tmp_path)
    assert copied.fell_back is in_part

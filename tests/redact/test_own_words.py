"""What a copy says of itself is taken for nobody's data: a count beside a kind would else be a leak in every copy."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.detect import Detectors
from dsar.model import Kind
from dsar.redact.words import REMOVED, TABLE

DETECTORS = Detectors(today=date(2026, 11, 21), thorough=True)


@pytest.mark.parametrize("kind", sorted(REMOVED, key=str), ids=str)
def test_how_many_of_a_kind_were_removed_is_no_finding(kind: Kind) -> None:
    for count in (1, 2, 7, 12, 31, 99):
        for between in (" ", "   ", "\n"):
            heads, row = between.join(TABLE), (REMOVED[kind], str(count), "side 1, side 12, afsnit 1-9")
            table = f"{heads}\n{between.join(row)}"
            assert [f for f in DETECTORS.detect(table) if f.score >= 0.1] == []

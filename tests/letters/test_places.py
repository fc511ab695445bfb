"""A place as a citizen may read it: never a name that somebody gave a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.letters.places import neutral_place
from dsar.words import PLACES


@pytest.mark.parametrize(
    "place",
    [
        "",
        "side 3",
        "side 3, noter",
        "række 17",
        "brødtekst, liste over personer, række 17",
        "brødtekst",
        "afsnit 1-12",
        "tabel 2 række 3",
        "tabel, post 3",
        "linje 1-400",
        "fodnote 3, afsnit 1-2",
        "fodnoter, afsnit 1-2",
        "slettet tekst, tabel 2 række 3",
        "kommentarer",
        "sidehoved og sidefod",
        "lysbillede 4, tabel 1 række 2",
        "pivotdata 1 række 2",
    ],
)
def test_what_dsar_worded_itself_stays(place: str) -> None:
    assert neutral_place(place) == place


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Jens Hansen opsagt række 4", "et ark række 4"),
        ("Jens Hansen (skjult) række 4", "et ark række 4"),
        ("Jens Hansen række 3 række 4", "et ark række 4"),
        ("side 3, Jens række 4", "et ark række 4"),
        ("Jens Hansen B12 kommentar", "et ark B12 kommentar"),
        ("Jens Hansen kommentarer", "et ark kommentarer"),
        ("Jens Hansen tekstfelt", "et ark tekstfelt"),
        ("Jens Hansen sidehoved og sidefod", "et ark sidehoved og sidefod"),
        ("Jens Hansen links", "et ark links"),
        ("Jens Hansen, post 3", "et ark, post 3"),
        ("Jens Hansen formler uden værdi", "et ark formler uden værdi"),
        ("side 3 Jens Hansen", "en del af dokumentet"),
        ("slettet tekst, Jens Hansen", "en del af dokumentet"),
        ("side 3\nJens", "en del af dokumentet"),
    ],
)
def test_a_name_that_somebody_gave_is_left_out(place: str, told: str) -> None:
    assert neutral_place(place) == told


@given(st.text(), st.integers(1, 10**6), st.sampled_from(sorted(PLACES)))
def test_no_sheets_name_is_told(name: str, row: int, kind: str) -> None:
    place = PLACES[kind].format(f"Zx{name}", row)
    assert "Zx" not in neutral_place(place)

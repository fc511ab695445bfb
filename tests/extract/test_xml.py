"""XML reads record by record, and nothing outside the file is ever loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.model import GapCode
from tests.extract.files import gaps, passages, read, texts

PEOPLE = (
    '<personer dato="1/11"><person id="7"><navn>Åse</navn><adresse><vej>Søvej 1</vej><by/></adresse></person>'
    "<person><navn>Bo</navn><note>kaldet <b>Bos</b>se</note><!-- ny --></person></personer>"
)
EXPECTED = ["id: 7\nnavn: Åse\nadresse.vej: Søvej 1", "navn: Bo\nnote: kaldet Bosse\nkommentar: ny", "dato: 1/11"]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_elements_that_repeat_are_records(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{PEOPLE}'.encode(encoding)

    located = read(data, "a.xml")

    assert [text for _, text in passages(located)] == EXPECTED
    assert [one.value.place for one in located] == ["post 1", "post 2", "felter"]  # type: ignore[union-attr]


def test_an_encoding_that_is_not_the_declared_one_is_found_out() -> None:
    assert texts(f'<?xml version="1.0" encoding="utf-8"?>{PEOPLE}'.encode("cp1252"), "a.xml") == EXPECTED


def test_names_of_name_spaces_are_left_out() -> None:
    people = '<x:p y:nr="1"><y:navn>Bo</y:navn></x:p><x:p><y:navn>Eva</y:navn></x:p>'
    data = f'<x:r xmlns:x="urn:x" xmlns:y="urn:y">{people}</x:r>'.encode()

    assert texts(data, "a.xml") == ["nr: 1\nnavn: Bo", "navn: Eva"]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("Bo Als\nÅse Ærø\nEva Fur", "m: Bo Als\nÅse Ærø\nEva Fur"),
        ("Bo Als&#10;Åse Ærø", "m: Bo Als\nÅse Ærø"),
        ("\n      Bo Als\r\n\n      Åse \t Ærø\n    ", "m: Bo Als\nÅse Ærø"),
        ("Bo Als<br/>Åse Ærø<br></br><b>E</b>va Fur", "m: Bo Als\nÅse Ærø\nEva Fur"),
        ("Bo Als<x:lb xmlns:x='urn:x'/>Åse Ærø", "m: Bo Als\nÅse Ærø"),
    ],
)
def test_line_breaks_inside_an_element_part_what_stands_in_it(members: str, expected: str) -> None:
    data = f"<r><p><n>1</n><m>{members}</m></p><p><n>2</n></p></r>"

    assert texts(data.encode(), "a.xml") == [f"n: 1\n{expected}", "n: 2"]


def test_records_inside_an_envelope_are_found() -> None:
    data = "<svar><kode>0</kode><data>" + PEOPLE + "</data></svar>"

    assert texts(data.encode(), "a.xml") == [*EXPECTED[:2], "kode: 0\ndata.personer.dato: 1/11"]


def test_records_of_two_kinds_side_by_side_are_both_records() -> None:
    data = b"<?xml version='1.0'?><r><p><n>Bo</n></p><s nr='1'/><p><n>Eva</n></p><s nr='2'/></r>"

    assert texts(data, "a.xml") == ["n: Bo", "nr: 1", "n: Eva", "nr: 2"]


def test_xml_without_records_is_lines() -> None:
    data = "<sag nr='12'><borger><navn>Åse</navn></borger><emne>Tilskud</emne><emne>Klage</emne></sag>"

    assert texts(data.encode(), "a.xml") == ["nr: 12\nborger.navn: Åse\nemne: Tilskud\nemne: Klage"]


def test_text_between_records_is_kept() -> None:
    data = b"<?xml version='1.0'?><r>start<p><n>Bo</n></p>mellem<p><n>Eva</n></p>slut</r>"

    found = texts(data, "a.xml")

    assert found[:2] == ["n: Bo", "n: Eva"]
    assert all(word in found[2] for word in ("start", "mellem", "slut"))


def test_what_the_file_defines_itself_is_put_in() -> None:
    data = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY navn "Bo Als">]><r><n>&navn;</n></r>'

    assert texts(data, "a.xml") == ["n: Bo Als"]


def test_what_lies_outside_the_file_is_not_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemmelig")
    data = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]><r><n>x &e;</n></r>'

    located = read(data.encode(), "a.xml")

    assert not any("hemmelig" in text for _, text in passages(located))
    assert gaps(located) == [("*", GapCode.DAMAGED)]


@pytest.mark.parametrize("inside", ["<n>&lol9;</n>", '<n x="&lol9;"/>'])
def test_entities_that_swell_are_a_gap(inside: str) -> None:
    levels = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY lol0 "lol">{levels}]><r>{inside}</r>'

    located = read(data.encode(), "a.xml")

    assert gaps(located) == [("*", GapCode.DAMAGED)]
    assert sum(len(text) for _, text in passages(located)) < 10_000


def test_xml_that_breaks_off_is_read_as_far_as_it_goes_and_words_stand_apart() -> None:
    located = read(b"<?xml version='1.0'?><r><a>Bo</a><b>Als", "a.xml")

    assert passages(located)[0] == ("*", "Bo\nAls")
    assert gaps(located) == [("*", GapCode.DAMAGED)]


def test_elements_nested_a_hundred_thousand_deep_are_a_gap_and_still_text() -> None:
    located = read(b"<?xml version='1.0'?>" + b"<a>x" * 100_000, "a.xml")

    assert sum(text.count("x") for _, text in passages(located) if text.startswith("x")) == 100_000
    assert gaps(located) == [("*", GapCode.DAMAGED)]


def test_a_very_long_text_is_read_whole() -> None:
    found = texts(b"<?xml version='1.0'?><r><a>" + b"ord " * 3_000_000 + b"</a></r>", "a.xml")

    assert sum(text.count("ord") for text in found) == 3_000_000


def test_many_records_are_all_read() -> None:
    data = "<r>" + "".join(f"<p><n>Bo {n}</n></p>\n" for n in range(20_000)) + "</r>"

    assert texts(data.encode(), "a.xml") == [f"n: Bo {n}" for n in range(20_000)]

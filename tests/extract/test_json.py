"""JSON reads as lines that say what is what, a record a passage."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.model import GapCode
from tests.extract.files import gaps, passages, read, texts

RECORDS = '[{"navn": "Åse", "adresse": {"vej": "Søvej 1"}, "tlf": ["12", "34"]}, {"navn": "Bo", "note": null}]'
EXPECTED = ["navn: Åse\nadresse.vej: Søvej 1\ntlf[1]: 12\ntlf[2]: 34", "navn: Bo\nnote:"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_array_of_records_is_a_passage_a_record(encoding: str) -> None:
    assert texts(RECORDS.encode(encoding), "a.json") == EXPECTED


def test_letters_written_as_escapes_are_letters() -> None:
    assert texts(json.dumps(json.loads(RECORDS)).encode(), "a.json") == EXPECTED


def test_json_lines_are_a_passage_a_line() -> None:
    data = "\n".join(json.dumps(record) for record in json.loads(RECORDS)) + "\n\n"

    located = read(data.encode(), "a.jsonl")

    assert [text for _, text in passages(located)] == EXPECTED
    assert [one.value.place for one in located] == ["post 1", "post 2"]  # type: ignore[union-attr]


def test_records_deep_in_one_value_are_passages_too() -> None:
    data = f'{{"udtræk": "nu", "data": {{"personer": {RECORDS}}}, "antal": 2}}'

    assert texts(data.encode(), "a.json") == ["udtræk: nu\nantal: 2", *EXPECTED]


def test_an_array_of_arrays_is_a_table() -> None:
    assert texts(b'[["Navn", "By"], ["Bo", "Als"], ["Eva", 7]]', "a.json") == [
        "Navn\nBy",
        "Navn: Bo\nBy: Als",
        "Navn: Eva\nBy: 7",
    ]


def test_numbers_keep_their_digits() -> None:
    data = b'{"a": 123456789012345678901234567890, "b": 1.50, "c": 1e999, "d": -0, "e": NaN, "f": true}'

    assert texts(data, "a.json") == ["a: 123456789012345678901234567890\nb: 1.50\nc: 1e999\nd: -0\ne: NaN\nf: true"]


def test_a_number_of_very_many_digits_is_read() -> None:
    assert texts(b'{"a": ' + b"7" * 9_000 + b"}", "a.json") == ["a: " + "7" * 9_000]


def test_a_key_that_is_there_twice_is_read_twice() -> None:
    assert texts(b'{"navn": "Bo", "navn": "Eva"}', "a.json") == ["navn: Bo\nnavn: Eva"]


def test_a_key_without_a_value_is_kept_because_keys_may_be_people() -> None:
    assert texts(b'{"450427-0001": null, "450427-0002": {}}', "a.json") == ["450427-0001:\n450427-0002:"]


@pytest.mark.parametrize("data", [b"[]", b"{}", b'""', b"null", b"  [ ]  "])
def test_nothing_is_nothing(data: bytes) -> None:
    assert read(data, "a.json") == []


def test_broken_json_is_read_as_text_from_there() -> None:
    located = read(b'[{"navn": "Bo"}, {"navn": "Eva" oops', "a.json")

    assert [text for _, text in passages(located)] == ["navn: Bo", '{"navn": "Eva" oops']
    assert gaps(located) == [("*", GapCode.DAMAGED)]


def test_broken_json_whose_escapes_hide_letters_is_a_gap_from_the_start() -> None:
    assert gaps(read(rb'{"navn": "S\u00f8ren", oops', "a.json")) == [("*", GapCode.DAMAGED)]


def test_text_that_only_begins_like_json_is_text() -> None:
    assert texts(b'{"citat"} sagde Bo', "a.txt") == ['{"citat"} sagde Bo']


@pytest.mark.parametrize("opening", ['{"a":', "[", '[{"a":'])
def test_values_nested_a_million_deep_are_a_gap_and_still_text(opening: str) -> None:
    located = read(b'["Bo Als", ' + opening.encode() * 1_000_000, "a.json")

    assert gaps(located) == [("*", GapCode.TOO_DEEP)]
    assert passages(located)[0] == ("*", "Bo Als")


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_value_across_chunks_is_one_value(size: int) -> None:
    data = json.dumps(["x" * (size - 4), {"navn": "Bo"}, 12345678901234567890])

    located = read(data.encode(), "a.json")

    assert gaps(located) == []
    assert [text for _, text in passages(located)][-2:] == ["navn: Bo", "12345678901234567890"]


def test_numbers_across_chunks_stay_whole() -> None:
    numbers = [str(4504270001 + n) for n in range(120_000)]

    assert texts(("[" + ",".join(numbers) + "]").encode(), "a.json") == numbers


values = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcæøå", min_size=1), inner, max_size=4),
    max_leaves=12,
)


def leaves(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    members = value.values() if isinstance(value, dict) else value
    assert isinstance(members, list | type({}.values()))
    return [leaf for member in members for leaf in leaves(member)]


@given(values, st.booleans())
def test_every_text_in_any_value_is_found(value: object, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only)
    located = read(("[" + data + ', "slut"]').encode(), "a.json")

    found = "\n".join(text for _, text in passages(located))
    assert gaps(located) == []
    assert all(leaf.strip() in found for leaf in leaves(value))

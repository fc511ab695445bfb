"""Subject files: what is read of them, and what is said of wrong ones."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.errors import SetupError
from dsar.find.subject import are_of_several, load_subject, subject_from, subject_from_json

EXAMPLE = """
cpr = ["010136-4321"]
names = ["Anders  Bo Jensen"]
former_names = ["Anders Bo Larsen"]
birth_date = 2036-01-01
addresses = ["Vestergade 12, 2. tv, 9000 Aalborg"]
emails = ["ABJ@example.dk"]
phones = ["12 34 56 78", "+46 8 123 456 78"]
other = ["2024-000123"]
"""


def test_a_subject_file_is_read_and_brought_to_normal_forms(tmp_path: Path) -> None:
    path = tmp_path / "anders.toml"
    path.write_text(EXAMPLE, encoding="utf-8-sig")
    read = load_subject(path)
    assert read.cpr == ("0101364321",)
    assert read.names == ("Anders Bo Jensen",)
    assert read.birth_date == date(2036, 1, 1)
    assert read.emails == ("abj@example.dk",)
    assert read.phones == ("+4512345678", "+46812345678")
    assert read.addresses == ("Vestergade 12, 2. tv, 9000 Aalborg",)
    assert read.other == ("2024-000123",)


def test_the_same_keys_are_read_from_json() -> None:
    read = subject_from_json('{"names": ["Anders Jensen"], "birth_date": "1990-01-31"}')
    assert (read.names, read.birth_date) == (("Anders Jensen",), date(1990, 1, 31))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("010136-4321", "0101364321"),
        ("0101364321", "0101364321"),
        (" 010136 4321 ", "0101364321"),
        ("01 01 36 43 21", "0101364321"),
        ("01.01.36–4321", "0101364321"),
        ("01012036-4321", "0101364321"),
        ("10136-4321", "0101364321"),
        ("101364321", "0101364321"),
        ("CPR 010136-4321", "0101364321"),
        ("610136-4321", "6101364321"),
        ("010136-1ab2", "0101361AB2"),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, key: str) -> None:
    assert subject_from({"cpr": [written]}, "x").cpr == (key,)


@pytest.mark.parametrize(
    ("number", "born"),
    [("010136-4321", date(2036, 1, 1)), ("010190-1234", date(1990, 1, 1)), ("610136-4321", date(2036, 1, 1))],
)
def test_the_birth_date_comes_from_the_number(number: str, born: date) -> None:
    assert subject_from({"cpr": [number]}, "x").birth_date == born


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "holds nothing that tells who is asked about"),
    ({"names": []}, "holds nothing that tells"),
    ({"birth_date": "1990-01-01"}, "holds nothing that tells"),
    ({"cpr": ["010136"]}, "cpr[0]: is not a CPR number"),
    ({"cpr": ["310236-4321"]}, "cpr[0]: is not a possible CPR number"),
    ({"cpr": ["290201-1234"]}, "cpr[0]: is not a possible CPR number"),
    ({"cpr": ["01012035-4321", "01011936-4321"]}, "cpr[1]: is not a possible CPR number"),
    ({"cpr": [101364321]}, "cpr[0]: is not text. Put it in quotes."),
    ({"cpr": "010136-4321"}, "cpr: is not a list"),
    ({"cpr": ["010136-4321"], "birth_date": "1990-01-01"}, "birth_date: is not the date in the CPR number"),
    ({"names": ["Å"]}, "names[0]: is too short for a name"),
    ({"names": ["Anders", "0101364321"]}, "names[1]: is a number and not a name. Put a CPR number under cpr"),
    ({"names": ["Karen"]}, "names: a first name or a surname alone cannot be searched for"),
    ({"former_names": ["Karen"]}, "names: a first name or a surname alone cannot be searched for"),
    ({"names": ["Karen\x00 Lund"]}, "names[0]: holds a character that nobody can write"),
    ({"names": ["Karen \udc00Lund"]}, "names[0]: holds a character that nobody can write"),
    ({"cpr": ["010136-432"]}, "cpr[0]: has nine digits: is a leading zero missing?"),
    ({"cpr": ["991364321"]}, "cpr[0]: has nine digits: is a leading zero missing?"),
    ({"names": ["Karen Lund"], "birth_date": "2199-01-01"}, "birth_date: is nobody's birth date"),
    ({"names": ["Karen Lund"], "birth_date": "0001-01-01"}, "birth_date: is nobody's birth date"),
    ({"names": ["Anders 0101364321"]}, "names[0]: holds more than a name"),
    ({"names": ["A" * 301]}, "names[0]: is too long"),
    ({"names": ["Anders"] * 1001}, "names: has too many values"),
    ({"emails": ["anders"]}, "emails[0]: is not an e-mail address"),
    ({"phones": ["12"]}, "phones[0]: is not a telephone number"),
    ({"phones": ["ring"]}, "phones[0]: is not a telephone number"),
    ({"addresses": ["Aalborg"]}, "addresses[0]: is not an address"),
    ({"other": ["12"]}, "other[0]: is too short"),
    ({"birth_date": "31-01-1990", "names": ["Anders"]}, "birth_date: is not a date"),
    ({"birth_date": 19900131, "names": ["Anders"]}, "birth_date: is not a date"),
    ({"name": ["Anders"]}, "an unknown key: is not a key of a subject file. Did you mean names?"),
]


@pytest.mark.parametrize(("fields", "said"), WRONG)
def test_what_is_wrong_is_said_with_its_place(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(SetupError) as caught:
        subject_from(fields, "a.toml")
    assert f"a.toml: {said}" in str(caught.value)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(SetupError) as caught:
        subject_from({"cpr": ["x"], "names": ["Å"], "emails": [3]}, "a.toml")
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(("fields", "said"), WRONG)
def test_no_message_shows_a_value(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(SetupError) as caught:
        subject_from(fields, "a.toml")
    for values in fields.values():
        for value in values if isinstance(values, list) else [values]:
            if len(str(value)) > 2:
                assert str(value) not in str(caught.value)


def test_a_key_that_is_a_name_is_not_shown() -> None:
    with pytest.raises(SetupError) as caught:
        subject_from({"mette holm": ["x"]}, "a.toml")
    assert "mette" not in str(caught.value)


@pytest.mark.parametrize("text", ["names = [Anders]", "names = ['Anders'", "names = 'Anders"])
def test_a_file_that_is_not_toml_is_named_by_line_and_not_shown(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(SetupError, match="is not TOML") as caught:
        load_subject(path)
    assert "Anders" not in str(caught.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes('names = ["Søren"]'.encode("cp1252"))
    with pytest.raises(SetupError, match="not UTF-8"):
        load_subject(path)


def test_a_subject_file_may_hold_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"names": ["Karen Lund"]}')
    assert load_subject(path).names == ("Karen Lund",)


def test_a_wrong_json_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"names": [}')
    with pytest.raises(SetupError, match=r"a\.json: line 1: is not JSON"):
        load_subject(path)


@pytest.mark.parametrize(
    "more", [{"birth_date": "1990-01-31"}, {"emails": ["karen@example.dk"]}, {"names": ["Karen", "Karen Lund"]}]
)
def test_a_first_name_with_something_else_is_searched_for(more: dict[str, Any]) -> None:
    assert "Karen" in subject_from({"names": ["Karen"]} | more, "x").names


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        load_subject(tmp_path / "none.toml")


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"names": ["Å"]}', "[" * 100_000])
def test_json_that_is_no_subject_is_refused(text: str) -> None:
    with pytest.raises(SetupError):
        subject_from_json(text)


def test_fifty_identifiers_are_fine() -> None:
    emails = [f"anders{n}@example.dk" for n in range(50)]
    assert len(subject_from({"emails": emails}, "x").emails) == 50


def test_a_value_given_twice_counts_once() -> None:
    assert subject_from({"cpr": ["010136-4321", "0101364321"]}, "x").cpr == ("0101364321",)


def test_the_repr_hides_everything() -> None:
    assert repr(subject_from({"cpr": ["010136-4321"], "names": ["Anders Jensen"]}, "x")) == "Subject()"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
KEYS = st.sampled_from(["cpr", "names", "former_names", "birth_date", "addresses", "emails", "phones", "other", "x"])


@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_any_json_is_read_or_refused_and_never_crashes(fields: dict[str, Any]) -> None:
    with suppress(SetupError):
        assert any(astuple(subject_from_json(json.dumps(fields))))


@pytest.mark.parametrize("key", ["cpr", "names"])
def test_a_key_that_stands_twice_is_refused_and_nothing_is_dropped(key: str) -> None:
    with pytest.raises(SetupError, match=f"{key}: stands twice"):
        subject_from_json(f'{{"{key}": ["010136-4321"], "{key}": ["020236-4321"]}}')


def test_a_key_that_stands_twice_and_is_none_is_not_repeated() -> None:
    with pytest.raises(SetupError) as refused:
        subject_from_json('{"010136-4321": 1, "010136-4321": 2}')
    assert "4321" not in str(refused.value)


def test_a_key_that_stands_twice_in_toml_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('cpr = ["010136-4321"]\ncpr = ["020236-4321"]\n', encoding="utf-8")
    with pytest.raises(SetupError, match="a key stands twice"):
        load_subject(path)


@pytest.mark.parametrize("name", ["T. M.", "T M", "A.B.C."])
def test_initials_are_no_name(name: str) -> None:
    with pytest.raises(SetupError, match=r"names\[0\]: is initials alone"):
        subject_from({"names": [name], "cpr": ["010136-4321"]}, "s")


@pytest.mark.parametrize("name", ["王小明", "สมชาย", "山田", "王 明"])
def test_a_name_without_spaces_in_a_script_that_has_none_is_a_whole_name(name: str) -> None:
    assert subject_from({"names": [name]}, "s").names == (name,)


@pytest.mark.parametrize(
    ("numbers", "doubted"),
    [
        (["010136-4321", "020236-4321"], True),  # born on other days
        (["010136-4321", "010136-4322"], True),  # a man and a woman
        (["010136-4321", "010136-4323"], False),
        (["010136-4321", "010136-4321"], False),
        (["010136-4321"], False),
        ([], False),
    ],
)
def test_numbers_that_cannot_easily_be_one_persons_are_doubted(numbers: list[str], doubted: bool) -> None:
    read = subject_from({"cpr": numbers, "names": ["Anders Bo Jensen"]}, "s")
    assert are_of_several(read) is doubted

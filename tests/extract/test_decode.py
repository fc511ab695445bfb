"""Text comes out right, whichever encoding its bytes are in."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.decode import CHUNK, decode, decoded

DANISH = "Kære Åse Ærø,\ndin sag om børnehaveplads på Vestergade 12 er afgjort: “afslag” – se §7 og 25 €.\n"
PLAIN = DANISH.replace("“", '"').replace("”", '"').replace("–", "-").replace("€", "kr")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_danish_text_comes_back_from(encoding: str) -> None:
    assert decode(DANISH.encode(encoding)) == DANISH


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15", "cp850", "cp865", "mac-roman"])
def test_plain_danish_text_comes_back_from(encoding: str) -> None:
    text = PLAIN.replace("§", "paragraf ")

    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso8859-2", "Łódź i Kraków"),
        ("koi8-r", "Привет"),
        ("shift_jis", "こんにちは"),
        ("iso2022_jp", "こんにちは"),
        ("cp1256", "مرحبا"),
        ("gb18030", "你好"),
    ],
)
def test_a_declared_encoding_is_believed_where_nothing_speaks_against_it(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), declared=encoding) == text


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "cp850", "gb2312", "utf-16", "us-ascii", "hex", "no such", "", "\0"]
)
def test_valid_utf8_is_never_mojibake_whatever_is_declared(declared: str) -> None:
    assert decode(DANISH.encode(), declared=declared) == DANISH


def test_undefined_bytes_of_cp1252_are_kept_as_latin_1() -> None:
    assert decode(b"\x81\x8d\x8f\x90\x9d \xe6") == "\x81\x8d\x8f\x90\x9d æ"


def test_curly_quotes_do_not_make_cp1252_look_like_an_older_encoding() -> None:
    text = "Bo’s ‘sag’ er “lukket” hos Søren og Åse\n"

    assert decode(text.encode("cp1252")) == text


def test_lines_in_two_encodings_come_right_in_both() -> None:
    data = "Søren ✓\n".encode() + "Åse\n".encode("cp1252") + "Bjørn\n".encode()

    assert decode(data) == "Søren ✓\nÅse\nBjørn\n"


def test_one_line_in_two_encodings_comes_right_in_both() -> None:
    assert decode("Søren;".encode() + "Åse".encode("latin-1") + ";Bjørn✓".encode()) == "Søren;Åse;Bjørn✓"


def test_nul_bytes_in_text_are_kept_and_harm_nothing() -> None:
    assert decode("Sø\0ren\n\0\0\0\nslut".encode("cp1252")) == "Sø\0ren\n\0\0\0\nslut"


def test_all_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\nd\r\r\ne") == "a\nb\nc\nd\n\ne"


def test_no_bytes_are_no_text() -> None:
    assert decode(b"") == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("offset", range(4))
def test_a_character_on_the_border_of_two_chunks_stays_whole(encoding: str, offset: int) -> None:
    text = "x" * offset + "æøå" * CHUNK

    assert decode(text.encode(encoding)) == text


def test_four_byte_characters_on_the_border_of_two_chunks_stay_whole() -> None:
    text = "x" + "𝔸" * CHUNK

    assert decode(text.encode()) == text


def test_a_line_end_on_the_border_of_two_chunks_is_one() -> None:
    data = b"x" * (2 * CHUNK - 1) + b"\r\n" + b"y" * CHUNK

    assert decode(data) == "x" * (2 * CHUNK - 1) + "\n" + "y" * CHUNK


def test_large_text_arrives_in_pieces_that_end_at_line_ends() -> None:
    pieces = [piece for piece in decoded(io.BytesIO(b"Soeren bor her\n" * 300_000)) if piece]

    assert len(pieces) > 3
    assert all(piece.endswith("\n") for piece in pieces)


@given(st.text(st.characters(exclude_characters="\r\ufeff", exclude_categories=["Cs"])))
def test_any_utf8_text_comes_back(text: str) -> None:
    data = ("æ" + text).encode()

    assert decode(data) == "æ" + text


@given(st.binary(max_size=300))
def test_any_bytes_give_text(data: bytes) -> None:
    assert isinstance(decode(data), str)


@given(st.text("abcdefghijklmnopqrstuvwxyzæøåÆØÅ ,.;0123456789-\n", min_size=1))
def test_any_danish_text_comes_back_from_cp1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text

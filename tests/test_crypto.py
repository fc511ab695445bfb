"""Keys: what they give is repeatable, secret, and unforgeable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.crypto import Keys, load_keys, new_key_file
from dsar.errors import SetupError, StoreError

KEYS = Keys(bytes(range(32)))
OTHER = Keys(bytes(range(1, 33)))
text = st.text(st.characters(exclude_categories=()))


def test_blind_terms_are_what_they_were_since_the_first_version() -> None:
    # Written out: a change makes every index that exists unreadable.
    assert KEYS.blind("cpr:0101909934") == "ustp_t_wK9WQ"


@given(text)
def test_a_blind_term_depends_on_the_key(term: str) -> None:
    assert KEYS.blind(term) == KEYS.blind(term)
    assert KEYS.blind(term) != OTHER.blind(term)


@given(st.binary(), st.binary())
def test_what_is_sealed_opens_with_the_same_context(plain: bytes, context: bytes) -> None:
    assert KEYS.open(KEYS.seal(plain, context), context) == plain


@given(st.binary(max_size=200), st.data())
def test_a_sealed_blob_with_any_bit_flipped_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(KEYS.seal(plain))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(StoreError):
        KEYS.open(bytes(sealed))


@given(st.binary(max_size=200), st.integers(0, 300))
def test_a_sealed_blob_that_is_cut_does_not_open(plain: bytes, length: int) -> None:
    sealed = KEYS.seal(plain)
    with pytest.raises(StoreError):
        KEYS.open(sealed[: min(length, len(sealed) - 1)])


def test_another_key_or_context_does_not_open() -> None:
    sealed = KEYS.seal(b"hej", b"here")
    with pytest.raises(StoreError):
        OTHER.open(sealed, b"here")
    with pytest.raises(StoreError):
        KEYS.open(sealed, b"there")


def test_a_reference_does_not_depend_on_the_order_of_identifiers() -> None:
    assert KEYS.reference("a", "bc") == KEYS.reference("bc", "a")


def test_a_reference_tells_where_one_identifier_ends() -> None:
    assert KEYS.reference("a", "bc") != KEYS.reference("ab", "c")


def test_a_key_hides_itself() -> None:
    assert repr(KEYS) == "Keys()"


def test_a_new_key_is_its_owners_only_and_can_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "dsar.key"
    new_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keys(path).open(load_keys(path).seal(b"hej")) == b"hej"


def test_two_keys_differ(tmp_path: Path) -> None:
    for name in ("a", "b"):
        new_key_file(tmp_path / name)
    assert load_keys(tmp_path / "a").blind("x") != load_keys(tmp_path / "b").blind("x")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "dsar.key"
    new_key_file(path)
    before = path.read_bytes()
    with pytest.raises(SetupError, match="there is a key already"):
        new_key_file(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"ab" * 31, "æ".encode() * 32])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dsar.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SetupError):
        load_keys(path)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dsar.key"
    new_key_file(path)
    path.chmod(0o640)
    with pytest.raises(SetupError, match="chmod 600"):
        load_keys(path)


def test_a_missing_key_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"dsar\.key: there is no key here"):
        load_keys(tmp_path / "dsar.key")

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.lexicon import UNKNOWN, Entry, Lexicon, write
from dsar.errors import SetupError

WORDS = st.text(alphabet="abcæøåé-' ", min_size=1, max_size=12)
COUNTS = st.integers(min_value=0, max_value=300_000)
ENTRIES = st.builds(Entry, COUNTS, COUNTS, st.integers(0, 9), st.integers(0, 2))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("peter", 46981, 0), ("jensen", 0, 229880), ("nielsen", 0, 232807), ("mette", 38272, 0), ("mohammad", 2000, 2000)],
)
def test_a_common_name_has_its_bearers_within_a_step(lexicon: Lexicon, name: str, first: int, last: int) -> None:
    entry = lexicon.get(name)
    assert entry.first >= 0.8 * first
    assert entry.last >= 0.5 * last


@pytest.mark.parametrize("word", ["kommune", "ansøgning", "og", "i"])
def test_an_ordinary_word_is_one_and_nobodys_name(lexicon: Lexicon, word: str) -> None:
    assert lexicon.get(word).last < 10
    assert lexicon.is_word(word) or word == "i"


def test_a_word_in_an_inflected_form_is_a_word(lexicon: Lexicon) -> None:
    assert lexicon.is_word("ansøgningerne")


def test_a_town_is_a_place(lexicon: Lexicon) -> None:
    assert lexicon.get("hjørring").place == 1


@pytest.mark.parametrize("word", ["", "xqzwv", "\ud800", "\n", "a\tb", "\x00", "a" * 10_000])
def test_what_is_in_no_list_is_unknown(lexicon: Lexicon, word: str) -> None:
    assert lexicon.get(word) == UNKNOWN


def test_every_word_that_the_file_lists_is_found_by_itself(lexicon: Lexicon) -> None:
    listed = list(lexicon)
    assert len(listed) > 200_000
    assert all(lexicon.get(word) == entry for word, entry in listed[::50])


@given(entries=st.dictionaries(WORDS, ENTRIES, max_size=30), others=st.lists(WORDS, max_size=5))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, Entry], others: list[str]
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.bin"
    write(path, entries)
    read = Lexicon(path)
    for word, entry in entries.items():
        found = read.get(word)
        assert (found.word, found.place) == (entry.word, entry.place)
        assert all(abs(ours - real) <= 0.08 * real + 0.5 for ours, real in zip(found[:2], entry[:2], strict=True))
    assert all(read.get(word) == UNKNOWN for word in others if word not in entries)


def test_more_words_than_are_remembered_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsar.detect.lexicon._REMEMBERED", 2)
    lexicon = Lexicon()
    assert [lexicon.get(word).last > 1000 for word in ("hansen", "holm", "lund", "xq", "hansen")] == [True] * 3 + [
        False,
        True,
    ]


@pytest.mark.parametrize("content", [b"", b"something else entirely"])
def test_a_file_that_is_no_lexicon_must_be_built_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lexicon.bin"
    path.write_bytes(content)
    with pytest.raises(SetupError):
        Lexicon(path)


def test_a_missing_file_is_a_matter_of_set_up(tmp_path: Path) -> None:
    with pytest.raises(SetupError):
        Lexicon(tmp_path / "none.bin")

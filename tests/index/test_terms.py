from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.crypto import Keys
from dsar.index.terms import REMEMBERED, date_term, finding_term, normal, pair_term, terms, word_term, words
from dsar.model import Evidence, Finding, Kind, Span

KEYS = Keys(b"k" * 32)
EMAIL = Finding(Kind.EMAIL, Span(0, 3), "abj@example.dk", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anders Bo Jensen.", {"anders", "bo", "jensen"}),
        ("ÅSE ØSTERGÅRD", {"åse", "østergård"}),
        ("Anne-Marie", {"anne-marie", "anne", "marie"}),
        ("O’Brien og D´Angelo", {"o'brien", "o", "brien", "og", "d'angelo", "d", "angelo"}),
        ("Jensens hus", {"jensens", "hus"}),
        ("A. B. C", {"a", "b", "c"}),
        ("1 12 kr. 1.234,50", {"1", "12", "kr", "234", "50"}),
        ("010199-1234", {"010199-1234", "010199", "1234"}),
        ("sag_2024_jensen.docx", {"sag", "2024", "jensen", "docx"}),
        ("abj@example.dk", {"abj", "example", "dk"}),
        ("Jen\u00adsen An\u200bders \ufeffBo", {"jensen", "anders", "bo"}),  # soft hyphen, zero-width space, BOM
        ("A\u030age Sørense\u0301n", {"åge", "sørensén"}),  # decomposed letters
        ("Jør-\ngensen", {"jør", "gensen", "jørgensen"}),  # a word that a line end cuts
        ("Jør\u00ad\n  gensen", {"jør", "gensen", "jørgensen"}),
        ("Anne‐Marie Anne‑Marie", {"anne-marie", "anne", "marie"}),  # U+2010, U+2011
        ("İBRAHİM", {"ibrahim"}),  # Turkish capital I with a dot
        ("ＪＥＮＳＥＮ ﬁnn", {"jensen", "finn"}),  # full-width letters, a ligature
        ("Ωμέγα Иван 张伟", {"ωμέγα", "иван", "张伟"}),
        ("-a- 'b' --", {"a", "b"}),
        ("", set()),
        ("\ud800 \x00", set()),
    ],
)
def test_a_text_is_cut_into_these_words(text: str, expected: set[str]) -> None:
    assert words(text) == expected


def test_a_passage_has_its_words_and_its_findings_as_terms() -> None:
    assert terms("Hej Bo", [EMAIL], KEYS) == {
        KEYS.blind("word:hej"),
        KEYS.blind("word:bo"),
        KEYS.blind("pair:bo hej"),
        KEYS.blind("email:abj@example.dk"),
    }


@pytest.mark.parametrize("key", ["0101364321", "6101364321"])
def test_a_cpr_number_is_asked_for_by_its_date_of_birth_too(key: str) -> None:
    asked = date_term(date(2036, 1, 1), KEYS)
    sure, doubtful = (Finding(Kind.CPR, Span(0, 3), key, (Evidence("cpr.date", odds),)) for odds in (1.0, -1.0))
    assert asked in terms("Bo", [sure], KEYS)
    assert asked not in terms("Bo", [doubtful], KEYS)


def test_another_key_gives_other_terms() -> None:
    assert not terms("Hej Bo", [EMAIL], KEYS) & terms("Hej Bo", [EMAIL], Keys(b"o" * 32))


def test_a_finding_is_asked_for_by_kind_and_key() -> None:
    assert finding_term(Kind.EMAIL, "abj@example.dk", KEYS) in terms("", [EMAIL], KEYS)


def test_a_word_is_not_mistaken_for_a_finding_of_the_same_letters() -> None:
    assert word_term("abj@example.dk", KEYS) != finding_term(Kind.EMAIL, "abj@example.dk", KEYS)


@pytest.mark.parametrize("word", ["Åse", "A\u030ase", "ÅSE", "Å\u00adse"])
def test_a_word_is_found_however_it_is_written_in_the_question(word: str) -> None:
    assert word_term(word, KEYS) in terms("Til Åse", [], KEYS)


@given(st.text())
def test_every_word_of_any_text_is_found_by_the_word_itself(text: str) -> None:
    indexed = terms(text, [], KEYS)
    assert {word_term(word, KEYS) for word in words(text)} <= indexed


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(alphabet=st.characters(categories=["L"], max_codepoint=0x17F), min_size=1))
def test_composed_and_decomposed_letters_give_the_same_words(word: str) -> None:
    assert words(unicodedata.normalize("NFD", word)) == words(word)


def test_a_hostile_chain_gives_no_term_of_its_whole_length() -> None:
    assert max(map(len, words("ab-" * 100_000))) <= 8 * 3


def test_more_words_than_are_remembered_do_no_harm() -> None:
    many = " ".join(map(str, range(REMEMBERED + 10)))
    assert len(terms(many, [], KEYS)) == REMEMBERED + 10
    assert terms("7", [], KEYS) == {KEYS.blind("word:7")}


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Anders Bo Jensen", True),
        ("anders bo jensen", True),
        ("JENSEN, ANDERS", True),
        ("Jensen, fornavn: Anders", True),
        ("Anders B. C. Jensen", True),
        ("Anders\nJensen", True),
        ("Anders Jen-\nsen", True),
        ("Anne-Anders Jensen-Holm", True),
        ("anders.jensen@example.dk", True),
        ("Anders talte med en mand fra kommunen om sagen, og så kom Jensen", False),
    ],
)
def test_names_near_each_other_are_a_pair(text: str, together: bool) -> None:
    assert (pair_term("Jensen", "Anders", KEYS) in terms(text, [], KEYS)) is together


def test_any_neighbours_with_capitals_are_a_pair() -> None:
    assert pair_term("peger", "jensen", KEYS) in terms("Peger Jensen har ringet", [], KEYS)
    assert pair_term("peger", "jensen", KEYS) not in terms("han peger, og Jensen ser", [], KEYS)

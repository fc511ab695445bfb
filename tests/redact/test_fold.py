"""Folding: all written forms of a name or number meet, and the way back is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.redact.fold import Search, fold, folded_words, wording_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ågård", "AAGAARD"),
        ("Østergård", "oestergaard"),
        ("Kjær", "KJAER"),
        ("ﬁn", "fin"),
        ("Mu\u0308ller", "Müller"),
        ("Øster-\ngård", "Østergård"),
        ("Øster\u00adgård", "Østergård"),
        ("Øs\u200btergård", "Østergård"),
    ],
)
def test_spellings_of_a_name_fold_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@given(st.text())
def test_every_folded_letter_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origins)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)


@pytest.mark.parametrize(
    "text",
    [
        "Mette Østergård",
        "METTE  OESTERGAARD",
        "mette.østergård",
        "Mette\nØstergård",
        "Mette Østergårds bil",
        "Mette_Østergård",
    ],
)
def test_a_name_is_found_in_its_written_forms(text: str) -> None:
    found = [span for span, _ in Search([folded_words("Mette Østergård")], ()).find(fold(f"Hos {text}."))]
    assert len(found) == 1
    assert found[0].start == 4


@pytest.mark.parametrize("text", ["Metteline Østergård", "Mette Østergårdsen", "Mette og så mange andre hos Østergård"])
def test_a_part_of_another_word_is_not_the_name(text: str) -> None:
    assert list(Search([folded_words("Mette Østergård")], ()).find(fold(text))) == []


@pytest.mark.parametrize(
    "text", ["120628-4123", "1206284123", "120628 4123", "12 06 28 - 4123", "120628\n4123", "cpr1206284123"]
)
def test_a_number_is_found_whatever_separates_its_digits(text: str) -> None:
    spans = [span for span, _ in Search((), ["1206284123"]).find(fold(f"se {text} dér"))]
    assert [span.of(f"se {text} dér").removeprefix("cpr") for span in spans] == [text.removeprefix("cpr")]


@given(st.text(alphabet="0123456789", min_size=6, max_size=12), st.text(max_size=30), st.text(max_size=30))
def test_a_number_is_found_in_any_text(number: str, before: str, after: str) -> None:
    text = f"{before} {number} {after}"
    spans = [span for span, _ in Search((), [number]).find(fold(text))]
    assert any(span.start <= len(before) + 1 and span.end >= len(before) + 1 + len(number) for span in spans)


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Wałęsa", "walesa"), ("Đorđević", "dordevic"), ("Yıldız", "yildiz"), ("Guðmundur", "gudmundur"), ("Øst", "oest")],
)
def test_letters_that_unicode_does_not_take_apart_fold_too(written: str, plain: str) -> None:
    assert folded_words(written) == (plain,)


def test_a_sentence_is_found_whatever_signs_and_lines_are_between_its_words() -> None:
    text = "Se: Naboen (Bo), tlf. 12 34, er\n> syg-\nmeldt på Ågade! Naboen Bo"
    words = folded_words("Naboen Bo tlf 12 34 er sygmeldt på Aagade.")
    assert [span.of(text) for span in wording_in(fold(text), words)] == [text[4:-11]]
    assert list(wording_in(fold(text), ())) == []
    assert list(wording_in(fold("aNaboen Bo"), ("naboen", "bo"))) == []

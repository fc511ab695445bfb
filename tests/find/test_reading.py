"""Reading around a name's words finds the same mentions as reading every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.lexicon import Lexicon
from dsar.find.mentions import mentions
from dsar.find.person import Person
from dsar.find.reading import words_near, words_of
from dsar.find.traits import Identifiers
from dsar.model import Subject
from tests.find.people import ANDERS, DETECTORS

PERSON = Person(Subject(names=("Anders Bo Jensen",), former_names=("Anders Bo Larsen",)), Lexicon())

pieces = st.sampled_from(
    (
        *(
            "Anders",
            "Bo",
            "Jensen",
            "jensen",
            "ANDERS",
            "A.",
            "AB",
            "B",
            "Jensens",
            "Larsen",
            "andersjensen",
            "Jen\u00adsen",
        ),
        *(
            "Jen-\nsen",
            "Peter",
            "Hansen",
            "von",
            "og",
            "har",
            "skrevet",
            "Fornavn:",
            "Efternavn:",
            "12.345",
            "m²",
            "–",
            "İ",
        ),
        *("”Anders", "Ander\u0301s", "Kære", "\ufeff", "sagsbehandler"),
    )
)
texts = st.lists(
    st.tuples(pieces, st.sampled_from((" ", " ", " ", "\n", ", ", "\n\n", ": ", "-", "\t"))), max_size=60
).map(lambda parts: "".join(word + gap for word, gap in parts))


@given(texts)
def test_reading_around_the_names_words_misses_no_mention(text: str) -> None:
    near = words_near(text, PERSON.words)
    assert mentions(text, near, PERSON) == mentions(text, words_of(text), PERSON)


def test_a_text_without_a_word_of_the_name_has_no_words_to_read() -> None:
    assert words_near("Peter Hansen har skrevet – to gange.", PERSON.words) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Sag: 010136-4321.", "cpr.equal"),
        ("Nr. 01 01 36 43 21.", "cpr.equal"),
        ("Dato: 010136\nLøbenr.: 4321", "cpr.split"),
        ("Født 1. januar 2036, de sidste fire cifre er 4321.", "cpr.split"),
        ("f. 1/1-36 i Aalborg", "birth_date.equal"),
        ("2036-01-01", "birth_date.equal"),
        ("01. jan. 2036", "birth_date.equal"),
        ("Skriv til ABJ@Example.dk i dag", "email.equal"),
        ("Ring 12-34 56.78", "phone.equal"),
        ("Sagsnr. 2024 - 000123", "other.equal"),
        ("Hun bor VESTERGADE 12", "address.house"),
    ],
)
def test_own_identifiers_are_found_however_they_are_written(text: str, rule: str) -> None:
    found = Identifiers(ANDERS, DETECTORS).own(text)
    assert rule in {trait.rule for trait in found}

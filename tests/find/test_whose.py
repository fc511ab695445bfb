"""Whose an identifier is, and how far a name or an address reaches: lists, families, spellings."""

from __future__ import annotations

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.find.mentions import mentions
from dsar.find.person import Person
from dsar.find.reading import words_of
from dsar.model import Hit, Level, Subject
from tests.find.people import ask, item, subject


def level(who: Subject, *passages: str) -> Level | None:
    hits: tuple[Hit, ...] = ask(who, [item("a.txt", *passages)]).hits
    return hits[0].level if hits else None


def sure(found: Level | None) -> bool:
    return found in (Level.CERTAIN, Level.LIKELY)


@pytest.mark.parametrize(
    ("home", "written"),
    [
        ("Bækkevej 7, 9000 Aalborg", "Baekkevej 7, 9000 Aalborg"),
        ("Baekkevej 7, 9000 Aalborg", "Bækkevej 7, 9000 Aalborg"),
        ("Nørregårdsvej 31, 9000 Aalborg", "Noerregaardsvej 31, 9000 Aalborg"),
        ("Sankt Knuds Vej 4, 9000 Aalborg", "Sct. Knuds Vej 4, 9000 Aalborg"),
        ("Østergade 18, 9000 Aalborg", "Oestergade 18"),
    ],
)
def test_an_address_agrees_in_the_letters_of_any_keyboard(home: str, written: str) -> None:
    karen = subject(names=["Karen Lund"], addresses=[home])
    assert sure(level(karen, f"Karen Lund, {written}"))


def test_a_number_told_in_parts_is_the_number() -> None:
    assert sure(level(subject(cpr=["090871-9905"]), "Borgeren er født 09.08.71 og de sidste fire cifre er 9905."))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Günther Krüger", "Guenther Krueger"),
        ("Guenther Krueger", "Günther Krüger"),
        ("Mette Poulsen", "Mette Povlsen"),
        ("Margrethe Egebjerg", "Grethe Egebjerg"),
        ("Lis Egebjerg", "Elisabeth Egebjerg"),
    ],
)
def test_a_name_is_found_as_it_is_also_spelled_or_called(name: str, written: str) -> None:
    assert level(subject(names=[name]), f"{written} har ringet") is not None


def test_a_name_is_as_common_as_all_its_spellings_together() -> None:
    def weight(name: str) -> float:
        (mention,) = mentions(name, words_of(name), Person(Subject(names=(name,)), Lexicon()))
        return mention.weight

    assert weight("Mohamad Hussein") == pytest.approx(weight("Mohammed Hussein"))
    assert level(subject(names=["Muhammed Ahmed"]), "Muhammed Ahmed har ringet") is Level.POSSIBLE

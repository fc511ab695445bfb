"""Text that no language is, told from text in many."""

from __future__ import annotations

import random
import string

import pytest

from dsar.extract.gibberish import is_gibberish

DANISH = (
    "Kære borger. Kommunen har modtaget din ansøgning om støtte og behandler den hurtigst muligt. "
    "Du kan læse mere om sagens gang på vores hjemmeside, hvor der også står, hvem du kan ringe til. "
)
NAMES = "Åse Ærøe Ørsted; Bjørn Kjærgård Holm; Mette Vestergaard; Søren Øster Ravn; Jens Hansen; Liv Bæksted; " * 3


@pytest.mark.parametrize(
    "text",
    [
        DANISH,
        DANISH.upper(),
        NAMES,
        "Dear citizen. The municipality has received your application and will answer as soon as it can. " * 3,
        "Szanowna Pani, urząd gminy otrzymał Pani wniosek i odpowie na niego tak szybko, jak to możliwe. " * 3,
        "Sayın vatandaş, belediye başvurunuzu aldı ve en kısa sürede yanıtlayacaktır, teşekkür ederiz. " * 3,
        "Muwaadin sharafta leh, degmadu waxay heshay codsigaaga waxayna ka jawaabi doontaa sida ugu dhakhsaha badan. "
        * 3,
        "Innuttaasoq ataqqinartoq, kommunip qinnuteqaatit tiguaa piaarnerpaamillu akissuteqarfigissavaa. " * 3,
        "Уважаемый житель, муниципалитет получил ваше заявление и ответит как можно скорее. " * 5,
        "عزيزي المواطن لقد استلمت البلدية طلبك وسوف ترد عليه في أقرب وقت ممكن " * 5,
        "12.345,00 kr. ........................ 3\n" * 60,
        "010130-4567 12345678 2026-11-02\n" * 40,
        "",
        "kort",
    ],
)
def test_languages_tables_and_little_are_not(text: str) -> None:
    assert not is_gibberish(text)


@pytest.mark.parametrize("steps", range(1, 26))
def test_danish_letters_shifted_by_any_number_of_steps_are(steps: int) -> None:
    letters = string.ascii_lowercase
    shifted = str.maketrans(letters, letters[steps:] + letters[:steps])
    assert is_gibberish((DANISH * 2).lower().translate(shifted))


def test_danish_letters_shuffled_mostly_are() -> None:
    letters = list(string.ascii_lowercase + "æøå")
    caught = 0
    for seed in range(200):
        order = random.Random(seed).sample(letters, len(letters))
        caught += is_gibberish((DANISH * 2).lower().translate(str.maketrans(dict(zip(letters, order, strict=True)))))
    assert caught >= 180


def test_signs_in_place_of_letters_are() -> None:
    table = str.maketrans({letter: chr(0x21 + n % 15) for n, letter in enumerate(string.ascii_letters)})
    assert is_gibberish((DANISH * 3).translate(table))

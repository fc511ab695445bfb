"""Accents of any Latin script: the subject file may have them and the document not, or the other way round."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.index.accents import without_accents
from dsar.index.terms import normal
from dsar.model import Level
from tests.find.people import ask, item, subject

BLOCKS = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
LETTERS = [chr(number) for block in BLOCKS for number in block if chr(number).islower()]
ACCENTED: dict[str, list[str]] = defaultdict(list)
for letter in LETTERS:
    if len(letter.upper()) == 1 and normal(letter) == letter and without_accents(letter).isascii():
        ACCENTED[without_accents(letter)].append(letter)


def accented(name: str) -> st.SearchStrategy[str]:
    """The name with any accents, or none, on each of its letters."""
    letters = (st.sampled_from([one, *ACCENTED[one.lower()]]) for one in name.lower())
    return st.tuples(*letters).map(lambda found: "".join(found).title())


def anyone() -> st.SearchStrategy[tuple[str, str]]:
    names = st.sampled_from(["Huong Nguyen", "Agnieszka Wisniewska", "Aysegul Ozturk", "Stefan Taranu", "Jan Reznicek"])
    return names.flatmap(lambda name: st.tuples(accented(name), accented(name)))


def streets() -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from(["Mullersgade", "Rezekne", "Skovbrynet"]).flatmap(
        lambda street: st.tuples(accented(street), accented(street))
    )


def test_letters_with_accents_are_known_for_most_of_the_alphabet() -> None:
    assert len(set(ACCENTED)) >= 24
    assert sum(map(len, ACCENTED.values())) > 250


@given(anyone())
def test_a_name_is_found_with_any_accents_on_either_side(written: tuple[str, str]) -> None:
    own, other = written
    (hit,) = ask(subject(names=[own]), [item("brev.txt", f"Afgørelse om plejebolig\n{other}\nDu er skrevet op.")]).hits
    assert hit.level is not Level.OTHER


@given(streets())
def test_an_address_is_found_with_any_accents_on_either_side(written: tuple[str, str]) -> None:
    own, other = written
    who = subject(names=["Anders Bo Jensen"], addresses=[f"{own} 7, 9000 Aalborg"])
    assert len(ask(who, [item("brev.txt", f"Besøg hos Anders, {other} 7, 9000 Aalborg.")]).hits) == 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("Nguyen Thi Lan Huong", "Nguyễn Thị Lan Hương"),
        ("Agnieszka Wisniewska", "Agnieszka Wiśniewska"),
        ("Lukasz Kowalczyk", "Łukasz Kowalczyk"),
        ("Isik Yagmur", "Işık Yağmur"),
        ("Stefan Taranu", "Ștefan Țăranu"),
        ("Stefan Taranu", "Ştefan Ţăranu"),
        ("Thorarinn Gudmundsson", "Þórarinn Guðmundsson"),
        ("Djordje Petrovic", "Đorđe Petrović"),
        ("Jan Reznicek", "Jan Řezníček"),
        ("Gunther Weiss", "Günther Weiß"),
    ],
)
def test_names_of_many_languages_match_both_ways(own: str, other: str, form: str) -> None:
    other = unicodedata.normalize(form, other)
    for mine, theirs in ((own, other), (other, own)):
        (hit,) = ask(subject(names=[mine]), [item("brev.txt", f"Afgørelse\n{theirs}\nDu er skrevet op.")]).hits
        assert hit.level is not Level.OTHER


def test_an_initial_needs_no_accent() -> None:
    assert len(ask(subject(names=["Łukasz Kowalczyk"]), [item("brev.txt", "Notat om L. Kowalczyk.")]).hits) == 1
    assert len(ask(subject(names=["Lukasz Kowalczyk"]), [item("brev.txt", "Notat om Ł. Kowalczyk.")]).hits) == 1


def test_the_danish_letters_are_letters_of_their_own() -> None:
    assert without_accents("Æblerød på Ærø, Åse Ǿ") == "Æblerød på Ærø, Åse Ø"

"""Rows of registers: the subject's are shown, and no other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.find.output import objects, role_of
from dsar.find.person import Person
from dsar.find.roles import HitRole
from dsar.find.statement import statement, statement_text
from dsar.find.waterfall import explanations_text
from dsar.model import Level, Passage, Subject
from tests.find.people import ask, item, row, subject

AT = datetime(2026, 11, 22, tzinfo=UTC)
SURE = (Level.CERTAIN, Level.LIKELY)


def rows_of(who: Subject, *rows: Passage) -> list[str]:
    """The places of a register's rows that are shown in a sure hit."""
    return [p.place for hit in ask(who, [item("r.xlsx", *rows)]).hits if hit.level in SURE for p in hit.passages]


def test_a_child_called_after_its_parent_does_not_speak_against_the_parent_in_its_row() -> None:
    mads = subject(cpr=["120127-4321"], names=["Mads Emil Åstrup"])
    rows = (
        row(2, CPR="0203359951", Barn="Theo Åstrup", Værge="Mads Emil Åstrup", Ydelse="Eftersyn"),
        row(3, CPR="0205359989", Barn="Emil Åstrup", Værge="Mads Emil Åstrup", Ydelse="Fluor"),
    )
    assert rows_of(mads, *rows) == ["Ark1 række 2", "Ark1 række 3"]
    (hit,) = ask(mads, [item("r.xlsx", *rows)]).hits
    assert role_of(hit) is HitRole.HOUSEHOLD


def test_a_home_beside_name_and_birth_date_is_theirs_in_a_row_without_the_date() -> None:
    dorthe = subject(names=["Dorthe Johansen"], birth_date="2036-08-15")
    home = "Marehalmsgade 101, st. th, 9640 Farsø"
    rows = (
        row(2, CPR="150836-9972", Navn="Johansen, Dorthe", Adresse=home, Krav="Gebyr"),
        row(3, CPR="", Navn="Johansen, Dorthe", Adresse=home, Krav="Renovation"),
        row(4, CPR="", Navn="Johansen, Dorthe", Adresse="Bygaden 3, 9600 Aars", Krav="Renovation"),
    )
    assert rows_of(dorthe, *rows) == ["Ark1 række 2", "Ark1 række 3"]


def test_a_row_without_the_middle_name_at_another_address_is_anothers() -> None:
    liv = subject(names=["Liv Krogh Ørbækgaard"], birth_date="2032-05-08")
    rows = (
        row(2, Fornavn="Liv Krogh", Efternavn="Ørbækgaard", Vej="Mosekonevej 114C", Postnr="9640", By="Farsø"),
        row(3, Fornavn="Liv", Efternavn="Ørbækgaard", Vej="Bag Rævediget 17A, st. tv", Postnr="9631", By="Gedsted"),
    )
    assert rows_of(liv, *rows) == ["Ark1 række 2"]


def test_a_row_without_the_middle_name_at_the_same_address_is_shown() -> None:
    liv = subject(names=["Liv Krogh Ørbækgaard"], birth_date="2032-05-08")
    rows = (
        row(2, Fornavn="Liv Krogh", Efternavn="Ørbækgaard", Vej="Mosekonevej 114C", Postnr="9640", By="Farsø"),
        row(3, Fornavn="Liv", Efternavn="Ørbækgaard", Vej="Mosekonevej 114 C", Postnr="9640", By="Farsø"),
    )
    assert rows_of(liv, *rows) == ["Ark1 række 2", "Ark1 række 3"]


@pytest.mark.parametrize("plate", ["IB 61 245", "BO 61 245", "IB61245"])
def test_a_registration_mark_takes_no_number_from_the_owner_of_the_car(plate: str) -> None:
    ida = subject(names=["Ida Marie Christensen"], cpr=["190227-4321"])
    named = {"Reg.nr.": "ID 10 125", "Fødselsdato": "190227", "Løbenr.": "4321", "Ejer": "Ida Marie Christensen"}
    other = {"Reg.nr.": plate, "Fødselsdato": "180435", "Løbenr.": "9984", "Ejer": "Ida Marie Christensen"}
    assert rows_of(ida, row(2, **named), row(3, **other)) == ["Ark1 række 2"]


def test_rows_with_the_name_that_are_not_shown_are_counted_and_told() -> None:
    liv = subject(names=["Liv Krogh Ørbækgaard"], cpr=["080532-9951"])
    rows = (
        row(2, CPR="080532-9951", Navn="Liv Krogh Ørbækgaard", Note="Bevilget"),
        row(3, CPR="", Navn="Liv Ørbækgaard", Note="Ringet op"),
        row(4, CPR="", Navn="Bo Holm", Note="Ringet op"),
        row(5, CPR="110335-9987", Navn="Liv Krogh Ørbækgaard", Note="Afslag"),
    )
    answer = ask(liv, [item("r.xlsx", *rows)])
    (hit,) = answer.hits
    assert ([p.place for p in hit.passages], hit.rows_left_out) == (["Ark1 række 2"], 1)
    assert next(objects(answer))["rows_left_out"] == 1
    person = Person(liv, Lexicon())
    assert "1 række med navnet er ikke vist" in explanations_text(answer, person)
    assert "Rækker med navnet, som ikke er vist, i sager: 1." in statement_text(statement(answer, person, at=AT))


def test_a_register_whose_rows_are_all_shown_tells_of_none_left_out() -> None:
    liv = subject(names=["Liv Krogh Ørbækgaard"], cpr=["080532-9951"])
    answer = ask(liv, [item("r.xlsx", row(2, CPR="080532-9951", Navn="Liv Krogh Ørbækgaard", Note="Bevilget"))])
    assert next(objects(answer))["rows_left_out"] == 0
    assert "ikke vist" not in explanations_text(answer, Person(liv, Lexicon()))


def test_a_namesakes_row_with_another_telephone_and_mail_is_not_shown() -> None:
    who = subject(names=["Birgit Stejlbjerg"], phones=["20 34 56 78"], emails=["bs@post.example"])
    rows = [
        ("20345678", "bs@post.example"),
        ("51223344", "birgit88@post.example"),
        ("20345678", "birgit@work.example"),
        ("51223344", ""),
    ]
    passages = [
        Passage(f"række {n}", "\n".join(filter(None, ("Stejlbjerg, Birgit", *contacts))))
        for n, contacts in enumerate(rows)
    ]
    (hit,) = ask(who, [item("telefonliste.tsv", *passages)]).hits
    assert [passage.place for passage in hit.passages] == ["række 0", "række 2", "række 3"]


def test_a_row_of_the_subjects_is_not_lost_to_a_namesake_elsewhere() -> None:
    who = subject(names=["Inger Stejlbjerg"], cpr=["240236-4974"], addresses=["Ndr. Kirkevej 8, 9600 Aars"])
    tenants = [
        row(
            2, Lejemål="Ndr. Kirkevej 8", Lejer="Egon Stejlbjerg", Medlejer="Inger Stejlbjerg", Indflyttet="06.05.2026"
        ),
        row(
            3, Lejemål="Ndr. Kirkevej 8", Lejer="Inger Stejlbjerg", Medlejer="Egon Stejlbjerg", Indflyttet="06.05.2026"
        ),
        row(4, Lejemål="Vesterled 15", Lejer="Emil Kjær", Medlejer="Poul Nowak", Indflyttet="13.09.2024"),
    ]
    elsewhere = [f"Inger Stejlbjerg, cpr 090131-4908, Søvej 3, 9600 Aars. Sag {n}." for n in (1, 2)]
    hits = ask(who, [item("lejere.ods", *tenants), *(item(f"{n}.txt", text) for n, text in enumerate(elsewhere))]).hits
    shown = {hit.item: [passage.place for passage in hit.passages] for hit in hits}
    assert shown["lejere.ods"] == ["Ark1 række 2", "Ark1 række 3"]

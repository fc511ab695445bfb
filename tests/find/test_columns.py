"""Whose the numbers of a row are: whom it is about, and not who stands in a column of contacts, parents or staff."""

from __future__ import annotations

import pytest

from dsar.find.output import role_of
from dsar.find.roles import HitRole
from dsar.model import Hit, Level, Subject
from tests.find.people import ask, item, row, subject

HOME = "Mosevænget 14, 9620 Aalestrup"
LAURA = subject(names=["Laura Tvilum"], cpr=["140571-9923"])


def hit(who: Subject, **cells: str) -> Hit | None:
    """The answer to a register with this row and one of others."""
    others = dict.fromkeys(cells, "–")
    hits = ask(who, [item("r.xlsx", row(2, **cells), row(3, **others))]).hits
    return hits[0] if hits else None


@pytest.mark.parametrize("column", ["Nære kontakter", "Øvrige deltagere", "Forælder 1", "Pårørende", "Attendee"])
@pytest.mark.parametrize("told", [{"CPR-nr.": "010180-9913"}, {"Fødselsdato": "01-01-1980"}, {"Født": "1980-01-01"}])
def test_the_number_of_whom_a_row_is_about_says_nothing_of_who_stands_behind_it(
    column: str, told: dict[str, str]
) -> None:
    found = hit(LAURA, Navn="Bo Holm", **told, **{column: "Laura Tvilum", "Status": "åben"})
    assert found is not None
    assert found.level in (Level.POSSIBLE, Level.LIKELY)


@pytest.mark.parametrize(
    "cells",
    [
        {"Navn": "Laura Tvilum", "CPR-nr.": "010180-9913"},
        {"CPR-nr.": "010180-9913", "Navn": "Laura Tvilum"},
        {"Linje": "7", "Fødselsdato": "01-01-1980", "Navn": "Laura Tvilum", "Kontakt": "Bo Holm"},
        {"Barn": "Bo Holm", "Barn cpr": "020215-9931", "Mor cpr": "010180-9913", "Mor": "Laura Tvilum"},
        {"Barn": "Bo Holm", "Mor": "Laura Tvilum", "Mor cpr": "010180-9913"},
    ],
)
def test_the_number_of_who_is_named_is_theirs(cells: dict[str, str]) -> None:
    found = hit(LAURA, **cells)
    assert found is None or found.level is Level.OTHER


def test_a_home_in_a_row_is_not_the_caseworkers_of_its_own_column() -> None:
    who = subject(names=["Laura Poulsen"], cpr=["140571-9923"], addresses=[HOME])
    found = hit(who, Borger="Bo Holm", **{"CPR-nr.": "010180-9913"}, Adresse=HOME, Medarbejder="Poulsen, Laura")
    assert found is not None
    assert found.level is Level.POSSIBLE


@pytest.mark.parametrize("known", [{"cpr": ["140571-9923"]}, {}], ids=["number", "none"])
def test_a_wifes_row_with_the_subjects_telephone_and_mail_address_is_found(known: dict[str, list[str]]) -> None:
    who = subject(names=["Ivar Tvilum"], phones=["21436587"], emails=["ivar@post.example"], **known)
    cells = {"Navn": "Laura Tvilum", "CPR-nr.": "010180-9913", "Telefon": "21436587", "E-mail": "ivar@post.example"}
    found = hit(who, **cells)
    assert found is not None
    assert found.level is not Level.OTHER
    assert role_of(found) is HitRole.HOUSEHOLD


def test_a_telephone_in_brackets_is_that_of_the_name_before_it() -> None:
    who = subject(names=["Ivar Tvilum"], cpr=["140571-9923"], phones=["21436587"])
    contacts = "Laura Bech;Ivar Tvilum (tlf. 21 43 65 87);Bo Holm (tlf. 51 22 33 44)"
    found = hit(who, Navn="Karl Toft", **{"CPR-nr.": "010180-9913", "Nære kontakter": contacts})
    assert found is not None
    assert found.level is Level.CERTAIN


@pytest.mark.parametrize(
    "cells",
    [
        {"Navn": "Laura Tvilum", "CPR": "010180-9913", "Kontakt": "Bo Holm (tlf. 21436587)"},
        {"Navn": "Bo Holm", "CPR": "010180-9913", "Telefon": "21436587"},
        {"Navn": "Jens Jensen", "CPR": "140571-9924", "Telefon": ""},
    ],
)
def test_rows_with_the_subjects_own_numbers_are_shown_by_whatever_name(cells: dict[str, str]) -> None:
    who = subject(names=["Jens Jensen"], cpr=["140571-9923"], phones=["21436587"])
    rows = (
        row(2, Navn="Jens Jensen", CPR="140571-9923", Telefon="21436587"),
        row(3, **cells),
        row(4, Navn="Bo Holm", CPR="010180-9913", Telefon="51223344"),
    )
    (found,) = ask(who, [item("r.xlsx", *rows)]).hits
    assert [passage.place for passage in found.passages] == ["Ark1 række 2", "Ark1 række 3"]


def test_a_wifes_row_with_the_subjects_telephone_is_shown_beside_the_subjects_own() -> None:
    who = subject(names=["Ivar Tvilum"], cpr=["140571-9923"], phones=["21436587"])
    rows = (
        row(2, Navn="Ivar Tvilum", CPR="140571-9923", Telefon="21436587"),
        row(3, Navn="Laura Tvilum", CPR="", Telefon="21436587"),
        row(4, Navn="Laura Tvilum", CPR="", Telefon="51223344"),
    )
    (found,) = ask(who, [item("r.xlsx", *rows)]).hits
    assert [passage.place for passage in found.passages] == ["Ark1 række 2", "Ark1 række 3"]


@pytest.mark.parametrize("column", ["Mor", "Forælder 1", "Værge"])
def test_a_parent_is_not_the_child_that_has_her_name(column: str) -> None:
    found = hit(LAURA, Elev="Laura Tvilum", **{"CPR-nr.": "110424-9946", column: "Laura Tvilum", "Klasse": "3.A"})
    assert found is not None
    assert found.level in (Level.POSSIBLE, Level.LIKELY)


def test_a_childs_first_name_and_home_in_its_mothers_case_are_found() -> None:
    who = subject(names=["Ivar Tvilum"], cpr=["140519-9923"], addresses=[HOME])
    text = f"Ansøger: Laura Bech Tvilum, cpr 010180-9913, {HOME}\n\nBarn: Ivar\n"
    (found,) = ask(who, [item("a.txt", text)]).hits
    assert found.level is Level.POSSIBLE
    assert role_of(found) is HitRole.HOUSEHOLD

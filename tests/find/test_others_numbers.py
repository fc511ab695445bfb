"""Others' numbers near the subject's name: where the words tell whose they are, the item is not somebody else's."""

from __future__ import annotations

import pytest

from dsar.model import Level, Subject
from tests.find.people import ask, item, subject

IVAN = subject(names=["Ivan Horvatić"], cpr=["040236-4321"])
OTHER = "060336-9905"


def level(who: Subject, text: str) -> Level | None:
    hits = ask(who, [item("a.txt", text)]).hits
    return hits[0].level if hits else None


@pytest.mark.parametrize(
    "text",
    [
        # who writes is not whom they write about
        f"Jeg skriver om cpr {OTHER}. Borgeren er faldet igen i nat.\n\nJeg hedder Ivan Horvatić, tlf. 95172910.",
        f"Det drejer sig om {OTHER}.\nMed venlig hilsen\nIvan Horvatić",
        f"Vedr. cpr-nr. {OTHER}\n\nJeg vil gerne klage.\nHilsen Ivan Horvatić",
        # the parties of a case, each on a line
        f"Lejer: cpr {OTHER}\nUdlejer: Ivan Horvatić, ved advokat Asger Tvilum",
        f"Klager: {OTHER}\nIndklagede: Ivan Horvatić",
        f"Skyldner, cpr-nr. {OTHER}\nKreditor: Ivan Horvatić",
        # a child of whom a letter tells its parent
        f"Plads i Skovbørnehaven\nKære Ivan Horvatić\nCpr {OTHER}, har fået plads i Skovbørnehaven.",
        f"Kære Ivan Horvatić\n\n{OTHER} er indkaldt til tandeftersyn den 3. maj.",
        # who signs with a number and no name; a form's cell
        f"Det handler om min nabo Ivan Horvatić og hækken.\n\nMvh cpr {OTHER}",
        f"Det handler om min nabo Ivan Horvatić og hækken.\n\nVenlig hilsen\n{OTHER}",
        f"Barn\nCpr {OTHER}\nForældre\nIvan Horvatić\nModtaget\n6. oktober",
        # who decides a case is not the one whom it is about
        f"Udredning vedrørende Ivan Horvatić ({OTHER})\nHan har brug for støtte.\nIvan Horvatić, jobkonsulent",
        # an account is no CPR number
        "Kontonr. 0002\n2010369570.\nBestyrelsen består af Ivan Horvatić (formand).",
        "Beløbet går til konto 0002 2010369570. Ivan Horvatić er kasserer.",
        # what a document is held together with
        f"Sagen vedr. Ivan Horvatić er sammenholdt med {OTHER}.",
        f"Oplysninger om Ivan Horvatić er byttet om med cpr {OTHER} i journalen.",
        f"Ivan Horvatić er ved en fejl journaliseret på {OTHER}.",
    ],
)
def test_a_number_that_the_words_give_to_somebody_else_says_nothing_against_the_name(text: str) -> None:
    assert level(IVAN, text) in (Level.POSSIBLE, Level.LIKELY)


@pytest.mark.parametrize(
    "text",
    [
        f"Ivan Horvatić, cpr {OTHER}, har søgt om hjælp.",
        f"Vedr. cpr {OTHER}, Ivan Horvatić",
        f"Vedr. {OTHER} Ivan Horvatić",
        f"Vedr. {OTHER}\nIvan Horvatić",
        f"Lejer: {OTHER} Ivan Horvatić\nUdlejer: Bo Holm",
        f"Passager: Ivan Horvatić\nCpr: {OTHER}",
        f"Kære Ivan Horvatić\nDit cpr-nr. {OTHER} er noteret.",
        f"Borger: Ivan Horvatić, {OTHER}\nDet drejer sig om en cykel.",
        f"Navn: Ivan Horvatić\nCpr-nr.: {OTHER}\nKonto: 0002 2010369570",
        f"Sag om Ivan Horvatić, {OTHER}",
        f"Barn\n{OTHER}\nIvan Horvatić",
        f"Elev\nCpr {OTHER}\nNavn: Ivan Horvatić",
        f"Mvh {OTHER}\nIvan Horvatić",
    ],
)
def test_a_number_at_the_name_is_still_a_namesakes(text: str) -> None:
    assert level(IVAN, text) in (Level.OTHER, None)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "cpr",
            "CPR nummer",
            "cpr-nr.",
            "p.nr.",
            "fødselsnummer",
            "personnummer",
            "personnummer:",
            "Personnummer",
            "pnr",
        ),
        *("personnr.", "person nr.", "person-nr.", "pers.nr.", "pers. nr.", "person-id", "med personnummer", "CPR#"),
    ],
)
def test_whatever_a_number_is_called_it_is_the_names_that_it_stands_behind(label: str) -> None:
    assert level(IVAN, f"Vedr. Ivan Horvatić, {label} {OTHER}") in (Level.OTHER, None)
    assert level(IVAN, f"Vedr. Ivan Horvatić ({label} {OTHER}) og haven") in (Level.OTHER, None)


@pytest.mark.parametrize("label", ["cpr-nr.", "personnummer", "personnr.", "pers.nr.", "person nr.", "pnr."])
@pytest.mark.parametrize(
    "text", ["Lejer: {}\nUdlejer: Ivan Horvatić", "Ivan Horvatić anmelder person med {}.", "Mvh {}"]
)
def test_whatever_a_number_is_called_a_partys_or_an_unnamed_ones_is_theirs(text: str, label: str) -> None:
    text = "Det handler om min nabo Ivan Horvatić og hækken.\n\n" + text.format(f"{label} {OTHER}")
    assert level(IVAN, text) in (Level.POSSIBLE, Level.LIKELY)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Anne-Mette Aagaard",
            f"Til stede: Mette Aagaard Nielsen, cpr-nr. {OTHER}.\nAnmeldt af Anne-Mette Aagaard, som er anonym.",
        ),
        ("Karl Åge Mortensen", f"Passager: {OTHER} Carl Mortensen\n\nK. Å. Mortensen fulgte med som ledsager."),
    ],
)
def test_another_name_like_the_subjects_with_its_own_number_is_another_person(name: str, text: str) -> None:
    assert level(subject(names=[name], cpr=["040236-4321"]), text) in (Level.POSSIBLE, Level.LIKELY)


@pytest.mark.parametrize(
    "again",
    ["Ivan Horvatić har ringet.", "Horvatić, Ivan har ringet.", "Ivan Horvatić'  sag er lukket.", "Ivan Horvatić"],
)
def test_the_same_name_again_is_the_same_namesake(again: str) -> None:
    assert level(IVAN, f"Ivan Horvatić, {OTHER}, har klaget.\n\n\n\n{'Sagen er stor. ' * 40}\n\n{again}") is Level.OTHER


HELLE = subject(names=["Helle Hovmarken"], addresses=["Sankt Jørns Gade 83, kl., 9610 Nørager"])
HOME = "Sankt Jørns Gade 83, kl., 9610 Nørager"


@pytest.mark.parametrize(
    "text",
    [
        f"Rotteanmeldelse, Kvægfoldsvej\nAnmelder Beboeren på {HOME}\nTelefon Det oplyste nummer",
        f"Til stede: husstanden {HOME} samt Hanne Winther fra kommunen.",
        f"Til stede: husstanden på {HOME}, Hanne Winther fra kommunen.",
        f"Lejeren af {HOME} - Bo Holm har klaget",
        f"Naboerne i {HOME}, og Bo Holm er hørt.",
        f"Vedrørende beboeren på {HOME}\nFamilien er kendt. Per Hovmarken, født 18. april 1989, har ikke svaret.",
    ],
)
def test_a_household_that_is_named_by_its_address_alone_is_the_subjects(text: str) -> None:
    assert level(HELLE, text) in (Level.POSSIBLE, Level.LIKELY)


def test_an_initial_that_the_file_does_not_have_is_no_proof_at_a_shared_home() -> None:
    karla = subject(names=["Karla Hansen"], addresses=["Tangloppevej 53, 2. th, 9640 Farsø"])
    assert level(karla, "Udlejer: K. G. Hansen, Tangloppevej 53, 2. th, 9640 Farsø") is Level.POSSIBLE
    assert level(karla, "Udlejer: K. G. Hansen har klaget") is Level.POSSIBLE


def test_initials_at_a_shared_home_are_likely_and_never_certain() -> None:
    susanne = subject(names=["Susanne de la Cruz"], addresses=["Tangloppevej 53, 2. th, 9640 Farsø"])
    assert level(susanne, "Barn: S. de la Cruz, Tangloppevej 53, 2. th, 9640 Farsø") is Level.LIKELY
    assert level(susanne, "Barn: S. V. de la Cruz, Tangloppevej 53, 2. th, 9640 Farsø") is Level.POSSIBLE

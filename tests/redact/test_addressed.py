"""Letters to the subject and mails by them: what is "yours" and "mine" is theirs, and nobody else's is."""

from __future__ import annotations

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.redact.elsewhere import elsewhere
from dsar.redact.plan import Planner
from dsar.redact.removal import Options
from tests.redact.test_plan import DETECT, OWN, redacted

WHO = "Anders Bo Jensen"
HEAD = f"{WHO}\nVestergade 12, 2. tv\n9000 Aalborg"
BY_THE_OFFICE = "\n\nVenlig hilsen\nLis Holm\nsagsbehandler, Borgerservice"


@pytest.mark.parametrize(
    "text",
    [
        f"Kære {WHO}\n\nVi udbetaler til din NemKonto 1234-0123456789.{BY_THE_OFFICE}",
        f"{HEAD}\n\nKære Anders\n\nVi har registreret dit telefonnummer som 22 33 44 55.{BY_THE_OFFICE}",
        f"Kære {WHO}\n\nVi har synet din bil med registreringsnummer AB 12 345.{BY_THE_OFFICE}",
        f"Kære {WHO}\n\nVi skriver om din ejendom, matr.nr. 7c Vestergård.{BY_THE_OFFICE}",
        f"Hej\nJeg kan træffes på 22334455 eller 66778899.\nMvh {WHO}",
        f"Hej\nPengene kan sættes ind på min konto 1234-0123456789.\n\nVenlig hilsen\n{WHO}",
        f"{HEAD}\nTlf. 22334455\n\nKlage over afgørelse",
    ],
)
def test_what_is_said_to_be_the_subjects_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (f"Kære {WHO}\n\nVi udbetaler til din søns konto 1234-0123456789.{BY_THE_OFFICE}", "1234-0123456789"),
        (f"Kære {WHO}\n\nDin nabo kan træffes på 22 33 44 55.{BY_THE_OFFICE}", "22 33 44 55"),
        (f"Kære Mette\n\nVi udbetaler til din NemKonto 1234-0123456789. Kopi til {WHO}.", "1234-0123456789"),
        (f"Kære Anders og Mette\n\nVi udbetaler til din NemKonto 1234-0123456789.\n\n{WHO}", "1234-0123456789"),
        (f"Kære {WHO}\n\nJeg kan træffes på 22334455.\n\nMvh Ib", "22334455"),
        (f"Hej Anders\nJeg kan træffes på 22334455.\nMvh Ib\n\n> Hej Ib. Ring til mig.\n> Mvh {WHO}", "22334455"),
        (f"Hej\nMin kone ringer på 22334455.\nMvh {WHO}", "22334455"),
        (f"Hej\nIb siger, at jeg kan ringe til Ib på 22334455.\nMvh {WHO}", "22334455"),
        (f"Anders Holm har klaget. {WHO} svarer.\n\nHej Ib\nMin konto er 1234-0123456789.\nMvh Anders", "0123456789"),
    ],
)
def test_what_is_said_of_another_goes(text: str, gone: str) -> None:
    assert gone not in redacted(text)


FORM = "Ansøgning\nFulde navn {who}\nAdresse Vestergade 12, 2. tv\nKontonummer 2255-4066253\nBil CP 77 279\n{more}"


@pytest.mark.parametrize(
    "text",
    [
        FORM.format(who=WHO, more="Ejendom (matr.nr.) 89d, Hornslet By"),
        f"Mine oplysninger er:\nNavn: {WHO}\nMobil: 22 33 44 55\nKonto: reg.nr. 9070 kontonr. 4653531806",
        f"{HEAD}\n\nUdbetaling\nBeløbet går ind på din NemKonto 4330-3606535288.",
        f"Kære {WHO}\n\nDu kan få boligstøtte. Pengene udbetales til reg.nr. 9070 kontonr.\n3189059350.{BY_THE_OFFICE}",
        f"Hej\n\nJeg flytter 1. marts. Kontonummer er 4330-3606535288.\n\nHilsen {WHO}",
    ],
)
def test_a_form_a_payment_and_a_mail_of_the_subjects_keep_their_account(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (FORM.format(who=WHO, more="Ægtefælle Mette Ulvsted\nKonto 2255-0389588900"), "0389588900"),
        (FORM.format(who=WHO, more="Samlevers konto 2255-0389588900"), "0389588900"),
        (FORM.format(who="Mette Ulvsted", more=f"Til orientering for {WHO}."), "4066253"),
        (f"Kære {WHO}\n\nHuslejen udbetales til udlejers konto 4330-3606535288.{BY_THE_OFFICE}", "3606535288"),
        (
            f"05-01 Overførsel 2255-4066253\n09-01 Lån retur 4330-4266557089\n\nIndsendt af {WHO}, 010130-4999",
            "4266557089",
        ),
    ],
)
def test_anothers_account_in_the_subjects_form_letter_or_statement_goes(text: str, gone: str) -> None:
    assert gone not in redacted(text)


def test_what_one_document_says_is_the_subjects_is_theirs_in_all() -> None:
    letter = f"Kære {WHO}\n\nVi udbetaler til din NemKonto 1234-0123456789.{BY_THE_OFFICE}"
    note = f"{WHO} har ringet. Sagen er oprettet. Til udlæg: konto 1234-0123456789."
    planner = Planner(OWN, DETECT, Options())
    assert "0123456789" not in redacted(note)
    told = elsewhere([planner.known([letter]), planner.known([note])], Lexicon())
    assert redacted(note, options=Options(elsewhere=told)) == note


def test_what_two_documents_say_of_two_people_is_not_the_subjects() -> None:
    letter = f"Kære {WHO}\n\nVi udbetaler til din NemKonto 1234-0123456789.{BY_THE_OFFICE}"
    note = "Mette Ulvsted har konto 1234-0123456789."
    planner = Planner(OWN, DETECT, Options())
    told = elsewhere([planner.known([letter]), planner.known([note])], Lexicon())
    assert "0123456789" not in redacted(note, options=Options(elsewhere=told))


@pytest.mark.parametrize(
    "text",
    [
        f"Ny adresse for {WHO} (010130-4999).\n\nOvertager efter Mette Ulvsted. Indskud betales til 7612-6689557850.",
        f"Betaler {WHO}, 010130-4999\nModtager Mette Ulvsted\nBarn Liva Ulvsted\nKonto 7612-6689557850",
        f"{WHO}, 010130-4999. Indskud betales til 7612-6689557850.",
    ],
)
def test_an_account_that_nothing_says_is_the_subjects_is_told_to_no_other_document(text: str) -> None:
    assert Planner(OWN, DETECT, Options()).known([text]).mine == frozenset()

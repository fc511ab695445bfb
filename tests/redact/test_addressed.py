"""Letters to the subject and mails by them: what is "yours" and "mine" is theirs, and nobody else's is."""

from __future__ import annotations

import pytest

from tests.redact.test_plan import redacted

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

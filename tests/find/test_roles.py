"""What somebody is in a document, by the words around the name; the rows are ours, in everyday office Danish."""

from __future__ import annotations

import pytest

from dsar.find.output import role_of
from dsar.find.roles import HitRole, at_work, role_at
from dsar.model import Passage, Span
from tests.find.people import ask, item, subject

NAME = "Anders Bo Jensen"


def where(text: str) -> Span:
    start = text.index(NAME)
    return Span(start, start + len(NAME))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        # Who acts for the authority: by title, by what was done, by whom a note is signed.
        ("Sagsbehandler: Anders Bo Jensen", "employee"),
        ("Til stede: Lis Holm samt Anders Bo Jensen fra kommunen.", "employee"),
        ("Til stede: Lis Holm samt Anders Bo Jensen og Ib Dam\nfra kommunen.", "employee"),
        ("Klagen er sendt til Anders Bo Jensen.", "employee"),
        ("Sendt til Anders Bo Jensen til udtalelse.", "employee"),
        ("Notat\n3. marts 2025 af Anders Bo Jensen", "employee"),
        ("Der er søgt om støtte.\nFrist 3. maj.\n\nAnders Bo Jensen, sag 2025-1", "employee"),
        ("Du har fået afslag.\n\nMed venlig hilsen\nAnders Bo Jensen", "employee"),
        ("Notat\nHenvist til telefonvejledning. Anders Bo Jensen, 15-05-2025\n", "employee"),
        ("From: Anders Bo Jensen <abj@by.example>\nTo: Byby Kommune <post@by.example>", "employee"),
        ("Med venlig hilsen\nAnders Bo Jensen\nSagsbehandler, tlf.: 99 00 00 00", "employee"),
        # A citizen who signs or sends is none, nor is one beside whom the next column names an employee.
        ("borger: Anders Bo Jensen\nmedarbejder: Lis Holm", "subject"),
        ("navn: Anders Bo Jensen\nSagsbehandler nr.: 17", None),
        ("Jeg vil gerne klage over min sag.\n\nVenlig hilsen\nAnders Bo Jensen", "subject"),
        ("Jeg har ventet længe på min byggetilladelse.\nMvh Anders Bo Jensen", "subject"),
        ("Jeg vil klage over min nabo.\n\nVenlig hilsen\nAnders Bo Jensen", None),
        ("From: Anders Bo Jensen <abj@mail.example>\nTo: Byby Kommune <post@by.example>", None),
        ("Kopi er sendt til Anders Bo Jensen.", None),
        ("Bruger: Lis Holm\nTlf.: 28344684\nVagt: Anders Bo Jensen\nMobil: 60 82 54 83", "employee"),
        # Somebody's household.
        ("Elev: Lis Holm\nKontakt 1: Bo Dam\nKontakt 2: Anders Bo Jensen\nMobil 2: 20 62 45 32", "household"),
        ("Mor: Anders Bo Jensen", "household"),
        ("Undersøgt med samtykke fra Anders Bo Jensen.", "household"),
        ("Lis Holms samlever Anders Bo Jensen betaler.", "household"),
        # Others who are named.
        ("Støjen kommer fra min nabo Anders Bo Jensen og hans hund.", "mentioned"),
        ("Min nuværende leder, Anders Bo Jensen, giver gerne en udtalelse.", "mentioned"),
        ("Udlejer: Anders Bo Jensen, Vestergade 12", "mentioned"),
        ("Barnet sagde lidt. Anders Bo Jensen ventede udenfor.", "mentioned"),
        ("Barnet trives. Plejefamilien Anders Bo Jensen, Vestergade 12, er godkendt.", "mentioned"),
        ("12. maj: Medbeboer Anders Bo Jensen fik et slag på armen.", "mentioned"),
        ("Anders Bo Jensen er tidligere ægtefælle. Bor alene.", "mentioned"),
        ("Samværet er aftalt med den tidligere ægtefælle Anders Bo Jensen.", "mentioned"),
        ("Hendes eksmand Anders Bo Jensen har ringet.", "mentioned"),
        ("Du får ikke oplysninger om helbred hos Anders Bo Jensen.", "mentioned"),
        ("18/6 2024: chauffør Anders Bo Jensen ventede 20 min.", "employee"),
        ("Jobkonsulent\nAnders Bo Jensen", "employee"),
        ("Forældre\nAnders Bo Jensen", "household"),
        ("Referat\nTil stede: Lis Holm, Bo Dam, Anders Bo Jensen\nAfbud: Ole Krogh", "mentioned"),
        ("Deltagere:\n- Lis Holm, formand\n- Anders Bo Jensen\n- Bo Dam", "mentioned"),
        ("SUMMARY: Opfølgning Lis Holm\nATTENDEE: abj@mail.example (Anders Bo Jensen)", "mentioned"),
        ("Jeg hedder Anders Bo Jensen og skriver om min nabo.", "mentioned"),
        ("Til stede: Anders Bo Jensen, født 9/9 1981 samt Lis Holm", None),
        ("Til stede: Anders Bo Jensen, Gl. Skovvej 45, 1. th samt Lis Holm", None),
        ("Til stede: Anders Bo Jensen, bosat Skovvej 45, samt Lis Holm", None),
        # Whom it is about.
        ("Deltagere: borger Anders Bo Jensen og Lis Holm", "subject"),
        ("Gæst 10:02\nHej, jeg hedder Anders Bo Jensen\nLis Holm\nHvad kan jeg hjælpe med?", "subject"),
        ("Referat\nSamtale med 010136-4321 Anders Bo Jensen, 3. maj", "subject"),
        ("Indstilling vedrørende 010136-4321 Anders Bo Jensen", "subject"),
        ("Kan du se på det her? Det er Anders Bo Jensen.", "subject"),
        ("Vedrørende Anders Bo Jensen", "subject"),
        ("Ansøger: Anders Bo Jensen, Vestergade 12", "subject"),
        ("ejer: Lis Holm Jensen og Anders Bo Jensen\nareal: 161", "subject"),
        ("Barn: Anders Bo Jensen\nForælder: Lis Holm", "subject"),
        ("Anders Bo Jensen har søgt om hjælp.", None),
    ],
)
def test_the_words_around_a_name_tell_the_role(text: str, role: str | None) -> None:
    found = role_at(text, where(text))
    assert (found.value if found else None) == role


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("Sagsbehandler: Anders Bo Jensen", True),
        ("Min nuværende leder, Anders Bo Jensen, giver en udtalelse.", False),
        # A signature tells the role alone: a citizen's namesake signs beside another's number too.
        ("Afgørelse i sag 7.\n\nAnders Bo Jensen, sag 2025-1", False),
    ],
)
def test_only_clear_words_say_that_numbers_beside_a_name_are_others(text: str, works: bool) -> None:
    assert at_work(text, where(text)) is works


@pytest.mark.parametrize(
    "text",
    [
        "Indstilling vedrørende Ida Munkholm\nFaderen er hørt.\nAnders Munkholm, født 19-04-1990, har et misbrug.",
        "Kære Anders Munkholm\n\nIda Munkholm, cpr-nr. 120935-9966, har fået plads i børnehaven.",
        "Barn: Ida Munkholm\nForældre: Lis Dam\nAnders Munkholm er ikke truffet.",
    ],
)
def test_who_is_named_where_a_relative_is_written_of_is_of_the_household(text: str) -> None:
    (hit,) = ask(subject(names=["Anders Munkholm"], birth_date="1990-04-19"), [item("a.txt", text)]).hits
    assert role_of(hit).value == "household"


def test_who_signs_a_letter_is_an_employee_though_a_foot_and_properties_follow() -> None:
    passages = (
        Passage(
            "afsnit 1-6", "Efteropkrævning af varme\nDu skal betale gebyr.\nVi kan ikke give henstand.\nAnders Munkholm"
        ),
        Passage("sidehoved", "Byby Kommune"),
        Passage("sidefod", "Rådhusgangen 1, 9600 Aars " + "Åbningstider hver dag. " * 10),
    )
    (hit,) = ask(subject(names=["Anders Munkholm"]), [item("a.docx", *passages)]).hits
    assert role_of(hit).value == "employee"


def test_whom_a_case_is_about_is_the_subject_by_first_name_and_home_too() -> None:
    who = subject(names=["Verner Tvilum"], addresses=["Mosevænget 14, 9620 Aalestrup"])
    (hit,) = ask(
        who, [item("a.txt", "Kig på sagen om Verner, der bor Mosevænget 14, 9620 Aalestrup, inden fredag.")]
    ).hits
    assert role_of(hit) is HitRole.SUBJECT

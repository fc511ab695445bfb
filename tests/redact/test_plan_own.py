"""What is the subject's own or nobody's, and was lost from copies: an outside measurer's findings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsar.model import Passage
from dsar.redact.belongs import Known
from dsar.redact.mask import line
from dsar.redact.plan import Planner, plan_passages
from dsar.redact.removal import Options
from dsar.redact.titles import title_without
from tests.redact.test_plan import DETECT, OWN, redacted

WHO = "Anders Bo Jensen"


@pytest.mark.parametrize(
    "head",
    ["Date: Sun, 14 Sep 2025 15:06:40 -0000", "Date: Sun, 4 May 2025 15:06:40 +0200", "To: folkeregister@eksempel.dk"],
)
def test_the_head_of_a_mail_stays(head: str) -> None:
    text = f"From: {WHO} <abj@example.dk>\n{head}\nSubject: hej\n\nHej."
    assert redacted(text) == text


def test_a_box_of_an_office_at_a_private_provider_is_somebodys() -> None:
    assert redacted("Skriv til post@gmail.com.") == "Skriv til …."


def test_a_files_ending_is_no_name() -> None:
    assert line("tilforordnede.xlsx", OWN, DETECT) == "tilforordnede.xlsx"
    planner = Planner(OWN, DETECT, Options())
    assert title_without("tilforordnede.xlsx", planner, Known()) == "tilforordnede.xlsx"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"{WHO}, medarbejder 30447. Konto reg. 9280 4410077381",
            f"{WHO}, medarbejder 30447. Konto reg. 9280 4410077381",
        ),
        (f"{WHO}, medarbejder 30448. Konto reg. 9280 4410077381", f"{WHO}, medarbejder 30448. Konto reg. …"),
        ("Medarbejder 30447 A.B. Jensen. Lejrskole.", "Medarbejder 30447 A.B. Jensen. Lejrskole."),
        ("Medarbejder 30448 A.B. Jensen. Lejrskole.", "Medarbejder 30448 …. Lejrskole."),
    ],
)
def test_what_stands_with_the_subjects_own_number_stays(text: str, shown: str) -> None:
    own = replace(OWN, loose=OWN.loose | {"30447"})
    (plan,) = plan_passages([Passage("side 1", text)], own, DETECT)
    for removal in reversed(plan):
        text = text[: removal.span.start] + "…" + text[removal.span.end :]
    assert text == shown


def test_a_surname_with_a_particle_before_a_comma_is_the_subjects() -> None:
    own = replace(OWN, names=(("bo", "vestergaard", "el", "amrani"),))
    text = "Den hører vist til hos jer. Det er el Amrani, Bo Vestergaard."
    assert plan_passages([Passage("side 1", text)], own, DETECT) == ((),)


@pytest.mark.parametrize(
    "text",
    [
        "Fornavn: Anders Bo\nEfternavn: Jensen\nVej: Vestergade 12\nPostnr.: 9000\nBy: Aalborg\nTelefon: 61728394",
        f"Adresse: Vestergade 12, 9000 Aalborg\nNavn: {WHO}\nFødt: 01-01-1930\nTelefon: 61728394",
        f"{WHO} er ringet op på 6172 8394. Sagen er afsluttet.",
        f"Jeg hedder {WHO} og kan træffes på 61 72 83 94. Vi er tre søskende.",
        f"{WHO} kan kontaktes på mobil 61 72 83 94 efter kl. 16. Vi ringer igen.",
        f"{WHO} har ringet fra 61 72 83 94. Vi ringer igen.",
        f"{WHO} er bevilget tilskud. Hans konto er 4370-0005123456.",
        f"{WHO}, 010130-4999, ejer ejendommen. Matr.nr. 5a, Rævkrog Ejerlav, er tinglyst i 2019.",
    ],
)
def test_what_follows_the_subject_is_the_subjects(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"{WHO} har skrevet. Hans nabo kan træffes på 61 72 83 94.",
            f"{WHO} har skrevet. Hans nabo kan træffes på ….",
        ),
        (f"{WHO} bor med Ida Holm. Hendes konto er 4370-0005123456.", f"{WHO} bor med …. Hendes konto er …."),
        (f"{WHO} er gift. Hans kones konto er 4370-0005123456.", f"{WHO} er gift. Hans kones konto er …."),
        (f"{WHO} har klaget.\n\nKonto 4370-0005123456.", f"{WHO} har klaget.\n\nKonto …."),
        (
            f"Navn: Ida Holm\nKontakt: {WHO}\nE-mail: anders.jensen427@mail.example",
            f"Navn: …\nKontakt: {WHO}\nE-mail: anders.jensen427@mail.example",
        ),
        (
            f"Barn: Ida Holm\nFødt: 02-12-2012\nForælder: {WHO}\nE-mail: anders.jensen427@mail.example",
            f"Barn: …\nFødt: …\nForælder: {WHO}\nE-mail: anders.jensen427@mail.example",
        ),
        (f"{WHO} har klaget. Bilen AB 12 345 er til gene.", f"{WHO} har klaget. Bilen … er til gene."),
        (f"{WHO} har ringet til 61 72 83 94. Ingen svarede.", f"{WHO} har ringet til …. Ingen svarede."),
        (f"{WHO} ejer en bil. Ida Holm ejer matr.nr. 5a, Rævkrog.", f"{WHO} ejer en bil. … ejer matr.nr. …."),
        (
            "Fornavn: Anders Bo\nEfternavn: Jensen\nVej: Birkevænget 8\nPostnr.: 9500\nBy: Hobro\nTelefon: 61728394",
            "Fornavn: …\nEfternavn: …\nVej: …\nTelefon: …",
        ),
        ("Skriv til anders.jensen427@mail.example.", "Skriv til …."),
        (f"{WHO} har mødt Ole Vig. Ole Vig er ringet op på 61728394.", f"{WHO} har mødt …. … er ringet op på …."),
    ],
)
def test_what_follows_somebody_else_is_not(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Mette Ulvsted, Rådhusgangen 2, 9600 Aars, og Anders Bo Jensen",
        "Jeg klager over naboen på Skovvej 4, 9000 Aalborg.\n\nVenlig hilsen\nAnders Bo Jensen",
    ],
)
def test_a_text_that_ends_with_the_subjects_name_ends_so(text: str) -> None:
    assert redacted(text).endswith("Anders Bo Jensen")


def test_an_initial_within_the_subjects_name_makes_it_nobody_elses() -> None:
    text = "Anders Bo Jensen har ringet. Anders B. Jensen kommer igen."
    assert redacted(text) == text

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

"""The organisation's list of employees and its mail domains, beside what a text says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.errors import SetupError
from dsar.redact.removal import Options
from dsar.redact.staff import Staff, read_names
from tests.find.people import DETECTORS
from tests.redact.test_plan import redacted

WHO = "Anders Bo Jensen"
STAFF = Options(staff=Staff.of(["Mette Ulvsted", "Lyngbæk, Lars"], ["fjordlev.dk"]))


@pytest.mark.parametrize(
    "text",
    [
        f"{WHO} har bedt om indsigt. Sendt til Mette Ulvsted til udtalelse.",
        f"{WHO} er besøgt. Besøgt af Lars Lyngbæk 19.02.2025: ingen tegn.",
        f"{WHO} har fået råd.\nRigmor Holm, riho@fjordlev.dk",
    ],
)
def test_whom_list_or_mail_and_text_together_call_employees_stay(text: str) -> None:
    assert redacted(text, options=STAFF) == text
    assert redacted(text) != text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{WHO} bor ved siden af Mette Ulvsted.", f"{WHO} bor ved siden af …."),
        (f"{WHO} kom med sin nabo Mette Ulvsted.", f"{WHO} kom med sin nabo …."),
        (f"{WHO} kom med bisidder Mette Ulvsted, meul@fjordlev.dk.", f"{WHO} kom med bisidder …, …."),
        (f"{WHO} har skrevet.\nRigmor Holm, riho@mail.fjordlev.dk", f"{WHO} har skrevet.\n…, …"),
        (f"{WHO} har skrevet.\nRigmor Holm, riho@fjordlev.example", f"{WHO} har skrevet.\n…, …"),
    ],
)
def test_who_is_on_the_list_and_not_in_office_goes(text: str, shown: str) -> None:
    assert redacted(text, options=STAFF) == shown


OFFICES = Options(staff=Staff.of([], [], DETECTORS.detect("Rådhusgangen 1, 9600 Aars\nTelefon 96 00 00 00")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{WHO} er indkaldt.\n\nRådhusgangen 1, 9600 Aars", f"{WHO} er indkaldt.\n\nRådhusgangen 1, 9600 Aars"),
        (f"{WHO} kan ringe på 96 00 00 00.", f"{WHO} kan ringe på 96 00 00 00."),
        (f"{WHO} er flyttet.\n\nMette Ulvsted, Rådhusgangen 1, 9000 Aalborg", f"{WHO} er flyttet.\n\n…, …"),
        (f"{WHO} er flyttet.\n\nMette Ulvsted, Rådhusgangen 2, 9600 Aars", f"{WHO} er flyttet.\n\n…, …"),
    ],
)
def test_where_the_organisation_itself_is_reached_stays(text: str, shown: str) -> None:
    assert redacted(text, options=OFFICES) == shown
    assert "Rådhusgangen" not in redacted(text)


def test_a_mail_address_at_the_organisation_stays() -> None:
    text = f"{WHO} har skrevet. Send dem til mafry@fjordlev.dk."
    assert redacted(text, options=STAFF) == text
    assert redacted(text) != text


def test_a_list_has_a_name_a_line_and_remarks(tmp_path: Path) -> None:
    path = tmp_path / "ansatte.txt"
    path.write_text("\ufeff# HR, 1. november\nMette Ulvsted\n\n  Lars Lyngbæk \n", encoding="utf-8")
    assert read_names(path) == ("Mette Ulvsted", "Lars Lyngbæk")


def test_a_list_in_another_encoding_is_refused_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "ansatte.txt"
    path.write_bytes("Lars Lyngbæk".encode("latin-1"))
    with pytest.raises(SetupError, match="is not UTF-8") as refused:
        read_names(path)
    assert "Lars" not in str(refused.value)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"\[redaction\] employees"):
        read_names(tmp_path / "ansatte.txt")

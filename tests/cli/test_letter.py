"""``dsar letter`` on a real workspace, from the open case to files in a folder."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from docx import Document

from dsar.cases.who import os_user
from dsar.cli import main
from tests.cli.workspace import Workspace

SETTINGS = f"""
[organisation]
name = "Prøveby Kommune"
phone = "99 00 00 00"
dpo_email = "dpo@proeveby.example"
[stores.sager]
connector = "files"
path = "sager"
activity = "by-og-land"
[cases]
people = {{"{os_user()}" = "Mette Holm"}}
"""
LETTER = "Kære Anders Bo Jensen\nDit CPR-nr. er 010190-9934. Din byggesag er afgjort."


class Office:
    """A workspace with one case."""

    def __init__(self, folder: Path, settings: str = SETTINGS) -> None:
        from dsar.activities import default_text

        self.space, self.out = Workspace(folder), folder / "breve"
        (folder / "dsar.toml").write_text(settings, encoding="utf-8")
        (folder / "activities.toml").write_text(default_text(), encoding="utf-8")
        (folder / "s.toml").write_text('names = ["Anders Bo Jensen"]\ncpr = ["010190-9934"]\n', encoding="utf-8")
        self.space.write("a.txt", LETTER)
        self.space.write("b.txt", LETTER + " Nabo hørt.")

    def open(self, *words: str) -> None:
        subject = str(self.space.folder / "s.toml")
        self.run("case", "open", "--subject", subject, "--received", "2026-11-20", *words)

    def run(self, *words: str, code: int = 0, stdin: str = "") -> Result:
        result = CliRunner().invoke(main, ["-w", str(self.space.folder), *words], input=stdin, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    def letter(self, kind: str, *words: str, code: int = 0) -> Result:
        return self.run("letter", "2026-0001", kind, "--out", str(self.out), *words, code=code)

    def text(self, name: str) -> str:
        return "\n".join(p.text for p in Document(io.BytesIO((self.out / name).read_bytes())).paragraphs)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path / "ws")
    made.open()
    return made


def searched(office: Office) -> None:
    office.run("index")
    office.run("case", "search", "2026-0001")


def test_a_receipt_is_written_as_docx_and_pdf(office: Office) -> None:
    told = office.letter("receipt").stdout.splitlines()
    assert told == [str(office.out / "2026-0001-receipt.docx"), str(office.out / "2026-0001-receipt.pdf")]
    text = office.text("2026-0001-receipt.docx")
    assert "Du får svar senest den 21. december 2026." in text
    assert "Skrevet af: Mette Holm" in text.replace("\u00a0", " ")
    with pikepdf.open(office.out / "2026-0001-receipt.pdf") as made:
        assert str(made.Root.Lang) == "da-DK"


def test_a_login_is_not_printed_where_the_persons_name_is_not_known(tmp_path: Path) -> None:
    office = Office(tmp_path / "ws", SETTINGS.replace("Mette Holm", ""))
    office.open("--caseworker", "zzlogin")
    assert "[cases] people" in office.letter("receipt").stderr
    assert "zzlogin" not in office.text("2026-0001-receipt.docx")


def test_a_receipt_in_english_as_an_object(office: Office) -> None:
    told = json.loads(office.letter("receipt", "--language", "en", "--json").stdout)
    assert told.pop("lix") < 45
    assert told == {
        "type": "letter",
        "case": "2026-0001",
        "kind": "receipt",
        "language": "en",
        "docx": str(office.out / "2026-0001-receipt.docx"),
        "pdf": str(office.out / "2026-0001-receipt.pdf"),
        "template": "receipt.en 3",
        "cautions": [],
    }


def test_an_answer_before_the_search_names_all_that_is_missing_and_writes_nothing(office: Office) -> None:
    said = office.letter("answer", code=1).stderr
    assert "dsar case search" in said
    assert len(said.splitlines()) == 4
    assert not office.out.exists()


def test_an_answer_from_request_to_letter(office: Office) -> None:
    searched(office)
    office.run("case", "decide", "2026-0001", "1", "--include")
    said = office.letter("answer", code=1).stderr
    assert "der mangler stillingtagen til 1 fund" in said
    office.run(
        "case", "decide", "2026-0001", "2", "--withhold", "--ground", "DBL22-1", "--reason", "Hensyn til naboen."
    )
    told = office.letter("answer")
    assert "Afvejningerne står ordret i brevet." in told.stderr
    document = Document(io.BytesIO((office.out / "2026-0001-answer.docx").read_bytes()))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[1] == ["By og Land", "Byudvikling, byggeri, veje og natur", "1", "1"]
    withheld = next(table for table in document.tables if table.rows[0].cells[0].text == "Nr.")
    assert "Hensyn til naboen." in withheld.rows[1].cells[3].text
    assert "010190" not in office.text("2026-0001-answer.docx")


def test_a_search_that_finds_nothing_ends_in_a_no_data_letter(tmp_path: Path) -> None:
    office = Office(tmp_path / "ws")
    (office.space.folder / "s.toml").write_text('names = ["Qvist Zederkof"]\n', encoding="utf-8")
    office.open()
    searched(office)
    office.letter("no-data")
    assert "Nej, vi har ikke fundet oplysninger om dig" in office.text("2026-0001-no-data.docx")


def test_the_same_letter_again_is_the_same_and_an_edited_one_stays(office: Office) -> None:
    office.letter("receipt", "--date", "2026-11-21")
    office.letter("receipt", "--date", "2026-11-21")
    (office.out / "2026-0001-receipt.docx").write_bytes(b"edited")
    assert "may have been edited" in office.letter("receipt", "--date", "2026-11-21", code=1).stderr
    office.letter("receipt", "--date", "2026-11-21", "--replace")
    assert (office.out / "2026-0001-receipt.docx").read_bytes() != b"edited"


def test_disclosures_of_a_file_stand_in_the_answer(office: Office) -> None:
    searched(office)
    office.run("case", "decide", "2026-0001", "all", "--include")
    path = office.space.folder / "givet.toml"
    path.write_text('[[disclosure]]\nrecipient = "Planklagenævnet"\non = 2025-06-03\noccasion = "klage"\n')
    told = office.letter("answer", "--disclosures", str(path))
    assert "--disclosures" not in told.stderr
    assert "Vi har givet oplysninger om dig til:" in office.text("2026-0001-answer.docx")


def test_every_letter_is_in_the_access_log(office: Office) -> None:
    office.letter("receipt")
    assert re.search(r"letter:.*case 2026-0001", office.run("log").stdout)


def test_what_the_settings_lack_is_named(tmp_path: Path) -> None:
    office = Office(
        tmp_path / "ws", SETTINGS.replace('phone = "99 00 00 00"\ndpo_email = "dpo@proeveby.example"\n', "")
    )
    office.open()
    assert "ingen telefon" in office.letter("receipt").stderr
    said = office.letter("refusal", code=1).stderr
    assert "[organisation] phone" in said
    assert "dpo_email" in said


def test_a_notice_without_a_recipient_says_so(office: Office) -> None:
    assert "no recipient is left to tell" in office.letter("notice", code=1).stderr


def test_an_unknown_case_and_kind(office: Office) -> None:
    office.run("letter", "2026-9999", "receipt", "--out", str(office.out), code=1)
    office.letter("love", code=2)

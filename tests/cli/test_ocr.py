"""``dsar index --ocr``: pictures put off are read in a pass of their own, and only they."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.workspace import Workspace
from tests.extract.scans import saved, scan

SUBJECT = 'cpr = ["010130-4567"]\n'


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "ws")
    made.write("a.txt", "intet")
    made.write("scan.png", saved(scan(), "PNG"))
    (made.folder / "subject.toml").write_text(SUBJECT, encoding="utf-8")
    return made


def configure(space: Workspace, line: str) -> None:
    with (space.folder / "dsar.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"[ocr]\n{line}\n")


def gaps(space: Workspace) -> list[tuple[str, str]]:
    return [(gap["item"], gap["code"]) for gap in space.dsar("gaps", "--json").objects if gap["type"] == "gap"]


def hits(space: Workspace) -> list[str]:
    ran = space.dsar("find", "--subject", "subject.toml", "--purpose", "Indsigt", "--json")
    return [line["item"] for line in ran.objects if line["type"] == "hit"]


def test_text_in_a_picture_is_found(space: Workspace) -> None:
    assert space.dsar("index").code == 0
    assert hits(space) == ["scan.png"]


def test_what_is_put_off_is_a_gap_until_the_pass_of_its_own(space: Workspace) -> None:
    configure(space, 'when = "later"')
    assert space.dsar("index").code == 3
    assert gaps(space) == [("scan.png", "ocr_pending")]
    assert hits(space) == []

    (summary,) = space.dsar("index", "--ocr", "--json").objects
    assert (summary["read"], summary["unchanged"], summary["gaps"]) == (1, 1, 0)
    assert hits(space) == ["scan.png"]


def test_a_second_pass_finds_nothing_to_do(space: Workspace) -> None:
    configure(space, 'when = "later"')
    space.dsar("index", "--ocr")

    for arguments in (["index"], ["index", "--ocr"]):
        (summary,) = space.dsar(*arguments, "--json").objects
        assert (summary["read"], summary["gaps"]) == (0, 0)


def test_missing_language_data_is_said_once_and_is_a_gap(space: Workspace) -> None:
    configure(space, 'data = "no/such/folder"')
    space.write("scan2.png", saved(scan(["Side to"]), "PNG"))
    ran = space.dsar("index")

    assert ran.err.count("tesseract-ocr-dan") == 1
    assert gaps(space) == [("scan.png", "empty_scan"), ("scan2.png", "empty_scan")]


@pytest.mark.parametrize(
    "line", ['when = "sometimes"', 'languages = "../dan"', "page_s = 0", "confidence = 101", "x = 1"]
)
def test_a_wrong_setting_is_named(space: Workspace, line: str) -> None:
    configure(space, line)
    ran = space.dsar("index")

    assert ran.code == 1
    assert f"ocr.{line.split(maxsplit=1)[0]}" in ran.err

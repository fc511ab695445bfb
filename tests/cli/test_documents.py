"""``dsar read`` and ``dsar scan``: files and folders, without a workspace."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.cli.workspace import Workspace, dsar
from tests.extract.pdf_files import changed, pdf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_bytes("\ufeffKære Anders Bo Jensen\r\nCPR 010190-9934".encode())
    (tmp_path / "b" / "c.txt").write_bytes("Skriv til abj@example.dk – hilsen Åse".encode("cp1252"))
    return tmp_path


def test_passages_come_as_the_contract_has_them(folder: Path) -> None:
    ran = dsar("read", "a.txt", "b", "--json", cwd=folder)
    assert ran.code == 0
    assert ran.objects == [
        {"type": "passage", "item": "a.txt", "place": "tekst", "text": "Kære Anders Bo Jensen\nCPR 010190-9934"},
        {"type": "passage", "item": "b/c.txt", "place": "tekst", "text": "Skriv til abj@example.dk – hilsen Åse"},
    ]


def test_findings_have_offsets_in_the_passages_text(folder: Path) -> None:
    ran = dsar("scan", "a.txt", "--kind", "cpr", "--json", cwd=folder)
    (finding,) = ran.objects
    weights = [evidence["weight"] for evidence in finding.pop("evidence")]
    score = finding.pop("score")
    assert finding == {
        "type": "finding",
        "item": "a.txt",
        "place": "tekst",
        "kind": "cpr",
        "start": 26,
        "end": 37,
        "text": "010190-9934",
        "key": "0101909934",
    }
    assert 0.5 < score < 1
    assert 1 / (1 + 2.718281828459045 ** -sum(weights)) == pytest.approx(score)


def test_a_register_in_plain_text_keeps_its_offsets(folder: Path) -> None:
    text = "".join(f"Bo Als    45042799{n}    {n},50\n" for n in range(10, 30))
    (folder / "liste.txt").write_text(text, encoding="utf-8")

    (passage,) = dsar("read", "liste.txt", "--json", cwd=folder).objects
    assert passage["text"] == text


def test_a_table_for_people_says_why_in_danish(folder: Path) -> None:
    ran = dsar("scan", "a.txt", "--kind", "cpr", cwd=folder)
    assert "a.txt, tekst, tegn 26-37: CPR-nummer 010190-9934" in ran.out
    assert "gyldig dato" in ran.out
    assert ran.err == "1 findings: 1 cpr.\n"


def test_masked_findings_show_no_value(folder: Path) -> None:
    for extra in ((), ("--json",)):
        ran = dsar("scan", ".", "--mask", *extra, cwd=folder)
        assert "█" in ran.out
        assert not any(value in ran.out for value in ("010190", "0101909934", "abj@", "Jensen", "jensen"))


def test_a_score_below_the_least_is_not_shown(folder: Path) -> None:
    assert dsar("scan", "a.txt", "--min-score", "1", "--json", cwd=folder).out == ""


def test_a_gap_exits_with_3_and_the_rest_is_read(folder: Path) -> None:
    (folder / "a.bin").write_bytes(bytes(range(256)))
    ran = dsar("read", ".", "--json", cwd=folder)
    assert ran.code == 3
    assert [(one["type"], one["item"]) for one in ran.objects] == [
        ("gap", "a.bin"),
        ("passage", "a.txt"),
        ("passage", "b/c.txt"),
    ]


@pytest.mark.parametrize("command", ["read", "scan"])
def test_a_path_that_is_not_there_exits_with_1_before_anything_is_read(folder: Path, command: str) -> None:
    ran = dsar(command, "a.txt", "nej.txt", cwd=folder)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "dsar: nej.txt: there is no such file or folder. Check the path.\n"


def test_no_path_exits_with_2(folder: Path) -> None:
    assert dsar("read", cwd=folder).code == 2


def test_categories_label_passages(folder: Path) -> None:
    (folder / "notat.txt").write_text("Anders Jensen er sygemeldt med en depression.", encoding="utf-8")
    found = dsar("scan", "notat.txt", "--categories", "--json", cwd=folder).objects
    labels = {one["category"]: one for one in found if one["type"] == "label"}
    health = labels["health"]
    assert (health["class"], health["text"], health["needs_confirmation"]) == ("special", "sygemeldt", True)
    assert labels["name"]["class"] == "ordinary"
    assert "helbred (følsom) sygemeldt" in dsar("scan", "notat.txt", "--categories", cwd=folder).out


@pytest.mark.parametrize("command", ["read", "scan"])
def test_in_a_workspace_its_passwords_open_what_is_locked(tmp_path: Path, command: str) -> None:
    space = Workspace(tmp_path / "ws")
    lock = pikepdf.Encryption(user="hemmeligt", owner="ejer")
    path = space.write("a.pdf", changed(pdf(["CPR 010190-9934"]), lambda _: None, encryption=lock))
    assert dsar(command, str(path), "--json", cwd=tmp_path).code == 3
    (space.folder / "ord.txt").write_text("hemmeligt\n", encoding="utf-8")
    (space.folder / "ord.txt").chmod(0o600)
    with (space.folder / "dsar.toml").open("a", encoding="utf-8") as settings:
        settings.write('[extract]\npasswords_file = "ord.txt"\n')
    ran = dsar(command, "sager/a.pdf", "--json", cwd=space.folder)
    assert (ran.code, "010190-9934" in ran.out) == (0, True)

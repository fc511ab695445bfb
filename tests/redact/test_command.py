"""``dsar redact``: one line a copy or gap, and the exit codes of the contract."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from dsar.cli import main
from dsar.redact import copies
from tests.redact.pages import OTHER_LINE, OWN_LINE, page


@pytest.fixture
def subject(tmp_path: Path) -> Path:
    path = tmp_path / "borger.toml"
    path.write_text('cpr = ["010130-4999"]\nnames = ["Anders Bo Jensen"]\n', encoding="utf-8")
    return path


def test_a_copy_is_told_as_json_and_lies_where_it_says(subject: Path, tmp_path: Path) -> None:
    source = tmp_path / "brev.pdf"
    source.write_bytes(page(OWN_LINE, OTHER_LINE))
    arguments = [
        "redact",
        str(source),
        "--subject",
        str(subject),
        "--out",
        str(tmp_path / "ud"),
        "--workers",
        "1",
        "--json",
    ]
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 0
    (told,) = map(json.loads, ran.stdout.splitlines())
    assert told == {
        "type": "redaction",
        "item": str(source),
        "output": str(tmp_path / "ud" / "brev.pdf"),
        "removed": [{"kind": "name", "place": "side 1", "count": 1}, {"kind": "cpr", "place": "side 1", "count": 1}],
        "verified": True,
    }
    assert (tmp_path / "ud" / "brev.pdf").exists()


def test_a_file_that_gives_no_copy_is_a_gap_and_exit_3(subject: Path, tmp_path: Path) -> None:
    source = tmp_path / "brev.pdf"
    source.write_bytes(b"%PDF-1.7\n")
    ran = CliRunner().invoke(
        main, ["redact", str(source), "--subject", str(subject), "--out", str(tmp_path / "ud"), "--json"]
    )
    assert ran.exit_code == 3
    assert json.loads(ran.stdout) == {
        "type": "gap",
        "item": str(source),
        "code": "damaged",
        "reason": "it is broken and cannot be opened.",
    }


@pytest.mark.parametrize("wrong", ["subject", "file", "out"])
def test_wrong_input_is_exit_1_and_writes_nothing(wrong: str, subject: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "brev.txt", tmp_path / "ud"
    source.write_text(OWN_LINE, encoding="utf-8")
    {"subject": subject, "file": source}.get(wrong, tmp_path / "nothing").unlink(missing_ok=True)
    if wrong == "out":
        out.write_text("a file", encoding="utf-8")
    ran = CliRunner().invoke(main, ["redact", str(source), "--subject", str(subject), "--out", str(out)])
    assert ran.exit_code == 1
    assert not out.is_dir() or list(out.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 4), (errno.EDQUOT, 4), (errno.EACCES, 1)])
def test_a_full_disk_is_told_in_one_line(
    number: int, code: int, subject: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(copies, "_private", refuse)
    source, out = tmp_path / "brev.txt", tmp_path / "ud"
    source.write_text(OWN_LINE, encoding="utf-8")
    ran = CliRunner().invoke(main, ["redact", str(source), "--subject", str(subject), "--out", str(out)])
    assert (ran.exit_code, ran.stderr.count("\n")) == (code, 1)
    assert list(out.iterdir()) == []

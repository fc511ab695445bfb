"""The customer's own lists: ``[detect] names`` and ``cues`` in dsar.toml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dsar.cli import main
from dsar.detect import Detectors
from dsar.detect.lexicon import Entry, Lexicon, read_names
from dsar.errors import SetupError
from dsar.model import Kind
from dsar.settings import DetectSettings, load_settings
from tests.cpr_numbers import TODAY

UNKNOWN_NAME = "Qvaxx Zzorbel"
NAMES = "# egne navne\nqvaxx\t400\t0\n\nZzorbel\t0\t350\njensen\t90000\t2\n"
TEXT = "Hun har talt med Qvaxx Zzorbel om sagen."


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.tsv"
    path.write_text(NAMES, encoding="utf-8")
    return path


def workspace(folder: Path, detect: str) -> Path:
    (folder / "dsar.toml").write_text(f'[organisation]\nname = "X"\n[detect]\n{detect}\n', encoding="utf-8")
    return folder


def test_a_name_of_the_customers_is_known_by_its_bearers(names: Path) -> None:
    assert Lexicon(more=names).get("qvaxx") == Entry(400, 0, 0, 0)


def test_where_both_lists_know_a_name_the_larger_count_holds(names: Path) -> None:
    assert Lexicon(more=names).get("jensen") == Lexicon().get("jensen")._replace(first=90000)


def test_a_list_that_a_spreadsheet_wrote_with_a_mark_at_its_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("al-khatib\t1\t20\r\n", encoding="utf-8-sig")
    assert read_names(path) == {"al-khatib": (1, 20)}


@pytest.mark.parametrize("line", ["qvaxx", "qvaxx\t1", "qvaxx\tmange\t0", "\t1\t2", "qvaxx 1 2", "12\t1\t2"])
def test_a_wrong_line_is_named_by_its_number_and_not_by_what_is_in_it(tmp_path: Path, line: str) -> None:
    path = tmp_path / "names.tsv"
    path.write_text(f"bo\t1\t2\n{line}\n", encoding="utf-8")
    with pytest.raises(
        SetupError, match=r"names\.tsv: line 2 is not a name, two counts and tabs between\. Mend it\.\Z"
    ):
        read_names(path)


@pytest.mark.parametrize(("content", "says"), [(None, "cannot be read"), (b"\xff\xfe", "is not UTF-8")])
def test_a_list_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "names.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SetupError, match=says):
        read_names(path)


def test_the_detectors_find_a_name_by_the_customers_list_and_not_without(names: Path) -> None:
    kinds = frozenset({Kind.NAME})
    own = Detectors(today=TODAY, kinds=kinds, names=names).detect(TEXT)
    assert [f.span.of(TEXT) for f in own] == [UNKNOWN_NAME]
    assert Detectors(today=TODAY, kinds=kinds).detect(TEXT) == ()


def test_the_settings_name_files_of_the_workspace(tmp_path: Path) -> None:
    root = workspace(tmp_path, 'cues = "own.toml"\nnames = "names.tsv"')
    assert load_settings(root, {}).detect == DetectSettings(tmp_path / "own.toml", tmp_path / "names.tsv")


def test_without_settings_there_are_no_lists(tmp_path: Path) -> None:
    assert load_settings(workspace(tmp_path, ""), {}).detect == DetectSettings(None, None)


def scan(root: Path, *options: str) -> list[dict[str, object]]:
    (root / "note.txt").write_text(TEXT + " Han er medlem af Byens Liste.", encoding="utf-8")
    result = CliRunner().invoke(main, ["-w", str(root), "scan", "--json", *options, str(root / "note.txt")])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_scan_knows_the_lists_of_the_workspace_it_is_given(tmp_path: Path, names: Path) -> None:
    (tmp_path / "own.toml").write_text('[politics]\nstrong = ["byens liste"]\n', encoding="utf-8")
    found = scan(workspace(tmp_path, f'cues = "own.toml"\nnames = "{names.name}"'), "--categories")
    assert UNKNOWN_NAME in [one["text"] for one in found if one["type"] == "finding"]
    assert "politics" in [one["category"] for one in found if one["type"] == "label"]


def test_scan_ends_with_one_line_where_a_list_is_wrong(tmp_path: Path) -> None:
    root = workspace(tmp_path, 'names = "none.tsv"')
    result = CliRunner().invoke(main, ["-w", str(root), "scan", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(
        "none.tsv: cannot be read (No such file or directory). Check the file and its permissions."
    )

"""``dsar init``, ``dates`` and the help."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.activities import load_activities
from dsar.settings import load_settings
from tests.cli.workspace import dsar


def test_a_new_workspace_is_valid_and_can_be_indexed(tmp_path: Path) -> None:
    assert dsar("init", "ny", cwd=tmp_path).code == 0
    assert load_settings(tmp_path / "ny", {}).organisation.name == "Kommunens navn"
    assert len(list(load_activities(tmp_path / "ny" / "activities.toml"))) == 13
    assert (tmp_path / "ny" / "dsar.key").stat().st_mode & 0o777 == 0o600
    assert dsar("index", "-w", "ny", cwd=tmp_path).code == 0


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    dsar("init", "ny", cwd=tmp_path)
    before = {f.name: f.read_bytes() for f in (tmp_path / "ny").iterdir()}
    ran = dsar("init", "ny", cwd=tmp_path)
    assert ran.code == 1
    assert "is a workspace already" in ran.err
    assert {f.name: f.read_bytes() for f in (tmp_path / "ny").iterdir()} == before


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    ran = dsar("init", "fil/ny", cwd=tmp_path)
    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_the_dates_of_a_request(tmp_path: Path) -> None:
    assert dsar("dates", "2026-11-21", "--json", cwd=tmp_path).objects == [
        {
            "type": "dates",
            "received": "2026-11-21",
            "internal_due": "2026-12-14",
            "aktindsigt_due": "2026-12-01",
            "due": "2026-12-21",
            "extended_due": "2027-02-22",
        }
    ]


@pytest.mark.parametrize("day", ["21-11-2026", "2026-02-30", "i går"])
def test_a_day_that_is_none_exits_with_2(tmp_path: Path, day: str) -> None:
    assert dsar("dates", day, cwd=tmp_path).code == 2


def test_the_help_lists_every_command(tmp_path: Path) -> None:
    from dsar.cli import COMMANDS

    out = dsar("--help", cwd=tmp_path).out
    assert [name for name in COMMANDS if f"\n  {name} " not in out] == []

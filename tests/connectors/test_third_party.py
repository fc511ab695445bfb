"""The walk-through of connectors.md, done as a third party would: its code, its entry point, its settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.workspace import Workspace

PAGE = Path(__file__).parent.parent.parent / "dsar" / "docs" / "connectors.md"
JOURNAL = '{"id": "7", "changed": "1", "text": "Ib Prøvesen, 010132-4991, har ringet."}\n'
SUBJECT = '{"names": ["Ib Prøvesen"], "cpr": ["010132-4991"]}'


def fenced(language: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8").partition("## Writing your own")[2]
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def installed(tmp_path: Path) -> str:
    """The package as pip would leave it; the folder that it lies in."""
    (code,) = fenced("python")
    entry_point = re.search(r'^(\w+) = "(.+)"$', fenced("toml")[0], re.MULTILINE)
    assert entry_point
    (tmp_path / "smaasag.py").write_text(code, encoding="utf-8")
    info = tmp_path / "smaasag-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: smaasag\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dsar.connectors]\n{entry_point[1]} = {entry_point[2]}\n")
    return str(tmp_path)


def test_the_connector_of_the_walk_through_is_checked_indexed_and_searched(installed: str, tmp_path: Path) -> None:
    space = Workspace(tmp_path / "arbejde")
    (space.folder / "journal.jsonl").write_text(JOURNAL, encoding="utf-8")
    settings = space.folder / "dsar.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + fenced("toml")[1], encoding="utf-8")
    looked = space.dsar("stores", "--check", "journal", PYTHONPATH=installed)
    assert (looked.code, looked.out) == (0, "journal: ok: 1 entries\n")
    assert space.dsar("index", "journal", "--workers", "1", PYTHONPATH=installed).code == 0
    found = space.dsar("find", "--subject", "-", "--purpose", "prøve", "--json", stdin=SUBJECT)
    assert [(o["item"], o["level"]) for o in found.objects if o["type"] == "hit"] == [("7.txt", "certain")]

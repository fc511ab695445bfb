"""The docs name what there is: commands, settings, connectors, gap codes, audit events. Their links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from dsar.audit import Action
from dsar.cli import COMMANDS, main
from dsar.connector import built_in
from dsar.model import GapCode

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "dsar" / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def headings(name: str) -> set[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#")}


def test_every_command_has_its_heading() -> None:
    assert {f"dsar {name}" for name in COMMANDS} <= headings("operating.md")


def test_every_heading_of_a_command_is_a_command() -> None:
    assert {h for h in headings("operating.md") if h.startswith("dsar ")} == {f"dsar {name}" for name in COMMANDS}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_commands_help_has_an_example(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert f"Example: dsar {name}" in (command.help or "")


def test_every_setting_has_its_heading() -> None:
    from dsar.settings_file import _File

    assert set(_File.model_fields) <= headings("operating.md")


def test_every_gap_code_has_its_heading() -> None:
    assert {code.value for code in GapCode} == headings("gaps.md") - {"Gaps"}


def test_every_connector_has_its_heading() -> None:
    assert set(built_in()) <= headings("connectors.md")


def test_every_audit_event_has_its_heading() -> None:
    assert {action.value for action in Action} <= headings("oversight.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def fenced_commands() -> list[str]:
    lines = [line for page in PAGES for line in page.read_text(encoding="utf-8").splitlines()]
    return sorted({line.strip().removeprefix("$ ") for line in lines if line.strip().startswith("$ dsar ")})


@pytest.mark.parametrize("line", fenced_commands())
def test_every_command_in_the_docs_parses(line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for workspace in (tmp_path, tmp_path / "demo"):
        workspace.mkdir(exist_ok=True)
        (workspace / "dsar.toml").touch()
    monkeypatch.chdir(tmp_path)
    _, name, *arguments = shlex.split(line.partition(" | ")[0].partition(" < ")[0])
    command = main.get_command(click.Context(main), name)
    assert command is not None
    command.make_context(name, arguments, parent=click.Context(main))

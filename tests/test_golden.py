"""What people and programs see, written out: every command's help, and the text of one sample file of each format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from dsar.cli import COMMANDS, main
from dsar.extract.extractor import Limits
from dsar.extract.sandbox import Sandbox
from dsar.model import Gap
from sample_data import generate

FORMATS = ("csv", "docx", "eml", "html", "json", "log", "md", "ods", "pdf", "tsv", "txt", "xls", "xlsx", "xml", "zip")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("golden") / "sample").folder / "data"


@pytest.mark.parametrize("name", ["", *sorted(COMMANDS)])
def test_help(name: str, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    command = main.get_command(click.Context(main), name) if name else main
    assert command is not None
    with click.Context(command, info_name=f"dsar {name}".strip(), terminal_width=100, max_content_width=100) as context:
        golden(f"help/{name or 'dsar'}.txt", command.get_help(context) + "\n")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_text_of_a_sample_file(ending: str, sample: Path, golden: Callable[[str, str], None]) -> None:
    paths = sorted(sample.rglob(f"*.{ending}"), key=lambda path: (path.stat().st_size, path))
    path = paths[len(paths) // 2]
    handle = os.open(path, os.O_RDONLY)
    try:
        with Sandbox(Limits()) as sandbox:
            located = list(sandbox.read(handle, path.name))
    finally:
        os.close(handle)
    shown = [
        f"--- {one.locator(path.name)}, {one.value.code.value}: {one.value.reason}"
        if isinstance(one.value, Gap)
        else f"--- {one.locator(path.name)}, {one.value.place}\n{one.value.text}"
        for one in located[:30]
    ]
    golden(f"read/{ending}.txt", "\n".join(shown) + "\n")

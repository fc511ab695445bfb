"""What people and programs see, written out: every command's help, and the text of one sample file of each format."""

from __future__ import annotations

import lzma
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from dsar.cli import COMMANDS, main
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.sandbox import Sandbox
from dsar.model import Gap
from sample_data import generate

FORMATS = ("csv", "docx", "eml", "html", "json", "log", "md", "ods", "pdf", "tsv", "txt", "xls", "xlsx", "xml", "zip")

ELSEWHERE = Path(__file__).parent / "extract/data"
MADE_ELSEWHERE = (
    "outlook.pst.xz", "planted.doc", "planted.odp", "planted.ods", "planted.odt", "planted.ppt.xz", "planted.rtf",
    "planted.xls",
)  # fmt: skip


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
    golden(f"read/{ending}.txt", text_of(paths[len(paths) // 2]))


@pytest.mark.parametrize("name", MADE_ELSEWHERE)
def test_the_text_of_a_file_that_another_program_made(
    name: str, golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    data = (ELSEWHERE / name).read_bytes()
    path = tmp_path / name.removesuffix(".xz")
    path.write_bytes(lzma.decompress(data) if name.endswith(".xz") else data)
    golden(f"read/{path.name}.txt", text_of(path))


def text_of(path: Path) -> str:
    """What the extractors see, and what the document states, a line each."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with Sandbox(Limits()) as sandbox:
            located = list(sandbox.read(handle, path.name))
    finally:
        os.close(handle)
    return "\n".join(line for one in located[:30] for line in lines_of(one, path.name)) + "\n"


def lines_of(one: Located, name: str) -> Iterator[str]:
    if isinstance(one.value, Gap):
        yield f"--- {one.locator(name)}, {one.value.code.value}: {one.value.reason}"
        return
    yield f"--- {one.locator(name)}, {one.value.place}"
    yield one.value.text
    yield from (f"[{stated.kind.value}: {stated.value}]" for stated in one.value.stated)

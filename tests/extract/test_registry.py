"""Extractors are all there, and cost nothing until a file needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dsar.errors import SetupError
from dsar.extract.registry import BUILT_IN, Entry, Registry, named


@pytest.mark.parametrize("entry", BUILT_IN, ids=lambda entry: entry.target)
def test_every_extractor_can_be_loaded_and_takes_what_it_is_loaded_for(entry: Entry) -> None:
    registry = Registry([entry])

    for media_type in entry.media_types:
        whole = {"text/": "text/plain"}.get(media_type, media_type)
        assert registry.choose(whole, "navn") is not None


def test_the_one_that_fits_best_is_chosen() -> None:
    chosen = Registry().choose("text/csv", "a.csv")

    assert type(chosen).__name__ == "TableExtractor"


def test_nothing_is_chosen_for_what_nobody_reads() -> None:
    assert Registry().choose("application/octet-stream", "a.bin") is None


def test_a_registry_is_found_by_its_name() -> None:
    assert named("dsar.extract.registry:BUILT_IN").choose("text/plain", "a.txt") is not None


@pytest.mark.parametrize("where", ["no.such.module:X", "dsar.extract.registry:NO_SUCH"])
def test_a_registry_that_is_not_there_is_a_set_up_error(where: str) -> None:
    with pytest.raises(SetupError):
        named(where)


@pytest.mark.parametrize("module", ["dsar.extract.sandbox", "dsar.extract.child"])
def test_no_heavy_library_is_loaded_before_a_file_needs_it(module: str) -> None:
    program = f"import sys, {module}; print(*{{'lxml', 'docx', 'pypdfium2', 'python_calamine'}} & set(sys.modules))"

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == ""

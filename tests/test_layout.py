"""The house's own rules, held by tests: sizes, one-way imports, nothing that names a connector."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = (
    ("stated",),
    ("model", "errors"),
    ("words", "settings", "settings_file", "secrets", "retry", "disk", "typeset", "latest", "shown", "garbage"),
    ("connector",),
    ("crypto",),
    ("vault",),
    ("catalog",),
    ("audit",),
    ("extract",),
    ("detect",),
    ("index",),
    ("crawl",),
    ("find",),
    ("dates", "activities"),
    ("redact",),
    ("cases",),
    ("letters",),
    ("package",),
    ("spotaudit",),
    ("app", "workspace"),
    ("cli", "web"),
)
RANK = {name: rank for rank, names in enumerate(STAGES) for name in names}
EMPTY_WORDS = {"utils", "util", "helpers", "common", "manager", "base", "core", "misc"}


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stage(name: str) -> str | None:
    """The stage of a dotted module name, or None for what has none (the package itself, other libraries)."""
    steps = name.split(".")
    return steps[1] if steps[0] == "dsar" and len(steps) > 1 and steps[1] in RANK else None


@pytest.mark.parametrize("path", modules("dsar"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_stages_to_its_left(path: Path) -> None:
    own = stage(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if own is None:
        assert path.name in {"__init__.py", "__main__.py"}, f"{path.name} belongs to no stage: add it to STAGES"
        return
    wrong = [name for name in imports(path) if (other := stage(name)) and other != own and RANK[other] > RANK[own]]
    assert wrong == []


@pytest.mark.parametrize("path", modules("dsar", "connectors", "sample_data"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", modules("dsar", "connectors"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_has_at_most_60_lines(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 60] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [p for p in modules("dsar", "connectors", "sample_data") if p.stem in EMPTY_WORDS] == []


def test_dsar_never_imports_a_connector_but_through_the_registry() -> None:
    assert [p for p in modules("dsar") for name in imports(p) if name.split(".")[0] == "connectors"] == []


def test_no_file_names_a_registry_host() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    host = re.compile(rb"pypi\.(org|python)|pythonhosted|npmjs|registry\.[a-z]+\.(org|com)|--index-url|--find-links")
    named = [f for f in tracked if f != "tests/test_layout.py" and host.search((ROOT / f).read_bytes())]
    assert named == []


def test_starting_the_command_line_loads_no_heavy_library() -> None:
    heavy = ("lxml", "sqlalchemy", "whoosh", "pypdfium2", "pdfminer", "docx", "pycrfsuite", "typst", "pydantic")
    code = f"import sys, dsar.cli; print([m for m in {heavy!r} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]"

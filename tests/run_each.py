"""Runs the modules of a folder that print figures: the benchmarks, the evaluations."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def run_each(package: str, only: list[str]) -> None:
    """Call ``run()`` of each of the package's modules ``only`` names, or of all that do not begin with "_"."""
    names = sorted(p.stem for p in (Path(__file__).parent / package).glob("*.py") if not p.stem.startswith("_"))
    for name in only or names:
        print(f"\n== {name}  (make {package} ONLY={name})", flush=True)
        import_module(f"tests.{package}.{name}").run()

"""Runs every benchmark: ``make bench``; one of them: ``make bench ONLY=index``.

A benchmark is a module ``tests/bench/<name>.py`` with a function ``run()`` that
prints its figures, its command and what it compares with. Figures are never asserted.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(only: list[str]) -> None:
    names = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))
    for name in only or names:
        print(f"\n== {name}  (make bench ONLY={name})", flush=True)
        import_module(f"tests.bench.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Runs every evaluation: ``make evaluate``; one of them: ``make evaluate ONLY=index``.

An evaluation is a module ``tests.evaluate/<name>.py`` with a function ``run()`` that
prints precision, recall and F1 on data that nothing was trained or tuned on.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(only: list[str]) -> None:
    names = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))
    for name in only or names:
        print(f"\n== {name}  (make evaluate ONLY={name})", flush=True)
        import_module(f"tests.evaluate.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])

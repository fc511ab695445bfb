"""Runs every benchmark: ``make bench``; one of them: ``make bench ONLY=index``.

A benchmark is a module ``tests/bench/<name>.py`` with a function ``run()`` that
prints its figures, its command and what it compares with. Figures are never asserted.
"""

from __future__ import annotations

import sys

from tests.run_each import run_each

if __name__ == "__main__":
    run_each("bench", sys.argv[1:])

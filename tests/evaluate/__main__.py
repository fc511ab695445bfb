"""Runs every evaluation: ``make evaluate``; one of them: ``make evaluate ONLY=index``.

An evaluation is a module ``tests/evaluate/<name>.py`` with a function ``run()`` that
prints precision, recall and F1 on data that nothing was trained or tuned on.
"""

from __future__ import annotations

import sys

from tests.run_each import run_each

if __name__ == "__main__":
    run_each("evaluate", sys.argv[1:])

"""Spoiled files of every format through the sandbox: read, gap, crash, timeout, nothing; ``DSAR_FUZZ`` says how many.

It compares with what must be: no crash, no timeout, no process left behind, and no input without passages and
without gaps (``nothing``), but for those that are ``blank`` (a text of white space, an empty sheet).
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import psutil

from dsar.extract.sandbox import Sandbox
from tests.extract.fuzzing import LIMITS, inputs, outcome

COUNT = int(os.environ.get("DSAR_FUZZ", "2000"))
SEED = int(os.environ.get("DSAR_FUZZ_SEED", "1"))
PROCESSES = 2
COLUMNS = ("read", "both", "gap", "blank", "nothing", "timeout", "crash")


def run() -> None:
    """Print a line for each format, and each crash's reason."""
    started = time.monotonic()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn) as pool:
        halves = pool.map(_half, range(PROCESSES))
        found = sum((counts for counts, _ in halves), Counter[tuple[str, str]]())
        left = sum(left for _, left in pool.map(_left, range(PROCESSES)))
    formats = sorted({name for name, _ in found})
    print(f"{'format':<28}" + "".join(f"{column:>9}" for column in COLUMNS))
    for name in [*formats, ""]:
        counts = Counter[str]()
        for (one, kind), number in found.items():
            counts[kind.partition(":")[0]] += number if name in ("", one) else 0
        print(f"{name or 'all':<28}" + "".join(f"{counts[column]:>9}" for column in COLUMNS))
    for (name, kind), number in sorted(found.items()):
        if kind.startswith("crash"):
            print(f"{name}: {number} times {kind}")
    print(f"{COUNT} inputs in {time.monotonic() - started:.0f} s; processes left behind: {left}")


def _half(part: int) -> tuple[Counter[tuple[str, str]], int]:
    os.nice(10)
    found = Counter[tuple[str, str]]()
    with Sandbox(LIMITS) as sandbox:
        for number, (name, data) in enumerate(inputs(SEED, COUNT)):
            if number % PROCESSES == part:
                found[name, outcome(sandbox, data, f"fil.{name.rpartition('.')[2]}")] += 1
    return found, part


def _left(part: int) -> tuple[None, int]:
    del part
    return None, len(psutil.Process().children(recursive=True))

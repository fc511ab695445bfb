"""How long a package of 500 items takes, with dsar's own detectors, and how much memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

ITEMS = (5, 50, 500)


def run() -> None:
    print("compile_package, dsar's own detectors; one process each")
    for items in ITEMS:
        code = f"from tests.bench.package import measure; measure({items})"
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": "."})


def measure(items: int) -> None:
    from dsar.package import compile_package, verify, write_zip
    from tests.package.people import ANSWER, HITS, LOG, NOW, ORGANISATION, SUBJECT, activities

    answer = replace(ANSWER, hits=tuple(replace(HITS[n % 3], item=f"{n}/{HITS[n % 3].item}") for n in range(items)))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pakke"
        times = [time.perf_counter()]
        compile_package(
            answer,
            subject=SUBJECT,
            activities=activities(),
            organisation=ORGANISATION,
            out=out,
            now=NOW,
            log=LOG,
        )
        times.append(time.perf_counter())
        write_zip(out, out.with_suffix(".zip"))
        times.append(time.perf_counter())
        assert verify(out.with_suffix(".zip")).intact
        times.append(time.perf_counter())
        size = (out / "citizen/oversigt.pdf").stat().st_size
    compiled, zipped, verified = (b - a for a, b in pairwise(times))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {items:4} items: compile {compiled:5.2f} s, zip and verify {zipped:5.2f} s, verify {verified:5.2f} s, "
        f"PDF {size / 1024:5.0f} kB, peak {memory:4.0f} MB"
    )

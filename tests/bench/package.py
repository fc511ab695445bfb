"""How long a package takes, letter, copies and all, how much memory, and how long its check."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

ITEMS = (5, 50, 500)
PAGES = 10
"""Of each PDF."""


def run() -> None:
    """Print the figures; ``DSAR_BENCH_ITEMS`` names other numbers of items (``5,50``)."""
    print(f"PDFs of {PAGES} pages copied whole and proved, two processes; one run each")
    wanted = os.environ.get("DSAR_BENCH_ITEMS", ",".join(map(str, ITEMS)))
    for items in map(int, wanted.split(",")):
        code = f"from tests.bench.package import measure; measure({items})"
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": "."})


def measure(items: int) -> None:
    """One run, in a process of its own."""
    from dsar.detect import Detectors
    from dsar.package import compile_package, verify
    from dsar.package.copies import Copied, CopyJob, copies
    from dsar.package.told import Told
    from tests.package.people import ANSWER, HITS, MADE, SUBJECT, material

    hits = tuple(replace(HITS[0], item=f"{n}/afgørelse.pdf") for n in range(items))
    made = material(replace(ANSWER, hits=hits))
    made = replace(made, told=tuple(replace(one, held=True) for one in made.told))
    document = _document()

    def copy(told: Sequence[Told], out: Path) -> Iterator[Copied]:
        job = CopyJob(SUBJECT, MADE, recognise=False)
        with tempfile.TemporaryDirectory() as temporary:
            yield from copies(told, job, original=lambda _: [document], out=out, temporary=Path(temporary), processes=2)

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pakke"
        times = [time.perf_counter()]
        compile_package(made, out=out, copy=copy, detect=Detectors(today=MADE, thorough=True).detect)
        times.append(time.perf_counter())
        assert verify(out).intact
        times.append(time.perf_counter())
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    compiled, verified = (b - a for a, b in pairwise(times))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"  {items:4} items, {items * PAGES:5} pages: {compiled:6.1f} s ({items * PAGES / compiled:5.1f} pages/s), "
        f"verify {verified:5.1f} s, {size / 1e6:6.1f} MB, peak {own:4.0f} MB, largest worker {largest:4.0f} MB"
    )


def _document() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    from tests.package.people import LETTER

    file = io.BytesIO()
    canvas = Canvas(file)
    for number in range(PAGES):
        for line, text in enumerate([*LETTER.splitlines(), f"side {number + 1}"] * 3):
            canvas.drawString(50, 800 - 15 * line, text[:90])
        canvas.showPage()
    canvas.save()
    return file.getvalue()

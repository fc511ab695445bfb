"""How long a package takes, letter, copies and all, how much memory, and how long its check.

``make bench ONLY=package``; the largest, 500 documents of 10 pages with text recognition of every page as a
municipality has it: ``DSAR_BENCH_ITEMS=500 DSAR_BENCH_OCR=1 make bench ONLY=package``.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dsar.model import Hit, HitPassage
from tests.package.people import ANSWER, HITS, MADE, SUBJECT, clue, material

ITEMS = (5, 50, 500)
PAGES = 10
"""Of each PDF; ``DSAR_BENCH_PAGES``."""
PROCESSES = 2
EVERY_S = 0.5
"""How often memory is looked at."""
LINES = (
    "Anders Bo Jensen, 010130-4999, har søgt om hjælp til flytning og har vedlagt sine bilag.",
    "Mette Bjerregaard, 120628-4123, har som nabo skrevet til kommunen den {}. gang i år.",
    "Sagen behandles efter serviceloven, og der er endnu ikke truffet nogen afgørelse i den.",
    "Karsten Fjeldgaard kan træffes på telefon 28 12 34 56 eller karsten.f@postkassen.example.",
    "Der er aftalt et nyt møde i uge {}, hvor lægens udtalelse gennemgås punkt for punkt.",
)
LINES_A_PAGE = 30


def run() -> None:
    """Print the figures; ``DSAR_BENCH_ITEMS`` names other numbers of items (``5,50``)."""
    pages, read = _pages(), bool(os.environ.get("DSAR_BENCH_OCR"))
    how = "read by text recognition too" if read else "without text recognition"
    print(
        f"PDFs of {pages} pages, {LINES_A_PAGE} lines each, copied whole and proved, {how}; two processes, one run each"
    )
    wanted = os.environ.get("DSAR_BENCH_ITEMS", ",".join(map(str, ITEMS)))
    for items in map(int, wanted.split(",")):
        code = f"from tests.bench.package import measure; measure({items}, {pages}, recognise={read})"
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": "."})


def measure(items: int, pages: int, *, recognise: bool) -> None:
    """One run, in a process of its own."""
    from dsar.detect import Detectors
    from dsar.package import compile_package, verify
    from dsar.package.copies import Copied, CopyJob, copies
    from dsar.package.told import Told

    hits = tuple(_hit(number, pages) for number in range(items))
    made = material(replace(ANSWER, hits=hits))
    made = replace(made, told=tuple(replace(one, held=True) for one in made.told))

    def copy(told: Sequence[Told], out: Path) -> Iterator[Copied]:
        job = CopyJob(SUBJECT, MADE, recognise=recognise)
        with tempfile.TemporaryDirectory() as temporary:
            yield from copies(
                told,
                job,
                original=lambda number: [_document(number, pages)],
                out=out,
                temporary=Path(temporary),
                processes=PROCESSES,
            )

    with tempfile.TemporaryDirectory() as folder, Memory() as memory:
        out = Path(folder) / "pakke"
        began, start = _processor_s(), time.monotonic()
        compile_package(made, out=out, copy=copy, detect=Detectors(today=MADE, thorough=True).detect)
        compiled, seconds = _processor_s() - began, time.monotonic() - start
        most, ours = memory.most, _peak(resource.RUSAGE_SELF)
        assert verify(out).intact
        verified = _processor_s() - began - compiled
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        overview = sum(path.stat().st_size for path in (out / "citizen").glob("[ou]*.pdf"))
    number = items * pages
    ours_then, largest = _peak(resource.RUSAGE_SELF), _peak(resource.RUSAGE_CHILDREN)
    print(
        f"  {items:4} items, {number:5} pages: processor {compiled:7.1f} s ({number / compiled:5.2f} pages/s; "
        f"the clock {seconds:.0f} s), verify {verified:6.1f} s\n"
        f"       {size / 1e6:6.1f} MB, overview {overview / 1e6:.1f} MB; memory: all processes {most:4.0f} MB, "
        f"ours {ours:4.0f} MB, after verify {ours_then:.0f} MB, largest other {largest:4.0f} MB",
        flush=True,
    )


class Memory:
    """Looks at what this process and all below it use together; what they share is counted once."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY_S):
            self.most = max(self.most, sum(map(_used, _below(os.getpid()))))


def _below(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for listed in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, listed.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _used(pid: int) -> float:
    """MB, of shared pages this process's share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _processor_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _pages() -> int:
    return int(os.environ.get("DSAR_BENCH_PAGES", PAGES))


def _lines(item: int, page: int) -> list[str]:
    return [LINES[n % len(LINES)].format(item * 37 + page + n) for n in range(LINES_A_PAGE)]


def _hit(item: int, pages: int) -> Hit:
    found = tuple(
        HitPassage(f"side {page + 1}", text, (clue(text, "Anders Bo Jensen"), clue(text, "010130-4999")))
        for page in range(pages)
        for text in ["\n".join(_lines(item, page))]
    )
    return replace(HITS[0], item=f"{item}/afgørelse.pdf", title="afgørelse.pdf", duplicates=(), passages=found)


def _document(item: int, pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for page in range(pages):
        for number, text in enumerate(_lines(item, page)):
            canvas.drawString(50, 800 - 25 * number, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()

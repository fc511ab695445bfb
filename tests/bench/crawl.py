"""An indexing run over the sample municipality, ten times as large: speed by workers, peak memory, size over text.

Memory is the proportional set size of the command and all its processes, read
five times a second; ``half`` is the same over half the items, to show whether
memory grows with the store.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from dsar.workspace import make_workspace
from sample_data import generate

SCALE = int(os.environ.get("DSAR_BENCH_SCALE", "10"))


def run() -> None:
    print(f"sample × {SCALE}; command: dsar index --workers N --json")
    with TemporaryDirectory(prefix="dsar-bench-") as folder:
        half, whole = Path(folder) / "half", Path(folder) / "whole"
        for place, scale in ((half, max(SCALE // 2, 1)), (whole, SCALE)):
            generate(place, scale=scale)
            make_workspace(place)
        _index("half, 2 workers", half, 2)
        _index("1 worker", whole, 1)
        _index("2 workers", whole, 2)
        _again(whole)
        _sizes(whole)


def _index(name: str, place: Path, workers: int) -> None:
    summaries, seconds, peak = _run(place, "--rebuild", "--yes", "--workers", str(workers))
    items, size, passages = (sum(s[key] for s in summaries) for key in ("items", "bytes", "passages"))
    print(
        f"{name:16} {items:7} items {passages:8} passages {size / 1e6:7.1f} MB  {seconds:6.1f} s  "
        f"{items / seconds:7.0f} items/s {size / 1e6 / seconds:6.2f} MB/s  peak {peak / 1e6:5.0f} MB"
    )


def _again(place: Path) -> None:
    summaries, seconds, peak = _run(place)
    unchanged = sum(s["unchanged"] for s in summaries)
    print(f"{'second run':16} {unchanged:7} items unchanged, {seconds:.1f} s, peak {peak / 1e6:.0f} MB")


def _sizes(place: Path) -> None:
    sizes = {
        name: sum(f.stat().st_size for f in (place / "state").glob(name)) for name in ("index/*", "vault/*", "catalog*")
    }
    out = subprocess.run(
        [sys.executable, "-m", "dsar", "read", str(place / "data"), "--json"], capture_output=True, check=False
    ).stdout
    lines = (json.loads(line) for line in out.splitlines())
    text = sum(len(line["text"].encode("utf-8", "replace")) for line in lines if line["type"] == "passage")
    shown = ", ".join(f"{name.strip('/*')} {size / text:.2f}" for name, size in sizes.items())
    print(f"size over text ({text / 1e6:.1f} MB): {shown}")


def _run(place: Path, *options: str) -> tuple[list[dict[str, int]], float, int]:
    started = time.monotonic()
    command = [sys.executable, "-m", "dsar", "index", "-w", str(place), "--json", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        with watched(process.pid) as peak:
            out, _ = process.communicate()
        assert process.returncode in (0, 3), process.returncode
    return [json.loads(line) for line in out.splitlines()], time.monotonic() - started, peak[0]


@contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], _memory(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _memory(pid: int) -> int:
    total = 0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):
                total += process.memory_full_info().pss
    return total

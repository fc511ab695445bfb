"""Indexing the same folder with Recoll (C++ and Xapian, Debian ``recollcmd``) and with dsar, in the same run.

Neither recognises text in pictures. Recoll stems nothing, and may use all cores as it does by
default; dsar has two workers, and also finds, weighs and seals personal data. Items are
files in the folder. Where others use the machine, compare processor time. ``letters`` have forty like lines
a page, and each page stands in two or three files; ``town`` has letters that differ, each full of personal
data, as caseworkers write them. The last lines say where the time of dsar goes, in one worker.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import docx

from dsar.workspace import make_workspace
from sample_data import generate
from tests.bench._stages import stages
from tests.bench._town import Town
from tests.bench.crawl import watched
from tests.extract.pdf_files import letter, pdf

SCALE = int(os.environ.get("DSAR_BENCH_SCALE", "5"))
EXTRA = 300
"""PDF files of two pages, and Word files of one."""
LINES = 55
"""Most lines of a page."""


class Took(NamedTuple):
    """What a command cost; memory in bytes."""

    wall_s: float
    processor_s: float
    peak: int


def run() -> None:
    """Print a line for each program and folder."""
    if shutil.which("recollindex") is None:
        print("not measured: recollindex is not installed (Debian: apt-get install recollcmd)")
        return
    print(f"sample × {SCALE}, and {EXTRA} PDF and {EXTRA} Word files; recollindex -z; dsar index --workers 2")
    with TemporaryDirectory(prefix="dsar-bench-") as folder:
        mixed, letters, town = (Path(folder) / name for name in ("mixed", "letters", "town"))
        generate(mixed, scale=SCALE)
        make_workspace(mixed)
        _letters(letters, lambda number: (letter(number), letter(number + 1), letter(number)))
        _letters(town, _from_town)
        for place in (mixed, letters, town):
            _without_ocr(place)
            count = sum(path.is_file() for path in (place / "data").rglob("*"))
            _report(f"Recoll, {place.name}", count, _recoll(place, Path(folder) / f"recoll-{place.name}"))
            _report(f"dsar, {place.name}", count, _dsar(place))
            _shares(place)


def _from_town(number: int) -> tuple[list[str], ...]:
    return tuple(map(_page, range(3 * number, 3 * number + 3)))


def _page(number: int) -> list[str]:
    paragraphs = "\n".join(passage.text for passage in Town(100_000).passages_of("sager", number)).split("\n")
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, 90) or [""]]
    return lines[:LINES]


def _letters(place: Path, pages: Callable[[int], tuple[list[str], ...]]) -> None:
    (place / "data" / "breve").mkdir(parents=True)
    for number in range(EXTRA):
        *of_pdf, of_word = pages(number)
        (place / "data" / "breve" / f"{number}.pdf").write_bytes(pdf(*of_pdf))
        document = docx.Document()
        for line in of_word:
            document.add_paragraph(line)
        document.save(str(place / "data" / "breve" / f"{number}.docx"))
    make_workspace(place)
    with (place / "dsar.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[stores.breve]\nconnector = "files"\npath = "data/breve"\n')


def _without_ocr(place: Path) -> None:
    path = place / "dsar.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[ocr]\n", "") + '\n[ocr]\nwhen = "never"\n', encoding="utf-8")


def _recoll(place: Path, config: Path) -> Took:
    config.mkdir()
    settings = f"topdirs = {place / 'data'}\nindexstemminglanguages =\nocrprogs =\nidxniceprio = 0\nloglevel = 1\n"
    (config / "recoll.conf").write_text(settings, encoding="utf-8")
    return _timed(["recollindex", "-c", str(config), "-z"], {0, 1})


def _dsar(place: Path) -> Took:
    return _timed([sys.executable, "-m", "dsar", "index", "-w", str(place), "--json", "--workers", "2"], {0, 3})


def _timed(command: list[str], good: set[int]) -> Took:
    """Wall time, processor time with that of every process it started and waited for, and peak memory."""
    started = time.monotonic()
    with (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
        watched(process.pid) as peak,
    ):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in good, process.returncode
    return Took(time.monotonic() - started, used.ru_utime + used.ru_stime, peak[0])


def _report(name: str, count: int, took: Took) -> None:
    print(
        f"{name:16} {count:7} items  {took.wall_s:6.1f} s  {count / took.wall_s:7.0f} items/s  "
        f"{took.processor_s:6.1f} s of processor  {count / took.processor_s:7.0f} items/s of it  "
        f"peak {took.peak / 1e6:5.0f} MB"
    )


def _shares(place: Path) -> None:
    seconds, whole = stages(place)
    shares = sorted(seconds.items(), key=lambda one: -one[1])
    rest = whole - sum(seconds.values())
    print("  " + ", ".join(f"{stage} {100 * took / whole:.0f} %" for stage, took in (*shares, ("the rest", rest))))

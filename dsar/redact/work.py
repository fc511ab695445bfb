"""What a process of its own does with the pages of one file: learn who is in them, copy them, prove them."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from struct import error as struct_error

from dsar.detect import Detectors
from dsar.disk import FULL
from dsar.errors import ItemError
from dsar.extract.media import media_type
from dsar.model import GapCode
from dsar.redact.belongs import Known
from dsar.redact.ocr import Recogniser, data_folder
from dsar.redact.own import Detect, Own
from dsar.redact.page import copy_page
from dsar.redact.page_copy import PageCopy, Withheld
from dsar.redact.plan import Planner
from dsar.redact.proof import flaws, remaining
from dsar.redact.remembered import Remembered
from dsar.redact.removal import Options
from dsar.redact.sheets import Sheets, open_sheets
from dsar.words import PLACES

PDF = "application/pdf"
MEMORY = 3 * 1024 * 1024 * 1024
"""Bytes of address space of one process; a page drawn at 200 dots an inch takes a few dozen million."""
A4 = (595.0, 842.0)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_UNDRAWABLE = "it is broken and cannot be drawn"


@dataclass(frozen=True, slots=True)
class Task:
    """One file, and for whom it is copied.

    Attributes:
        path: the file.
        media_type: what it is, told from its bytes.
        own: the subject's identifiers.
        today: the detectors' clock.
        remembered: a folder, for nobody else to read, in which recognised text lies between the rounds.
        recognise: whether pictures are read; without it, pages with pictures are withheld.
        office: whether the file's pages were drawn from an office document, with all that it says.
    """

    path: Path
    media_type: str
    own: Own = field(repr=False)
    options: Options
    today: date
    remembered: Path
    recognise: bool = True
    office: bool = False


def confine() -> None:
    """End this process with its parent, keep it from taking the machine's memory, and from writing it to disk."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@lru_cache(maxsize=2)
def planner_for(own: Own, options: Options, today: date) -> Planner:
    """The planner, built once in a process for each subject, or for what is known of one in an item."""
    return Planner(own, _detect_for(today), options)


@lru_cache(maxsize=2)
def _detect_for(today: date) -> Detect:
    return Remembered(Detectors(today=today, thorough=True).detect)


@lru_cache(maxsize=1)
def recogniser() -> Recogniser | None:
    """Text recognition, started once in a process."""
    folder = data_folder()
    return Recogniser(folder) if folder else None


def kind_of(task: Task) -> str:
    """What the file is, told from its bytes.

    Raises:
        ItemError: it cannot be opened.
    """
    try:
        with task.path.open("rb") as source:
            return media_type(source, task.path.name)
    except OSError as error:
        raise ItemError(GapCode.NO_ACCESS, f"cannot be opened ({error.strerror}).") from error


def prove_file(task: Task, known: Known, copy: Path) -> str:
    """Look through a finished copy for what no page shows: empty, or what is wrong with it."""
    return next(flaws(copy, planner_for(task.own, task.options, task.today), known), "")


def prove_pages(task: Task, known: Known, copy: Path, start: int, stop: int) -> str:
    """Read these pages of a finished copy again: empty, or what is wrong with them."""
    pages = remaining(copy, planner_for(task.own, task.options, task.today), known, (start, stop))
    return next((f"something of others can still be read on page {page}" for page in pages), "")


def look(task: Task) -> tuple[int, int]:
    """How many pages the file has, and how many files are attached to it.

    Raises:
        ItemError: it cannot be opened.
    """
    with _opened(task) as sheets:
        return len(sheets), sheets.attached


def learn_pages(task: Task, start: int, stop: int) -> Known:
    """The first round over these pages: who is in them."""
    planner = planner_for(task.own, task.options, task.today)
    known = Known()
    with _opened(task) as sheets:
        for index in range(start, stop):
            try:
                known |= planner.known(sheets.texts(index, task.remembered))
            except _broken() as error:
                _unless_full(error)
                continue  # the second round withholds it
    return known


def copy_pages(task: Task, known: Known, start: int, stop: int) -> list[PageCopy | Withheld]:
    """The second round over these pages: their copies."""
    planner = planner_for(task.own, task.options, task.today)
    reads = recogniser() if task.recognise else None
    copies: list[PageCopy | Withheld] = []
    with _opened(task) as sheets:
        for index in range(start, stop):
            place = PLACES["page"].format(index + 1)
            try:
                drawn = sheets.drawn(index, task.remembered)
                copies.append(copy_page(drawn, planner, known, place=place, recogniser=reads))
            except _broken() as error:
                _unless_full(error)
                copies.append(Withheld(*A4, _UNDRAWABLE))
    return copies


@contextmanager
def _opened(task: Task) -> Iterator[Sheets]:
    """The file's pages.

    Raises:
        ItemError: it cannot be opened.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium
    from PIL import UnidentifiedImageError
    from PIL.Image import DecompressionBombError

    try:
        with open_sheets(task.path, task.media_type, recogniser() if task.recognise else None) as sheets:
            yield sheets
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ItemError(
                GapCode.ENCRYPTED, "it needs a password. Add an open copy, or redact it by hand."
            ) from error
        raise ItemError(GapCode.DAMAGED, "it is broken and cannot be opened.") from error
    except DecompressionBombError as error:
        raise ItemError(GapCode.TOO_LARGE, "the picture has too many dots.") from error
    except (OSError, UnidentifiedImageError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise  # where the copies are, not in the file
        raise ItemError(GapCode.DAMAGED, "it is broken and cannot be opened.") from error


def _unless_full(error: Exception) -> None:
    """A full disk is no flaw of the page."""
    if isinstance(error, OSError) and error.errno in FULL:
        raise error


def _broken() -> tuple[type[Exception], ...]:
    """What drawing a broken page raises."""
    import pypdfium2

    return (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, MemoryError, struct_error)

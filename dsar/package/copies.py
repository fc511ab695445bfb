"""Copies of what is released, each without others' data and proved clean: in processes of their own, an item at a time.

A document is copied whole from the bytes that the case holds. What is only given in part, a
register's rows, and what could not be proved as a whole are copied from the held passages.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing.util import Finalize
from pathlib import Path

from dsar.cases.proposals import struck
from dsar.cases.review import Fate
from dsar.crawl.processes import die_with_parent
from dsar.detect.lexicon import Lexicon
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.rows import is_row
from dsar.model import LOCATOR_STEP, Gap, HitPassage, Passage, Subject
from dsar.package.told import Told
from dsar.redact.belongs import Known
from dsar.redact.concerning import LeftOut
from dsar.redact.copies import Redaction, Redactor
from dsar.redact.elsewhere import NOWHERE, Elsewhere, elsewhere
from dsar.redact.removal import Count, Options
from dsar.redact.seen import found_in
from dsar.words import PLACES

Original = Callable[[int], Iterable[bytes] | None]
"""The held bytes of the item that a hit lies in, in pieces; None if they are not held."""

_TEMPORARY = "package-"


@dataclass(frozen=True, slots=True)
class Copied:
    """The copies of one item.

    Attributes:
        files: their names, in the folder that they were to be put in.
        whole: whether they are of the item as a whole, not of its passages alone.
        fell_back: whether it was to be copied as a whole and is not: that could not be proved clean, or what was
            found of a document is rows of its tables alone.
        notes: what is not in them, and is no reason not to release (a part that was not readable before either).
        problems: why there is no copy; nothing may be released then.
        others: folded names of others that were removed; ``employees``: of those acting in office, which stay.
        numbers: others' identifiers that were removed, folded.
        mine, theirs: identifiers that its text says are the subject's, or another's; see :class:`Known`.
        left_out: where blocks about others were left out of what is only extracted, and on which ground.
    """

    number: int
    files: tuple[str, ...]
    whole: bool
    removed: tuple[Count, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    fell_back: bool = False
    others: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    employees: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)
    mine: tuple[str, ...] = field(default=(), repr=False)
    theirs: tuple[str, ...] = field(default=(), repr=False)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def known(self) -> Known:
        """Who was removed, as redaction knows them."""
        return Known(
            others=frozenset(self.others),
            employees=frozenset(self.employees),
            numbers=frozenset(self.numbers),
            mine=frozenset(self.mine),
            theirs=frozenset(self.theirs),
        )


@dataclass(frozen=True, slots=True)
class CopyJob:
    """What a process needs to copy for one subject."""

    subject: Subject
    today: date
    options: Options = field(default_factory=Options)
    recognise: bool = True
    limits: Limits = field(default_factory=Limits)
    office_pages: bool = False


def copies(
    told: Sequence[Told], job: CopyJob, *, original: Original, out: Path, temporary: Path, processes: int
) -> Iterator[Copied]:
    """Copy the items into a folder, in their order; each file is put there when it is proved.

    Who is in them is learned first, so that nobody who is removed from one copy can be read in another.

    Args:
        told: what is released.
        job: for whom.
        original: gives the held bytes.
        out: an existing folder.
        temporary: where held bytes lie while they are read, for nobody else to read.
        processes: how many work at a time.
    """
    waiting: deque[Future[Copied]] = deque()
    with _folder(temporary) as held, _workers(job, processes) as workers:
        others = elsewhere(workers.map(learn, told, chunksize=4), Lexicon())
        for one in told:
            waiting.append(workers.submit(copy, one, _laid_down(one, original, held), out, others))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _workers(job: CopyJob, processes: int) -> Iterator[ProcessPoolExecutor]:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_begin, initargs=(job,)) as made:
        try:
            yield made
        except BaseException:
            made.shutdown(wait=False, cancel_futures=True)
            raise


_redactor: Redactor | None = None


def _begin(job: CopyJob) -> None:
    die_with_parent()
    start(job)
    # Before the process waits for its own children, which wait for work.
    Finalize(None, stop, exitpriority=100)


def start(job: CopyJob) -> None:
    """Make this process ready to copy for one subject."""
    global _redactor  # noqa: PLW0603 - one in each process, made once
    _redactor = Redactor(
        job.subject,
        today=job.today,
        options=job.options,
        processes=1,
        recognise=job.recognise,
        limits=job.limits,
        office_pages=job.office_pages,
    )


def stop() -> None:
    """End what :func:`start` began."""
    global _redactor  # noqa: PLW0603
    if _redactor is not None:
        _redactor.close()
    _redactor = None


def learn(one: Told) -> Known:
    """Who is in what was found of an item."""
    assert _redactor is not None
    return _redactor.learn(passage.text for passage in one.hit.passages)


def copy(one: Told, held: Path | None, out: Path, others: Elsewhere = NOWHERE) -> Copied:
    """Copy one item into a folder: from its held bytes, which are deleted, or from its passages."""
    assert _redactor is not None
    _redactor.tell(others, struck(one.struck))
    name = _last_step(one)
    try:
        made = (
            list(_redactor.redact(held, name, out, part=one.part, found=one.hit.passages)) if held is not None else []
        )
    finally:
        if held is not None:
            held.unlink(missing_ok=True)
    made = [_numbered(each, one.number) for each in made]
    if _is_whole(made):
        notes = tuple(each.reason for each in made if isinstance(each, Gap))
        return _copied(one, made, whole=True, notes=notes)
    for each in made:
        if isinstance(each, Redaction):
            each.output.unlink(missing_ok=True)
    texts = [Located((), Passage(passage.place, passage.text)) for passage in one.hit.passages]
    about = [found_in(passage) for passage in one.hit.passages] if one.fate is Fate.EXTRACTED else ()
    copied = _redactor.redact_texts(texts, name, out, about=about, found=one.hit.passages)
    made = [_numbered(each, one.number) for each in copied]
    problems = tuple(each.reason for each in made if isinstance(each, Gap))
    in_part = held is not None or (one.fate is Fate.WHOLE and any(map(_is_of_table, one.hit.passages)))
    return replace(_copied(one, made, whole=False, problems=problems), fell_back=in_part)


def _is_of_table(passage: HitPassage) -> bool:
    """Whether it is a row of a table in a document, which has more to it than its table, and not of a register."""
    return is_row(passage) and passage.place.startswith(PLACES["table_row"].partition(" ")[0])


def _numbered(made: Redaction | Gap, number: int) -> Redaction | Gap:
    """The copy under a name that begins with its item's number; one without is taken by nobody else."""
    if isinstance(made, Gap):
        return made
    target = made.output.with_name(f"{number:03d} {made.output.name}")
    made.output.rename(target)
    return replace(made, output=target)


def _is_whole(made: Iterable[Redaction | Gap]) -> bool:
    """Whether a copy holds everything that could be read: a withheld page is copied from its text instead."""
    made = list(made)
    unproved = any(isinstance(each, Gap) and each.code == "not_proved" for each in made)
    return not unproved and any(isinstance(each, Redaction) for each in made)


def _copied(
    one: Told,
    made: Iterable[Redaction | Gap],
    *,
    whole: bool,
    notes: tuple[str, ...] = (),
    problems: tuple[str, ...] = (),
) -> Copied:
    done = [each for each in made if isinstance(each, Redaction)]
    known = Known()
    for each in done:
        known |= each.known
    return Copied(
        number=one.number,
        files=tuple(each.output.name for each in done),
        whole=whole,
        removed=tuple(count for each in done for count in each.removed),
        notes=notes,
        problems=problems,
        others=tuple(sorted(known.others)),
        employees=tuple(sorted(known.employees)),
        numbers=tuple(sorted(known.numbers)),
        mine=tuple(sorted(known.mine)),
        theirs=tuple(sorted(known.theirs)),
        left_out=tuple(each for redaction in done for each in redaction.left_out),
    )


def _laid_down(one: Told, original: Original, folder: Path) -> Path | None:
    """The held bytes as a file, where the item is to be copied from them."""
    rows = all(is_row(passage) for passage in one.hit.passages)
    if one.fate is not Fate.WHOLE or not one.held or rows:
        return None
    pieces = original(one.number)
    if pieces is None:
        return None
    path = folder / f"{one.number}{Path(_outer(one)).suffix[:10]}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
    return path


def _outer(one: Told) -> str:
    """The last step of the item's own address, without the parts below it."""
    return one.hit.item.partition(LOCATOR_STEP)[0].rpartition("/")[2]


def _last_step(one: Told) -> str:
    return one.hit.item.rpartition(LOCATOR_STEP)[2].rpartition("/")[2]


@contextmanager
def _folder(temporary: Path) -> Iterator[Path]:
    """A folder of our own; what a killed run left is deleted first."""
    for left in temporary.glob(f"{_TEMPORARY}*"):
        pid = left.name.removeprefix(_TEMPORARY).partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_TEMPORARY}{os.getpid()}-", dir=temporary) as made:
        yield Path(made)

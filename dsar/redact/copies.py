"""Makes copies of documents without what concerns others: planned, written, proved, and only then put in place.

A PDF or a picture keeps its looks (:mod:`dsar.redact.page`); anything else is set anew from
its text (:mod:`dsar.redact.text_copy`). A copy is written in a folder that only we can read,
and moved to its place in one step when it is proved; what is not proved leaves nothing behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Self

from dsar.detect import Detectors
from dsar.disk import on_disk
from dsar.errors import ItemError
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.sandbox import Sandbox
from dsar.model import Gap, GapCode, HitPassage, Passage, Span, Subject
from dsar.redact.about import about_sheets, withheld_sheet
from dsar.redact.belongs import Known
from dsar.redact.concerning import LeftOut, narrowed
from dsar.redact.elsewhere import Elsewhere
from dsar.redact.fold import Search, fold, folded_words
from dsar.redact.hands import Hands
from dsar.redact.joined import as_written
from dsar.redact.libreoffice import DRAWN, check, draw
from dsar.redact.own import Own, own_identifiers
from dsar.redact.page_copy import Withheld
from dsar.redact.plan import Planner
from dsar.redact.proof import Leak, flaws, leaks
from dsar.redact.remembered import Remembered
from dsar.redact.removal import Action, Count, Options, Override, counted
from dsar.redact.seen import as_seen
from dsar.redact.sheets import PICTURES
from dsar.redact.tagged_pdf import TaggedPdf
from dsar.redact.text_copy import Planned, text_copy
from dsar.redact.titles import copy_name, spaced, title_without
from dsar.redact.work import A4, PDF, Task, copy_pages, kind_of, learn_pages, look, prove_file, prove_pages

ROUNDS = 5
MOST_TEXT = 300_000
"""Characters of one copy of text; a longer document becomes several, as what sets them holds all in memory."""
_NOBODY = Known()
_LOST = "a process that worked on it died or took too long"


@dataclass(frozen=True, slots=True)
class Redaction:
    """A copy that was made and proved: of which item, where it lies, what was removed where, and who is in the item.

    ``left_out`` tells where only what concerns the subject was copied.
    """

    item: str = field(repr=False)
    output: Path
    removed: tuple[Count, ...]
    known: Known = field(default_factory=Known, repr=False)
    left_out: tuple[LeftOut, ...] = ()


class Redactor:
    """Copies documents for one subject. A context manager; used by one thread.

    Args:
        subject: who gets the copies.
        today: the detectors' clock.
        options: what the municipality and the caseworker decided.
        processes: how many work on the pages of a document.
        recognise: whether pictures are read, where text recognition is installed; without it, pages with
            pictures are withheld.
        limits: what reading a document that is no PDF may cost.
        office_pages: whether LibreOffice draws the pages of office documents, so that their copies look as they did.

    Raises:
        SetupError: LibreOffice is to draw pages and cannot on this machine.
    """

    def __init__(
        self,
        subject: Subject,
        *,
        today: date,
        options: Options | None = None,
        processes: int = 2,
        recognise: bool = True,
        limits: Limits | None = None,
        office_pages: bool = False,
    ) -> None:
        check(office_pages=office_pages)
        self._options, self._today, self._recognise = options or Options(), today, recognise
        self._detect = Remembered(Detectors(today=today, thorough=True).detect)
        self._own = own_identifiers(subject, self._detect)
        self._hands = Hands(processes)
        self._sandbox = Sandbox(limits or Limits())
        self._office_pages = office_pages

    def learn(self, texts: Iterable[str]) -> Known:
        """Who is in the texts of a document, to be told of when others are copied."""
        return self._planner(self._own, self._options).known(texts)

    def tell(self, others: Elsewhere, decided: tuple[Override, ...] = ()) -> None:
        """From now on, remove these too wherever they stand, and do as a caseworker decided."""
        self._options = replace(self._options, elsewhere=others, overrides=decided)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes it works with."""
        self._hands.close()
        self._sandbox.close()

    def redact(
        self,
        source: Path,
        item: str,
        out: Path,
        *,
        part: tuple[str, ...] | None = None,
        found: Sequence[HitPassage] = (),
    ) -> Iterator[Redaction | Gap]:
        """Copy one file into a folder.

        Yields a redaction for each copy that was made (a very long text makes several), and a gap for
        whatever is not in them, with the item as its locator. Nothing is written but proved copies.

        Args:
            source: the file; it is only read.
            item: what it is called in the answer; the copy's name is made from its last step.
            out: an existing folder.
            part: only this part of it: () is the file without what it contains (a mail without its
                attachments), else the steps to an attachment or a member. None is everything.
            found: where the search saw the subject in it, who may be written so there as nowhere else.

        Raises:
            SetupError: the folder cannot be written to.
            StoreError: its disk is full.
        """
        with self._working(out) as work:
            task = self._task(source, work, found)
            try:
                yield from self._redact(task, item, out, part)
            except ItemError as error:
                yield Gap(item, error.code, error.reason)

    def redact_texts(
        self,
        texts: Sequence[Located],
        item: str,
        out: Path,
        *,
        about: Sequence[Sequence[Span]] = (),
        found: Sequence[HitPassage] = (),
    ) -> Iterator[Redaction | Gap]:
        """Copy passages that are at hand; else as :meth:`redact`.

        ``about`` is where the search saw the subject in each text, if only what concerns them is to be copied.
        """
        with self._working(out) as work:
            task = self._task(work, work, found)
            yield from self._text_copies(task, item, texts, out, about=about)

    def _task(self, source: Path, work: Path, found: Sequence[HitPassage]) -> Task:
        own = as_seen(self._own, found, self._detect)
        return Task(source, "", own, self._options, self._today, work, self._recognise)

    @contextmanager
    def _working(self, out: Path) -> Iterator[Path]:
        """A folder that only we can read, beside the copies."""
        with on_disk(out), TemporaryDirectory(prefix=".dsar-", dir=out) as work:
            yield Path(work)

    def _redact(self, task: Task, item: str, out: Path, part: tuple[str, ...] | None) -> Iterator[Redaction | Gap]:
        kind = None if part else self._hands.once(kind_of, task)
        if kind == PDF or kind in PICTURES:
            yield from self._pictured(replace(task, media_type=kind or ""), item, out)
        else:
            yield from self._set_anew(replace(task, media_type=kind or ""), item, out, part)

    def _pictured(self, task: Task, item: str, out: Path, known: Known = _NOBODY) -> Iterator[Redaction | Gap]:
        looked = self._hands.once(look, task)
        if looked is None:
            raise ItemError(GapCode.CRASHED, f"{_LOST}.")
        pages, attached = looked
        planner = self._planner(task.own, task.options)
        known |= planner.known([spaced(item)])
        for _, learnt in self._hands.over_pages(learn_pages, task, pages):
            known |= learnt or Known()
        name = copy_name(item, planner, known)
        pdf = task.remembered / "copy.pdf"
        removed, withheld, written = self._write_pages(task, known, pages, title=name, target=pdf)
        if len(withheld) == pages:
            reason = withheld[0][1] if withheld else "it has no pages"
            raise ItemError(GapCode.NOT_PROVED, f"none of its pages can be shown: {reason}.")
        self._prove(task, known, pdf, written)
        yield Redaction(item, _put(pdf, out, name), removed, known)
        for number, reason in withheld:
            yield Gap(item, GapCode.NOT_PROVED, f"page {number} is withheld: {reason}.")
        if attached:
            yield Gap(item, GapCode.UNSUPPORTED, f"{attached} attached files are not in the copy. Redact them apart.")

    def _write_pages(
        self, task: Task, known: Known, pages: int, *, title: str, target: Path
    ) -> tuple[tuple[Count, ...], list[tuple[int, str]], int]:
        """Write the copy, page by page: what was removed, which pages are withheld and why, how many were written."""
        removed: list[Count] = []
        withheld: list[tuple[int, str]] = []
        with _private(target) as file:
            writer = TaggedPdf(file, title)
            for (start, stop), copies in self._hands.over_pages(copy_pages, task, pages, known):
                for number, copy in enumerate(copies or [Withheld(*A4, _LOST)] * (stop - start), start + 1):
                    if isinstance(copy, Withheld):
                        withheld.append((number, copy.reason))
                        writer.add(withheld_sheet(number))
                    else:
                        removed += copy.removed
                        writer.add(copy)
            for sheet in about_sheets(removed, office=task.office):
                writer.add(sheet)
            writer.close()
        return tuple(removed), withheld, writer.pages

    def _prove(self, task: Task, known: Known, pdf: Path, pages: int) -> None:
        """Read a written copy again.

        Raises:
            ItemError: it is not clean, or that cannot be told.
        """
        problems = [self._hands.once(prove_file, task, known, pdf)]
        problems += [problem for _, problem in self._hands.over_pages(prove_pages, task, pages, known, pdf)]
        for problem in problems:
            if problem is None or problem:
                raise ItemError(GapCode.NOT_PROVED, f"{problem or _LOST}.")

    def _set_anew(self, task: Task, item: str, out: Path, part_of: tuple[str, ...] | None) -> Iterator[Redaction | Gap]:
        located: list[Located] = []
        gaps = 0
        for each in self._read(task.path, item):
            if part_of is not None and each.steps != part_of:
                continue
            if isinstance(each.value, Gap):
                gaps += 1
                yield Gap(each.locator(item), each.value.code, each.value.reason)
            else:
                located.append(each)
        if not located and not gaps:
            yield Gap(item, GapCode.UNSUPPORTED, "it holds no text; there is nothing to copy.")
        drawn = self._drawn(task, item, located, out) if self._office_pages and task.media_type in DRAWN else []
        yield from drawn or self._text_copies(task, item, located, out)

    def _drawn(self, task: Task, item: str, located: Sequence[Located], out: Path) -> list[Redaction]:
        """The copy that shows its document's pages; nothing where they cannot be drawn, or not be proved clean."""
        pdf = self._hands.once(draw, task, located)
        if pdf is None:
            return []
        known = self._planner(task.own, task.options).known(_texts(located))
        made: list[Redaction | Gap] = []
        with suppress(ItemError):
            made = list(self._pictured(replace(task, path=pdf, media_type=PDF, office=True), item, out, known))
        copies = [each for each in made if isinstance(each, Redaction)]
        if len(copies) == len(made):
            return copies
        for each in copies:
            each.output.unlink()
        return []

    def _read(self, path: Path, item: str) -> Iterator[Located]:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise ItemError(GapCode.NO_ACCESS, f"cannot be opened ({error.strerror}).") from error
        try:
            yield from self._sandbox.read(handle, item)
        finally:
            os.close(handle)

    def _text_copies(
        self, task: Task, item: str, located: Sequence[Located], out: Path, *, about: Sequence[Sequence[Span]] = ()
    ) -> Iterator[Redaction | Gap]:
        texts = _texts(located)
        steps = dict.fromkeys(spaced(step) for each in located for step in each.steps)
        known = self._planner(task.own, task.options).known([*texts, *steps])
        left_out: tuple[LeftOut, ...] = ()
        if about:
            located, left_out = narrowed(located, about, self._planner(task.own, task.options), known)
        for number, part in enumerate(_parts(located), 1):
            try:
                made = self._text_copy(task, item, known, part, out, number=number)
                yield replace(made, left_out=left_out) if isinstance(made, Redaction) and number == 1 else made
            except ItemError as error:
                yield Gap(item, error.code, error.reason)

    def _text_copy(
        self, task: Task, item: str, known: Known, part: Sequence[Located], out: Path, *, number: int
    ) -> Redaction | Gap:
        """Write and read again; what is found is removed too, until nothing is found."""
        options, pdf = task.options, task.remembered / "copy.pdf"
        found: list[Leak] = []
        planned: tuple[Planned, ...] = ()
        for _ in range(ROUNDS):
            planner = self._planner(task.own, options)
            name = copy_name(item, planner, known) + (f" ({number})" if number > 1 else "")
            planned = tuple(_planned(part, planner, known))
            with _private(pdf) as file:
                file.write(text_copy(name, planned))
            texts = [each.passage.text for each in planned]
            found = list(as_written(leaks(pdf, planner, known), texts, planner, known))
            if not found:
                problem = next(flaws(pdf, planner, known), None)
                removed = counted(removal for each in planned for removal in each.removals)
                if problem is None:
                    return Redaction(item, _put(pdf, out, name), removed, known)
                return Gap(item, GapCode.NOT_PROVED, f"{problem}.")
            more = {Override(Action.REMOVE, leak.text, leak.kind, ground=options.ground) for leak in found}
            options = replace(options, overrides=(*options.overrides, *sorted(more, key=lambda one: one.text)))
        where = ", ".join(_places(found, planned)) or "no single place"
        return Gap(item, GapCode.NOT_PROVED, f"others could still be seen in it after all rounds of removal: {where}.")

    def _planner(self, own: Own, options: Options) -> Planner:
        return Planner(own, self._detect, options)


def _planned(part: Iterable[Located], planner: Planner, known: Known) -> Iterator[Planned]:
    for each in part:
        if isinstance(each.value, Passage):
            found = planner.removals(each.value.text, known, place=each.value.place)
            place = title_without(each.value.place, planner, known)  # a sheet may be called after a person
            removals = tuple(replace(removal, place=place) for removal in found)
            steps = " › ".join(title_without(step, planner, known) for step in each.steps)
            yield Planned(replace(each.value, place=place), removals, steps)


def _texts(located: Iterable[Located]) -> list[str]:
    return [each.value.text for each in located if isinstance(each.value, Passage)]


def _places(found: Iterable[Leak], planned: Iterable[Planned]) -> Iterator[str]:
    """The places, without others' data, whose text has what was found."""
    search = Search([folded_words(leak.text) for leak in found], ())
    return (each.passage.place for each in planned if next(search.find(fold(each.passage.text)), None))


def _parts(located: Sequence[Located]) -> Iterator[list[Located]]:
    """The passages in pieces of about the size that one copy may have."""
    part: list[Located] = []
    size = 0
    for each in located:
        length = len(each.value.text) if isinstance(each.value, Passage) else 0
        if part and size + length > MOST_TEXT:
            yield part
            part, size = [], 0
        part.append(each)
        size += length
    if part:
        yield part


def _private(path: Path) -> BinaryIO:
    """A new file that only we can read."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _put(pdf: Path, out: Path, name: str) -> Path:
    """Move a proved copy to a name that is free."""
    number = 1
    while True:
        target = out / (f"{name}.pdf" if number == 1 else f"{name} ({number}).pdf")
        try:
            os.link(pdf, target)  # fails where a file of that name is, as a rename would not
        except FileExistsError:
            number += 1
        else:
            pdf.unlink()
            return target

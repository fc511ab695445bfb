"""The index among several processes: killed, refused, out of space, read while written."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkProcess
from pathlib import Path

import pytest

from dsar.errors import RetryError, StoreError
from dsar.index.builder import SegmentBuilder
from dsar.index.engine import All, Entry, Term
from dsar.index.whoosh import WhooshEngine
from tests.contract.engine import entry, found, terms

FORK: ForkContext = get_context("fork")
PATIENCE_S = 60


def started(work: Callable[[Path, Connection], None], folder: Path) -> tuple[ForkProcess, Connection]:
    """A process that does the work, and the end of a pipe to it."""
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=work, args=(folder, theirs), daemon=True)  # a failed test must not hang
    process.start()
    theirs.close()
    return process, ours


def heard(pipe: Connection) -> object:
    assert pipe.poll(PATIENCE_S), "the other process has not answered"
    return pipe.recv()


def hold_the_lock(folder: Path, pipe: Connection) -> None:
    engine = WhooshEngine(folder)
    engine.lock()
    pipe.send("locked")
    pipe.recv()


def add_for_ever(folder: Path, pipe: Connection) -> None:
    engine = WhooshEngine(folder)
    for n in count():
        engine.add([entry(f"{n}.{part}", "ab") for part in range(3)])
        pipe.send(n)


def replace_all_for_ever(folder: Path, pipe: Connection) -> None:
    engine = WhooshEngine(folder)
    for version in count(1):
        engine.add(versioned(version), replacing=["1", "2"])
        pipe.send(version)


def versioned(version: int) -> list[Entry]:
    return [Entry(f"{n % 2 + 1}.{n}.{version}", str(n % 2 + 1), frozenset({"a"})) for n in range(20)]


def build_and_hang(folder: Path, pipe: Connection) -> None:
    builder = SegmentBuilder(folder)
    builder.add(entry("9.0", "a"))
    pipe.send(builder.finish())
    pipe.recv()


def test_the_refused_writer_is_told_who_writes(tmp_path: Path) -> None:
    WhooshEngine(tmp_path, create=True).close()
    process, pipe = started(hold_the_lock, tmp_path)
    heard(pipe)
    engine = WhooshEngine(tmp_path)
    with pytest.raises(RetryError, match=rf"another dsar index is running \(process {process.pid} on .+ since 2"):
        engine.add([entry("1.0", "a")])
    pipe.send("enough")
    process.join()
    pipe.close()


def test_a_killed_writer_holds_no_lock(tmp_path: Path) -> None:
    WhooshEngine(tmp_path, create=True).close()
    process, pipe = started(hold_the_lock, tmp_path)
    heard(pipe)
    process.kill()
    process.join()
    pipe.close()
    engine = WhooshEngine(tmp_path)
    engine.add([entry("1.0", "a")])
    engine.close()


def test_a_worker_that_outlives_the_writer_holds_no_lock(tmp_path: Path) -> None:
    writer = WhooshEngine(tmp_path, create=True)
    writer.lock()
    worker, pipe = started(build_and_hang, tmp_path)
    heard(pipe)
    writer.close()  # as death would
    other = WhooshEngine(tmp_path)
    other.lock()
    other.close()
    pipe.send("enough")
    worker.join()
    pipe.close()


def test_a_writer_keeps_the_lock_when_its_worker_ends(tmp_path: Path) -> None:
    writer = WhooshEngine(tmp_path, create=True)
    writer.lock()
    worker, pipe = started(build_and_hang, tmp_path)
    built = heard(pipe)
    pipe.send("enough")
    worker.join()
    pipe.close()
    with pytest.raises(RetryError):
        WhooshEngine(tmp_path).lock()
    writer.adopt([built])  # type: ignore[list-item]
    assert found(writer, "a") == ["9.0"]
    writer.close()


@pytest.mark.parametrize("after", [0, 3, 9, 20])
def test_what_was_added_survives_a_kill_at_any_moment(tmp_path: Path, after: int) -> None:
    WhooshEngine(tmp_path, create=True).close()
    process, pipe = started(add_for_ever, tmp_path)
    while heard(pipe) != after:
        pass
    process.kill()
    process.join()
    pipe.close()
    engine = WhooshEngine(tmp_path)
    engine.verify()
    answer = found(engine, All(terms("ab")))
    whole = len(answer) // 3  # the last addition may have come in whole, or not at all
    assert whole > after
    assert answer == sorted(f"{n}.{part}" for n in range(whole) for part in range(3))
    engine.add([entry("x.0", "z")])
    assert len(list(tmp_path.glob("*.blind"))) == len(engine._opened())
    engine.close()


def test_a_reader_never_sees_half_a_write(tmp_path: Path) -> None:
    writer = WhooshEngine(tmp_path, create=True)
    writer.add(versioned(0))
    writer.close()
    process, pipe = started(replace_all_for_ever, tmp_path)
    reader = WhooshEngine(tmp_path)
    while heard(pipe) != 30:
        answer = list(reader.search(Term("a")))
        versions = {id_.rpartition(".")[2] for id_ in answer}
        assert (len(versions), len(answer)) == (1, 20)
    process.kill()
    process.join()
    pipe.close()


def add_with_no_room(folder: Path, pipe: Connection) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    try:
        WhooshEngine(folder).add(entry(f"{n}.0", f"{n}") for n in range(10_000))
    except StoreError as error:
        pipe.send(str(error))


def test_a_full_disk_is_an_error_and_leaves_what_was_there(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path, create=True)
    engine.add([entry("1.0", "a")])
    engine.close()
    before = sorted(os.listdir(tmp_path))
    process, pipe = started(add_with_no_room, tmp_path)
    assert "cannot be written (File too large)" in str(heard(pipe))
    process.join()
    pipe.close()
    again = WhooshEngine(tmp_path)
    again.verify()
    assert (found(again, "a"), sorted(os.listdir(tmp_path))) == (["1.0"], before)


def commit_with_no_room(folder: Path, pipe: Connection) -> None:
    engine = WhooshEngine(folder)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    engine.lock()
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))
    try:
        engine.remove(["1"])
    except StoreError as error:
        pipe.send(str(error))


def test_a_table_of_contents_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path, create=True)
    engine.add([entry("1.0", "a"), entry("2.0", "a")])
    engine.close()
    before = sorted(os.listdir(tmp_path))
    process, pipe = started(commit_with_no_room, tmp_path)
    assert "cannot be written (File too large)" in str(heard(pipe))
    process.join()
    pipe.close()
    assert (found(WhooshEngine(tmp_path), "a"), sorted(os.listdir(tmp_path))) == (["1.0", "2.0"], before)

"""Whatever an item does to the process that reads it costs that item one gap."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from dsar.errors import SetupError
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.sandbox import Sandbox
from dsar.model import GapCode, Passage
from tests.extract.files import gaps, mail, passages, read, zipped

HOSTILE = "tests.extract.hostile:ENTRIES"
LIMITS = Limits(timeout_s=30, memory=400 * 1024 * 1024)


@contextmanager
def opened(data: bytes) -> Iterator[int]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        yield file.fileno()


def say(sandbox: Sandbox, *lines: str, name: str = "a.txt") -> list[Located]:
    """What the hostile extractor answers to these lines."""
    with opened("\n".join(lines).encode()) as source:
        return list(sandbox.read(source, name))


def words(located: list[Located]) -> list[str]:
    return [text for _, text in passages(located)]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS, registry=HOSTILE) as made:
        yield made


def test_it_reads_what_reading_in_this_process_reads() -> None:
    message = mail("Kære Åse")
    message.add_attachment(zipped({"a.csv": b"Navn;By\nBo;Als\n", "b.bin": b"\0\1\2\3"}), maintype="x", subtype="y")
    data = message.as_bytes()

    with Sandbox(Limits()) as sandbox, opened(data) as source:
        assert list(sandbox.read(source, "m.eml", names=True)) == read(data, "m.eml", names=True)


def test_one_child_reads_many_items(sandbox: Sandbox) -> None:
    assert say(sandbox, "pid") == say(sandbox, "pid")


def test_a_child_is_replaced_after_so_many_items() -> None:
    with Sandbox(LIMITS, registry=HOSTILE, recycle_after=2) as sandbox:
        pids = [words(say(sandbox, "pid"))[0] for _ in range(4)]

    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.parametrize(
    "trouble", ["kill", "segfault", "exit 0", "exit 7", "garbage", "boast", "lie", "ask", "mojibake"]
)
def test_a_crash_keeps_what_came_before_and_costs_one_gap(sandbox: Sandbox, trouble: str) -> None:
    located = say(sandbox, "one", "two", trouble, "three")

    assert words(located)[:2] == ["one", "two"]
    assert gaps(located) == [("*", GapCode.CRASHED)]
    assert words(say(sandbox, "next")) == ["next"]


@pytest.mark.parametrize("trouble", ["hang", "spin"])
def test_a_hang_keeps_what_came_before_and_costs_one_gap(trouble: str) -> None:
    with Sandbox(replace(LIMITS, timeout_s=0.3), registry=HOSTILE) as sandbox:
        located = say(sandbox, "one", trouble)

        assert words(located) == ["one"]
        assert gaps(located) == [("*", GapCode.TIMEOUT)]
        assert words(say(sandbox, "next")) == ["next"]


def test_time_that_the_caller_takes_is_not_counted() -> None:
    with Sandbox(replace(LIMITS, timeout_s=0.5), registry=HOSTILE) as sandbox, opened(b"flood 2000") as source:
        located = sandbox.read(source, "a.txt")
        first = next(located)
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.8)"], check=True)

        assert gaps([first, *located]) == []


def test_memory_beyond_the_limit_is_a_gap_and_not_the_machines_trouble(sandbox: Sandbox) -> None:
    located = say(sandbox, "one", "hog 1000", f"hog {LIMITS.memory}")

    assert words(located) == ["one", "1000"]
    assert gaps(located) == [("*", GapCode.MEMORY)]


def test_a_part_that_fails_costs_only_itself(sandbox: Sandbox) -> None:
    located = say_zip(sandbox, {"a.txt": b"fail", "b.txt": b"two"})

    assert passages(located) == [("*!b.txt", "two")]
    assert gaps(located) == [("*!a.txt", GapCode.CRASHED)]


def say_zip(sandbox: Sandbox, members: dict[str, bytes]) -> list[Located]:
    with opened(zipped(members)) as source:
        return list(sandbox.read(source, "a.zip"))


def test_a_child_killed_between_items_is_replaced_without_a_gap(sandbox: Sandbox) -> None:
    (pid,) = words(say(sandbox, "pid"))
    os.kill(int(pid), signal.SIGKILL)
    psutil.wait_procs([psutil.Process(int(pid))], timeout=10)

    assert words(say(sandbox, "next")) == ["next"]


def test_a_reading_that_is_given_up_ends_the_child(sandbox: Sandbox) -> None:
    with opened(b"pid\nflood 100000") as source:
        located = sandbox.read(source, "a.txt")
        first = next(located)
        assert isinstance(first.value, Passage)
        located.close()

    assert not psutil.pid_exists(int(first.value.text))
    assert words(say(sandbox, "next")) == ["next"]


def test_a_child_that_nobody_listens_to_waits(sandbox: Sandbox) -> None:
    with opened(b"pid\nflood 50000") as source:
        located = sandbox.read(source, "a.txt")
        first = next(located)
        assert isinstance(first.value, Passage)
        child = psutil.Process(int(first.value.text))
        next(located)

        assert child.memory_info().rss < 150 * 1024 * 1024
        assert sum(1 for _ in located) == 49_999


def test_text_crosses_unchanged_with_lone_surrogates_and_all(sandbox: Sandbox) -> None:
    (located,) = say(sandbox, "surrogates")

    assert located.value == Passage("\udce6", "\ud800 \udfff \ud83d\ude00 \0")


def test_a_name_that_is_not_unicode_crosses_unchanged() -> None:
    with Sandbox(LIMITS) as sandbox, opened(b"hej") as source:
        located = list(sandbox.read(source, os.fsdecode(b"b\xf8rn.txt"), names=True))

    assert words(located) == [os.fsdecode(b"b\xf8rn.txt"), "hej"]


def test_the_child_gets_none_of_our_environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DSAR_SECRET", "x")

    (located,) = say(sandbox, "environment")

    assert "DSAR_SECRET" not in passages([located])[0][1]
    assert "PYTHONPATH" in passages([located])[0][1]


def test_a_source_is_read_from_its_start_wherever_it_stands(sandbox: Sandbox) -> None:
    with opened(b"one") as source:
        os.lseek(source, 2, os.SEEK_SET)

        assert words(list(sandbox.read(source, "a.txt"))) == ["one"]


def test_what_is_too_large_is_not_even_opened() -> None:
    with Sandbox(replace(LIMITS, size=3), registry="no.such:REGISTRY") as sandbox, opened(b"four") as source:
        assert gaps(list(sandbox.read(source, "a.txt"))) == [("*", GapCode.TOO_LARGE)]


def test_a_pipe_is_not_waited_for(sandbox: Sandbox) -> None:
    end, other = os.pipe()
    try:
        assert gaps(list(sandbox.read(end, "a.txt"))) == [("*", GapCode.UNSUPPORTED)]
    finally:
        os.close(end)
        os.close(other)


def test_a_sandbox_that_cannot_start_says_so() -> None:
    with Sandbox(LIMITS, registry="no.such:REGISTRY") as sandbox, pytest.raises(SetupError, match="does not start"):
        say(sandbox, "one")


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with Sandbox(Limits(timeout_s=0.3), registry=HOSTILE, folder=tmp_path) as sandbox:
        say_zip(sandbox, {"a.txt": b"x" * 40_000_000, "b.txt": b"hang"})
        say_zip(sandbox, {"a.txt": b"kill"})
        say(sandbox, "one")
    gc.collect()

    assert {child.pid for child in psutil.Process().children()} == before
    assert list(tmp_path.iterdir()) == []


def test_the_child_ends_with_its_parent() -> None:
    program = (
        "import sys, tempfile; from tests.extract.test_sandbox import *\n"
        "sandbox = Sandbox(LIMITS, registry=HOSTILE)\n"
        "with opened(b'pid\\nhang') as source:\n"
        "    located = sandbox.read(source, 'a.txt')\n"
        "    print(next(located).value.text, flush=True)\n"
        "    sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    _, alive = psutil.wait_procs([child], timeout=10)
    assert alive == []

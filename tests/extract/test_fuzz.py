"""A spoiled file of any format ends in passages or gaps: no crash, no hang, nothing left behind, nothing unsaid.

A quick sample; ``DSAR_FUZZ=10000 make bench ONLY=fuzz`` is the long run.
"""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from dsar.extract.sandbox import Sandbox
from tests.extract.fuzzing import LIMITS, inputs, outcome, samples

ROUNDS = 3


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as made:
        yield made


def test_whole_samples_are_read(sandbox: Sandbox) -> None:
    unread = {name for name, data in samples().items() if outcome(sandbox, data, name) not in ("read", "both", "gap")}
    assert unread == set()


@pytest.mark.slow
def test_spoiled_files_crash_nothing_and_hang_nothing(sandbox: Sandbox) -> None:
    count = ROUNDS * len(samples())
    found = [(number, name, outcome(sandbox, data, name)) for number, (name, data) in enumerate(inputs(7, count))]
    assert [one for one in found if one[2].startswith(("crash", "timeout", "nothing"))] == []


def test_no_process_is_left_behind() -> None:
    before = {child.pid for child in psutil.Process().children()}
    with Sandbox(LIMITS) as made:
        for name, data in inputs(3, 40):
            outcome(made, data, name)
    assert {child.pid for child in psutil.Process().children()} == before

"""A spooled stream is the same bytes, somewhere that leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.errors import ItemError
from dsar.extract import spool as spooling
from dsar.extract.spool import spool
from dsar.model import GapCode


class Trickle(io.RawIOBase):
    """Gives fewer bytes than asked for, as sockets do."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 7_001) if size > 0 else size)


@given(st.binary(max_size=20_000))
def test_the_copy_is_what_was_streamed(data: bytes) -> None:
    with spool(Trickle(data), 20_000) as copy:  # type: ignore[arg-type]
        assert os.pread(copy.fd, 30_000, 0) == data
        assert copy.size == len(data)
        assert copy.sha256 == hashlib.sha256(data).hexdigest()


def test_a_large_copy_lies_in_a_file_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "IN_MEMORY", 1_000)
    with spool(io.BytesIO(b"x" * 5_000), 10_000, folder=tmp_path) as copy:
        assert os.readlink(f"/proc/self/fd/{copy.fd}").startswith(str(tmp_path))
        assert list(tmp_path.iterdir()) == []
        assert os.pread(copy.fd, 10_000, 0) == b"x" * 5_000


def test_a_small_copy_never_touches_the_disk(tmp_path: Path) -> None:
    with spool(io.BytesIO(b"x"), 10, folder=tmp_path) as copy:
        assert os.readlink(f"/proc/self/fd/{copy.fd}").startswith("/memfd:")


@pytest.mark.parametrize("in_memory", [1_000, 100_000])
def test_a_stream_beyond_the_limit_is_an_item_error_and_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(spooling, "IN_MEMORY", in_memory)
    before = set(os.listdir("/proc/self/fd"))

    with pytest.raises(ItemError) as caught:
        spool(io.BytesIO(b"x" * 5_001), 5_000)

    assert caught.value.code is GapCode.TOO_LARGE
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_stream_of_exactly_the_limit_is_taken() -> None:
    with spool(io.BytesIO(b"x" * 5_000), 5_000) as copy:
        assert copy.size == 5_000

"""What crosses between child and parent is what was sent, and nothing else gets through."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract import wire
from dsar.extract.reading import Located, gap_at
from dsar.model import GapCode, Passage

any_text = st.text(st.characters(exclude_categories=[]))  # lone surrogates too
steps = st.lists(st.text(st.characters(min_codepoint=32, exclude_categories=[]), min_size=1)).map(tuple)
messages = st.one_of(
    st.builds(Located, steps, st.builds(Passage, any_text, any_text)),
    st.builds(gap_at, steps, st.sampled_from(GapCode), any_text),
    st.builds(wire.Done, st.integers(min_value=0)),
    st.builds(wire.Request, any_text, st.booleans()),
)


@given(st.lists(messages), st.integers(min_value=0))
def test_messages_come_back_as_they_were_wherever_the_stream_is_cut(sent: list[wire.Message], cut: int) -> None:
    data = b"".join(map(wire.pack, sent))
    cut %= len(data) + 1

    first = list(wire.unpack(data[:cut]))
    used = first[-1][1] if first else 0
    second = list(wire.unpack(data[used:]))

    assert [message for message, _ in first + second] == sent


@given(st.binary())
def test_any_other_bytes_are_refused_or_wait_for_more(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        for _, end in wire.unpack(data):
            assert end <= len(data)


@pytest.mark.parametrize(
    "data",
    [
        wire.HEADER.pack(b"?", 0, 0, 0),
        wire.HEADER.pack(b"p", wire.LONGEST, 1, 0),
        wire.HEADER.pack(b"p", 0, 0, 1) + b"\xff",
        wire.HEADER.pack(b"g", 0, 4, 0) + b"none",
        wire.HEADER.pack(b"d", 0, 0, 1) + b"x",
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        list(wire.unpack(data))

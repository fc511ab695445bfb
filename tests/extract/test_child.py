"""The child serves item after item until its parent is gone."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from threading import Thread

import pytest

from dsar.extract import child, wire
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.registry import Registry
from dsar.model import Passage


@pytest.fixture
def parent() -> Iterator[socket.socket]:
    """Our end of the socket; the child serves the other end in a thread of this process, without its limits."""
    ours, theirs = socket.socketpair()
    thread = Thread(target=child._serve, args=(theirs, Limits(), Registry()))
    thread.start()
    yield ours
    ours.close()
    thread.join(10)
    theirs.close()
    assert not thread.is_alive()


def answer(parent: socket.socket) -> list[wire.Message]:
    """Messages up to the next one that says done."""
    data = b""
    while True:
        data += parent.recv(1 << 16)
        messages = [message for message, _ in wire.unpack(data)]
        if messages and isinstance(messages[-1], wire.Done):
            return messages


def test_items_are_read_one_after_the_other(parent: socket.socket) -> None:
    (started,) = answer(parent)
    assert isinstance(started, wire.Done)
    for text in ("et", "to"):
        with tempfile.TemporaryFile() as file:
            file.write(text.encode())
            file.flush()
            socket.send_fds(parent, [wire.pack(wire.Request("a.txt", names=True))], [file.fileno()])

            passages = [m.value for m in answer(parent) if isinstance(m, Located)]

        assert passages == [Passage("filnavn", "a.txt"), Passage("tekst", text)]


def test_a_request_may_arrive_in_two_halves(parent: socket.socket) -> None:
    answer(parent)
    request = wire.pack(wire.Request("a" * 1_000, names=True))
    with tempfile.TemporaryFile() as file:
        socket.send_fds(parent, [request[:5]], [file.fileno()])
        parent.sendall(request[5:])

        first, done = answer(parent)

    assert isinstance(first, Located)
    assert isinstance(first.value, Passage)
    assert first.value.text == "a" * 1_000
    assert isinstance(done, wire.Done)


def test_a_child_knows_how_much_memory_it_takes() -> None:
    assert child._resident() > 1_000_000

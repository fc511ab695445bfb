"""The process that extractors run in: it has limits, and its death costs one item.

Started by :mod:`dsar.extract.sandbox` as ``python -m dsar.extract.child SOCKET SETTINGS``.
It reads one item after the other from the socket until the parent is gone.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import sys
import tempfile
from pathlib import Path

from dsar.extract import wire
from dsar.extract.extractor import Limits, Ocr
from dsar.extract.ocr import CLOCK
from dsar.extract.reading import read_item
from dsar.extract.registry import Registry, named
from dsar.garbage import seldom_sought

_RECEIVE = 1 << 16
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4  # linux/prctl.h


def main(number: str, settings: str) -> None:
    """Serve the parent at the other end of the socket with this file descriptor."""
    given = json.loads(settings)
    limits = Limits(**(given["limits"] | {"ocr": Ocr(**given["limits"]["ocr"])}))
    tempfile.tempdir = given["folder"]
    _confine(limits)
    with (
        socket.socket(fileno=int(number)) as parent,
        seldom_sought(),
        CLOCK.asking(lambda seconds: parent.sendall(wire.pack(wire.More(seconds)))),
    ):
        _serve(parent, limits, named(given["registry"]))


def _confine(limits: Limits) -> None:
    if sys.platform == "linux":
        process = ctypes.CDLL(None)
        process.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        process.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # a core dump through a pipe ignores RLIMIT_CORE
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def _serve(parent: socket.socket, limits: Limits, registry: Registry) -> None:
    parent.sendall(wire.pack(wire.Done(_resident())))
    while (received := _received(parent)) is not None:
        request, descriptor = received
        with os.fdopen(descriptor, "rb") as source:
            for located in read_item(source, request.name, limits, registry, names=request.names):
                parent.sendall(wire.pack(located))
        parent.sendall(wire.pack(wire.Done(_resident())))


def _received(parent: socket.socket) -> tuple[wire.Request, int] | None:
    """The next item, or None when the parent is gone."""
    data, descriptors, _, _ = socket.recv_fds(parent, _RECEIVE, 1)
    while data:
        for request, _ in wire.unpack(data):
            assert isinstance(request, wire.Request)
            return request, descriptors[0]
        data += parent.recv(_RECEIVE)
    return None


def _resident() -> int:
    """Bytes of memory that this process takes now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main(*sys.argv[1:])

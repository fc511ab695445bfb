"""Reads items in a child process with limits: a hostile file costs a gap, not the job.

One child reads many items, one after the other, and is replaced when it dies,
stalls or has grown. The parent hands it a file descriptor and gets passages
back as they are found; a child that the parent does not listen to waits.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import dsar
from dsar.errors import SetupError
from dsar.extract import wire
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located, gap_at
from dsar.model import GapCode

BUILT_IN = "dsar.extract.registry:BUILT_IN"
_START_S = 60.0
SLOWEST = 1_000_000
"""Bytes a second that any reader manages on a busy machine; a large item gets so much time on top of its limit."""
_DRAWING_S = 1.0
"""Seconds that an item gets more for each page that is drawn to be recognised."""
_NO_ANSWER = "its reader sent what is no answer."
_RECEIVE = 1 << 18
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
"""Text recognition uses one core: there are as many processes as cores."""
_MOST_RESIDENT = 512 * 1024 * 1024
"""Bytes of memory after which a child is replaced: libraries rarely give back what they took."""


class Sandbox:
    """Reads items, each within limits. Used by one thread, the one that started it; a context manager.

    Args:
        limits: what an item may cost; ``timeout_s`` counts the time that is spent waiting for the child,
            and large items get more (:data:`SLOWEST`).
        registry: the table of extractors, as ``module:ATTRIBUTE``.
        folder: where large parts lie while they are read, as files without a name.
        recycle_after: how many items one child reads at most.
    """

    def __init__(
        self, limits: Limits, *, registry: str = BUILT_IN, folder: Path | None = None, recycle_after: int = 5000
    ) -> None:
        self._limits = limits
        self._recycle_after = recycle_after
        self._settings = json.dumps(
            {"limits": asdict(limits), "registry": registry, "folder": str(folder or tempfile.gettempdir())}
        )
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one. The sandbox may be used again."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def read(self, source: int, name: str, *, names: bool = False) -> Iterator[Located]:
        """Yield what an item holds, as :func:`dsar.extract.reading.read_item` does.

        Whatever happens to the child becomes one gap of the item, after the passages
        that arrived before. An iteration that is given up ends the child.

        Args:
            source: the descriptor of a regular file, open for reading; the caller closes it.
            name: the item's locator, or its last step.
            names: whether each item and part begins with a passage that is its own name.

        Raises:
            SetupError: no child can be started.
        """
        refusal = self._refusal(source)
        if refusal is not None:
            yield refusal
            return
        child = self._ready()
        done = None
        lost = None
        try:
            child.ask(source, wire.Request(name, names))
            patience_s = self._limits.timeout_s + os.fstat(source).st_size / SLOWEST
            for message in child.answers(patience_s, more_s=self._limits.ocr.item_s):
                match message:
                    case Located():
                        yield message
                    case wire.Done():
                        done = message
        except _LostError as error:
            lost = error
        finally:
            if done is None or done.resident > _MOST_RESIDENT or child.items >= self._recycle_after:
                self.close()
        if lost is not None:
            yield gap_at((), lost.code, lost.reason)

    def _refusal(self, source: int) -> Located | None:
        status = os.fstat(source)
        if not stat.S_ISREG(status.st_mode):
            return gap_at((), GapCode.UNSUPPORTED, "it is not a regular file.")
        if status.st_size > self._limits.size:
            return gap_at((), GapCode.TOO_LARGE, "it is larger than [limits] size allows.")
        return None

    def _ready(self) -> _Child:
        if self._child is not None and self._child.process.poll() is not None:
            self.close()
        if self._child is None:
            self._child = _start(self._settings)
        return self._child


class _LostError(Exception):
    """The child is of no more use for this item."""

    def __init__(self, code: GapCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(slots=True)
class _Patience:
    """How long the child may still keep us waiting: for the item as such, and for the page that it recognises now."""

    item_s: float
    more_s: float
    page_s: float = 0.0

    @property
    def left_s(self) -> float:
        return self.item_s + self.page_s

    def waited(self, seconds: float) -> None:
        lent = min(seconds, self.page_s)
        self.page_s -= lent
        self.more_s -= lent
        self.item_s -= seconds - lent

    def heard(self, message: wire.Message) -> None:
        """A page's time ends with the next message; what was not used of it stays for later pages."""
        self.page_s = 0.0
        if isinstance(message, wire.More):
            drawing_s = min(_DRAWING_S, self.more_s)
            self.item_s, self.more_s = self.item_s + drawing_s, self.more_s - drawing_s
            self.page_s = min(message.seconds, self.more_s)


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    socket: socket.socket
    items: int = 0

    def ask(self, source: int, request: wire.Request) -> None:
        """Hand over an item. A child that is gone is noticed when its answer is waited for."""
        self.items += 1
        message = wire.pack(request)
        # What the child said before it died waits to be received, so its death is not acted on here.
        with suppress(BrokenPipeError, ConnectionResetError):
            sent = socket.send_fds(self.socket, [message], [source])
            if sent < len(message):
                self.socket.sendall(message[sent:])

    def answers(self, patience_s: float, *, more_s: float = 0.0) -> Iterator[Located | wire.Done]:
        """Yield messages up to and with the one that says that the item is done.

        Args:
            patience_s: seconds that the child may keep us waiting in all.
            more_s: seconds on top of that, for pages that need text recognition.

        Raises:
            _LostError: the child died, said something senseless, or kept us waiting for too long in all.
        """
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        data = b""
        patience = _Patience(patience_s, more_s)
        while True:
            started = time.monotonic()
            ready = poll.poll(max(patience.left_s, 0) * 1000)
            patience.waited(time.monotonic() - started)
            if not ready:
                raise _LostError(GapCode.TIMEOUT, "reading it takes longer than [limits] timeout_s allows.")
            data += self._received()
            read = 0
            for message, end in _understood(data):
                if isinstance(message, wire.Request):
                    raise _LostError(GapCode.CRASHED, _NO_ANSWER)
                read = end
                patience.heard(message)
                if isinstance(message, wire.More):
                    continue
                yield message
                if isinstance(message, wire.Done):
                    return
            data = data[read:]

    def stop(self) -> None:
        """End the process, the programs that it started, and everything that is held for it."""
        self.socket.close()
        self._kill()

    def _received(self) -> bytes:
        try:
            received = self.socket.recv(_RECEIVE)
        except ConnectionResetError:
            received = b""
        if not received:
            raise self._crash()
        return received

    def _crash(self) -> _LostError:
        code = self._kill()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return _LostError(GapCode.CRASHED, f"its reader crashed ({how}).")

    def _kill(self) -> int:
        """Kill all that runs in the child's session (one that unpacks rar may), and return how the child ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()


def _understood(data: bytes) -> Iterator[tuple[wire.Message, int]]:
    try:
        yield from wire.unpack(data)
    except ValueError as error:
        raise _LostError(GapCode.CRASHED, _NO_ANSWER) from error


def _start(settings: str) -> _Child:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dsar.extract.child", str(theirs.fileno()), settings],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a traceback might quote what was read
            pass_fds=[theirs.fileno()],
            cwd="/",
            env=_ENVIRONMENT | {"PYTHONPATH": str(Path(dsar.__file__).parents[1])},  # no secrets from ours
            start_new_session=True,  # an interrupt at the terminal is for the parent to act on
        )
    child = _Child(process, ours)
    try:
        for _ in child.answers(_START_S):
            pass
    except _LostError as error:
        child.stop()
        raise SetupError(
            f"the extractor's process does not start: {error.reason} Check [limits] memory and the installation."
        ) from error
    return child

"""The standard streams: closed, full, or with nobody who reads on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper

from dsar.errors import SetupError, StoreError


class Output(TextIOWrapper):
    """Standard output that tells in a line that it takes no more, and ends the command where nobody reads on."""

    def write(self, text: str, /) -> int:
        """Write; raises StoreError where that fails."""
        if text == "":  # click tries it so, and takes an error for an answer
            return 0
        with self._told():
            return super().write(text)

    def flush(self) -> None:
        """Write what is kept back; raises StoreError where that fails."""
        with self._told():
            super().flush()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())  # what is kept back must not fail again at the end
            if isinstance(error, BrokenPipeError):  # ``dsar find … | head``: as the shell tells of all that is cut so
                sys.exit(128 + signal.SIGPIPE)
            raise StoreError(f"standard output: cannot be written ({error.strerror}).") from error


def prepare_streams() -> None:
    """Make the streams UTF-8 and sure of themselves.

    What is opened next would become a stream that was closed, and what is printed there would go into it.

    Raises:
        SetupError: standard output is closed.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    if sys.stdout is None:
        raise SetupError("standard output: is closed. Send it somewhere.")
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout is sys.__stdout__:  # and not what a caller put there
        lines, through = sys.stdout.line_buffering, sys.stdout.write_through
        bytes_ = sys.stdout.detach()
        sys.stdout = Output(bytes_, "utf-8", "backslashreplace", line_buffering=lines, write_through=through)
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")

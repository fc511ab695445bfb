"""Errors, classed by what the caller does about them.

    DsarError
    ├── SetupError   1  stop: a person must change configuration or input
    ├── StoreError   4  stop: our own data is unreachable or damaged
    ├── RetryError   5  wait, then make the same call again
    └── ItemError    3  record a gap, go on with the next item

A message says *where: what. What to do.* It names places and rules, never values:
no message holds personal data. A bug is not a DsarError; it crashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from dsar.model import GapCode


class DsarError(Exception):
    """Base of them all; never raised itself."""

    exit_code: ClassVar[int] = 1


class SetupError(DsarError):
    """Configuration or input is wrong, and a person must change it."""

    exit_code = 1


class StoreError(DsarError):
    """Our own data (catalogue, index, vault, log) is unreachable or damaged."""

    exit_code = 4


class RetryError(DsarError):
    """The same call may succeed later: a lock is held, a server is busy."""

    exit_code = 5

    def __init__(self, message: str, *, after_s: float = 60.0) -> None:
        super().__init__(message)
        self.after_s = after_s


class ItemError(DsarError):
    """One item could not be read; it becomes a gap and the work goes on."""

    exit_code = 3

    def __init__(self, code: GapCode, reason: str) -> None:
        super().__init__(code, reason)  # both, so that it survives the way between processes
        self.code = code
        self.reason = reason

    def __str__(self) -> str:
        return self.reason

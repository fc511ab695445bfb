"""Making a call again after a passing failure: waiting longer each time, by chance, and not for ever."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from dsar.errors import RetryError

T = TypeVar("T")

_CHANCE = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Backoff:
    """How often a call is made, and how long is waited between.

    The wait doubles each time, up to ``most_s``; a part of it is left to chance,
    so that workers that failed together do not come back together. Where a server
    says how long to wait (``RetryError.after_s``), that is waited, if it is no
    more than ``patience_s``.
    """

    attempts: int = 5
    first_s: float = 0.5
    most_s: float = 30.0
    patience_s: float = 300.0
    sleep: Callable[[float], None] = time.sleep

    def waits(self) -> Iterator[float]:
        """The wait after each failed attempt but the last."""
        for number in range(self.attempts - 1):
            longest = min(self.first_s * 2**number, self.most_s)
            yield longest * _CHANCE.uniform(0.5, 1.0)


def retried(
    call: Callable[[], T],
    *,
    on: tuple[type[Exception], ...],
    where: str,
    backoff: Backoff,
    before_again: Callable[[], None] | None = None,
) -> T:
    """What a call gives, made again while it fails in one of the ways that may pass.

    Args:
        call: safe to make again from its start.
        on: failures that may pass: of the connection, never of the request itself. A
            :class:`RetryError` always may.
        where: begins the message when all attempts have failed (``stores.post: the server``).
        backoff: how often and how long.
        before_again: called before each further attempt, to drop a broken connection.

    Raises:
        RetryError: every attempt failed, or the server asks for more patience than there is.
    """
    waits = backoff.waits()
    while True:
        try:
            return call()
        except RetryError as error:
            wait = next(waits, None)
            if wait is None or error.after_s > backoff.patience_s:
                raise
            wait = error.after_s
        except on as error:
            wait = next(waits, None)
            if wait is None:
                raise RetryError(
                    f"{where} does not answer ({failure(error)}), tried {backoff.attempts} times. "
                    f"Run the same command again later; what was read is kept."
                ) from error
        backoff.sleep(wait)
        if before_again is not None:
            before_again()


def failure(error: BaseException) -> str:
    """An error, or its cause, in a few words without its message, which may hold a name or a secret."""
    error = error.__cause__ or error
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return type(error).__name__

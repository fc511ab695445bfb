"""The things that were asked for last, and what was made of each: bounded, and local to one process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Latest(Generic[K, V]):
    """What was made of the keys that were asked for last.

    ``most`` bounds the sum of the keys' ``size``; by default each counts one, so that it is the
    number of keys. A key that is larger than all that may be known is not kept. Not for two threads.
    """

    def __init__(self, most: int, size: Callable[[K], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._known: OrderedDict[K, V] = OrderedDict()
        self._held = 0

    def get(self, key: K) -> V | None:
        """What was made of it, if it is known."""
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def keep(self, key: K, made: V) -> V:
        """Know it from now on, in the place of those that were asked for longest ago."""
        self._held += 0 if key in self._known else self._size(key)
        self._known[key] = made
        self._known.move_to_end(key)
        while self._held > self._most:
            oldest, _ = self._known.popitem(last=False)
            self._held -= self._size(oldest)
        return made

    def forget(self) -> None:
        """Know nothing."""
        self._known.clear()
        self._held = 0

"""What was worked out for a word is remembered while the process runs, up to a bound.

Names and cues ask about every word of a text. ``functools.lru_cache`` keeps the order of
use as well, and with it reading names took 3-8 % longer.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import TypeVar

LONGEST = 60
"""Letters of a word that is kept; a longer one is not language."""

_Key = TypeVar("_Key", bound=Sized)
_Value = TypeVar("_Value")


class Memory(dict[_Key, _Value]):
    """The values of a function by its argument; when there are too many, it begins anew."""

    def __init__(self, work_out: Callable[[_Key], _Value], *, limit: int) -> None:
        super().__init__()
        self._work_out: Callable[[_Key], _Value] = work_out
        self._limit = limit

    def __missing__(self, key: _Key) -> _Value:
        value = self._work_out(key)
        if len(self) >= self._limit:
            self.clear()
        if len(key) <= LONGEST:
            self[key] = value
        return value

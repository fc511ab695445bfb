"""Whether what is told whole is mostly about others: with their names gone, it may still say much of them. Pure."""

from __future__ import annotations

from dsar.model import Kind
from dsar.package.copies import Copied
from dsar.package.told import Told

_PEOPLE = frozenset({Kind.NAME, Kind.CPR})


def mostly_others(item: Told, copied: Copied) -> bool:
    """Whether more places of a whole copy lost somebody's name or number than tell of the subject."""
    own = {passage.place for passage in item.hit.passages}
    others = {count.place for count in copied.removed if count.kind in _PEOPLE} - own
    return copied.whole and len(others) > len(own)

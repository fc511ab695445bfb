"""Which passages are rows of a table, by the place that reading gave them (:data:`dsar.words.PLACES`)."""

from __future__ import annotations

from dsar.model import HitPassage, Passage


def is_row(passage: Passage | HitPassage) -> bool:
    """Whether the place is ``række 17`` or ``post 17``, of a sheet or table or not."""
    before, _, number = passage.place.rpartition(" ")
    return number.isdigit() and before.rpartition(" ")[2] in ("række", "post")

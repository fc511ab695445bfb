"""Which passages are rows of a table, by the place that reading gave them (:data:`dsar.words.PLACES`)."""

from __future__ import annotations

from dsar.model import HitPassage, Passage


def is_row(passage: Passage | HitPassage) -> bool:
    """Whether the place is ``række 17``, ``post 17``, or ``kolonne 3`` of a table on its side; of a sheet or not."""
    before, _, number = passage.place.rpartition(" ")
    return number.isdigit() and before.rpartition(" ")[2] in ("række", "post", "kolonne")

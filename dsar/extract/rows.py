"""Which passages are rows of a table, by the place that reading gave them (:data:`dsar.words.PLACES`), and of one."""

from __future__ import annotations

import re

from dsar.model import HitPassage, Passage

_OF_LIST = re.compile(r"(?:(?:^|, )liste over personer, række|, post) [0-9]+\Z")


def is_row(passage: Passage | HitPassage) -> bool:
    """Whether the place is ``række 17``, ``post 17``, or ``kolonne 3`` of a table on its side; of a sheet or not."""
    before, _, number = passage.place.rpartition(" ")
    return number.isdigit() and before.rpartition(" ")[2] in ("række", "post", "kolonne")


def is_of_list(passage: Passage | HitPassage) -> bool:
    """Whether it is a row of a list of people, which has no columns, or one of several forms that are alike."""
    return _OF_LIST.search(passage.place) is not None


def columns(passage: Passage) -> frozenset[str]:
    """The labels of its lines (``Navn: …``); none without a heading."""
    return frozenset(line.partition(":")[0] for line in passage.text.split("\n") if ": " in line)


def share_columns(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of labels are of one table, or of two forms that are alike."""
    return len(one & other) >= 2 and 2 * len(one & other) >= min(len(one), len(other))

"""What of the released items the citizen does not get because it is about others: told like all that is withheld.

A run of blocks that an extract leaves out is a small refusal (art. 12(4)): where, how many, and by which rule. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dsar.cases.grounds import Grounds
from dsar.letters.places import neutral_place
from dsar.package.copies import Copied
from dsar.package.data import LeftOutEntry
from dsar.redact.mask import shown


def left_out(copied: Iterable[Copied], grounds: Grounds, made: date) -> Iterator[LeftOutEntry]:
    """Each place of an extract from which blocks about others are taken, by the item's number."""
    for one in copied:
        for each in one.left_out:
            ground = grounds.get(each.ground, made)
            yield LeftOutEntry(
                number=one.number,
                place=shown(neutral_place(each.place)),
                runs=each.runs,
                rule=ground.law if ground else "",
                meaning=ground.text if ground else "",
            )

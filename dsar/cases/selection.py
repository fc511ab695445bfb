"""Which hits a batch is about. Pure.

A batch must never do more than the person meant: hits whose evidence speaks for
somebody else are in it only if they are named one by one or by their level, and
what somebody kept back is given only if it is named one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dsar.cases.decisions import GIVING, Review
from dsar.cases.review import CaseHit
from dsar.cases.values import DecisionAction
from dsar.errors import SetupError
from dsar.model import Level

_HIT = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the person asked for; all conditions must hold.

    Attributes:
        single: hits named one by one.
        ranges: hits named from one number to another, both included.
        everything: ``all``.
        threads: hits whose mail threads are meant: mails by the same subject, and those that answer one another,
            with what is attached to them.
        duplicates: other hits that say the very same are meant too.
        undecided: only those without a decision about the whole hit.
        changed: only those that have changed since they were decided about.
    """

    single: frozenset[int] = frozenset()
    ranges: tuple[tuple[int, int], ...] = ()
    everything: bool = False
    levels: frozenset[Level] = frozenset()
    stores: frozenset[str] = frozenset()
    threads: frozenset[int] = frozenset()
    duplicates: bool = False
    undecided: bool = False
    changed: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all was asked for."""
        asked = (self.single, self.ranges, self.levels, self.stores, self.threads)
        return not (any(asked) or self.everything or self.undecided or self.changed)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The hits of a batch, and those left out of it for safety.

    Attributes:
        other: left out because evidence speaks for somebody else.
        kept_back: left out because somebody withheld or excluded them.
    """

    hits: tuple[CaseHit, ...]
    other: tuple[int, ...] = ()
    kept_back: tuple[int, ...] = ()


def parse(words: Sequence[str]) -> tuple[frozenset[int], tuple[tuple[int, int], ...], bool]:
    """Numbers, ranges and ``all`` as a person writes them: ``3 5-9 12``, also with commas.

    Raises:
        ValueError: something else.
    """
    single, ranges, everything = set(), [], False
    for word in (part for given in words for part in given.split(",") if part):
        found = _HIT.match(word)
        if word == "all":
            everything = True
        elif not found:
            raise ValueError("a hit is a number, a range like 3-7, or all")
        elif found[2] is None:
            single.add(int(found[1]))
        else:
            ranges.append((int(found[1]), int(found[2])))
    return frozenset(single), tuple(ranges), everything


def select(
    hits: Iterable[CaseHit], review: Review, asked: Selection, *, action: DecisionAction | None = None
) -> Chosen:
    """The hits that were asked for, by number. ``action`` is what is to happen to them, if it is a decision.

    Raises:
        SetupError: a number that no hit has.
    """
    known = {hit.number: hit for hit in hits}
    unknown = sorted((asked.single | asked.threads) - known.keys())
    if unknown:
        raise SetupError(
            f"hit {unknown[0]}: there is no such hit in this case. The last one is {max(known, default=0)}."
        )
    named = _named(known, asked)
    wanted = [hit for hit in known.values() if hit.number in named and _fits(hit, review, asked)]
    if asked.duplicates:
        wordings = {hit.wording for hit in wanted}
        wanted = [hit for hit in known.values() if hit in wanted or (hit.wording in wordings and hit.wording)]
    aside = {hit.number for hit in wanted if hit.level is Level.OTHER and not _meant(hit, asked)}
    giving = action in GIVING
    back = {hit.number for hit in wanted if giving and hit.number not in asked.single and _kept_back(hit, review)}
    chosen = sorted((h for h in wanted if h.number not in aside | back), key=lambda hit: hit.number)
    return Chosen(tuple(chosen), tuple(sorted(aside)), tuple(sorted(back - aside)))


def _named(known: Mapping[int, CaseHit], asked: Selection) -> set[int]:
    threads = {known[number].thread for number in asked.threads} - {""}
    families = {known[number].family for number in asked.threads} - {""}
    of_threads = {n for n, hit in known.items() if hit.thread in threads or hit.family in families} | asked.threads
    in_ranges = {n for n in known for first, last in asked.ranges if first <= n <= last}
    named = asked.single | in_ranges | of_threads
    return set(named) if named and not asked.everything else set(known)


def _fits(hit: CaseHit, review: Review, asked: Selection) -> bool:
    standing = review.of(hit.number)
    return (
        (not asked.levels or hit.level in asked.levels)
        and (not asked.stores or hit.store in asked.stores)
        and not (asked.undecided and standing.whole)
        and not (asked.changed and not standing.changed_since(hit.content))
    )


def _meant(hit: CaseHit, asked: Selection) -> bool:
    return hit.number in asked.single or hit.level in asked.levels


def _kept_back(hit: CaseHit, review: Review) -> bool:
    whole = review.of(hit.number).whole
    return whole is not None and whole.action not in GIVING

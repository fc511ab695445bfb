"""Sentences of a hit that seem to tell of others alone: a caseworker strikes them, or lets them be. Pure.

Names go from a copy by themselves; what is told of others does not. Rules tell which sentences that is, not always
rightly, so nothing is struck but by a person's decision, which is kept as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dsar.errors import SetupError
from dsar.model import HitPassage, Kind
from dsar.redact.belongs import Known
from dsar.redact.concerning import is_prose, of_others
from dsar.redact.plan import Planner
from dsar.redact.removal import HIDDEN, Action, Override
from dsar.redact.seen import found_in

_CHOSEN = re.compile(r"(?P<first>[0-9]{1,5})(?:-(?P<last>[0-9]{1,5}))?")
ALL, NONE = "all", "none"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that may be struck, and the passage that it stands in."""

    place: str = field(repr=False)
    text: str = field(repr=False)


def proposals(passages: Sequence[HitPassage], planner: Planner, known: Known) -> tuple[Proposal, ...]:
    """The sentences of a hit to propose, in their order; rows of tables and mails' heads have none."""
    prose = [passage for passage in passages if is_prose(passage)]
    found = of_others([passage.text for passage in prose], [found_in(passage) for passage in prose], planner, known)
    made = (Proposal(prose[number].place, " ".join(span.of(prose[number].text).split())) for number, span in found)
    return tuple(dict.fromkeys(made))


def chosen(wanted: Sequence[str], proposed: Sequence[Proposal]) -> tuple[str, ...]:
    """The sentences that a person chose: by their numbers and ranges of them, from 1, or all, or none.

    Raises:
        SetupError: there is no such sentence.
    """
    if list(wanted) in ([ALL], [NONE]):
        return tuple(dict.fromkeys(one.text for one in proposed)) if wanted[0] == ALL else ()
    numbers = set[int]()
    for each in wanted:
        found = _CHOSEN.fullmatch(each)
        first, last = (int(found["first"]), int(found["last"] or found["first"])) if found else (0, 0)
        if not 1 <= first <= last <= len(proposed):
            raise SetupError(
                f"SENTENCE: {each} is none of the {len(proposed)} proposed. See them: dsar case hits --show"
            )
        numbers.update(range(first, last + 1))
    return tuple(dict.fromkeys(proposed[number - 1].text for number in sorted(numbers)))


def hidden(passage: HitPassage, sentences: Iterable[str]) -> HitPassage:
    """The passage with struck sentences blacked out, letter for letter, so that its evidence stays where it is."""
    text = passage.text
    for sentence in sentences:
        words = r"\s+".join(map(re.escape, sentence.split()))
        text = re.sub(words, lambda found: HIDDEN * len(found[0]), text)
    return replace(passage, text=text)


def struck(sentences: Iterable[str]) -> tuple[Override, ...]:
    """What a person struck, as redaction takes it: those words go wherever they stand in the document."""
    return tuple(Override(Action.REMOVE, text, Kind.PROTECTED) for text in sentences)

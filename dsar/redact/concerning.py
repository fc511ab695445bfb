"""What of a passage concerns the subject, where it tells of several people: block by block, others' left out. Pure.

A block is a paragraph, a list item, an agenda point, an entry of a journal: a line, and the lines that it was
wrapped into. Kept is what names the subject, and what follows it until somebody else is named or an entry
of the kind that names people begins. In doubt it goes: who asks for an extract wants nobody else in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from dsar.model import Kind, Span
from dsar.redact.around import Side
from dsar.redact.belongs import PERSONAL, Known
from dsar.redact.mask import SHARED, sentences
from dsar.redact.plan import Planner
from dsar.redact.words import LEFT_OUT

_NAMING = PERSONAL | {Kind.EMAIL, Kind.ADDRESS}
"""Kinds that tell whom a block is about; a telephone number or a date may be anybody's."""
_BORN = frozenset({Kind.CPR, Kind.BIRTH_DATE})
_NOT_BY_ITSELF = SHARED | {Kind.CASE_NUMBER}

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_ENTRY = re.compile(
    r"""[ \t>]{0,20}(?:
        (?P<time>(?:kl\.?[ ])?[0-9]{1,2}[.:][0-9]{2}(?![0-9.]))
      | (?P<date>(?:d\.[ ])?(?:[0-9]{1,2}[./-][0-9]{1,2}(?![0-9])|[0-9]{4}-[0-9]{2}-[0-9]{2}))
      | (?P<point>(?:pkt|punkt|sag|ad)\.?[ ]?[0-9]{1,4})
      | (?P<number>[0-9]{1,3}[.)][ \t])
      | (?P<bullet>[-–*•·][ \t])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(
    r"[ \t]*(?:(?:man|tirs|ons|tors|fre|lør|søn)dag|uge[ ][0-9]{1,2})(?:[ ,]{1,2}[^\n]{0,25})?[ \t:]*", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile(r"[.!?:][\"”)]?[ \t]*\Z")
_GOES_ON = re.compile(r"[,;–-][ \t]*\Z")
_SHORT = 60
_NARROWEST, _WIDEST = 50, 110
"""Characters of a line that an editor or a page wraps."""


@dataclass(frozen=True, slots=True)
class Concerning:
    """A passage's text with one line for each run of blocks about others, and the number of those runs."""

    text: str = field(repr=False)
    left_out: int


class _Who(Enum):
    NOBODY = 0
    SUBJECT = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class _People:
    """Where a text tells of the subject, and where of others."""

    subject: tuple[Span, ...]
    shared: tuple[Span, ...]
    """What others may share with the subject."""
    others: tuple[Span, ...]
    persons: tuple[Span, ...]
    """Others' names and numbers alone."""
    namesakes: tuple[Span, ...]
    """The subject's name with the birthday of somebody else."""

    def who(self, block: Span) -> _Who:
        mine = [span for span in self.subject if span.overlaps(block)]
        if any(span not in self.namesakes for span in mine):
            return _Who.SUBJECT
        if not mine and _in(block, self.shared) and not _in(block, self.persons):
            return _Who.SUBJECT
        return _Who.OTHER if mine or _in(block, self.others) else _Who.NOBODY


def concerning(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> Concerning:
    """What of the text concerns the subject.

    Args:
        text: a passage of prose; not the row of a table, which is of one person.
        planner: knows the subject's data from others'.
        known: who is in the document.
        found: where the search saw the subject; it counts where redaction, which is stricter, sees nobody.
    """
    if "\n" not in text.strip():
        return _without(text, [Span(0, len(text))], planner, known, found)
    return _without(text, None, planner, known, found)


def _without(
    text: str, blocks: Sequence[Span] | None, planner: Planner, known: Known, found: Iterable[Span]
) -> Concerning:  # fmt: skip
    people = _people(text, planner, known, found)
    if not people.others:
        return Concerning(text, 0)
    cut = list(_of_others(text, blocks or list(_blocks(text, (*people.subject, *people.others))), people))
    return _marked(text, cut)

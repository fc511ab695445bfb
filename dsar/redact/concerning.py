"""What of a passage concerns the subject, where it tells of several people: block by block, others' left out. Pure.

A block is a paragraph, a list item, an agenda point, an entry of a journal: a line, and the lines that it was
wrapped into. Kept is what names the subject, and what follows it until somebody else is named or an entry
of the kind that names people begins. In doubt it goes: who asks for an extract wants nobody else in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dsar.extract.reading import Located
from dsar.index.rows import is_row
from dsar.model import Finding, HitPassage, Kind, Passage, Span
from dsar.redact.around import Side
from dsar.redact.belongs import PERSONAL, Known, judge
from dsar.redact.blocks import Block, blocks_of, line_at
from dsar.redact.mask import SHARED, findings_in, sentences
from dsar.redact.plan import Planner
from dsar.redact.titles import title_without
from dsar.redact.words import LEFT_OUT
from dsar.words import PLACES

_NAMING = PERSONAL | {Kind.EMAIL, Kind.ADDRESS}
"""Kinds that tell whom a block is about; a telephone number or a date may be anybody's."""
_BORN = frozenset({Kind.CPR, Kind.BIRTH_DATE})
_NOT_BY_ITSELF = SHARED | {Kind.CASE_NUMBER}

_BORN_LABEL = re.compile(r"[\W_]{0,5}(?:(?:født|f|cpr|nr|den|d)[\W_]{1,4}){0,3}", re.IGNORECASE)
_GREETING = re.compile(
    r"""(?:^|\n)[ \t>]{0,20}
        (?:hej|kære|goddag|dav|(?:(?:med[ ])?(?:venlig|kærlig|bedste)[ ])?hilsen|hilsner|mvh|m\.v\.h\.|vh|/)
        [ ,.]{0,3}\Z""",
    re.VERBOSE | re.IGNORECASE,
)
"""A name behind it tells whom somebody writes to, or who writes, not whom the block is about."""
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Concerning:
    """A passage's text with one line for each run of blocks about others, and the number of those runs."""

    text: str = field(repr=False)
    left_out: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many runs of blocks about others were left out at a place, and on which legal ground."""

    place: str
    runs: int
    ground: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a text tells of the subject, and where of others; ``shared`` is the subject's and may be another's too."""

    subject: tuple[Span, ...]
    shared: tuple[Span, ...]
    others: tuple[Span, ...]
    persons: tuple[Span, ...]
    """Others' names and numbers alone."""
    greeted: tuple[Span, ...]
    """Those of ``others`` who are merely greeted, or greet."""


def concerning(
    text: str, planner: Planner, known: Known, *, found: Iterable[Span] = (), by_sentence: bool = True
) -> Concerning:
    """What of the text concerns the subject.

    Args:
        text: a passage of prose; not the row of a table, which is of one person.
        planner: knows the subject's data from others'.
        known: who is in the document.
        found: where the search saw the subject; it counts where redaction, which is stricter, sees nobody.
        by_sentence: whether sentences about others go from a block about the subject, too.
    """
    seen = _seen(text, planner, known, tuple(found))
    if not seen.others:
        return Concerning(text, 0)
    blocks = blocks_of(text, (*seen.subject, *seen.shared, *seen.others))
    return _joined(text, list(_pieces(text, blocks, seen, by_sentence=by_sentence)))


def told_apart(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> int:
    """How many blocks of the text an extract would leave out that name others, and not merely greet them."""
    seen = _seen(text, planner, known, tuple(found))
    blocks = blocks_of(text, (*seen.subject, *seen.shared, *seen.others)) if seen.persons else []
    people = set(seen.persons) - set(seen.greeted)
    left_out = [span for span, keep in _pieces(text, blocks, seen, by_sentence=False) if not keep]
    return sum(any(person.overlaps(span) for person in people) for span in left_out)


def narrowed(
    located: Sequence[Located], about: Sequence[Sequence[Span]], planner: Planner, known: Known
) -> tuple[list[Located], tuple[LeftOut, ...]]:
    """Passages with nothing but what concerns the subject, and what was left out of them; rows and mail heads stay."""
    kept, left_out = list[Located](), list[LeftOut]()
    for each, found in zip(located, about, strict=True):
        value = each.value
        if isinstance(value, Passage) and is_prose(value):
            made = concerning(value.text, planner, known, found=found)
            kept.append(replace(each, value=replace(value, text=made.text)))
            if made.left_out:
                place = title_without(value.place, planner, known)
                left_out.append(LeftOut(place, made.left_out, planner.options.ground))
        else:
            kept.append(each)
    return kept, tuple(left_out)


def is_prose(passage: Passage | HitPassage) -> bool:
    """Whether it is a stretch of text, not the row of a table, which is of one person, nor the head of a mail."""
    return not (is_row(passage) or passage.place.rpartition(" ")[2] == PLACES["mail_head"])


def _seen(text: str, planner: Planner, known: Known, found: tuple[Span, ...]) -> _Seen:
    own = planner.own
    judged = judge(text, findings_in(text, planner.detect), own, known, planner.options)
    mine = [one.finding for one in judged if one.side is Side.SUBJECT and (_names(one.finding) or own.has(one.finding))]
    born = {kind for kind, _ in own.keys} & _BORN
    foreign = [one.finding.span for one in judged if born and one.finding.kind in _BORN and not own.has(one.finding)]
    namesakes = set(_before(text, [f.span for f in mine if f.kind is Kind.NAME], foreign))
    subject = tuple(f.span for f in mine if f.kind not in _NOT_BY_ITSELF and f.span not in namesakes)
    gone = [each for each in planner.removals(text, known, place="") if each.kind in _NAMING]
    return _Seen(
        subject=subject or tuple(span for span in found if span not in namesakes),
        shared=tuple(f.span for f in mine if f.kind in _NOT_BY_ITSELF),
        others=(*namesakes, *(each.span for each in gone)),
        persons=(*namesakes, *(each.span for each in gone if each.kind in PERSONAL)),
        greeted=tuple(
            each.span for each in gone if _GREETING.search(text, max(0, each.span.start - 40), each.span.start)
        ),
    )


def _names(finding: Finding) -> bool:
    return finding.kind in PERSONAL


def _before(text: str, names: Sequence[Span], foreign: Iterable[Span]) -> Iterator[Span]:
    """The subject's names that stand right before somebody else's birthday or number: a namesake's."""
    names = sorted(names, key=lambda span: span.end)
    for born in foreign:
        at = bisect_right(names, born.start, key=lambda span: span.end) - 1
        if at >= 0 and _BORN_LABEL.fullmatch(text[names[at].end : born.start][:_NEAR]):
            yield names[at]


def _pieces(text: str, blocks: Sequence[Block], seen: _Seen, *, by_sentence: bool) -> Iterator[tuple[Span, bool]]:
    """Each block, or the sentences of one that tells of the subject and of others, and whether it is kept."""
    starts = [block.span.start for block in blocks]
    mine, shared, others, persons = (
        _touched(starts, s) for s in (seen.subject, seen.shared, seen.others, seen.persons)
    )
    mine |= shared - persons
    others -= mine
    people = {blocks[number].style for number in others | mine} - {""}
    greeting = others - _touched(starts, set(seen.others) - set(seen.greeted))
    kept = list(_kept(blocks, mine, others, greeting=greeting, people=people))
    for number, (block, keep) in enumerate(zip(blocks, kept, strict=True)):
        if by_sentence and number in mine and number in persons:
            yield from _sentences(text, block.span, seen)
        else:
            yield block.span, bool(mine) and keep


def _kept(
    blocks: Sequence[Block], mine: set[int], others: set[int], *, greeting: set[int], people: set[str]
) -> Iterator[bool]:
    """Which blocks are kept: the subject's and what follows them; a heading where anything below it is."""
    flags, about, named = list[bool](), True, False
    for number, block in enumerate(blocks):
        if number in mine:
            about = named = True
        elif number in greeting:
            about = about and named
        elif number in others or block.style == "day" or (block.style and block.style in people):
            about = False
        flags.append(about)
    below = False
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if number not in others and number not in mine and (block.heading or block.style == "day"):
            flags[number], below = flags[number] or below, False
        else:
            below = below or flags[number]
    return iter(flags)


def _sentences(text: str, block: Span, seen: _Seen) -> Iterator[tuple[Span, bool]]:
    spans = list(sentences(text, block))
    starts = [span.start for span in spans]
    mine = _touched(starts, [span for span in (*seen.subject, *seen.shared) if span.overlaps(block)])
    theirs = _touched(starts, [span for span in seen.persons if span.overlaps(block)])
    yield from ((span, number in mine or number not in theirs) for number, span in enumerate(spans))


def _touched(starts: Sequence[int], spans: Iterable[Span]) -> set[int]:
    """The stretches, by number, in which any of the spans lies."""
    return {at for s in spans for at in range(max(0, line_at(starts, s.start)), line_at(starts, s.end - 1) + 1)}


def _joined(text: str, pieces: Sequence[tuple[Span, bool]]) -> Concerning:
    """The kept pieces as they stand in the text; each run of others between them is one line."""
    out, left_out, done, before = list[str](), 0, 0, True
    for span, keep in pieces:
        between = text[done : span.start] if out else ""
        if keep:
            out += [between if before or "\n" in between else "\n", span.of(text)]
        elif before:
            ended = not out or "\n" in between or out[-1].endswith("\n")
            out += [between if ended else "\n", LEFT_OUT]
            left_out += 1
        done, before = span.end, keep
    return Concerning("".join(out), left_out)

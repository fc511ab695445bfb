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

from dsar.model import Finding, Kind, Span
from dsar.redact.around import Side
from dsar.redact.belongs import PERSONAL, Known, judge
from dsar.redact.mask import SHARED, findings_in, sentences
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
_BORN_LABEL = re.compile(r"[\W_]{0,5}(?:(?:født|f|cpr|nr|den|d)[\W_]{1,4}){0,3}", re.IGNORECASE)
_SHORT = 60
_NARROWEST, _WIDEST = 50, 110
"""Characters of a line that an editor or a page wraps."""


@dataclass(frozen=True, slots=True)
class Concerning:
    """A passage's text with one line for each run of blocks about others, and the number of those runs."""

    text: str = field(repr=False)
    left_out: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of the text; ``style`` is how its entry begins, "" if it begins none."""

    span: Span
    style: str
    heading: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a text tells of the subject, and where of others; ``shared`` is the subject's and may be another's too."""

    subject: tuple[Span, ...]
    shared: tuple[Span, ...]
    others: tuple[Span, ...]
    persons: tuple[Span, ...]
    """Others' names and numbers alone."""


def concerning(text: str, planner: Planner, known: Known, *, found: Iterable[Span] = ()) -> Concerning:
    """What of the text concerns the subject.

    Args:
        text: a passage of prose; not the row of a table, which is of one person.
        planner: knows the subject's data from others'.
        known: who is in the document.
        found: where the search saw the subject; it counts where redaction, which is stricter, sees nobody.
    """
    seen = _seen(text, planner, known, tuple(found))
    if not seen.others:
        return Concerning(text, 0)
    blocks = _blocks(text, (*seen.subject, *seen.shared, *seen.others))
    return _joined(text, list(_pieces(text, blocks, seen)))


def _seen(text: str, planner: Planner, known: Known, found: tuple[Span, ...]) -> _Seen:
    own = planner.own
    judged = judge(text, findings_in(text, planner.detect), own, known)
    mine = [one.finding for one in judged if one.side is Side.SUBJECT and (_names(one.finding) or own.has(one.finding))]
    born = {kind for kind, _ in own.keys} & _BORN
    foreign = [one.finding.span for one in judged if born and one.finding.kind in _BORN and not own.has(one.finding)]
    namesakes = set(_before(text, [f.span for f in mine if f.kind is Kind.NAME], foreign))
    subject = tuple(f.span for f in mine if f.kind not in _NOT_BY_ITSELF and f.span not in namesakes)
    gone = [each for each in planner.removals(text, known, place="") if each.kind in _NAMING]
    return _Seen(
        subject=subject or found,
        shared=tuple(f.span for f in mine if f.kind in _NOT_BY_ITSELF),
        others=(*namesakes, *(each.span for each in gone)),
        persons=(*namesakes, *(each.span for each in gone if each.kind in PERSONAL)),
    )


def _names(finding: Finding) -> bool:
    return finding.kind in PERSONAL


def _before(text: str, names: Sequence[Span], foreign: Iterable[Span]) -> Iterator[Span]:
    """The subject's names that stand right before somebody else's birthday or number: a namesake's."""
    names = sorted(names, key=lambda span: span.end)
    for born in foreign:
        at = bisect_right(names, born.start, key=lambda span: span.end) - 1
        if at >= 0 and _BORN_LABEL.fullmatch(text[names[at].end : born.start][:_SHORT]):
            yield names[at]


def _blocks(text: str, whole: Iterable[Span]) -> list[_Block]:
    """The lines, each with those that it was wrapped into; nobody's name or number is cut."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    widths = sorted((line.end - line.start for line in lines), reverse=True)
    width = widths[1] if len(widths) > 2 and _NARROWEST <= widths[1] <= _WIDEST else 0
    starts = [line.start for line in lines]
    crossed = {at for span in whole for at in range(_line(starts, span.start) + 1, _line(starts, span.end - 1) + 1)}
    blocks = list[_Block]()
    for number, line in enumerate(lines):
        last = blocks[-1] if blocks else None
        blank = last is None or text.count("\n", last.span.end, line.start) > 1
        style = _style(line.of(text))
        wrapped = not blank and not style and _goes_on(text, lines[number - 1], line, width=width)
        if last is not None and (number in crossed or wrapped):
            blocks[-1] = replace(last, span=Span(last.span.start, line.end), heading=False)
        else:
            blocks.append(_Block(line, style, heading=not style and blank and _short(line.of(text))))
    return blocks


def _line(starts: Sequence[int], at: int) -> int:
    return bisect_right(starts, at) - 1


def _style(line: str) -> str:
    entry = _ENTRY.match(line)
    return (entry.lastgroup or "") if entry else "day" if _DAY.fullmatch(line) else ""


def _short(line: str) -> bool:
    return len(line) <= _SHORT and not _SENTENCE_ENDS.search(line[-4:])


def _goes_on(text: str, last: Span, line: Span, *, width: int) -> bool:
    """Whether a line was wrapped into the next: in the midst of a sentence, or where the next word had no room."""
    begun, now = last.of(text), line.of(text).lstrip(" \t>")
    if now[:1].islower() or _GOES_ON.search(begun[-4:]):
        return True
    first = now.split(" ", 1)[0]
    return 0 < width <= len(begun) + 1 + len(first) and len(begun) <= _WIDEST and not _SENTENCE_ENDS.search(begun[-4:])


def _pieces(text: str, blocks: Sequence[_Block], seen: _Seen) -> Iterator[tuple[Span, bool]]:
    """Each block, or the sentences of one that tells of the subject and of others, and whether it is kept."""
    starts = [block.span.start for block in blocks]
    mine, shared, others, persons = (
        _touched(starts, s) for s in (seen.subject, seen.shared, seen.others, seen.persons)
    )
    mine |= shared - persons
    others -= mine
    people = {blocks[number].style for number in others | mine} - {""}
    kept = list(_kept(blocks, mine, others, people))
    for number, (block, keep) in enumerate(zip(blocks, kept, strict=True)):
        if number in mine and number in persons:
            yield from _sentences(text, block.span, seen)
        else:
            yield block.span, bool(mine) and keep


def _kept(blocks: Sequence[_Block], mine: set[int], others: set[int], people: set[str]) -> Iterator[bool]:
    """Which blocks are kept: the subject's and what follows them; a heading where anything below it is."""
    flags, about = list[bool](), True
    for number, block in enumerate(blocks):
        if number in mine:
            about = True
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
    return {at for s in spans for at in range(max(0, _line(starts, s.start)), _line(starts, s.end - 1) + 1)}


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

"""An answer as a table for people, in Danish."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dsar.extract.rows import is_row
from dsar.find.calibrate import Seen
from dsar.find.copies import CPR_SHAPED
from dsar.find.output import role_of, rows_left_out, stated_lines, unread_lines, unread_within, why_not_searched
from dsar.find.stack import ROLE
from dsar.model import NEVER_READ, Answer, Hit, HitPassage, Level, Searched, Span, StoreGap
from dsar.shown import OVER, percent, printable
from dsar.stated import DANISH_TIME
from dsar.words import ANSWERS, CLUES, FAMILY, HIT_ROLES, LEVELS, NOT_SEARCHED, RESTRICTED

AROUND = 60
"""Characters shown before and after what was found."""
_SAY = ANSWERS["statement"]
_OF_ALL_HITS = frozenset(Seen)
"""Rules that say nothing of the passage that they stand with."""
_STYLES = {Level.CERTAIN: "bold green", Level.LIKELY: "green", Level.POSSIBLE: "yellow", Level.OTHER: "dim"}


def table(answer: Answer, *, limited: Collection[str] | None = None) -> RenderableType:
    """The answer for a person: a row a hit, with the reasons and the words around them, in Danish.

    ``limited``: the stores that the asker named, if any.
    """
    hits = Table(title=None, show_lines=True, expand=True)
    hits.add_column("Nr.", justify="right", no_wrap=True)
    hits.add_column("Sikkerhed", width=len(OVER), overflow="fold")
    for heading, ratio in (("Hvor", 2), ("Hvorfor", 3)):
        hits.add_column(heading, ratio=ratio, overflow="fold")
    unread = unread_within(answer)
    for number, hit in enumerate(answer.hits, 1):
        level = Text(LEVELS[hit.level], style=_STYLES[hit.level])
        about = "" if hit.level is Level.OTHER else f"\n{HIT_ROLES[role_of(hit).value]}"
        level.append(f"\n{percent(hit.probability)}{about}", style="dim")
        why = _why(hit).append("".join(f"\n{line}" for line in unread_lines(unread.get((hit.store, hit.item), ()))))
        hits.add_row(str(number), level, where(hit), why)
    return Group(hits, Text("\n".join(_searched(answer, limited))))


def where(hit: Hit) -> Text:
    """Where a hit lies, and its copies; when it is of, who wrote it, and which mails it is of."""
    shown = Text(printable(f"{hit.store}: {hit.title}"), style="bold")
    above = hit.item.removesuffix(hit.title).rstrip("/")
    if above:
        shown.append("\n" + printable(f"i {above}"), style="dim")
    for place in hit.duplicates:
        shown.append("\n" + printable(f"også: {place}"), style="dim")
    shown.append("".join(f"\n{line}" for line in stated_lines(hit.date, hit.author)), style="dim")
    if hit.family not in (None, f"{hit.store}:{hit.item}"):
        shown.append("\n" + printable(f"{FAMILY}: {hit.family}"), style="dim")
    if hit.restricted:
        shown.append(f"\n{RESTRICTED}", style="bold red")
    return shown


def _why(hit: Hit) -> Text:
    """The reasons, each set of them once with the places where it stands, and the words around them."""
    alike: dict[str, list[HitPassage]] = {}
    whole: list[str] = []
    for passage in hit.passages:
        rules = [clue.rule for clue in passage.clues if not clue.rule.startswith(f"{ROLE}.")]
        said = dict.fromkeys(CLUES.get(rule, rule) for rule in rules if rule not in _OF_ALL_HITS)
        whole += [CLUES[rule] for rule in rules if rule in _OF_ALL_HITS]
        alike.setdefault(", ".join(said), []).append(passage)
    why = Text()
    for number, (reasons, passages) in enumerate(alike.items()):
        places = ", ".join(dict.fromkeys(passage.place for passage in passages))
        why.append(f"{chr(10) * bool(number)}{places}: ", style="bold")
        why.append(reasons)
        excerpts = (excerpt for passage in passages if (excerpt := _excerpt(passage)))
        why.append("".join(f"\n{excerpt}" for excerpt in dict.fromkeys(excerpts)), style="italic")
    why.append("".join(f"\n{reason}" for reason in (*whole, *rows_left_out(hit))))
    return why


def _excerpt(passage: HitPassage) -> str:
    """The words around the first clue; of a row with somebody's number that is no clue, the cells with clues alone."""
    text, spans = passage.text, sorted((c.span for c in passage.clues if c.span), key=lambda span: span.start)
    if not spans:
        return ""
    numbers = (Span(*number.span()) for number in CPR_SHAPED.finditer(text))
    if not is_row(passage) or all(any(number.overlaps(span) for span in spans) for number in numbers):
        return _around(text, spans[0].start, spans[0].end)
    cells, at = [], 0
    for cell in text.split("\n"):
        found = next((span for span in spans if at <= span.start and span.end <= at + len(cell)), None)
        if found:
            start, end = found.start - at, found.end - at
            cells.append(" ".join(f"{cell[:start]}»{cell[start:end]}«{cell[end:]}".split()))
        at += len(cell) + 1
    return " … ".join(cells)


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    opening, closing = "…" * (start > AROUND), "…" * (end + AROUND < len(text))
    return " ".join(f"{opening}{before}»{text[start:end]}«{after}{closing}".split())


def _when(searched: Searched, failures: Mapping[str, StoreGap]) -> str:
    if searched.indexed_at is None:
        return NOT_SEARCHED[NEVER_READ]
    failed = _SAY["tried_since"] if searched.store in failures else ""
    return f"læst igennem {searched.indexed_at.astimezone(DANISH_TIME):%d-%m-%Y %H.%M}{failed}"


def _searched(answer: Answer, limited: Collection[str] | None) -> Iterator[str]:
    levels: Mapping[Level, int] = {level: sum(hit.level is level for hit in answer.hits) for level in Level}
    counted = ", ".join(f"{count} {LEVELS[level]}" for level, count in levels.items() if count) or "ingen"
    yield f"Fundet: {counted}."
    if limited is not None:
        yield _SAY["limited"].format(stores=", ".join(sorted(limited)))
    failures = answer.failed
    for one in answer.searched:
        yield f"Gennemsøgt: {one.store}, {one.items} elementer, {_when(one, failures)}."
    for missing in answer.not_searched:
        yield f"IKKE gennemsøgt: {missing.store} {why_not_searched(missing, failures)}."
    yield f"Ikke læst: {len(answer.gaps)}. Se dem med: dsar gaps"
